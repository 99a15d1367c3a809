"""Terminals and pipes of a test: streams of any encoding, with and without a reader."""

import errno
import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from outlast.cli import main


class BrokenPipe(io.RawIOBase):
    """A pipe whose reader has ended, or a disk without room, after some bytes."""

    def __init__(self, number: int, room: int = 0) -> None:
        super().__init__()
        self.number, self.room = number, room

    def writable(self) -> bool:
        """Return True: bytes may be written."""
        return True

    def write(self, content: Any) -> int:  # noqa: ANN401  any bytes
        """Take bytes as long as there is room."""
        size = len(bytes(content))
        if size > self.room:
            raise OSError(self.number, os.strerror(self.number))
        self.room -= size
        return size


def in_bytes(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str
) -> tuple[int, bytes, str]:
    """Return the exit code of a command, the bytes of its output, and its messages."""
    out, err = io.BytesIO(), io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding=encoding))
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue(), err.getvalue().decode(encoding)


def failing(monkeypatch: pytest.MonkeyPatch, number: int, *arguments: str) -> tuple[int, str]:
    """Return the exit code of a command whose output fails with an error, and its messages."""
    err = io.StringIO()
    with unflushed() as stream, monkeypatch.context() as patch:
        pipe = io.TextIOWrapper(io.BufferedWriter(BrokenPipe(number)), encoding="utf-8")
        stream.append(pipe)
        patch.setattr(sys, "stdout", pipe)
        patch.setattr(sys, "stderr", err)
        return main(arguments), err.getvalue()


@contextmanager
def unflushed() -> Generator[list[io.TextIOWrapper], None, None]:
    """Give streams that cannot be flushed room at the end, so that they can be closed."""
    streams: list[io.TextIOWrapper] = []
    yield streams
    for stream in streams:
        buffer = stream.buffer
        assert isinstance(buffer, io.BufferedWriter)
        cast("BrokenPipe", buffer.raw).room = sys.maxsize
        stream.close()


GONE, FULL = errno.EPIPE, errno.ENOSPC
