"""US imports of seven controlled goods by month, in all and from China.

Reads monthly general imports by ten-digit code, 2023 to 2025 (US Census Bureau). Writes three
series a good to observed/us-imports.csv (t a month, t a month from China, USD/kg), and their sums
by year to facts/us-imports.csv. A month for which the bureau gives no Chinese row counts as none
from China. Refuses a good with fewer than 36 months, a China part above the whole, and sums that
differ from what the US Geological Survey prints.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact, Observed
from pipeline.mineral_copies import copy_rows, figures, source_of, unique
from pipeline.tables import Row

FILE: Final = "us_census_monthly_imports_2023_2025.csv"
MONTHS: Final = 36
DELAYED_FROM: Final = "2025-08"
DELAYED_TO: Final = "2026-02-28"


@dataclass(frozen=True)
class Good:
    """A good of the customs tariff: its key, what it is, and which content its weight counts."""

    key: str
    title: str
    note: str = ""


GOODS: Final = {
    "8112921000": Good("gallium", "gallium metal"),
    "8112926000": Good("germanium-metal", "germanium metal, unwrought"),
    "8112926500": Good("germanium-powder", "germanium powder"),
    "8110100000": Good("antimony-metal", "antimony metal and powder"),
    "8106100000": Good("bismuth-pure", "bismuth above 99.99 %"),
    "8101940000": Good("tungsten-unwrought", "unwrought tungsten"),
    "2841800010": Good("tungsten-apt", "ammonium paratungstate", "weight of tungsten in it"),
}
SURVEY: Final = {
    ("gallium", "2023"): 11.4,
    ("gallium", "2024"): 11.0,
    ("antimony-metal", "2023"): 6060,
    ("antimony-metal", "2024"): 4920,
    ("bismuth-pure", "2024"): 626,
}
"""Yearly imports in tonnes as the survey prints them; it rounds and has later revisions."""

TOLERANCE: Final = 0.005


def published(month: str) -> str:
    """Return the last day by which a month's imports had been published."""
    if month >= DELAYED_FROM:
        return DELAYED_TO
    year, number = int(month[:4]), int(month[5:]) + 2
    year, number = (year + 1, number - 12) if number > 12 else (year, number)  # noqa: PLR2004
    return f"{year}-{number:02}-{monthrange(year, number)[1]}"


def months_of(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows by good, in order of time, refusing gaps and parts above the whole."""
    by_good: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["month"]):
        if row["hts10"] in GOODS:
            by_good[row["hts10"]].append(row)
        if float(row["china_quantity_kg"] or 0) > float(row["quantity_kg"]):
            raise ValueError(f"{row['month']} {row['hts10']}: more from China than in all")
    for code, good in GOODS.items():
        if len({row["month"] for row in by_good[code]}) != MONTHS:
            raise ValueError(f"{good.key} has {len(by_good[code])} months, not {MONTHS}")
    return by_good


def observed(code: str, rows: list[Row]) -> list[Observed]:
    """Return the three series of a good."""
    good, points = GOODS[code], list[Observed]()
    for row in rows:
        tonnes, china = (
            float(row["quantity_kg"]) / 1000,
            float(row["china_quantity_kg"] or 0) / 1000,
        )
        values = {
            f"us-imports-{good.key}": (tonnes, "t/month"),
            f"us-imports-{good.key}-from-cn": (china, "t/month"),
        }
        if tonnes:
            price = float(row["customs_value_usd"]) / (tonnes * 1000)
            values[f"us-import-price-{good.key}"] = (figures(price), "USD/kg")
        points += [
            Observed(
                series=series,
                period=row["month"],
                value=figures(value),
                unit=unit,
                published=published(row["month"]),
                source=source_of(FILE),
                locator=f"general imports, code {code}, {row['month']}",
                grade="measured",
                note=good.note,
            )
            for series, (value, unit) in values.items()
        ]
    return points


def yearly(code: str, rows: list[Row]) -> list[Fact]:
    """Return the sums by year, refusing those that the survey contradicts."""
    good, facts = GOODS[code], list[Fact]()
    for year in sorted({row["month"][:4] for row in rows}):
        months = [row for row in rows if row["month"].startswith(year)]
        tonnes = sum(float(row["quantity_kg"]) for row in months) / 1000
        china = sum(float(row["china_quantity_kg"] or 0) for row in months) / 1000
        printed = SURVEY.get((good.key, year), tonnes)
        if abs(tonnes - printed) > TOLERANCE * printed:
            raise ValueError(f"{good.key} {year}: {tonnes} t, but the survey has {printed}")
        for key, title, value in (
            (f"{good.key}-imports-census-us", f"US imports of {good.title}", tonnes),
            (
                f"{good.key}-imports-census-from-cn-us",
                f"US imports of {good.title} from China",
                china,
            ),
        ):
            facts.append(
                Fact(
                    key=f"{key}-{year}",
                    title=title,
                    value=figures(value),
                    unit="t/year",
                    period=year,
                    published=published(f"{year}-12"),
                    source=source_of(FILE),
                    locator=f"general imports, code {code}, months of {year}",
                    grade="measured",
                    note="; ".join(text for text in ("sum of twelve months", good.note) if text),
                )
            )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the monthly series and the yearly sums."""
    by_good = months_of(copy_rows(evidence, FILE))
    points = [point.row() for code in GOODS for point in observed(code, by_good[code])]
    facts = [fact for code in GOODS for fact in yearly(code, by_good[code])]
    return {"facts/us-imports.csv": unique(facts), "observed/us-imports.csv": points}
