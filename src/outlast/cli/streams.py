"""Standard output and standard error: each character can be shown, each failure has its name."""

import codecs
import errno
import os
import sys
import unicodedata
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, Final, TextIO, cast

from outlast.errors import InputError
from outlast.wording import harmless

SUBSTITUTES: Final = {
    "…": "...",
    "–": "-",
    "—": "--",
    "−": "-",
    "±": "+/-",
    "×": "x",
    "·": ".",
    "•": "*",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "‹": "<",
    "›": ">",
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "≠": "!=",
    "→": "->",
    "←": "<-",
    "µ": "u",
    "°": " deg",
    "●": "o",
    "◇": "x",
    "▲": "^",
    "▼": "v",
    "◆": "*",
    "■": "#",
    "█": "#",
    "✓": "yes",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    **dict.fromkeys("─━═╌╴╶╸╺", "-"),
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
}
"""Substitutes in ASCII for characters of our texts, and for letters without a base letter."""

HANDLER: Final = "outlast-substitutes"
"""The name of the handler of characters outside an encoding."""

GONE: Final = frozenset({errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET})
"""The errors of a pipe whose reader has ended."""

WINDOWS: Final = os.name == "nt"
"""Whether this is Windows."""

REASONS: Final = {
    errno.ENOSPC: "the disk or the device is full",
    errno.EDQUOT: "the quota of the disk is used up",
    errno.EBADF: "it is closed",
    errno.EIO: "the device has an error",
    errno.EFBIG: "the file is larger than the system allows",
}
"""The reasons for which standard output cannot be written."""


class ReaderGoneError(Exception):
    """The reader of standard output has ended, as `head` does: nothing more is wanted."""


def substitute(character: str) -> str:
    """Return a character in ASCII: its substitute, its base letter, or its escape."""
    if character in SUBSTITUTES:
        return SUBSTITUTES[character]
    base = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return base or character.encode("ascii", "backslashreplace").decode()


def showable(text: str, encoding: str | None) -> str:
    """Return a text as a stream can show it: nothing hidden, nothing outside its encoding."""
    text = harmless(text)
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return text.encode(encoding or "utf-8", HANDLER).decode(encoding or "utf-8")
    except LookupError:
        return text
    return text


def say(text: str = "", *, err: bool = False, end: str = "\n") -> None:
    """Write a text to standard output or standard error, with nothing hidden in it."""
    stream = cast("TextIO | None", sys.stderr if err else sys.stdout)
    if stream is not None:  # outside of `guarded_streams`
        stream.write(showable(f"{text}{end}", getattr(stream, "encoding", None)))
        stream.flush()


def write_utf8(text: str) -> None:
    """Write a text to standard output as UTF-8, whatever the terminal's encoding.

    Ends of lines stay as they are. A stream without bytes, as in a notebook, receives the text.
    """
    stream = sys.stdout
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
        stream.flush()
        return
    stream.flush()
    buffer.write(text.encode("utf-8", "backslashreplace"))
    buffer.flush()


@contextmanager
def guarded_streams() -> Generator[None, None, None]:
    """Let failures of standard output have a name, and those of standard error no effect.

    Within it, a write to standard output raises `ReaderGoneError` where the reader has ended, and
    `InputError` with the reason where it cannot be written.
    """
    before = sys.stdout, sys.stderr
    _hold_places()
    undo = [_lenient(stream) for stream in before]
    sys.stdout = cast("TextIO", _Output(before[0], _named_failures))
    sys.stderr = cast("TextIO", _Output(before[1], _ignored_failures))
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (ReaderGoneError, InputError):
                _abandon(stream)
        sys.stdout, sys.stderr = before
        for stream, errors in undo:
            if errors is not None:
                with suppress(OSError):  # it is flushed, which may have failed before
                    stream.reconfigure(errors=errors)


class _Output:
    """A standard stream, or its bytes, of which each write is guarded."""

    def __init__(self, stream: Any, guard: Callable[[], AbstractContextManager[None]]) -> None:  # noqa: ANN401
        self._stream = stream
        self._guard = guard

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  any attribute of the stream
        return getattr(self._stream, name)

    @property
    def buffer(self) -> "_Output":
        """The stream of bytes below."""
        return _Output(self._stream.buffer, self._guard)

    def write(self, content: Any) -> int:  # noqa: ANN401  a text, or bytes
        """Write a text, or bytes; a closed stream fails."""
        with self._guard():
            if self._stream is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            self._stream.write(content)
        return len(content)

    def flush(self) -> None:
        """Send all that was written."""
        if self._stream is not None:
            with self._guard():
                self._stream.flush()

    def isatty(self) -> bool:
        """Return whether this is a terminal."""
        return self._stream is not None and self._stream.isatty()


@contextmanager
def _named_failures() -> Generator[None, None, None]:
    """Raise a failure of standard output under its name."""
    try:
        yield
    except OSError as failure:
        # Windows reports a pipe without reader as an invalid argument.
        if failure.errno in GONE or (WINDOWS and failure.errno == errno.EINVAL):
            raise ReaderGoneError from failure
        reason = REASONS.get(failure.errno or 0, failure.strerror or str(failure))
        raise InputError.of(f"the output cannot be written: {reason}.") from failure


@contextmanager
def _ignored_failures() -> Generator[None, None, None]:
    """Send messages to nowhere once they cannot be written: there is no place to report it."""
    try:
        yield
    except OSError:
        _abandon(sys.stderr)


def _abandon(stream: TextIO) -> None:
    """Send all that is still to be written to nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _lenient(stream: Any) -> tuple[Any, str | None]:  # noqa: ANN401  a stream of any kind, or none
    """Let a stream substitute what it cannot show; return it with its former handler."""
    if not hasattr(stream, "reconfigure"):
        return stream, None
    errors = stream.errors
    stream.reconfigure(errors=HANDLER)
    return stream, errors


def _hold_places() -> None:
    """Keep the numbers of closed standard streams, so that no file that is opened gets one."""
    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004  standard error
            pass
        os.close(number)


def _substituted(failure: UnicodeError) -> tuple[str, int]:
    """Return substitutes for the characters that an encoding lacks, and where to go on."""
    if not isinstance(failure, UnicodeEncodeError):
        raise failure
    lacking = failure.object[failure.start : failure.end]
    return "".join(substitute(character) for character in lacking), failure.end


codecs.register_error(HANDLER, _substituted)
