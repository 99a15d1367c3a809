"""Trade in magnets, antimony and tungsten by seller and buyer in the base year, by value.

Reads CEPII's BACI (UN Comtrade, both sides reconciled). Writes facts/mineral-trade.csv: for China
as seller its exports in USD and the shares of its main buyers, for the US as buyer the shares of
its main sellers. Sums by bloc of the world are elsewhere. Values only: the weights of 850511 are
wrong by a factor of two. Refuses a Chinese magnet trade of 2022 that is another.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, figures, source_of, unique
from pipeline.tables import Row

FILE: Final = "baci_bilateral_flows_2008_2024.csv"
PUBLISHED: Final = "2026-01-31"
YEARS: Final = {"850511": ("2022", "2024"), "811010": ("2022",), "810194": ("2022",)}
"""Years by code: the base year, and for magnets the last before the controls."""

CODES: Final = {
    "850511": ("magnets", "metal magnets"),
    "811010": ("antimony-metal", "antimony metal"),
    "810194": ("tungsten-unwrought", "unwrought tungsten"),
}
SELLER: Final = "CN"
BUYER: Final = "US"
EU: Final = re.compile(
    "AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"
)
PARTNERS: Final = {
    "US": "the United States",
    "JP": "Japan",
    "KR": "Korea",
    "TW": "Taiwan",
    "EU": "the EU",
    "GB": "the United Kingdom",
    "CA": "Canada",
    "AU": "Australia",
    "CN": "China",
    "VN": "Vietnam",
    "MX": "Mexico",
    "TH": "Thailand",
    "MY": "Malaysia",
    "IN": "India",
}
LEAST: Final = 0.005
KNOWN_MAGNETS: Final = 4_219_792_903
ALL_METAL: Final = "; all metal magnets: alnico and samarium-cobalt are in it, ferrite is not"


def by_partner(rows: list[Row], partner: str) -> Counter[str]:
    """Return values by partner, the EU as one."""
    values: Counter[str] = Counter()
    for row in rows:
        code = "EU" if EU.fullmatch(row[partner]) else row[partner]
        values[code] += round(float(row["value_usd"]))
    return values


def total(code: str, year: str, value: int) -> Fact:
    """Return China's exports of a code."""
    key, title = CODES[code]
    return Fact(
        key=f"{key}-exports-value-cn-{year}",
        title=f"China's exports of {title}, by value",
        value=figures(value / 1e6),
        low=figures(value * 0.95 / 1e6),
        high=figures(value * 1.05 / 1e6),
        unit="USD_M/year",
        period=year,
        published=PUBLISHED,
        source=source_of(FILE),
        locator=f"HS {code}, exporter CN, {year}, all importers",
        grade="derived",
        note="sum of reconciled values; range ours: the two sides' reports differ by a few percent"
        + (ALL_METAL if code == "850511" else ""),
    )


def shares(code: str, year: str, values: Counter[str], *, seller: bool) -> list[Fact]:
    """Return the parts of the main partners of the seller or of the buyer."""
    key, title = CODES[code]
    whole = sum(values.values())
    facts: list[Fact] = []
    for partner, name in PARTNERS.items():
        share = values[partner] / whole
        if share < LEAST:
            continue
        place = partner.lower()
        said = (
            (f"{key}-exports-share-to-{place}-cn-{year}", f"Share of {name} in China's exports of")
            if seller
            else (
                f"{key}-imports-share-from-{place}-us-{year}",
                f"Share of {name} in US imports of",
            )
        )
        facts.append(
            Fact(
                key=said[0],
                title=f"{said[1]} {title}, by value",
                value=figures(round(share, 4)),
                low=figures(max(0.0, round(share * 0.9, 4))),
                high=figures(min(1.0, round(share * 1.1, 4))),
                unit="1",
                period=year,
                published=PUBLISHED,
                source=source_of(FILE),
                locator=f"HS {code}, {'exporter CN' if seller else 'importer US'}, {year}, {name}",
                grade="derived",
                note="value over the sum of values, EU members added; range ours: the two sides' "
                "reports differ" + (ALL_METAL if code == "850511" else ""),
            )
        )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return totals and shares."""
    rows = [
        row
        for row in copy_rows(evidence, FILE)
        if row["year"] in YEARS.get(row["hs6"], ())
        and (row["exporter"] == SELLER or row["importer"] == BUYER)
    ]
    facts: list[Fact] = []
    for code in CODES:
        for year in YEARS[code]:
            table = [row for row in rows if row["hs6"] == code and row["year"] == year]
            sold = by_partner([row for row in table if row["exporter"] == SELLER], "importer")
            bought = by_partner([row for row in table if row["importer"] == BUYER], "exporter")
            if (code, year) == ("850511", "2022") and sold.total() != KNOWN_MAGNETS:
                raise ValueError(f"China's magnets of 2022 make {sold.total()}")
            facts.append(total(code, year, sold.total()))
            facts += shares(code, year, sold, seller=True)
            facts += shares(code, year, bought, seller=False) if year == "2022" else []
    return {"facts/mineral-trade.csv": unique(facts)}
