"""The value added of the industries to which services are tied, from our table of 2023.

Reads the table that `python -m pipeline.us_economy` makes, and the codes in bridge.yaml. Writes
facts/industry-values.csv, so that the bridge names facts and the engine needs no table. The
economy's check compares the two.
"""

from pathlib import Path
from typing import Final

from outlast.economy.table import read_table
from outlast.errors import DataError, Problems
from outlast.reading import read_placed
from outlast.scenario.bridge import FORM, Bridge
from pipeline.chip_rows import Fact
from pipeline.tables import Row
from pipeline.us_economy import FILE

BRIDGE: Final = FILE.parent.parent / "bridge.yaml"
YEAR: Final = 2023
RANGE: Final = 0.1
"""Half of our range: rows of the table are off by .3 % of all use, single industries by more."""


def facts() -> list[Fact]:
    """Return the value added of each industry of the bridge, USD billion."""
    table = read_table(FILE)
    problems = Problems()
    read = read_placed(BRIDGE, FORM, Bridge, problems)
    problems.stop_if_any(DataError)
    codes = read[0].industries if read else ()
    return [
        Fact(
            key=f"value-added-{code.lower()}-us-{YEAR}",
            title=f"US value added, {table.titles[table.place[code]]}",
            value=round(value, 3),
            low=round(value * (1 - RANGE), 3),
            high=round(value * (1 + RANGE), 3),
            unit="USD_bn/year",
            period=f"{YEAR}",
            published="2024-09-26",
            source="bea-use-2023",
            locator=f"sector that holds industry {code}, shared out by bi-proportional fitting of "
            "the accounts of 2017",
            grade="derived",
            note="in dollars of 2023; range ours",
        )
        for code in codes
        if (value := table.value_added[table.place[code]] / 1e3)
    ]


def build(_evidence: Path) -> dict[str, list[Row]]:
    """Return the table of facts."""
    return {"facts/industry-values.csv": [each.row() for each in facts()]}
