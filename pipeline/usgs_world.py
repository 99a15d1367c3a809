"""World output and capacity of controlled minerals by country, from two USGS summaries.

Reads the world tables of the Mineral Commodity Summaries 2025 (output of 2023, first estimate of
2024, capacity of 2024) and 2026 (output of 2024 and 2025, capacity of 2025). Writes
facts/usgs-world.csv. The two editions disagree about 2024; the earlier figure has a key that ends
in "-first", because a forecast frozen in 2025 knew only that; it is kept for China and the world.
Countries under LEAST of the world are left out. Refuses world totals that their countries do not
make.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, countries, figures, plain, source_of, unique
from pipeline.tables import Row

OLD: Final = "usgs_mcs2025_world_official.csv"
NEW: Final = "usgs_mcs2026_commodities_official.csv"
PUBLISHED: Final = {OLD: "2025-01-31", NEW: "2026-02-06"}
LEAST: Final = 0.02
ROUNDING: Final = 0.06
"""How far a rounded world total may stand from the sum of its countries."""

SPREAD: Final = {"world": 1.12, "cn": 1.15, "": 1.7}
"""The factor of our range around an estimate, for the world, China, and any other country."""

WIDE: Final = {"antimony": {"world": 1.2, "cn": 1.5}, "yttrium": {"world": 1.0}}
WHY: Final = (
    "range ours: the 2026 edition moved estimates of 2024 by 10 % (median) and 70 % (eighth "
    "decile) for a country, up to 19 % for the world, and 33 % for Chinese antimony"
)
FIRST: Final = ("China", "World total")
NOTHING: Final = ("W", "NA", "—", "", "s")


@dataclass(frozen=True)
class Mineral:
    """How a mineral is called in the two editions, what its table counts, and in which unit."""

    subject: str
    stage: str
    old: str
    new: str
    per_unit: float
    counted: str


MINERALS: Final = (
    Mineral("gallium", "refined", "Gallium", "GALLIUM", 0.001, "Primary low-purity gallium"),
    Mineral("antimony", "mine", "Antimony", "ANTIMONY", 1, "Mined antimony"),
    Mineral("indium", "refined", "Indium", "INDIUM", 1, "Refined indium"),
    Mineral("tungsten", "mine", "Tungsten", "TUNGSTEN", 1, "Mined tungsten"),
    Mineral("bismuth", "refined", "Bismuth", "BISMUTH", 1, "Refined bismuth"),
    Mineral("tellurium", "refined", "Tellurium", "TELLURIUM", 1, "Refined tellurium"),
    Mineral("graphite", "mine", "Graphite", "GRAPHITE (NATURAL)", 1, "Mined natural graphite"),
    Mineral("rare-earths", "mine", "Rare earths", "RARE EARTHS", 1, "Mined rare earths, oxide"),
)
CAPACITY: Final = {"gallium": "primary-capacity"}
"""Capacity of gallium is of primary metal; of the others it is of the table's stage."""

COLUMNS: Final = {
    ("output", "2023"): "PROD_2023",
    ("output", "2024"): "PROD_EST_ 2024",
    ("capacity", "2024"): "CAP_EST_ 2024",
}


@dataclass(frozen=True)
class Point:
    """One country's output or capacity of one year in one edition."""

    mineral: Mineral
    kind: str
    country: str
    year: str
    value: float
    estimated: bool
    file: str
    first: bool = False

    def fact(self, code: str, name: str) -> Fact:
        """Return the point as a fact, in tonnes."""
        stage = f"{self.mineral.stage}-{self.kind}"
        if self.kind == "capacity":
            stage = CAPACITY.get(self.mineral.subject, stage)
        value = self.value * self.mineral.per_unit
        spread = SPREAD.get(code, SPREAD[""])
        spread = WIDE.get(self.mineral.subject, {}).get(code, spread)
        first = "-first" if self.first else ""
        what = "capacity" if self.kind == "capacity" else "output"
        return Fact(
            key=f"{self.mineral.subject}-{stage}-{code}-{self.year}{first}",
            title=f"{self.mineral.counted}, {what} of {name}"
            + (" (first estimate)" if self.first else ""),
            value=figures(value),
            low=figures(value / spread) if self.estimated else "",
            high=figures(value * spread) if self.estimated else "",
            unit="t/year",
            period=self.year,
            published=PUBLISHED[self.file],
            source=source_of(self.file),
            locator=f"chapter {self.mineral.new.title()}, world table, {self.country}, {what} "
            f"{self.year}",
            grade="judged" if self.estimated else "measured",
            note=WHY if self.estimated else "",
        )


def of_2025(rows: Iterable[Row], mineral: Mineral) -> list[Point]:
    """Return the points of the 2025 edition; it marks few estimates, so all of 2024 are."""
    points: list[Point] = []
    for row in rows:
        if row["COMMODITY"].strip() != mineral.old:
            continue
        country = row["COUNTRY"].strip()
        country = "World total" if country.startswith("World total") else country
        for (kind, year), column in COLUMNS.items():
            if row[column] not in NOTHING:
                said = "stimated" in row["PROD_NOTES"]
                points.append(
                    Point(
                        mineral,
                        kind,
                        country,
                        year,
                        float(row[column]),
                        said or year == "2024" or country == "World total",
                        OLD,
                        first=year == "2024" and kind == "output",
                    )
                )
    return points


def of_2026(rows: Iterable[Row], mineral: Mineral) -> list[Point]:
    """Return the points of the 2026 edition."""
    return [
        Point(
            mineral,
            "capacity" if row["Statistics"] == "Capacity" else "output",
            row["Country"],
            row["Year"],
            plain(row["Value"]),
            "stimated" in row["Notes"] or row["Year"] == "2025",
            NEW,
        )
        for row in rows
        if row["MCS chapter"] == mineral.new
        and row["Section"].startswith("World")
        and row["Statistics"] in ("Production", "Capacity")
        and row["Value"] not in NOTHING
    ]


def kept(points: list[Point]) -> list[Fact]:
    """Return the countries that matter, refusing a total that its countries do not make."""
    known = countries()
    facts: list[Fact] = []
    for place in sorted({(point.file, point.kind, point.year) for point in points}):
        group = [point for point in points if (point.file, point.kind, point.year) == place]
        total = next(point.value for point in group if point.country == "World total")
        parts = sum(point.value for point in group if point.country != "World total")
        if abs(parts - total) > ROUNDING * total:
            raise ValueError(f"{group[0].mineral.subject} {place}: {parts} is not {total}")
        facts += [
            point.fact(*known[point.country])
            for point in group
            if point.country.lower() != "other countries"
            and point.value >= LEAST * total
            and (not point.first or point.country in FIRST)
        ]
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return output and capacity by country."""
    old, new = copy_rows(evidence, OLD), copy_rows(evidence, NEW)
    facts: list[Fact] = []
    for mineral in MINERALS:
        facts += kept([*of_2025(old, mineral), *of_2026(new, mineral)])
    return {"facts/usgs-world.csv": unique(facts)}
