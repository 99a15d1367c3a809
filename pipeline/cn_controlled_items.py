"""Minerals, magnets and equipment that China controls, and those that people ask about.

Reads the list of Chinese controls as of October 2026 and `chips/minerals.csv`, which gives each
good its names, tariff numbers as the announcement prints them, and the place. Refuses a listed
code that no row carries, and a row that names a control that the list does not hold. Whether a
good needs a licence is not said here: that is policy.
"""

import re
from pathlib import Path

from pipeline.chip_rows import read_copy, side_rows
from pipeline.tables import Row

CONTROLS = "cn_controls_2026-10.csv"
COLUMNS = [
    "item",
    "title",
    "aliases",
    "kind",
    "group",
    "form",
    "hs",
    "control_codes",
    "maker_country",
    "published",
    "source",
    "locator",
    "grade",
    "note",
]


def codes_in(text: str) -> set[str]:
    """Return the ten-figure tariff numbers in a text."""
    return set(re.findall(r"\b\d{10}\b", text))


def check(listed: list[Row], rows: list[Row]) -> None:
    """Refuse a difference between the list of controls and the goods."""
    names = {row["item"] for row in listed}
    unknown = {row["listed"] for row in rows if row["listed"]} - names
    if unknown:
        raise ValueError(f"the list of controls has no {sorted(unknown)}")
    for control in listed:
        mine = [row for row in rows if row["listed"] == control["item"]]
        missing = codes_in(control["hs_or_control_codes"]) - {
            code for row in mine for code in codes_in(row["hs"])
        }
        if missing:
            raise ValueError(f"{control['item']}: no good has {sorted(missing)}")


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the goods, one row each."""
    rows = side_rows("minerals")
    check(read_copy(evidence, CONTROLS), rows)
    goods = [{name: row[name] for name in COLUMNS} for row in rows]
    return {"items/minerals.csv": goods}
