"""Codes of customs tariffs and of control lists: the forms in which texts print them."""

import re
from functools import lru_cache
from typing import Final

_TARIFF: Final = re.compile(r"[0-9]{2,4}([. ]?[0-9]{1,4})*")
_LONGEST: Final = 12
"""Digits in the longest code of a national tariff."""
_LISTED: Final = re.compile(r"(?=[^ ]*[0-9])(?=[^ ]*[A-Z])[0-9A-Z][0-9A-Za-z.()-]+( .+)?")

_LABEL: Final = re.compile(r"(hs|hts|htsus|eccn)( code)?[ :.]*(?=[0-9])", re.IGNORECASE)

IMMATERIAL: Final = ("technology", "software", "compute-service")
"""The kinds of items that no customs code stands for."""


@lru_cache(maxsize=8192)
def bare(code: str) -> str:
    """Return a code as codes are compared: without dots, blanks and case.

    >>> bare("3B001.a.4")
    '3b001a4'
    """
    return code.replace(".", "").replace(" ", "").casefold()


def unlabelled(text: str) -> str:
    """Return a code without the name of its list before it.

    >>> unlabelled("HS 8542.31"), unlabelled("ECCN: 3A090.a")
    ('8542.31', '3A090.a')
    """
    stated = text.strip()
    label = _LABEL.match(stated)
    return stated[label.end() :] if label else stated


def is_tariff_code(text: str) -> bool:
    """Return whether a text has the form of a customs code: 2 to 12 digits, parted by dots.

    >>> is_tariff_code("0407.21"), is_tariff_code("1e308"), is_tariff_code("10%")
    (True, False, False)
    """
    digits = bare(text)
    return _TARIFF.fullmatch(text) is not None and len(digits) <= _LONGEST and digits[:2] != "00"


def is_list_code(text: str) -> bool:
    """Return whether a text has the form of a control list's code, which a title may follow.

    >>> is_list_code("3A090.a"), is_list_code("1C902 samarium"), is_list_code("1e308")
    (True, True, False)
    """
    return _LISTED.fullmatch(text) is not None


def entries(text: str) -> tuple[str, ...]:
    """Return the entries of a cell, which semicolons part.

    >>> entries("0407.21; 0407.29")
    ('0407.21', '0407.29')
    """
    return tuple(part.strip() for part in text.split(";")) if text.strip() else ()
