"""Phrases: texts in English that keep their parts, so that a shell can say them in Chinese.

The words of both languages stand in `words/en.json` and `words/zh.json` beside this file.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Self, TypeAlias

Value: TypeAlias = str | date | tuple[str, ...]
"""A part of a phrase: a text or a phrase, a day, or several of them."""

PACKAGE: Final = "outlast.truth.claims"
"""The package beside which the words stand."""

GIVEN: Final = "given"
"""The key of a text that has its Chinese beside it."""

NAMED: Final = "named"
"""The key of the name of a thing."""

LISTED: Final = "listed"
"""The key of several phrases in a row."""


class Phrase(str):
    """A text in English; it compares, sorts and is written as that text."""

    __slots__ = ("key", "values")

    key: str
    """The key of its words, or one of `GIVEN`, `NAMED` and `LISTED`."""

    values: Mapping[str, Value]
    """Its parts by name."""

    def __new__(cls, text: str, key: str, values: Mapping[str, Value]) -> Self:
        """Return a phrase from its English text, its key and its parts."""
        made = super().__new__(cls, text)
        made.key, made.values = key, values
        return made

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, Value]]:  # type: ignore[override]
        """Return the arguments that make a copy; a phrase has more parts than a text."""
        return str(self), self.key, self.values


def phrase(key: str, **values: Value) -> Phrase:
    """Return a phrase of the words of this package."""
    return Phrase(words("en")[key].format(**values), key, values)


def given(text: str, chinese: str | None) -> Phrase:
    """Return a text that has its Chinese beside it; it stands for itself where it has none."""
    return Phrase(text, GIVEN, {"zh": chinese or text})


def named(kind: str, key: str, title: str, *, bloc: str = "") -> Phrase:
    """Return the name of a thing: its title, and in other languages that of the contest's files.

    Args:
        kind: The kind of thing, as files of names have it: `scenario`, `service`; or one whose
            names every contest shares: `verdict`, `definition`, `policy`, `evidence`, `unit`.
        key: Its key within the kind.
        title: Its title.
        bloc: The bloc that it belongs to, where its name does not say so.
    """
    return Phrase(title, NAMED, {"kind": kind, "key": key, "bloc": bloc})


def listed(parts: Iterable[str], comma: str = "; ") -> Phrase:
    """Return several phrases in a row, with a mark between them."""
    several = tuple(parts)
    return Phrase(comma.join(several), LISTED, {"parts": several, "comma": comma})


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the words of a language by key."""
    file = files(PACKAGE) / "words" / f"{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))
