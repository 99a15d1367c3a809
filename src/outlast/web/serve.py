"""The server of the page, on this machine alone."""

import socket

import uvicorn
from fastapi import FastAPI

from outlast.errors import InputError


def bind(port: int) -> socket.socket:
    """Return a socket that is bound to a port of this machine; port 0 takes a free one.

    Raises:
        InputError: The port cannot be used.
    """
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except OSError as failure:
        door.close()
        what = f"port {port} cannot be used: {failure.strerror}."
        raise InputError.of(what, "Take a free one: --port 0") from failure
    return door


def serve(app: FastAPI, door: socket.socket) -> None:
    """Serve the application on a bound socket until it is interrupted."""
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[door])
