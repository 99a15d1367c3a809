"""The text of a file, or the reason why it cannot be read."""

from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from outlast.errors import Problems
from outlast.reading.paths import named

LARGEST: Final = 4 * 1024 * 1024
"""Bytes in the largest file that is read: far above any honest one, far below harm."""


def read_text(path: Path, problems: Problems) -> str | None:
    """Return a file's text, decoded as UTF-8, or note why it cannot be read.

    Args:
        path: The file.
        problems: The load; it learns the file's hash, or why the file cannot be read.
    """
    name = named(path)
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            kind = "a folder" if S_ISDIR(status.st_mode) else "a device or a pipe"
            problems.add(name, 0, f"is {kind}, not a file.", "Name a file.")
            return None
        if status.st_size > LARGEST:
            problems.add(name, 0, f"is larger than {LARGEST // 2**20} MiB.", "Split the file.")
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.add(name, 0, "does not exist.", "Write it, or mend its name.")
        return None
    except OSError as refusal:
        problems.add(name, 0, f"cannot be read: {refusal.strerror or refusal}.", "Let it be read.")
        return None
    problems.files[path] = sha256(raw).hexdigest()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        line = raw[: refusal.start].count(b"\n") + 1
        problems.add(name, line, "is not UTF-8 text.", "Save the file in the encoding UTF-8.")
        return None
