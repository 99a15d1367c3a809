"""The page's own files, each read once, with a mark of their content in the address."""

from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from threading import Lock
from typing import Final

MEDIA_TYPES: Final = {
    "every.js": "text/javascript",
    "page.js": "text/javascript",
    "live.js": "text/javascript",
    "story.js": "text/javascript",
    "settings.js": "text/javascript",
    "screen.js": "text/javascript",
    "waiting.js": "text/javascript",
    "page.css": "text/css",
    "first.css": "text/css",
}
"""The files with their media types."""


class StaticFile:
    """A file that is built when a request first wants it, and only once.

    Args:
        build: Returns its text.
    """

    def __init__(self, build: Callable[[], str]) -> None:
        self._build, self._lock = build, Lock()
        self._content: bytes | None = None

    def content(self) -> bytes:
        """Return the content; of several threads that ask at once, one builds it."""
        with self._lock:
            if self._content is None:
                self._content = self._build().encode()
        return self._content


def static_files() -> dict[str, StaticFile]:
    """Return the files of the page by name: no name in a request opens a file."""
    return {name: StaticFile(partial(_own, name)) for name in MEDIA_TYPES}


@cache
def static_address(name: str) -> str:
    """Return the address of a file with a mark of its content, so that browsers can keep it."""
    return f"/static/{name}?v={sha256(_own(name).encode()).hexdigest()[:12]}"


def _own(name: str) -> str:
    """Return the text of a file of the package."""
    return (files("outlast.web") / "static" / name).read_text(encoding="utf-8")
