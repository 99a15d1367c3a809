"""The answer of today in README.md, from the shipped answer: `python -m pipeline.readme`."""

from pathlib import Path
from textwrap import wrap
from typing import Final

from outlast.api.shipped_answers import ShippedText, read_shipped
from outlast.api.shipped_effects import shipped_file
from outlast.scenario.load import load_scenario

README: Final = Path(__file__).resolve().parents[1] / "README.md"
BEGIN: Final = "<!-- made by python -m pipeline.readme -->"
END: Final = "<!-- end -->"

WIDTH: Final = 96
"""Columns of a line of the block."""

INDENT: Final = "    "


def block(text: ShippedText) -> str:
    """Return the block between the two marks: the command, and the answer that it begins with."""
    lines = [
        "$ outlast run",
        text.headline,
        "",
        text.sentence,
        *(f"{label}: {reason}" for label, reason in text.reasons),
        *(line for line in (text.cost, text.honesty, text.levers) if line),
    ]
    broken = [piece for line in lines for piece in wrap(line, WIDTH) or [""]]
    return "\n".join(f"{INDENT}{line}".rstrip() for line in broken)


def with_answer(readme: str, text: ShippedText) -> str:
    """Return the README with the block of an answer between its two marks."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{block(text)}\n{END}{after}"


def shipped_text() -> ShippedText:
    """Return the shipped answer of the default scenario, in English."""
    situation = load_scenario()
    file = shipped_file(situation.origin.contest.declaration.id, situation.scenario.id)
    return read_shipped(file).texts["en"]


if __name__ == "__main__":
    README.write_text(with_answer(README.read_text("utf-8"), shipped_text()), encoding="utf-8")
