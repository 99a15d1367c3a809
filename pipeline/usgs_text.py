"""Facts from the prose of the USGS summaries 2026: end uses, prices within a year.

Reads an extract of the chapters' text. Writes facts/usgs-text.csv. Refuses an extract without the
numbers named here. The end uses of antimony are taken over with a warning: the extract's wording
runs flame retardants and metal products together.
"""

import json
from pathlib import Path
from typing import Final, cast

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import around_share, copy_text, figures, source_of, unique
from pipeline.tables import Row

FILE: Final = "usgs_mcs2026_text_extracts.json"
PUBLISHED: Final = "2026-02-06"
ROUNDED: Final = "range ours: the survey gives whole percents of a use that it estimates"
GARBLED: Final = (
    "; the extract's wording of the three groups looks garbled (flame retardants stand among metal "
    "products): wide range, to be checked against the printed chapter"
)

SHARES: Final = (
    ("gallium", "end_use_us_2025", "integrated circuits", "gallium-use-share-circuits", 0.03, ""),
    ("gallium", "end_use_us_2025", "optoelectronic devices", "gallium-use-share-opto", 0.03, ""),
    ("gallium", "", "china_share_primary_production", "gallium-refined-share-cn-2025", 0.01, ""),
    (
        "antimony",
        "end_use_us",
        "metal products incl. flame retardants (as worded in extraction)",
        "antimony-use-share-flame-retardants-metal",
        0.15,
        GARBLED,
    ),
    (
        "antimony",
        "end_use_us",
        "antimonial lead and ammunition",
        "antimony-use-share-lead-ammunition",
        0.15,
        GARBLED,
    ),
    (
        "antimony",
        "end_use_us",
        "nonmetal products incl. ceramics, glass, rubber",
        "antimony-use-share-nonmetal",
        0.08,
        GARBLED,
    ),
    (
        "antimony",
        "",
        "recycling_share_of_apparent_consumption",
        "antimony-recycled-share-us-2024",
        0.03,
        "; of apparent use; the extract names no year, that of the last full year is taken",
    ),
    ("tungsten", "end_use_us", "cemented carbides", "tungsten-use-share-carbides", 0.05, ""),
)
"""Chapter, group, name in the extract, key (a use lacks place and year), half range, remark."""

PRICES: Final = {
    "2024-08": "before the antimony licence took force",
    "2024-12": "month of the ban to the US",
    "2025-06": "mid-year",
    "2025-11": "month of the ban's suspension",
}


def shares(sheets: dict[str, dict[str, object]]) -> list[Fact]:
    """Return end uses and shares."""
    facts: list[Fact] = []
    for chapter, group, name, key, half, remark in SHARES:
        place = cast("dict[str, float]", sheets[chapter][group] if group else sheets[chapter])
        value = float(place[name])
        low, high = around_share(value, half)
        facts.append(
            Fact(
                key=key if key[-1].isdigit() else f"{key}-us-2025",
                title=f"{chapter.capitalize()}: {name.split(' (')[0].replace('_', ' ')}, share",
                value=value,
                low=low,
                high=high,
                unit="1",
                period=key[-4:] if key[-1].isdigit() else "2025",
                published=PUBLISHED,
                source=source_of(FILE),
                locator=f"chapter {chapter.capitalize()}, text: {name.split(' (')[0]}",
                grade="judged",
                note=ROUNDED + remark,
            )
        )
    return facts


def prices(sheets: dict[str, dict[str, object]]) -> list[Fact]:
    """Return prices within the year: antimony by month, tungsten at both ends of 2025."""
    antimony = cast("dict[str, float]", sheets["antimony"]["price_usd_lb"])
    if set(antimony) != set(PRICES):
        raise ValueError(f"antimony prices of {sorted(antimony)}, not of {sorted(PRICES)}")
    facts = [
        Fact(
            key=f"antimony-price-us-{month}",
            title="Antimony metal, US, price of the month",
            value=antimony[month],
            unit="USD/lb",
            period=month,
            published=PUBLISHED,
            source=source_of(FILE),
            locator=f"chapter Antimony, events: price in {month}",
            grade="measured",
            note=remark,
        )
        for month, remark in PRICES.items()
    ]
    tungsten = cast("dict[str, float]", sheets["tungsten"]["rotterdam_usd_mtu"])
    content = cast("float", sheets["tungsten"]["kg_W_per_mtu"])
    for form, name in (("concentrate", "concentrate"), ("APT", "apt")):
        for end, month in (("start", "2025-01"), ("end", "2025-12")):
            facts.append(
                Fact(
                    key=f"tungsten-price-{name}-rotterdam-{month}",
                    title=f"Tungsten in {form}, Rotterdam, {end} of 2025",
                    value=figures(tungsten[f"{form}_2025_{end}"] / content),
                    unit="USD/kg",
                    period=month,
                    published=PUBLISHED,
                    source=source_of(FILE),
                    locator=f"chapter Tungsten, events: {form} price at the {end} of 2025",
                    grade="measured",
                    note=f"from {tungsten[f'{form}_2025_{end}']} USD a metric ton unit, {content} "
                    "kg of tungsten in each; a chapter of February knows December in part",
                )
            )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the statements of the chapters."""
    text = cast("dict[str, dict[str, dict[str, object]]]", json.loads(copy_text(evidence, FILE)))
    sheets = text["sheets"]
    return {"facts/usgs-text.csv": unique([*shares(sheets), *prices(sheets)])}
