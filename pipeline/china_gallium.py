"""China's gallium: capacity and output of recent years, and the plants that the USGS lists.

Reads two compilations: a series with a USGS yearbook named per row, and plants of USGS Open-File
Report 2026-1018. Writes facts/china-gallium.csv. Refuses a series with other values in 2022. The
capacity of plants is not added up: two vintages of the list differ for the same plant.
"""

from collections import Counter
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, expect, source_of, unique
from pipeline.tables import Row

SERIES: Final = "china_gallium_alumina_series_2000_2023.csv"
PLANTS: Final = "china_gallium_facilities_usgs.csv"
KNOWN: Final = {"2022|cn_gallium_capacity_t": "1000", "2022|cn_gallium_production_t": "600"}
FIRST: Final = "2018"
COLUMNS: Final = (
    ("cn_gallium_capacity_t", "gallium-primary-capacity-yearbook-cn", "capacity", 0.15, "t/year"),
    ("cn_gallium_production_t", "gallium-primary-output-yearbook-cn", "output", 0.1, "t/year"),
)
STATES: Final = {"Assumed Active": "active", "Suspended": "suspended", "Unverified": "unverified"}


def series(rows: list[Row]) -> list[Fact]:
    """Return capacity and output by year."""
    return [
        Fact(
            key=f"{key}-{row['year']}",
            title=f"China's primary gallium, {what} by the USGS yearbooks",
            value=float(row[column]),
            low=float(row[column]) * (1 - half),
            high=float(row[column]) * (1 + half),
            unit=unit,
            period=row["year"],
            published="2024-12-31",
            source=source_of(SERIES),
            locator=f"row {row['year']}, {what}; from {row['sources_note'].split(';')[0]}",
            grade="judged",
            note="range ours: the yearbooks revise by up to a tenth and give capacity in round "
            "numbers; published: year of the last edition used",
        )
        for row in rows
        if row["year"] >= FIRST
        for column, key, what, half, unit in COLUMNS
    ]


def plants(rows: list[Row]) -> list[Fact]:
    """Return how many plants the survey lists, by state."""
    counts = Counter(row["status"] for row in rows)
    if set(counts) != set(STATES):
        raise ValueError(f"plants are {sorted(counts)}")
    return [
        Fact(
            key=f"gallium-plants-{name}-cn-2026",
            title=f"Chinese gallium plants that the survey calls {state.lower()}",
            value=counts[state],
            unit="site",
            period="2026",
            published="2026-12-31",
            source=source_of(PLANTS),
            locator=f"table 5, plants by state: {state}",
            grade="measured",
            note="published: year alone known; a count of the list, not of what runs",
        )
        for state, name in STATES.items()
    ]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return capacity, output and plants."""
    rows = copy_rows(evidence, SERIES, skipped=1)
    expect(rows, ["sources_note"], KNOWN, "year")
    return {"facts/china-gallium.csv": unique(series(rows) + plants(copy_rows(evidence, PLANTS)))}
