"""The list of decisions, from the heading of each record."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent.parent / "docs" / "decisions"

OPENING: Final = """\
# Decisions

Each record gives one decision about the model, the data or the code, with its context and reason.
Records are short, and they stay when a later record changes them. The list is written from the
records: `python -m pipeline.reference` renews it.

"""


def page() -> str:
    """Return the page."""
    lines = [_line(file) for file in sorted(FOLDER.glob("[0-9]*.md"))]
    return OPENING + "\n".join([*lines, ""])


def _line(file: Path) -> str:
    """Return the entry of a record: number, title and date."""
    heading, _, rest = file.read_text(encoding="utf-8").partition("\n")
    number, _, title = heading.removeprefix("# ").partition(". ")
    date = rest.strip().partition("\n")[0].strip("*")
    return f"- {number}. [{title}]({file.name}) ({date})"
