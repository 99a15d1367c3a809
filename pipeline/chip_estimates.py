"""Estimates with bounds as the Epoch AI tables print them: quarters, columns, sums."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from pipeline.chip_rows import Fact, figures, source_of
from pipeline.tables import Row

RELEASED = "2026-04-22"
MONTHS_IN_QUARTER = 3
GENERATED = (
    "Epoch AI median with its 5th and 95th percentile; estimates of March and April 2026, so for "
    "earlier days a pseudo-vintage"
)
SUMMED = "the bounds are the sums of the bounds, as if the errors went together, hence wide"


class Estimate(NamedTuple):
    """A median and the bounds of its 90 % range."""

    value: float
    low: float
    high: float

    def __add__(self, other: object) -> "Estimate":
        """Return the sum, bound with bound."""
        if not isinstance(other, Estimate):
            return NotImplemented
        return Estimate(*(mine + yours for mine, yours in zip(self, other, strict=True)))

    def since(self, earlier: "Estimate") -> "Estimate":
        """Return the growth of a running total, bound with bound."""
        return Estimate(*(mine - yours for mine, yours in zip(self, earlier, strict=True)))

    def share_of(self, whole: "Estimate") -> "Estimate":
        """Return the share in a whole, bounds crossed and cut at one."""
        if self.value == 0:
            return Estimate(0, 0, 0)
        return Estimate(
            figures(self.value / whole.value),
            figures(self.low / whole.high),
            min(1.0, figures(self.high / whole.low)),
        )


def total(estimates: Iterable[Estimate]) -> Estimate:
    """Return the sum of several estimates."""
    result = Estimate(0, 0, 0)
    for estimate in estimates:
        result += estimate
    return result


OWNER_COLUMNS = {
    "h100e": (
        "Compute estimate in H100e (median)",
        "H100e (5th percentile)",
        "H100e (95th percentile)",
    ),
    "units": (
        "Number of Units",
        "Number of Units (5th percentile)",
        "Number of Units (95th percentile)",
    ),
    "power": (
        "Power in MW (median)",
        "Power in MW (5th percentile)",
        "Power in MW (95th percentile)",
    ),
}
TOTAL_COLUMNS = {
    "h100e": (
        "Compute estimate in H100e (median)",
        "Compute estimate in H100e (5th percentile)",
        "Compute estimate in H100e (95th percentile)",
    ),
    "units": (
        "Number of units (median)",
        "Number of units (5th percentile)",
        "Number of units (95th percentile)",
    ),
    "power": OWNER_COLUMNS["power"],
}
UNITS = {"h100e": "H100e", "units": "chip", "power": "MW"}


def estimate_in(row: Row, columns: tuple[str, str, str]) -> Estimate:
    """Return the estimate that a row prints in three columns."""
    return Estimate(*(float(row[column]) for column in columns))


def day(text: str) -> date:
    """Return a day that the publisher writes month first."""
    month, number, year = (int(part) for part in text.split("/"))
    return date(year, month, number)


def quarter_of(row: Row) -> str:
    """Return the calendar quarter in which a row ends, as 2024-Q1."""
    end = day(row["End date"])
    return f"{end.year}-Q{(end.month - 1) // MONTHS_IN_QUARTER + 1}"


def year_ends(quarters: Iterable[str]) -> list[str]:
    """Return those quarters that close a year."""
    return [quarter for quarter in quarters if quarter.endswith("Q4")]


def complete(row: Row) -> bool:
    """Say whether the publisher calls the row complete."""
    return not row.get("Incomplete", "")


def by_quarter(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> dict[str, Row]:
    """Return the rows wanted, by the quarter in which they end."""
    return {quarter_of(row): row for row in rows if wanted(row)}


def fact_of(  # noqa: PLR0913  the columns of a fact
    estimate: Estimate,
    *,
    key: str,
    title: str,
    unit: str,
    period: str,
    file: str,
    locator: str,
    grade: str,
    note: str,
    inputs: Iterable[str] = (),
) -> Row:
    """Return an estimate of the release as a row of the ledger.

    Args:
        estimate: The median with the 90 % range.
        key: The key of the fact.
        title: Its title.
        unit: Its unit.
        period: The period that it describes.
        file: The copy from which it comes.
        locator: The rows and columns there.
        grade: Its grade.
        note: Its computation, and doubts.
        inputs: The facts from which it is computed.
    """
    return Fact(
        key=key,
        title=title,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        unit=unit,
        period=period,
        published=RELEASED,
        source=source_of(file),
        locator=locator,
        grade=grade,
        note=note,
        inputs=inputs,
    ).row()
