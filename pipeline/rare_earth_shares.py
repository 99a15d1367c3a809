"""China's share of each rare earth, mined and separated, and what feeds its separation.

Reads a compilation of shares by element (DOE 2022, USGS 2023, SCRREEN) and a conversion of Chinese
imports to rare-earth oxide, 2023 to 2025. Writes facts/rare-earth-shares.csv. Rows that the
compilation infers have the widest range. Refuses an element without a share and a feed whose
partners do not make its sum.
"""

import json
from pathlib import Path
from typing import Final, cast

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import around_share, copy_rows, copy_text, figures, source_of, unique
from pipeline.tables import Row

SHARES: Final = "china_share_by_rare_earth_element.csv"
FEED: Final = "china_rare_earth_feed_2023_2025.json"
ELEMENTS: Final = ("neodymium", "samarium", "terbium", "dysprosium", "lutetium", "yttrium")
STAGES: Final = {
    "china_share_mine_pct": ("mine", 0.12),
    "china_share_separation_pct": ("separation", 0.03),
}
PARTNERS: Final = {
    "MM": "Myanmar",
    "US": "the United States",
    "NG": "Nigeria",
    "LA": "Laos",
    "MG": "Madagascar",
    "MY": "Malaysia",
}
INFERRED: Final = 2.0
"""How much wider the range of an inferred share is."""


def shares(rows: list[Row]) -> list[Fact]:
    """Return China's share of every element that matters."""
    table = {row["element"]: row for row in rows}
    facts: list[Fact] = []
    for element in ELEMENTS:
        row = table[element]
        inferred = "nferred" in row["source"] + row["notes"]
        for column, (stage, half) in STAGES.items():
            value = float(row[column]) / 100
            low, high = around_share(value, half * (INFERRED if inferred else 1))
            facts.append(
                Fact(
                    key=f"{element}-{stage}-share-cn-2022",
                    title=f"China's share of {element}, {stage}",
                    value=value,
                    low=low,
                    high=high,
                    unit="1",
                    period="2022",
                    published="2023-03-31",
                    source=source_of(SHARES),
                    locator=f"row {element}, {stage} share; after {row['source']}",
                    grade="judged",
                    note="range ours: "
                    + ("inferred from neighbours in the ore, " if inferred else "")
                    + "single numbers put together from country totals and ore splits",
                )
            )
    return facts


def feed(data: dict[str, object]) -> list[Fact]:
    """Return imports of rare-earth feed by partner."""
    facts: list[Fact] = []
    for year in cast("list[dict[str, object]]", data["years"]):
        when = str(year["year"])
        imports = cast("dict[str, float]", year["imports_reo_t"])
        partners = cast("dict[str, float]", year["by_partner_central_t"])
        if abs(sum(partners.values()) - imports["central"]) > len(partners):
            raise ValueError(f"{when}: partners make {sum(partners.values())}")
        low, high = imports["low"] / imports["central"], imports["high"] / imports["central"]
        amounts = {"world": ("the world", imports["central"])}
        amounts |= {
            code.lower(): (name, partners[code])
            for code, name in PARTNERS.items()
            if code in partners
        }
        facts += [
            Fact(
                key=f"rare-earth-feed-imports-from-{code}-cn-{when}",
                title=f"China's imports of rare-earth feed from {name}, oxide equivalent",
                value=value,
                low=figures(value * low),
                high=figures(value * high),
                unit="t/year",
                period=when,
                published="2026-08-31",
                source=source_of(FEED),
                locator=f"year {when}, imports, {code}",
                grade="judged",
                note="customs weights times the author's content of oxide; range from his low and "
                "high contents; published: month of the copy",
            )
            for code, (name, value) in amounts.items()
        ]
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return shares by element and feed by partner."""
    facts = shares(copy_rows(evidence, SHARES, skipped=1))
    facts += feed(cast("dict[str, object]", json.loads(copy_text(evidence, FEED))))
    return {"facts/rare-earth-shares.csv": unique(facts)}
