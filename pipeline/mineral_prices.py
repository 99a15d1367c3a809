"""Prices before and after China's controls: single quotes that open articles give.

Reads a compilation of quotes with their articles, and `minerals/prices.csv`, which names each.
Writes facts/mineral-prices.csv and, of spot quotes at home and abroad, observed/mineral-prices.csv;
a quote with two ends has its middle as value. A quote that was printed more than half a year after
its day is marked pseudo-vintage there. Agencies' series are proprietary and are not here; contract
prices are the unit values of customs, in the tables of US imports. Quotes of the US survey are
facts of its own table. Refuses a quote that the compilation lacks.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from outlast.facts.period import span
from pipeline.chip_rows import Fact, Observed
from pipeline.mineral_copies import copy_rows, side_rows, unique
from pipeline.tables import Row

FILE: Final = "prices_before_after_controls.csv"
SAME: Final = "same"
LATE: Final = timedelta(days=183)
"""A quote printed longer after its day is known by hindsight."""
GRADES: Final = {"A": "measured", "B": "judged"}


def articles_of(rows: list[Row]) -> list[Row]:
    """Return the article of every quote; "same" means that of the row above."""
    known = {row["url"]: row for row in side_rows("articles")}
    found: list[Row] = []
    for row in rows:
        found.append(found[-1] if row["source"] == SAME else known[row["source"]])
    return found


def observed(row: Row, ours: Row, told: Row) -> Observed:
    """Return a quote as a point of a series."""
    late = date.fromisoformat(told["published"]) - span(ours["period"])[1] > LATE
    return Observed(
        series=ours["series"],
        period=ours["period"],
        value=(float(row["low"]) + float(row["high"])) / 2,
        unit=ours["unit"],
        published=told["published"],
        source=told["source"],
        locator=f"quote of {row['material']}, {row['market']}, {row['date']}",
        grade=GRADES[row[list(row)[-1]]],
        note="pseudo-vintage: known from a later text alone" if late else ours["note"],
    )


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the quotes."""
    rows = copy_rows(evidence, FILE)
    reliability = list(rows[0])[-1]
    quotes = {
        (row["material"], row["date"], row["market"]): (row, told)
        for row, told in zip(rows, articles_of(rows), strict=True)
    }
    facts: list[Fact] = []
    points: list[Observed] = []
    for ours in side_rows("prices"):
        place = (ours["material"], ours["date"], ours["market"])
        if place not in quotes:
            raise ValueError(f"no quote is known of {place}")
        row, told = quotes[place]
        low, high = float(row["low"]), float(row["high"])
        grade = GRADES[row[reliability]]
        single = low == high
        if ours["series"]:
            points.append(observed(row, ours, told))
        if not ours["key"]:
            continue  # a fact of the US survey's own table
        facts.append(
            Fact(
                key=ours["key"],
                title=ours["title"],
                value=(low + high) / 2,
                low="" if single else low,
                high="" if single else high,
                unit=ours["unit"],
                period=ours["period"],
                published=told["published"],
                source=told["source"],
                locator=f"quote of {row['material']}, {row['market']}, {row['date']}",
                grade="measured" if single else grade,
                note="; ".join(
                    text
                    for text in (
                        "" if single else "middle and ends of the quoted range",
                        ours["note"],
                        "agency quote through the trade press" if grade == "judged" else "",
                    )
                    if text
                ),
            )
        )
    return {
        "facts/mineral-prices.csv": unique(facts),
        "observed/mineral-prices.csv": [point.row() for point in points],
    }
