"""Injection: the calls of a process that write, made to fail or to kill at the n-th."""

import builtins
import errno
import functools
import io
import os
import signal
import stat
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from torture.streams import files_end_at

KILL: Final = "kill"
ROOM: Final = "room"
"""No file may grow beyond `at` bytes, for libraries in C too."""

ALLOCATION: Final = "allocation"
"""MemoryError at the n-th array that is made."""

MEMORY: Final = "MemoryError"
"""MemoryError at the n-th call that writes."""

CALLS: Final = {
    "open": ("open", "mkdir", "link", "symlink"),
    "write": ("write", "sendfile", "copy_file_range", "truncate", "ftruncate", "fsync"),
    "move": ("replace", "rename"),
    "remove": ("unlink", "remove", "rmdir"),
}
"""The functions of `os` that change files, by kind; one that takes room cannot be a removal."""

ARRAYS: Final = ("zeros", "empty", "ones", "full", "zeros_like", "empty_like", "concatenate")
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STREAMS: Final = 2
"""The last descriptor of the standard streams."""


@dataclass(frozen=True)
class Fault:
    """A fault at the n-th call."""

    kind: str
    """`kill`, the name of an errno, `MemoryError`, `allocation` or `room`."""

    at: int
    """The number of the call, counted from 1; bytes for `room`."""

    lasts: bool = False
    """Whether every later call fails too, as on a disk that stays full."""

    def __str__(self) -> str:
        where = f"files end at {self.at} bytes" if self.kind == ROOM else f"call {self.at}"
        return f"{self.kind}, {where}{' and all after it' if self.lasts else ''}"


@contextmanager
def struck(fault: Fault | None, below: Path, log: Path | None = None) -> Generator[None]:
    """Put a fault in the way of this process; without one, list the calls that one could strike.

    Args:
        fault: The fault, if any.
        below: The folder whose files count.
        log: A file that gets a line for each call before it happens.
    """
    if fault is not None or log is not None:
        Injector(fault, below, log).install()
    with files_end_at(fault.at) if fault and fault.kind == ROOM else nullcontext():
        yield


class Injector:
    """Counts the calls that change files, and strikes one.

    Args:
        fault: The fault; None only counts.
        below: The folder whose files count.
        log: A file that gets a line for each call before it happens.
    """

    def __init__(self, fault: Fault | None, below: Path, log: Path | None = None) -> None:
        self.fault, self.below, self.count = fault, str(below.resolve()), 0
        self.lock = threading.RLock()
        self.write = os.write
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.log = os.open(log, flags) if log else None

    def install(self) -> None:
        """Put this in the way of the process's own calls."""
        if self.fault and self.fault.kind == ROOM:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            return  # the limit holds while the process is struck
        if self.fault and self.fault.kind == ALLOCATION:
            import numpy as np  # noqa: PLC0415  other faults need none

            for name in ARRAYS:
                setattr(np, name, self._guarded(getattr(np, name), name, None))
            return
        for kind, names in CALLS.items():
            for name in names:
                if name != "open" and hasattr(os, name):
                    setattr(os, name, self._guarded(getattr(os, name), name, kind))
        os.open = self._os_open(os.open)
        builtins.open = io.open = self._open(io.open)

    def due(self, name: str, target: object, kind: str | None) -> bool:
        """Count a call; return whether the fault strikes it."""
        fault = self.fault
        with self.lock:
            if fault and kind == "remove" and fault.kind in ("ENOSPC", "EDQUOT"):
                return False
            self.count += 1
            number = self.count
        strikes = fault is not None and (number == fault.at or (fault.lasts and number > fault.at))
        if self.log is not None and kind is not None:
            mark = "!" if strikes else " "
            self.write(self.log, f"{number}{mark}{name} {target}\n".encode())
        return strikes

    def strike(self, target: object) -> None:
        """Let the fault happen."""
        kind = self.fault.kind if self.fault else KILL
        if kind == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if kind in (MEMORY, ALLOCATION):
            raise MemoryError
        number = getattr(errno, kind)
        raise OSError(number, os.strerror(number), str(target))

    def concerns(self, target: Any) -> bool:  # noqa: ANN401  a path or a descriptor
        """Return whether a target is a file whose changes count."""
        if isinstance(target, int):
            return (
                target > STREAMS and target != self.log and stat.S_ISREG(os.fstat(target).st_mode)
            )
        try:
            path = os.path.abspath(os.fsdecode(target))  # noqa: PTH100  no link is followed
        except TypeError:
            return False
        return path.startswith(self.below)

    def _guarded(self, real: Callable[..., Any], name: str, kind: str | None) -> Callable[..., Any]:
        """Return a function with the fault before it."""

        @functools.wraps(real)
        def guarded(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  any function
            target: Any = arguments[0] if arguments else ""
            counts = kind is None or options.get("dir_fd") is not None or self.concerns(target)
            if counts and self.due(name, arguments[-1] if kind == "move" else target, kind):
                self.strike(target)
            return real(*arguments, **options)

        return guarded

    def _os_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def opened(path: Any, flags: int, *arguments: Any, **options: Any) -> int:  # noqa: ANN401
            writes = flags & WRITING and self.concerns(path)
            if writes and self.due("open", path, "open"):
                self.strike(path)
            return real(path, flags, *arguments, **options)

        return opened

    def _open(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return an `open` whose files write through here."""

        def opened(  # noqa: PLR0913, PLR0917  as the built-in
            file: Any,  # noqa: ANN401
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,  # noqa: FBT001, FBT002
            opener: Any = None,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            if not set(mode) & set("wax+") or not self.concerns(file):
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if not isinstance(file, int) and self.due("open", file, "open"):
                self.strike(file)
            raw = _Torn(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            raw.injector = self
            if buffering == 0:
                return raw
            whole = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            if "b" in mode:
                return whole
            return io.TextIOWrapper(whole, encoding or "utf-8", errors, newline, buffering == 1)

        return opened


class _Torn(io.FileIO):
    """A file that is cut short where the fault strikes."""

    injector: Injector

    def write(self, data: Any, /) -> int:  # noqa: ANN401  any buffer
        """Write, or write half and fail."""
        if self.injector.due("write", self.name, "write"):
            super().write(memoryview(data).cast("B")[: memoryview(data).nbytes // 2])
            self.injector.strike(self.name)
        return super().write(data)
