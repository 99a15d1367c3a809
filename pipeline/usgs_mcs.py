"""US trade, use, price, stock and reliance of controlled minerals, from the USGS summaries 2026.

Reads the data release of the Mineral Commodity Summaries 2026 (first release, February 2026) and
`minerals/usgs_lines.csv`, which says which line becomes which fact, in which unit. Writes
facts/usgs-us.csv, and yearly series of yttrium and samarium to observed/usgs-us.csv. Withheld (W),
unpublished (NA) and zero (dash) cells make no fact. Refuses a file with other known values, and a
line that the release does not have.
"""

import re
from pathlib import Path
from typing import Final

from pipeline.chip_rows import OBSERVED, Fact, Observed
from pipeline.mineral_copies import (
    around,
    around_share,
    copy_rows,
    countries,
    expect,
    figures,
    plain,
    side_rows,
    source_of,
    unique,
)
from pipeline.tables import Row

FILE: Final = "usgs_mcs2026_commodities_official.csv"
PUBLISHED: Final = "2026-02-06"
KNOWN: Final = {
    "GALLIUM / Consumption, reported / 2024|Value": "18,700",
    "GERMANIUM / Imports for consumption: Germanium metal / 2022|Value": "14,000",
    "ANTIMONY / Imports for consumption: Oxide / 2025|Value": "39,000",
    "RARE EARTHS / Consumption, apparent, compounds and metals / 2024|Value": "9,010",
}
NO_NUMBER: Final = ("W", "NA", "E", "s", "—", "")
TUNGSTEN_IN_UNIT: Final = 7.93
"""Kilograms of tungsten in a metric ton unit of its trioxide (USGS, chapter Tungsten)."""

HALF: Final = {"2025": 0.2}
"""Half the width of our range around an estimate of the last year; of other years a tenth."""

SCORED: Final = {
    ("YTTRIUM", "Imports for consumption, yttrium, alloys, compounds, and metal"): (
        "us-imports-yttrium",
        "t",
    ),
    ("YTTRIUM", "Price, average, dollars per kilogram: Y2O3, minimum 99.999% purity"): (
        "price-of-year-yttrium",
        "USD/kg",
    ),
    ("RARE EARTHS", "Price, average, dollars per kilogram: Samarium oxide, 99.5% minimum"): (
        "price-of-year-samarium",
        "USD/kg",
    ),
}
"""Lines that become yearly series for scoring: the series and its unit."""

ESTIMATE: Final = (
    "range ours: an estimate of the survey, whose estimates of 2025 missed the full year of "
    "customs data by up to 22 % (gallium price, antimony metal); earlier years are better known"
)
IMPORTS: Final = {
    ("GALLIUM", "Gallium", "Metal"): "gallium",
    ("GERMANIUM", "Germanium", "Germanium metal"): "germanium-metal",
    ("GERMANIUM", "Germanium", "Combined total"): "germanium",
    ("ANTIMONY", "Antimony", "Oxide"): "antimony-oxide",
    ("ANTIMONY", "Antimony", "Total metal and oxide"): "antimony",
    ("INDIUM", "Indium", "All"): "indium",
    ("TUNGSTEN", "Tungsten", "Ores, concentrates, and other forms"): "tungsten",
    ("BISMUTH", "Bismuth", "All"): "bismuth",
    ("TELLURIUM", "Tellurium", "All"): "tellurium",
    ("GRAPHITE (NATURAL)", "Graphite (Natural)", "All"): "graphite",
    ("RARE EARTHS", "Rare Earths", "Rare-earth compounds and metals"): "rare-earths",
    ("RARE EARTHS (Heavy)", "Terbium", "Terbium compounds and metals"): "terbium",
    ("RARE EARTHS (Heavy)", "Lutetium", "Lutetium compounds and metals"): "lutetium",
    ("YTTRIUM", "Yttrium", "All"): "yttrium",
    ("SCANDIUM", "Scandium", "All"): "scandium",
}


def cell(text: str) -> tuple[float, float | None, float | None, str]:
    """Return a cell's number, its range if it states one, and a remark on that range."""
    if bound := re.fullmatch(r"([<>])(\d+)", text):
        low, high = (float(bound[2]), 100.0) if bound[1] == ">" else (0.0, float(bound[2]))
        return (low + high) / 2, low, high, f"the survey says only {text} percent: middle of that"
    if between := re.fullmatch(r"([\d,.]+) ?[\u2013-] ?([\d,.]+)", text):
        low, high = plain(between[1]), plain(between[2])
        return (low + high) / 2, low, high, "middle of the range that the survey gives"
    return plain(text), None, None, ""


def fact(line: Row, row: Row) -> Fact:
    """Return one cell of a line as a fact."""
    year = row["Year"]
    factor = 1 / TUNGSTEN_IN_UNIT if line["factor"] == "mtu" else float(line["factor"])
    value, low, high, remark = cell(row["Value"])
    estimated = row["Notes"].startswith("Estimated.") or bool(remark)
    if estimated and low is None:
        low, high = around(value, HALF.get(year, 0.1))
        high = min(high, 100.0) if line["unit"] == "1" else high
        remark = ESTIMATE
    converted = "" if factor == 1 or line["unit"] == "1" else f"converted from {row['Unit']}"
    if line["factor"] == "mtu":
        converted += f", {TUNGSTEN_IN_UNIT} kg of tungsten in each"
    return Fact(
        key=f"{line['key']}-{line['where']}-{year}",
        title=line["title"],
        value=figures(value * factor),
        low="" if low is None else figures(low * factor),
        high="" if high is None else figures(high * factor),
        unit=line["unit"],
        period=f"{year}-12-31" if line["unit"] == "t" else year,
        published=PUBLISHED,
        source=source_of(FILE),
        locator=f"chapter {line['chapter']}, salient statistics, '{line['detail']}', {year}",
        grade="judged" if estimated else "measured",
        note="; ".join(text for text in (converted, remark) if text),
    )


def salient(rows: list[Row]) -> list[Fact]:
    """Return the US statistics, refusing a line that is not in the release."""
    index = {(row["MCS chapter"], row["Statistics_detail"], row["Year"]): row for row in rows}
    facts: list[Fact] = []
    for line in side_rows("usgs_lines"):
        for year in line["years"].split():
            place = (line["chapter"], line["detail"], year)
            if place not in index:
                raise ValueError(f"the release has no line {place}")
            if index[place]["Value"] not in NO_NUMBER:
                facts.append(fact(line, index[place]))
    return facts


def import_shares(rows: list[Row]) -> list[Fact]:
    """Return from where the US imported in 2021 to 2024."""
    known = countries()
    facts: list[Fact] = []
    for row in rows:
        place = (row["MCS chapter"], row["Commodity"], row["Statistics_detail"])
        if row["Section"] != "Import Sources" or place not in IMPORTS:
            continue
        if row["Country"] == "Other countries":
            continue
        value = figures(plain(row["Value"]) / 100)
        code, name = known[row["Country"]]
        estimated = row["Notes"].startswith("Estimated.")
        low, high = around_share(value, 0.05) if estimated else ("", "")
        facts.append(
            Fact(
                key=f"{IMPORTS[place]}-import-share-{code}-us-2021-2024",
                title=f"Share of {name} in US imports of {IMPORTS[place].replace('-', ' ')}",
                value=value,
                low=low,
                high=high,
                unit="1",
                period="2021/2024",
                published=PUBLISHED,
                source=source_of(FILE),
                locator=f"chapter {place[0]}, import sources (2021-24), {place[1]}, {place[2]}: "
                f"{row['Country']}",
                grade="judged" if estimated else "measured",
                note="range ours: an estimate of the survey" if estimated else "",
            )
        )
    return facts


def yearly_points(rows: list[Row]) -> list[Observed]:
    """Return the yearly series that are kept for scoring."""
    points: list[Observed] = []
    for (chapter, detail), (series, unit) in SCORED.items():
        for row in rows:
            if (row["MCS chapter"], row["Statistics_detail"]) != (chapter, detail):
                continue
            estimated = row["Notes"].startswith("Estimated.")
            points.append(
                Observed(
                    series=series,
                    period=row["Year"],
                    value=plain(row["Value"]),
                    unit=unit,
                    published=PUBLISHED,
                    source=source_of(FILE),
                    locator=f"chapter {chapter}, salient statistics, '{detail}', {row['Year']}",
                    grade="judged" if estimated else "measured",
                    note="an estimate of the survey" if estimated else "a later vintage",
                )
            )
    return points


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the US statistics and the sources of US imports."""
    rows = copy_rows(evidence, FILE)
    expect(rows, ["Section", "Notes", "Unit"], KNOWN, "MCS chapter+Statistics_detail+Year")
    return {
        "facts/usgs-us.csv": unique([*salient(rows), *import_shares(rows)]),
        OBSERVED.format("usgs-us"): [point.row() for point in yearly_points(rows)],
    }
