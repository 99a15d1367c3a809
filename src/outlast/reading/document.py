"""A strict YAML 1.2 document: plain data, and the line of every value."""

from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from outlast.errors import Problems
from outlast.reading.cache import Content, Place, Plain, keep, kept
from outlast.reading.paths import CONTESTS, DATA, named
from outlast.reading.text import read_text

__all__ = ["Document", "Place", "Plain", "read_yaml"]


@dataclass(frozen=True)
class Document:
    """The content of a YAML file, with the line of each value."""

    file: str
    """The file's name in messages."""

    data: Plain
    """The content as plain dictionaries, lists, texts and numbers."""

    lines: dict[Place, int]
    """The line of each value, by its path from the top; a keyed value has the line of its key."""

    def line(self, path: Place) -> int:
        """Return the line of a value, or of the nearest part around it that is there."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 0


def parse_yaml(text: str, name: str, problems: Problems) -> Document | None:
    """Return a YAML text as plain data with lines, or note every problem.

    Args:
        text: The text; it is neither evaluated nor cached.
        name: The name of the text in messages.
        problems: The load.
    """
    parser: Any = import_module("outlast.reading.parser")
    content = cast("Content | None", parser.parsed(text, name, problems))
    return None if content is None else Document(name, content.data, content.lines)


def is_shipped_text(path: Path, text: str) -> bool:
    """Return whether a text is shipped: it lies in the package, or is a copy of one that does."""
    if path.is_relative_to(DATA):
        return True
    sums: Any = import_module("outlast.reading.checksums")  # needed here alone
    return sha256(text.encode()).hexdigest() in sums.listed(CONTESTS)


def read_yaml(path: Path, problems: Problems) -> Document | None:
    """Return a YAML file as plain data with lines, or note every problem; see `parsed`.

    The content of shipped texts is cached, wherever a copy of one lies, as parsing takes most of
    the time of reading.
    """
    text = read_text(path, problems)
    if text is None:
        return None
    name = named(path)
    content = kept(text)
    if content is None:
        parser: Any = import_module("outlast.reading.parser")
        before = len(problems.found)
        content = cast("Content | None", parser.parsed(text, name, problems))
        if content is not None and len(problems.found) == before and is_shipped_text(path, text):
            keep(text, content)
    return None if content is None else Document(name, content.data, content.lines)
