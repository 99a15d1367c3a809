"""Brief representations: a large object shows its short values, and counts the rest."""

from collections.abc import Sized
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Final

LETTERS: Final = 160
"""The letters of one value that a brief representation shows at most."""


class Brief:
    """A dataclass that represents itself in a few hundred letters, however much it holds."""

    def __repr__(self) -> str:
        names = [each.name for each in fields(self) if each.repr] if is_dataclass(self) else []
        return brief(self, *names)


def brief(thing: object, *names: str, **more: object) -> str:
    """Return the representation of an object by its short values and the counts of the rest.

    Args:
        thing: The object.
        names: Its attributes to show.
        more: Further values to show, by name.

    >>> brief(date(2025, 1, 2), "year", routes={"a": 1})
    'date(year=2025, routes=<1>)'
    """
    pairs = [*((name, getattr(thing, name)) for name in names), *more.items()]
    shown = ", ".join(f"{name}={_brief(value)}" for name, value in pairs)
    return f"{type(thing).__name__}({shown})"


def _brief(value: object) -> str:
    """Return a short value, the count of a collection, or the kind of anything else."""
    if value is None or isinstance(value, str | int | float | date | Path):
        text = repr(value)
        return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"
    if isinstance(value, Brief):
        return f"<{type(value).__name__}>"
    return f"<{len(value)}>" if isinstance(value, Sized) else f"<{type(value).__name__}>"
