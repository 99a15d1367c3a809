"""The private cache: sealed content in a folder that belongs to the user alone.

The cache only holds copies. An entry that is missing, damaged, foreign or owned by another user is
never returned; a folder that cannot be used caches nothing.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from stat import S_IMODE, S_ISDIR
from typing import Any, Final

from outlast.storage.whole import replace_whole

PRIVATE: Final = 0o700
"""The rights of the folder: its owner's alone."""

SEAL: Final = 64
"""Letters of the seal before the content of an entry."""


def read(name: str) -> bytes | None:
    """Return the content of an entry, or None if there is none that can be trusted.

    Args:
        name: The entry: its folder within the cache, `/`, and its file.
    """
    root = folder()
    if root is None:
        return None
    try:
        with (root / name).open("rb") as file:
            ours = _is_ours(os.fstat(file.fileno()))
            found = file.read() if ours else b""
    except OSError:
        return None
    content = found[SEAL:]
    if ours and found[:SEAL] == _seal(name, content):
        return content
    reason = "is damaged" if ours else "belongs to another user"
    logging: Any = import_module("logging")  # needed here alone
    log = logging.getLogger("outlast")
    log.warning("The cache entry %s %s; it is made again.", root / name, reason)
    return None


def write(name: str, content: bytes) -> None:
    """Cache the content of an entry; see `read`."""
    root = folder()
    if root is None:
        return
    path = root / name
    with suppress(OSError):
        path.parent.mkdir(mode=PRIVATE, exist_ok=True)
        # The seal shows a torn entry, so that it need not be synced.
        replace_whole(path, _seal(name, content) + content, sync=False)


def has_entries(name: str) -> bool:
    """Return whether a folder within the cache holds any entry."""
    root = folder()
    return root is not None and any(each.name[0] != "." for each in (root / name).glob("*"))


def folder() -> Path | None:
    """Return the folder of the cache, or None if there is none that belongs to the user alone.

    It stands in the folder that `OUTLAST_CACHE` or `XDG_CACHE_HOME` names, or in the user's home;
    where it cannot be made or written there, among the temporary files.
    """
    return next((place for place in _places() if _is_private(place)), None)


def _places() -> Iterator[Path]:
    """Yield the folders that may hold the cache, the best first."""
    named = os.environ.get("OUTLAST_CACHE") or os.environ.get("XDG_CACHE_HOME")
    home = os.path.expanduser("~")  # noqa: PTH111  Path raises where there is no home
    if named:
        yield Path(os.path.expanduser(named)) / "outlast"  # noqa: PTH111
    elif os.path.isdir(home):  # noqa: PTH112
        yield Path(home, ".cache", "outlast")
    tempfile: Any = import_module("tempfile")  # needed here alone
    with suppress(OSError):
        yield Path(tempfile.gettempdir()) / f"outlast-{_user()}"


def _is_private(place: Path) -> bool:
    """Return whether a folder belongs to the user alone and can be written; make it if needed."""
    try:
        if not os.path.lexists(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.mkdir(mode=PRIVATE, exist_ok=True)
        status = place.lstat()  # a link may lead to a folder that is private for another reason
        if not (S_ISDIR(status.st_mode) and _is_ours(status)):
            return False
        if os.name != "nt" and S_IMODE(status.st_mode) != PRIVATE:
            place.chmod(PRIVATE)
        return os.access(place, os.R_OK | os.W_OK | os.X_OK)
    except (OSError, ValueError):
        return False


def _is_ours(status: os.stat_result) -> bool:
    """Return whether a file or folder belongs to the user, where the system has owners."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _user() -> str:
    """Return the user's number, where the system has one."""
    return str(os.geteuid()) if hasattr(os, "geteuid") else "cache"


def _seal(name: str, content: bytes) -> bytes:
    """Return the seal of an entry: the SHA-256 of its name and content."""
    return sha256(name.encode() + b"\0" + content).hexdigest().encode()
