"""The texts of a question's fields, as people write them in a list, an address or a form."""

from collections.abc import Callable
from datetime import date
from typing import Final

from outlast.errors import nearest
from outlast.policy import Attribute, EndUse
from outlast.reading.spreadsheet import decimal_number

YES: Final = ("yes", "true", "1", "y", "x", "是")
NO: Final = ("no", "false", "0", "n", "否")

TextReader = Callable[[str], object]
"""Reads a text; its `ValueError` has the problem, a bar, and the cure."""


def day(text: str) -> date | None:
    """Return the day of a text; None if it is empty.

    Raises:
        ValueError: It is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is not a day. | Write year-month-day, as 2025-04-16.'
        raise ValueError(message) from None


def end_use(text: str) -> EndUse | None:
    """Return the end use of a text; None if it is empty.

    Raises:
        ValueError: It is no end use.
    """
    slug = "-".join(text.casefold().replace("-", " ").split())
    uses = [use.value for use in EndUse]
    if slug and slug not in uses:
        raise ValueError(f'"{text}" is not an end use. | {nearest(slug, uses)}')
    return EndUse(slug) if slug else None


def owners(text: str, *, decimal_comma: bool = False) -> dict[str, float]:
    """Return owners with their shares from `Name 50 %; Other 0.2`.

    Raises:
        ValueError: A part states no share, or an owner stands twice.
    """
    found: dict[str, float] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        bare = part.removesuffix("%").strip()
        name, _, share = bare.rpartition(" ")
        if not name:
            raise ValueError(f'"{part}" states no share. | Write an owner and a share: Acme 50 %.')
        value = decimal_number(share, decimal_comma=decimal_comma)
        owner = name.strip(" :")
        if owner in found:
            raise ValueError(f'the owner "{owner}" has two shares. | Give each owner once.')
        found[owner] = value / 100 if part.endswith("%") else value
    return found


def truth(text: str) -> bool | None:
    """Return whether a text says yes; None if it is empty.

    Raises:
        ValueError: It is neither yes nor no.
    """
    plain = text.casefold()
    if plain in YES or plain in NO:
        return plain in YES
    if plain:
        raise ValueError(f'"{text}" is neither yes nor no. | Write yes or no.')
    return None


def attribute(text: str) -> Attribute:
    """Return the value of an attribute: yes or no, a number, or a word."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.casefold() in words:
        return words[text.casefold()]
    try:
        return float(text)
    except ValueError:
        return text
