"""The wording of messages: counted nouns, and texts of others made harmless for a terminal."""

import re
from datetime import date
from typing import Final

NOTICE: Final = "A reading of public texts, not legal advice."
"""The line that stands in every output that reads the law."""

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    "|\r(?!\n)"
)
"""Control characters, marks of direction, characters without width, halves of surrogates."""


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, in the singular for one: `1 future`, `1,000 futures`.

    Args:
        count: The number.
        noun: The noun in the singular.
        plural: The noun in the plural; the singular with an s if absent.
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def long_day(day: date) -> str:
    """Return a day with the whole name of its month, `16 April 2025`, on every system."""
    return f"{day.day} {day:%B %Y}"


def harmless(text: str) -> str:
    r"""Return a text with each hidden character as its escape, such as `\x1b`.

    So a title, a name of a file or an argument moves no cursor, sets no colour, opens no link and
    turns no direction. Ends of lines and tabs stay.
    """
    return HIDDEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    """Return the escape of a matched character, as Python and JSON write it."""
    code = ord(match[0])
    if code < 0x100:  # noqa: PLR2004  a byte
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004  a plane
