"""The page's own files, each built once, and Vega as vl-convert brings it."""

from collections.abc import Callable
from functools import partial
from importlib.resources import files
from threading import Lock
from typing import Final

MEDIA_TYPES: Final = {
    "page.js": "text/javascript",
    "live.js": "text/javascript",
    "screen.js": "text/javascript",
    "page.css": "text/css",
    "vega.js": "text/javascript",
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
    return {
        name: StaticFile(vega if name == "vega.js" else partial(_own, name)) for name in MEDIA_TYPES
    }


def _own(name: str) -> str:
    """Return the text of a file of the package."""
    return (files("outlast.web") / "static" / name).read_text(encoding="utf-8")


def vega() -> str:
    """Return Vega, Vega-Lite and their embedding as vl-convert ships them; it takes a second."""
    from vl_convert import javascript_bundle  # noqa: PLC0415  only a dragged slider needs it

    return javascript_bundle("window.vegaEmbed = vegaEmbed;")
