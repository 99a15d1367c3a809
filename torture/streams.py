"""Streams: what a child says passes a pipe, so that a limit on the size of files spares it."""

import os
import resource
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

STREAMS: Final = (1, 2)
PIECE: Final = 65_536
PATIENCE: Final = 10.0
"""Seconds in which the rest of a stream is read; a child of the child may hold it open."""


@contextmanager
def files_end_at(size: int) -> Generator[None]:
    """Let no file grow beyond some bytes, but the files of standard output and error."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    before = sys.stdout, sys.stderr
    kept = {stream: os.dup(stream) for stream in STREAMS}
    spoken: dict[int, list[bytes]] = {stream: [] for stream in STREAMS}
    ears = [_pipe(stream, spoken[stream]) for stream in STREAMS]
    # A pipe cannot be sought, and a stream that was made for a file does not know it.
    sys.stdout, sys.stderr = (
        open(stream, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  they stay open
        for stream in STREAMS
    )
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        for stream, file in kept.items():
            os.dup2(file, stream)
            os.close(file)
        for stream, ear in zip(STREAMS, ears, strict=True):
            ear.join(PATIENCE)
            os.write(stream, b"".join(spoken[stream]))


def _pipe(stream: int, spoken: list[bytes]) -> threading.Thread:
    """Put a pipe in the place of a stream, and return the thread that keeps what comes through."""
    near, far = os.pipe()
    os.dup2(far, stream)
    os.close(far)
    ear = threading.Thread(target=_listen, args=(near, spoken), daemon=True)
    ear.start()
    return ear


def _listen(near: int, spoken: list[bytes]) -> None:
    """Keep everything that comes through a pipe."""
    while piece := os.read(near, PIECE):
        spoken.append(piece)
    os.close(near)
