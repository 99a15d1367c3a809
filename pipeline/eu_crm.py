"""World supply, EU sourcing and uses of controlled minerals, from the EU's study of 2023.

Reads three tables of the Study on the Critical Raw Materials for the EU 2023 (means of 2016 to
2020). Writes facts/eu-critical-raw-materials.csv: China's share of the world for every material,
origins that make a fifth or more of EU sourcing, all use shares, and the recycling input rates
typed in below. Refuses use shares that do not add up to the whole, save those of indium, which
the study leaves open.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import (
    around_share,
    copy_rows,
    countries,
    percent,
    source_of,
    unique,
)
from pipeline.tables import Row, number

WORLD: Final = "eu_crm_global_supply_shares.csv"
EU: Final = "eu_crm_eu_supply_shares.csv"
USES: Final = "eu_crm_material_use_shares.csv"
PUBLISHED: Final = "2023-03-31"
PERIOD: Final = "2016/2020"
MATERIALS: Final = {
    "Gallium": "gallium",
    "Germanium": "germanium",
    "Antimony": "antimony",
    "Indium": "indium",
    "Tungsten": "tungsten",
    "Bismuth": "bismuth",
    "Tellurium": "tellurium",
    "Natural Graphite": "graphite",
    "Neodymium": "neodymium",
    "Samarium": "samarium",
    "Terbium": "terbium",
    "Dysprosium": "dysprosium",
    "Yttrium": "yttrium",
    "Scandium": "scandium",
}
STAGES: Final = {"E": "mine", "P": "refined"}
SOURCING: Final = 0.2
SAME_ORIGINS: Final = ("Samarium",)
"""The study gives all light rare earths one split of origins; that of neodymium stands for them."""

ADD_UP: Final = 0.011
OPEN: Final = {"Indium": "0.9"}
"""Materials whose printed uses do not add up, with the sum that is known."""

RECYCLED: Final = {
    "gallium": (0.0, 0.01),
    "germanium": (0.02, 0.05),
    "magnets": (0.01, 0.03),
    "graphite": (0.03, 0.05),
    "antimony": (0.28, 0.35),
    "tungsten": (0.42, 0.5),
}
"""End-of-life recycling input rates with the upper end of our range."""

RANGE: Final = "range ours: a mean of 2016 to 2020, rounded"


def world_shares(rows: list[Row]) -> list[Fact]:
    """Return China's share of world output, by material and stage."""
    return [
        Fact(
            key=f"{MATERIALS[row['Material']]}-{STAGES[row['Stage']]}-share-cn-2016-2020",
            title=f"China's share of world output, {row['Material'].lower()}, "
            f"{STAGES[row['Stage']]} stage",
            value=percent(row["Share"]),
            low=around_share(percent(row["Share"]), 0.05)[0],
            high=around_share(percent(row["Share"]), 0.05)[1],
            unit="1",
            period=PERIOD,
            published=PUBLISHED,
            source=source_of(WORLD),
            locator=f"Annex 7, global supply, {row['Material']}, stage {row['Stage']}, China",
            grade="judged",
            note=RANGE,
        )
        for row in rows
        if row["Material"] in MATERIALS and row["Country"] == "China"
    ]


def eu_shares(rows: list[Row]) -> list[Fact]:
    """Return the main origins of what the EU uses."""
    known = countries()
    facts: list[Fact] = []
    for row in rows:
        material, share = row["Material"], row["Share"]
        if material not in MATERIALS or material in SAME_ORIGINS or percent(share) < SOURCING:
            continue
        code, name = known[row["Country"]]
        low, high = around_share(percent(share), 0.05)
        stage = STAGES[row["Stage"]]
        facts.append(
            Fact(
                key=f"{MATERIALS[material]}-sourcing-share-{stage}-{code}-eu-2016-2020",
                title=f"Share of {name} in EU sourcing, {material.lower()}, {stage} stage",
                value=percent(share),
                low=low,
                high=high,
                unit="1",
                period=PERIOD,
                published=PUBLISHED,
                source=source_of(EU),
                locator=f"Annex 7, EU sourcing, {material}, stage {row['Stage']}, {row['Country']}",
                grade="judged",
                note=RANGE,
            )
        )
    return facts


def use_shares(rows: list[Row]) -> list[Fact]:
    """Return the uses of each material, refusing those that do not add up."""
    facts: list[Fact] = []
    for material, subject in MATERIALS.items():
        table = [row for row in rows if row["Material"] == material]
        total = sum(percent(row["Share"]) for row in table)
        if table and abs(total - float(OPEN.get(material, "1"))) > ADD_UP:
            raise ValueError(f"the uses of {material} make {number(round(total, 3))}")
        merged: dict[str, float] = {}
        for row in table:
            merged[row["Application"]] = merged.get(row["Application"], 0) + percent(row["Share"])
        for use, share in merged.items():
            words = "".join(letter if letter.isalnum() else " " for letter in use.lower()).split()
            low, high = around_share(share, max(0.03, share / 5))
            facts.append(
                Fact(
                    key=f"{subject}-use-share-{'-'.join(words[:4])}-eu-2023",
                    title=f"{material}: share of use in {use[0].lower() + use[1:]}",
                    value=round(share, 4),
                    low=low,
                    high=high,
                    unit="1",
                    period=PERIOD,
                    published=PUBLISHED,
                    source=source_of(USES),
                    locator=f"Annex 6, {material}, {use}",
                    grade="judged",
                    note="range ours: the study's shares of use are its own estimates"
                    + ("; the printed uses do not add up to the whole" if material in OPEN else ""),
                )
            )
    return facts


def recycling() -> list[Fact]:
    """Return how much of the EU's input is recycled."""
    return [
        Fact(
            key=f"{subject}-recycling-input-rate-eu-2023",
            title=f"End-of-life recycling input rate, {subject}",
            value=rate,
            low=max(0.0, round(rate - 0.1, 4)),
            high=high,
            unit="1",
            period=PERIOD,
            published=PUBLISHED,
            source="eu-crm-2023",
            locator=f"table of end-of-life recycling input rates, {subject}",
            grade="judged",
            note="range ours: known through a compilation, rounded to a percent",
        )
        for subject, (rate, high) in RECYCLED.items()
    ]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return shares of supply, sourcing and use, and recycling rates."""
    facts = world_shares(copy_rows(evidence, WORLD)) + eu_shares(copy_rows(evidence, EU))
    facts += use_shares(copy_rows(evidence, USES)) + recycling()
    return {"facts/eu-critical-raw-materials.csv": unique(facts)}
