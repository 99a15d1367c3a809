"""The cost of a stop of Chinese supply to the US, in the USGS's own models.

Reads the results of Open-File Reports 2024-1057 (gallium and germanium, a full stop for a year)
and 2025-1047 (probability-weighted losses). Writes facts/usgs-gdp-loss.csv as positive losses.
These are results of a model, to be compared with ours, not inputs. Refuses a file whose gallium
result is another.
"""

from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact, Statement
from pipeline.mineral_copies import copy_rows, expect, unique
from pipeline.tables import Row

FILE: Final = "usgs_ofr_gdp_loss_results.csv"
KNOWN: Final = {"OFR 2024-1057 / gallium|central": "-3.1", "OFR 2024-1057 / gallium|high": "-8.2"}
STOP: Final = {
    "gallium": "gallium",
    "germanium": "germanium",
    "gallium+germanium": "gallium-germanium",
}
PRICE: Final = {"gallium": (1.5, 1.0, 2.5), "germanium": (0.26, 0.1, 0.5)}
"""Rise of price in the model, with a range of ours, as a share of the price before."""


def losses(rows: list[Row]) -> list[Fact]:
    """Return the losses of a full stop, and the largest weighted loss."""
    table = {(row["report"], row["material"]): row for row in rows}
    facts = [
        Fact(
            key=f"{key}-stop-gdp-loss-us-2024",
            title=f"US loss in a year without Chinese {material.replace('+', ' and ')}, USGS model",
            value=-float(row["central"]),
            low=-float(row["low"]),
            high=-float(row["high"]),
            unit="USD_bn",
            period="2022/2024",
            published="2024-10-31",
            source="usgs-ofr-2024-1057",
            locator=f"abstract, {row['scenario']}: {material}",
            grade="judged",
            note="a model's result; range is the report's own",
        )
        for material, key in STOP.items()
        if (row := table["OFR 2024-1057", material])
    ]
    facts += [
        Fact(
            key=f"{material}-stop-price-rise-us-2024",
            title=f"Rise of the {material} price in a year without Chinese supply, USGS model",
            value=value,
            low=low,
            high=high,
            unit="1",
            period="2022/2024",
            published="2024-10-31",
            source="usgs-ofr-2024-1057",
            locator=f"abstract, price effect: {material}",
            grade="judged",
            note=f"the report says: {table['OFR 2024-1057', material]['price_effect']}; range "
            "ours: the tables by scenario were not seen",
        )
        for material, (value, low, high) in PRICE.items()
    ]
    samarium = -float(table["OFR 2025-1047", "samarium"]["central"])
    facts.append(
        Fact(
            key="samarium-weighted-gdp-loss-us-2025",
            title="Largest probability-weighted US loss of all minerals: samarium, USGS model",
            value=samarium,
            low=4.0,
            high=samarium,
            unit="USD_bn",
            period="2025",
            published="2025-08-31",
            source="usgs-ofr-2025-1047",
            locator="abstract: largest probability-weighted loss",
            grade="judged",
            note='"nearly" 4.5: range ours below it; published: month known',
        )
    )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return losses, price effects and the ranking."""
    rows = copy_rows(evidence, FILE)
    expect(rows, ["scenario", "price_effect"], KNOWN, "report+material")
    ranking = Statement(
        key="mineral-gdp-loss-ranking-us-2025",
        title="Ranking of minerals by weighted US loss",
        text="Samarium, rhodium, lutetium, terbium, dysprosium and gallium each above 1 USD bn, "
        "then germanium, gadolinium, tungsten, niobium",
        period="2025",
        published="2025-08-31",
        source="usgs-ofr-2025-1047",
        locator="as told by PIIE and trade press: ranking of weighted losses; tables not seen",
        grade="judged",
        note="published: month known",
    )
    return {
        "facts/usgs-gdp-loss.csv": unique(losses(rows)),
        "facts/usgs-gdp-loss-statements.csv": [ranking.row()],
    }
