"""Stocks of controlled minerals that states and firms hold or plan to hold.

Reads a compilation of texts on stocks, and `minerals/stocks.csv`, which says which number of which
row becomes which fact. Writes facts/mineral-stocks.csv. Consumers' stocks that the US survey counts
are in its own table; what nobody publishes is in the table of gaps. Refuses a row that the
compilation lacks.
"""

import re
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, figures, side_rows, unique
from pipeline.tables import Row

FILE: Final = "stockpiles_and_inventory.csv"
RANGE: Final = re.compile(r"(\d+)-(\d+)")


def amount(ours: Row, row: Row) -> float:
    """Return the number that a fact takes from its row; without a pick, the middle of a range."""
    if not ours["pick"]:
        between = RANGE.search(row["quantity"])
        if between is None:
            raise ValueError(f"{row['quantity']} is no range")
        return (float(between[1]) + float(between[2])) / 2
    numbers = re.findall(r"\d+(?:\.\d+)?", row["quantity"])
    return figures(float(numbers[int(ours["pick"]) - 1]) * float(ours["factor"]))


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return stocks, targets and purchases."""
    table = {(row["material"], row["holder"]): row for row in copy_rows(evidence, FILE)}
    facts: list[Fact] = []
    for ours in side_rows("stocks"):
        place = (ours["material"], ours["holder"])
        if place not in table:
            raise ValueError(f"nothing is told of {place}")
        facts.append(
            Fact(
                key=ours["key"],
                title=ours["title"],
                value=amount(ours, table[place]),
                low=ours["low"],
                high=ours["high"],
                unit=ours["unit"],
                period=ours["period"],
                published=ours["published"],
                source=ours["source"],
                locator=ours["locator"],
                grade=ours["grade"],
                note=ours["note"],
            )
        )
    return {"facts/mineral-stocks.csv": unique(facts)}
