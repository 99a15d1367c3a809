"""Sections of the page of benchmarks: each is a table that its benchmark makes again."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "benchmarks.md"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table of the page; a row with fewer cells ends with empty ones."""
    width = len(header)
    cells = [tuple(header), ("--",) * width, *([*row, *[""] * (width - len(row))] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def write_section(name: str, text: str) -> bool:
    """Write the text of a section between its marks; return whether the page has such marks."""
    begins, ends = f"<!-- {name}: made by make bench -->", f"<!-- end of {name} -->"
    page = PAGE.read_text(encoding="utf-8")
    if begins not in page:
        return False
    before, rest = page.split(begins)
    after = rest.split(ends)[1]
    PAGE.write_text(f"{before}{begins}\n\n{text}\n\n{ends}{after}", encoding="utf-8")
    return True


def made(began: float, ended: float) -> str:
    """Return day and machine, with the programs that wanted to run at begin and end."""
    file = Path("/proc/cpuinfo")
    names = [
        line.split(":")[1].strip()
        for line in (file.read_text(encoding="utf-8").splitlines() if file.exists() else [])
        if line.startswith("model name")
    ]
    name, day = names[0] if names else platform.processor(), f"{datetime.now(UTC):%d %B %Y}"
    return (
        f"Made on {day.lstrip('0')} on {os.cpu_count()} processors ({name}), Python "
        f"{platform.python_version()}; programs that wanted to run: {began:.0f} at the beginning, "
        f"{ended:.0f} at the end."
    )
