"""Rows of our forms for the chip tables, and the copies they are made from."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.tables import Row, number, read_rows

SIDE = Path(__file__).parent / "chips"
FACTS = "facts/{}.csv"
OBSERVED = "observed/{}.csv"


def side_rows(name: str) -> list[Row]:
    """Return the rows of one of the hand-written tables that say how a copy is read."""
    return read_rows(SIDE / f"{name}.csv")


def copies() -> dict[str, Row]:
    """Return file name, source key and checksum of every copy that the chip scripts read."""
    return {row["file"]: row for row in side_rows("files")}


def copy_path(evidence: Path, file: str) -> Path:
    """Return the path of a publisher's file, refusing one that is not the copy we know."""
    path = evidence / "chips" / file
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != copies()[file]["sha256"]:
        raise ValueError(f"{file} is not the copy that its source names: sha256 {found}")
    return path


def read_copy(evidence: Path, file: str) -> list[Row]:
    """Return the rows of a publisher's file after its checksum has been compared."""
    return read_rows(copy_path(evidence, file), "utf-8-sig")


def read_wide(evidence: Path, file: str) -> list[list[str]]:
    """Return a file whose header repeats names as lists of cells, header first."""
    with copy_path(evidence, file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def source_of(file: str) -> str:
    """Return the key of the source that a file is a copy of."""
    return copies()[file]["source"]


def figures(value: float, count: int = 4) -> float:
    """Return a computed number with so many significant figures."""
    return float(f"{value:.{count}g}")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number of a fact table."""

    key: str
    title: str
    value: float | str
    unit: str
    period: str
    published: str
    source: str
    locator: str
    grade: str
    low: float | str = ""
    high: float | str = ""
    inputs: Iterable[str] = ()
    note: str = ""

    def row(self) -> Row:
        """Return the fact as a row, refusing a range that does not hold its value."""
        low = "" if self.low == "" else number(self.low)
        high = "" if self.high == "" else number(self.high)
        value = number(self.value)
        if (low == "") != (high == ""):
            raise ValueError(f"{self.key} has half a range")
        if low and not float(low) <= float(value) <= float(high):
            raise ValueError(f"{self.key}: {value} is not in {low} to {high}")
        if not low and self.grade != "measured" and not (self.grade == "derived" and self.inputs):
            raise ValueError(f"{self.key} is {self.grade} and has no range")
        return {
            "key": self.key,
            "title": self.title,
            "value": value,
            "low": low,
            "high": high,
            "unit": self.unit,
            "period": self.period,
            "published": self.published,
            "source": self.source,
            "locator": self.locator,
            "grade": self.grade,
            "inputs": " ".join(self.inputs),
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing that a source says and that is not a number."""

    key: str
    title: str
    text: str
    period: str
    published: str
    source: str
    locator: str
    grade: str
    note: str = ""

    def row(self) -> Row:
        """Return the statement as a row."""
        longest = 200
        if len(self.text) > longest:
            raise ValueError(f"{self.key}: {len(self.text)} letters are too many")
        return {
            "key": self.key,
            "title": self.title,
            "text": self.text,
            "period": self.period,
            "published": self.published,
            "source": self.source,
            "locator": self.locator,
            "grade": self.grade,
            "note": self.note,
        }


@dataclass(frozen=True, kw_only=True)
class Observed:
    """One point of a series that is kept for scoring."""

    series: str
    period: str
    value: float | str
    unit: str
    published: str
    source: str
    locator: str
    grade: str
    note: str = ""

    def row(self) -> Row:
        """Return the point as a row."""
        return {
            "series": self.series,
            "period": self.period,
            "value": number(self.value),
            "unit": self.unit,
            "published": self.published,
            "source": self.source,
            "locator": self.locator,
            "grade": self.grade,
            "note": self.note,
        }
