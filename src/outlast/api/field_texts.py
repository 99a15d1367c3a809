"""The texts of a question's fields, as people write them in a list, an address or a form."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from outlast.errors import nearest
from outlast.policy import Attribute, EndUse
from outlast.reading.spreadsheet import decimal_number
from outlast.reading.year import refuse_year

SAYS_YES: Final = ("yes", "true", "ja", "wahr", "是", "真", "有")
SAYS_NO: Final = ("no", "false", "nein", "falsch", "否", "不是", "假", "无", "無")
YES: Final = (*SAYS_YES, "1", "y", "x", "j")
NO: Final = (*SAYS_NO, "0", "n")
"""Words for yes and no in English, German and Chinese, and the marks of a column of them."""

DAYS: Final = (
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"),
)
"""Days that can be read in one way: with dots the day comes first, with a year first its month."""

TextReader = Callable[[str], object]
"""Reads a text; its `ValueError` has the problem, a bar, and the cure."""


def day(text: str) -> date | None:
    """Return the day of a text; None if it is empty.

    Raises:
        ValueError: It is no day, or one of a year of which no record speaks.
    """
    if not text:
        return None
    parts = next((found for each in DAYS if (found := each.fullmatch(text))), None)
    try:
        if parts is not None:
            found = date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        else:
            found = date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is not a day. | Write 2025-04-16 or 16.04.2025.'
        raise ValueError(message) from None
    refuse_year(found.year)
    return found


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
    plain = text.casefold()
    if plain in SAYS_YES or plain in SAYS_NO:
        return plain in SAYS_YES
    try:
        return float(text)
    except ValueError:
        return text
