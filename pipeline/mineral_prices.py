"""Prices before and after China's controls: single quotes that open articles give.

Reads a compilation of quotes with their articles, and `minerals/prices.csv`, which names each.
Writes facts/mineral-prices.csv; a quote with two ends has its middle as value. Agencies' series
are proprietary and are not here; unit values of customs are in the tables of US imports. Quotes of
the US survey are left to its own table. Refuses a quote that the compilation lacks.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, side_rows, unique
from pipeline.tables import Row

FILE: Final = "prices_before_after_controls.csv"
SAME: Final = "same"
GRADES: Final = {"A": "measured", "B": "judged"}


def articles_of(rows: list[Row]) -> list[Row]:
    """Return the article of every quote; "same" means that of the row above."""
    known = {row["url"]: row for row in side_rows("articles")}
    found: list[Row] = []
    for row in rows:
        found.append(found[-1] if row["source"] == SAME else known[row["source"]])
    return found


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the quotes."""
    rows = copy_rows(evidence, FILE)
    reliability = list(rows[0])[-1]
    quotes = {
        (row["material"], row["date"], row["market"]): (row, told)
        for row, told in zip(rows, articles_of(rows), strict=True)
    }
    facts: list[Fact] = []
    for ours in side_rows("prices"):
        place = (ours["material"], ours["date"], ours["market"])
        if place not in quotes:
            raise ValueError(f"no quote is known of {place}")
        row, told = quotes[place]
        low, high = float(row["low"]), float(row["high"])
        grade = GRADES[row[reliability]]
        single = low == high
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
    return {"facts/mineral-prices.csv": unique(facts)}
