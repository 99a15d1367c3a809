"""The cache of parsed YAML: JSON in the user's cache folder, by a hash of text and parser.

The cache only holds copies: where one is missing, cannot be read or does not fit, the text is
parsed again.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from outlast.reading.writing import write_text

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
Place: TypeAlias = tuple[str | int, ...]


class Content(NamedTuple):
    """The content of a text, and the line of each value."""

    data: Plain
    lines: dict[Place, int]


def kept(text: str) -> Content | None:
    """Return the cached content of a text, if there is any."""
    try:
        found: Any = json.loads(_file(text).read_bytes())
        lines = [int(line) for line in found["lines"]]
        return Content(found["data"], dict(zip(_places(found["data"], ()), lines, strict=True)))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def keep(text: str, content: Content) -> None:
    """Cache the content of a text; a folder that cannot be written to caches nothing."""
    if list(_places(content.data, ())) != list(content.lines):
        return
    file = _file(text)
    said = {"data": content.data, "lines": list(content.lines.values())}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, json.dumps(said, separators=(",", ":")))


def _places(value: Plain, at: Place) -> Iterator[Place]:
    """Yield the path of each value, in the order in which they are read."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, (*at, number))


def _file(text: str) -> Path:
    """Return the cache file of a text."""
    return _folder() / f"{sha256(_parser() + text.encode()).hexdigest()}.json"


def _folder() -> Path:
    """Return the cache folder, beside the machine code of the engine."""
    given = os.environ.get("OUTLAST_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "outlast" / "documents"


@cache
def _parser() -> bytes:
    """Return the hash of the parser: ours, and the version of the library's."""
    found = sha256(Path(__file__).with_name("parser.py").read_bytes())
    library = find_spec("ruamel.yaml")
    if library is not None and library.origin is not None:
        found.update(Path(library.origin).read_bytes())
    return found.digest()
