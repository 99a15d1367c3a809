"""Edits: a text by its lines, one change to it, and the wrong values that a change can write."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple, TypeAlias

NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Edit(NamedTuple):
    """One change to a text."""

    line: int
    """The line, counted from 1; 0 for the whole."""

    says: str
    """The change, in one line."""

    text: str
    """The whole text after the change."""


@dataclass(frozen=True)
class Lines:
    """A text, and its lines with their ends."""

    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Lines":
        """Return a text by its lines."""
        return cls(text, tuple(text.splitlines(keepends=True)))

    def without(self, first: int, after: int) -> str:
        """Return the text without some lines, counted from 0."""
        return "".join((*self.lines[:first], *self.lines[after:]))

    def inserted(self, at: int, line: str) -> str:
        """Return the text with a line more before another, counted from 0."""
        return "".join((*self.lines[:at], line, *self.lines[at:]))

    def replaced(self, at: int, line: str) -> str:
        """Return the text with another line in the place of one, counted from 0."""
        return "".join((*self.lines[:at], line, *self.lines[at + 1 :]))


Editor: TypeAlias = Callable[[Lines, Random], Iterator[Edit]]
"""Yields changes of one kind to a text, in the order that a generator gives."""


def is_number(text: str) -> bool:
    """Return whether a text is written as a number."""
    return NUMBER.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Return whether a text is written as a day."""
    return DAY.fullmatch(text) is not None


def wrong_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of a change and another number for a number."""
    value = float(text.replace("_", ""))
    yield "negative", f"{-abs(value) if value else -1:g}"
    yield "zero", "0"
    yield "huge", "1e308"
    yield "tiny", "1e-308"
    yield "beyond", "1e999"
    yield "not finite", ".inf"
    yield "not finite", ".nan"
    yield "unit", f"{value * 100:g}"
    yield "unit", f"{value * 1e6:g}"
    yield "form", f"{text} %"
    yield "form", "1_000"
    yield "form", text.replace(".", ",") if "." in text else f"{text},5"


def wrong_days(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of a change and another day for a day."""
    yield "day", f"1970{text[4:]}"
    yield "day", f"9999{text[4:]}"
    yield "day", f"0001{text[4:]}"
    yield "day", f"2{text}"
    yield "day", f"{text[:4]}-02-30"
    yield "day", f"{text[:4]}-13-01"
    yield "day", text.replace("-", "/")
    yield "day", "1738368000"
    yield "day", f"{text}T12:00:00"


def wrong_texts(text: str, random: Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of a change and another text, or no text at all, for a text."""
    at = random.randrange(len(text)) if text else 0
    yield "renamed", f"{text[:at]}{text[at + 1 :]}x"
    yield "empty", ""
    yield "empty", " "
    yield "unicode", f"{text[:at]}\u202e{text[at:]}"
    yield "unicode", f"{text[:at]}\u200b{text[at:]}"
    yield "unicode", f"{text[:at]}\u0085{text[at:]}"
    yield "long", "x" * 20_000
    yield "markup", "<script>alert(1)</script>"
    yield "percent", "10%"
    yield "power", "1e308"
