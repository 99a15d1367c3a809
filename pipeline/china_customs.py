"""China's exports of magnets, rare earths, gallium, germanium, Dy and Tb, as the press quotes them.

Reads a compilation of single figures of Chinese customs, each with the article that tells it;
`minerals/articles.csv` gives the source of each article. Writes months to
observed/china-exports.csv and years, quarters and longer spans to facts/china-exports.csv. Where
two reports of the same total disagree both are kept, the second under a key that names its teller.
Refuses an article without a source, a third report, and world exports below those to one country.
"""

from pathlib import Path
from typing import Final

from outlast.facts.period import span
from pipeline.chip_rows import Fact, Observed
from pipeline.mineral_copies import copy_rows, countries, figures, side_rows, unique
from pipeline.tables import Row

FILE: Final = "china_customs_exports_curated_2022_2025.csv"
ITEMS: Final = {
    "rare_earth_magnets": ("magnets", "rare-earth magnets"),
    "rare_earths_all": ("rare-earths", "rare earths of all kinds"),
    "gallium": ("gallium", "gallium"),
    "germanium": ("germanium", "germanium"),
    "dysprosium": ("dysprosium", "dysprosium"),
    "terbium": ("terbium", "terbium"),
}
REROUTED: Final = "antimony_oxide_US_imports_from_Thailand+Mexico"
TONNES: Final = {"t": 1.0, "kg": 0.001}
CONFLICT: Final = "CONFLICTS"
DERIVED_HALF: Final = 0.01
"""Half the width of our range around a figure worked out from a printed change in percent."""

MONTH: Final = len("2025-05")


def period_of(text: str) -> str:
    """Return a span in our form; the compilation writes halves and spans of months."""
    year = text[:4]
    return f"{year}-01/{year}-06" if text.endswith("-H1") else text.replace("/", f"/{year}-")


def slug(text: str) -> str:
    """Return a span as a part of a key."""
    return text.lower().replace("/", "-")


def article(row: Row) -> Row:
    """Return source and day of the article that tells a figure."""
    for known in side_rows("articles"):
        if known["url"] == row["source_url"]:
            return known
    raise ValueError(f"no source is known for {row['source_url']}")


def amount(row: Row) -> float:
    """Return a figure in tonnes."""
    return figures(float(row["value"]) * TONNES[row["unit"]])


def note_of(row: Row) -> str:
    """Return how a figure is known."""
    return f"Chinese customs, {row['status'].lower()}"


def is_month(row: Row) -> bool:
    """Say whether a figure is of one month."""
    return len(row["period"]) == MONTH and not row["period"].endswith(("Q1", "H1"))


def observed(row: Row, code: str) -> Observed:
    """Return a month's exports as a point of a series."""
    key, _ = ITEMS[row["item"]]
    told = article(row)
    return Observed(
        series=f"cn-exports-{key}" + ("" if code == "world" else f"-to-{code}"),
        period=row["period"],
        value=amount(row),
        unit="t/month",
        published=told["published"],
        source=told["source"],
        locator=f"paragraph on {key} in {row['period']}, {row['destination']}",
        grade="derived" if row["status"].startswith("derived") else "measured",
        note=note_of(row),
    )


def fact(row: Row, code: str, teller: str) -> Fact:
    """Return exports of a longer span as a fact, in tonnes of that span."""
    key, title = ITEMS[row["item"]]
    told, when = article(row), period_of(row["period"])
    whole_year = len(when) == len("2025")
    derived = row["status"].startswith("derived")
    value = amount(row)
    return Fact(
        key=f"{key}-exports{'' if code == 'world' else f'-to-{code}'}-cn-{slug(when)}{teller}",
        title=f"China's exports of {title}"
        + ("" if code == "world" else f" to {row['destination']}"),
        value=value,
        low=figures(value * (1 - DERIVED_HALF)) if derived else "",
        high=figures(value * (1 + DERIVED_HALF)) if derived else "",
        unit="t/year" if whole_year else "t",
        period=when,
        published=told["published"],
        source=told["source"],
        locator=f"paragraph on {key} exports, {row['period']}, {row['destination']}",
        grade="derived" if derived else "measured",
        note=note_of(row) + ("; range ours: rounding of the change in percent" if derived else ""),
    )


def rerouted(row: Row) -> Fact:
    """Return the imports of the US through third countries after the ban."""
    told = article(row)
    return Fact(
        key="antimony-oxide-imports-from-th-mx-us-2024-12-2025-04",
        title="US imports of antimony oxide from Thailand and Mexico after the ban",
        value=amount(row),
        unit="t",
        period=row["period"],
        published=told["published"],
        source=told["source"],
        locator="paragraph on imports from Thailand and Mexico, December 2024 to April 2025",
        grade="measured",
        note="US customs as told by Reuters: more than in the three years before together",
    )


def check(points: list[Observed]) -> None:
    """Refuse a month in which one country took more than the world."""
    world = {(point.series, point.period): float(point.value) for point in points}
    for point in points:
        whole = world.get((point.series.split("-to-")[0], point.period))
        if whole is not None and float(point.value) > whole:
            raise ValueError(f"{point.series} {point.period} is above exports to the world")


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return months and longer spans."""
    known = countries()
    points: list[Observed] = []
    facts: list[Fact] = []
    keys: set[str] = set()
    for row in copy_rows(evidence, FILE):
        if row["item"] == REROUTED:
            facts.append(rerouted(row))
            continue
        code, _ = known[row["destination"]]
        if is_month(row):
            points.append(observed(row, code))
            continue
        made = fact(row, code, "")
        if made.key in keys:
            if CONFLICT not in row["status"]:
                raise ValueError(f"{made.key} is told twice")
            made = fact(row, code, f"-{article(row)['source'].split('-')[0]}")
        keys.add(made.key)
        span(made.period)
        facts.append(made)
    check(points)
    return {
        "facts/china-exports.csv": unique(facts),
        "observed/china-exports.csv": [point.row() for point in points],
    }
