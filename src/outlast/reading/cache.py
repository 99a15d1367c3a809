"""The cache of parsed YAML: JSON in the private cache, by a hash of text and parser.

The cache only holds copies: where one is missing, cannot be read or does not fit, the text is
parsed again.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from outlast.storage import cache as private

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
Place: TypeAlias = tuple[str | int, ...]


class Content(NamedTuple):
    """The content of a text, and the line of each value."""

    data: Plain
    lines: dict[Place, int]


def kept(text: str) -> Content | None:
    """Return the cached content of a text, if there is any."""
    found = private.read(_entry(text))
    if found is None:
        return None
    try:
        said: Any = json.loads(found)
        lines = [int(line) for line in said["lines"]]
        return Content(said["data"], dict(zip(_places(said["data"], ()), lines, strict=True)))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def keep(text: str, content: Content) -> None:
    """Cache the content of a text; a folder that cannot be written to caches nothing."""
    if list(_places(content.data, ())) != list(content.lines):
        return
    said = {"data": content.data, "lines": list(content.lines.values())}
    private.write(_entry(text), json.dumps(said, separators=(",", ":")).encode())


def _places(value: Plain, at: Place) -> Iterator[Place]:
    """Yield the path of each value, in the order in which they are read."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, (*at, number))


def _entry(text: str) -> str:
    """Return the entry of a text in the private cache."""
    return f"documents/{sha256(_parser() + text.encode()).hexdigest()}.sealed"


@cache
def _parser() -> bytes:
    """Return the hash of the parser: this folder, in which it lies, and the library's version."""
    found = sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        found.update(file.read_bytes())
    library = find_spec("ruamel.yaml")
    if library is not None and library.origin is not None:
        found.update(Path(library.origin).read_bytes())
    return found.digest()
