"""Hidden characters: those that no reader sees, or that change how a line reads."""

import unicodedata
from typing import Final

from outlast.errors import Problems
from outlast.wording import HIDDEN

CONTROL: Final = "Save the file as plain text."


def refuse_hidden(text: str, name: str, problems: Problems, first: int = 1) -> bool:
    """Note every line of a text that holds a hidden character; return whether one does.

    Args:
        text: The text.
        name: The name of its file in messages.
        problems: The load.
        first: The number of the text's first line.
    """
    lines: dict[int, str] = {}
    for match in HIDDEN.finditer(text):
        line = first + text.count("\n", 0, match.start())
        lines.setdefault(line, match[0])
        if len(lines) > FEW_LINES:
            break
    for line, character in lines.items():
        problems.add(name, line, *described(character))
    return bool(lines)


FEW_LINES: Final = 20
"""Lines with hidden characters that one text reports."""


def described(character: str) -> tuple[str, str]:
    """Return the problem of a hidden character, and its cure."""
    if unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
        return "holds a control character.", CONTROL
    code, title = ord(character), unicodedata.name(character, "no name")
    what = f"holds a hidden character, U+{code:04X} {title.lower()}."
    return what, "Delete it: readers do not see it."
