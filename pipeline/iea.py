"""Mining and refining of magnet rare earths and graphite in 2024 and 2030, from the IEA.

Reads a conversion of the Critical Minerals Data Explorer (base case of supply, stated policies for
demand). Writes facts/iea-supply.csv in tonnes: China, the whole, and the rest. Refuses a whole that
its countries do not make, and a Chinese share of refining other than the one the agency prints.
"""

import json
from pathlib import Path
from typing import Final, cast

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_text, figures, source_of, unique
from pipeline.tables import Row

FILE: Final = "iea_critical_minerals_dataset_ukdashboard.json"
PUBLISHED: Final = "2025-05-31"
MINERALS: Final = {
    "Rare Earth Elements": ("magnet-rare-earths", "magnet rare earths (Nd, Pr, Dy, Tb)"),
    "Graphite": ("battery-graphite", "graphite"),
}
STAGES: Final = {"mining": "mine", "refining": "refined"}
YEARS: Final = {"2024": 0.1, "2030": 0.25}
"""Years and the half-width of our range: an estimate, then a projection."""

KT: Final = 1000
LOOSE: Final = 0.02
"""How far a whole may stand from its parts; graphite mining of 2030 stands 1.6 % off."""

PRINTED_SHARE: Final = 0.91
Table = dict[str, float | None]


def supply(data: dict[str, object], mineral: str, stage: str) -> tuple[dict[str, Table], Table]:
    """Return output by country and in all, refusing a whole that its parts do not make."""
    tables = cast("dict[str, dict[str, dict[str, object]]]", data["supply"])[mineral][stage]
    parts, whole = cast("dict[str, Table]", tables["countries"]), cast("Table", tables["total"])
    for year in YEARS:
        total, made = whole[year] or 0.0, sum(part[year] or 0.0 for part in parts.values())
        if abs(total - made) > LOOSE * total:
            raise ValueError(f"{mineral} {stage} {year}: {made} is not {total}")
    return parts, whole


def facts_of(mineral: str, stage: str, parts: dict[str, Table], whole: Table) -> list[Fact]:
    """Return China, the whole and the rest of one stage."""
    key, title = MINERALS[mineral]
    facts: list[Fact] = []
    for year, half in YEARS.items():
        china, total = parts["China"][year] or 0.0, whole[year] or 0.0
        for where, name, value in (
            ("cn", "China", china),
            ("world", "the world", total),
            ("ex-cn", "all but China", total - china),
        ):
            tonnes = value * KT
            facts.append(
                Fact(
                    key=f"{key}-{STAGES[stage]}-output-iea-{where}-{year}",
                    title=f"{stage.capitalize()} of {title}, {name}",
                    value=figures(tonnes),
                    low=figures(tonnes * (1 - half)),
                    high=figures(tonnes * (1 + half)),
                    unit="t/year",
                    period=year,
                    published=PUBLISHED,
                    source=source_of(FILE),
                    locator=f"supply, {mineral}, {stage}, {name}, base case, {year}",
                    grade="judged",
                    note="range ours: "
                    + ("an estimate" if year == "2024" else "a projection of announced projects")
                    + "; content of the elements or of graphite",
                )
            )
    return facts


def demand(data: dict[str, object]) -> list[Fact]:
    """Return world demand for magnet rare earths."""
    tables = cast("dict[str, dict[str, dict[str, object]]]", data["totalDemand"])
    whole = tables["Rare Earth Elements"]["totalDemand"]
    later = cast("Table", whole["STEPS"])
    values = {"2024": cast("float", whole["2024"]), "2030": later["2030"] or 0.0}
    return [
        Fact(
            key=f"magnet-rare-earths-demand-iea-world-{year}",
            title="World demand for magnet rare earths",
            value=figures(value * KT),
            low=figures(value * KT * (1 - YEARS[year])),
            high=figures(value * KT * (1 + YEARS[year])),
            unit="t/year",
            period=year,
            published=PUBLISHED,
            source=source_of(FILE),
            locator=f"total demand, Rare Earth Elements, stated policies, {year}",
            grade="judged",
            note="range ours: " + ("an estimate" if year == "2024" else "a scenario"),
        )
        for year, value in values.items()
    ]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return supply by stage and demand."""
    data = cast("dict[str, object]", json.loads(copy_text(evidence, FILE)))
    facts = demand(data)
    for mineral in MINERALS:
        for stage in STAGES:
            parts, whole = supply(data, mineral, stage)
            facts += facts_of(mineral, stage, parts, whole)
    values = {fact.key: float(fact.value) for fact in facts}
    refined = "magnet-rare-earths-refined-output-iea"
    share = values[f"{refined}-cn-2024"] / values[f"{refined}-world-2024"]
    if round(share, 2) != PRINTED_SHARE:
        raise ValueError(f"China refines {share}, the agency prints {PRINTED_SHARE}")
    return {"facts/iea-supply.csv": unique(facts)}
