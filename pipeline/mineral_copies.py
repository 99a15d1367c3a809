"""The copies that the mineral scripts read, how each is recognised, and what they share."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.tables import Row, number, read_rows

SIDE: Final = Path(__file__).parent / "minerals"
EXACT: Final = 6
"""Significant figures that are kept of a converted or computed number."""


def side_rows(name: str) -> list[Row]:
    """Return the rows of one of the hand-written tables that say how a copy is read."""
    return read_rows(SIDE / f"{name}.csv")


def copies() -> dict[str, Row]:
    """Return source key, encoding and checksum of every copy that the mineral scripts read."""
    return {row["file"]: row for row in side_rows("files")}


def countries() -> dict[str, tuple[str, str]]:
    """Return our code and name of a country by each publisher's name of it."""
    return {row["publisher"]: (row["code"], row["name"]) for row in side_rows("countries")}


def source_of(file: str) -> str:
    """Return the key of the source that a file is a copy of."""
    return copies()[file]["source"]


def copy_text(evidence: Path, file: str) -> str:
    """Return the text of a publisher's file, refusing one that is not the copy we know."""
    content = (evidence / "minerals" / file).read_bytes()
    known = copies()[file]
    found = hashlib.sha256(content).hexdigest()
    if found != known["sha256"]:
        raise ValueError(f"{file} is not the copy that its source names: sha256 {found}")
    return content.decode(known["encoding"])


def copy_rows(evidence: Path, file: str, skipped: int = 0) -> list[Row]:
    """Return the rows of a publisher's table; some begin with a line of title, which is skipped."""
    lines = copy_text(evidence, file).splitlines()[skipped:]
    return [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(lines)]


def expect(rows: Iterable[Row], columns: Iterable[str], known: Mapping[str, str], by: str) -> None:
    """Refuse a table that lacks a column or gives another value than the one known.

    Args:
        rows: The table.
        columns: Columns that it must have.
        known: Texts of cells by "identity|column", identity made of the columns in `by`.
        by: The columns that identify a row, joined by "+".
    """
    table = list(rows)
    missing = set(columns) - set(table[0])
    if missing:
        raise ValueError(f"the table lacks the columns {sorted(missing)}")
    index = {" / ".join(row[name] for name in by.split("+")): row for row in table}
    for place, value in known.items():
        identity, column = place.split("|")
        if identity not in index:
            raise ValueError(f"no row is {identity}")
        if index[identity][column] != value:
            raise ValueError(f"{identity} gives {index[identity][column]}, not {value}")


def figures(value: float) -> float:
    """Return a number without the noise of its conversion."""
    return float(f"{value:.{EXACT}g}")


def around(value: float, share: float) -> tuple[float, float]:
    """Return a symmetric range of ours around an estimate."""
    return figures(value * (1 - share)), figures(value * (1 + share))


def around_share(value: float, half: float) -> tuple[float, float]:
    """Return a range of ours around a share, kept between nothing and all."""
    return figures(max(0.0, value - half)), figures(min(1.0, value + half))


def unique(facts: Iterable[Fact]) -> list[Row]:
    """Return facts as rows, refusing a key that occurs twice."""
    rows = [fact.row() for fact in facts]
    keys = [row["key"] for row in rows]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"keys occur twice: {twice}")
    return rows


def plain(text: str) -> float:
    """Return the number that a publisher writes with thousands separators."""
    return float(text.replace(",", ""))


def percent(text: str) -> float:
    """Return a publisher's percentage as a share."""
    return float(number(figures(plain(text.rstrip("%")) / 100)))
