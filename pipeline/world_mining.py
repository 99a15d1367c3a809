"""Output of 2022, the base year, by country: single facts of World Mining Data 2024.

Reads a cut of the Austrian ministry's tables (2018 to 2022). Writes facts/world-mining.csv: China,
the world and the producers named in CITED, because the terms allow citation, not reproduction.
Refuses a table whose totals are not the sums of its countries.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, countries, figures, source_of, unique
from pipeline.tables import Row

FILE: Final = "world_mining_data_2018_2022_selected.csv"
PUBLISHED: Final = "2024-12-31"
YEAR: Final = "2022"
CITED: Final = {
    "Gallium": ("gallium-refined-output", "Primary gallium", "CHN JPN KOR RUS"),
    "Germanium": ("germanium-refined-output", "Refined germanium", "CHN JPN RUS USA"),
    "Antimony": ("antimony-mine-output", "Mined antimony", "CHN TJK RUS TUR MMR BOL AUS"),
    "Indium": ("indium-refined-output", "Refined indium", "CHN KOR JPN CAN BEL FRA"),
    "Tungsten (W)": ("tungsten-mine-output", "Mined tungsten", "CHN VNM RUS BOL AUT PRT ESP"),
    "Bismuth": ("bismuth-mine-output", "Mined bismuth", "CHN VNM JPN"),
    "Tellurium": ("tellurium-refined-output", "Refined tellurium", "CHN JPN CAN SWE RUS"),
    "Graphite": ("graphite-mine-output", "Mined graphite", "CHN MOZ MDG BRA KOR CAN"),
    "Rare Earths (REO)": ("rare-earths-mine-output", "Mined rare earths, oxide", "CHN USA AUS MMR"),
}
SPREAD: Final = 0.2
SECONDARY: Final = {
    "Germanium": "; primary metal alone: another table (BGS) and the recycled part give more",
    "Bismuth": "; content of mined ore: refined output, which counts imported ore, is about twice",
}
SINGLE: Final = "range ours: the ministry marks the figure as an estimate"
TOTAL: Final = "range ours: a sum that holds estimates"


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return output by country in the base year."""
    rows = copy_rows(evidence, FILE)
    known = countries()
    facts: list[Fact] = []
    for commodity, (key, title, cited) in CITED.items():
        table = [row for row in rows if row["commodity"] == commodity]
        total = next(float(row[YEAR]) for row in table if row["Country"] == "Total")
        parts = sum(float(row[YEAR]) for row in table if row["Country"] != "Total")
        if abs(total - parts) > 1:
            raise ValueError(f"{commodity}: the countries make {parts}, the total says {total}")
        for row in table:
            whole = row["Country"] == "Total"
            if row["Country_ISO"] not in cited.split() and not whole:
                continue
            code, name = known[row["Country"]]
            value, guessed = float(row[YEAR]), row["data_source"] == "e" or whole
            reason = TOTAL if whole else SINGLE
            half = 0.1 if whole else SPREAD
            facts.append(
                Fact(
                    key=f"{key}-{code}-{YEAR}",
                    title=f"{title}, output of {name}",
                    value=value,
                    low=figures(value * (1 - half)) if guessed else "",
                    high=figures(value * (1 + half)) if guessed else "",
                    unit="t/year",
                    period=YEAR,
                    published=PUBLISHED,
                    source=source_of(FILE),
                    locator=f"production by country, {commodity}, {row['Country']}, {YEAR}",
                    grade="judged" if guessed else "measured",
                    note=((reason if guessed else "") + SECONDARY.get(commodity, "")).lstrip("; "),
                )
            )
    return {"facts/world-mining.csv": unique(facts)}
