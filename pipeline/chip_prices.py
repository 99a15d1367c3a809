"""Prices and rents of accelerators, by chip and year.

Reads Epoch AI's yearly input prices and its dated quotes. Writes the yearly ranges, the median
quote to buy, and the median quote to rent for a day. Refuses a price without a date. Quotes end
in March 2025 and are list prices of shops and clouds, mostly outside China.
"""

from collections import defaultdict
from pathlib import Path
from statistics import median

from pipeline.chip_rows import Fact, figures, read_copy, read_wide, source_of
from pipeline.tables import Row

YEARLY = "epoch_chipcounts_Nvidia_annual_prices.csv"
QUOTES = "epoch_hardware_prices_2026-04.csv"
RELEASED = "2026-04-22"
QUOTED = "2025-06-20"
HOURS_IN_DAY = 24
ONE_QUOTE = 0.2
CHIPS = {
    "NVIDIA A100": "a100",
    "NVIDIA A100 PCIe": "a100-pcie",
    "NVIDIA A100 SXM4 40 GB": "a100-sxm4-40gb",
    "NVIDIA A100 SXM4 80 GB": "a100-sxm4-80gb",
    "NVIDIA A800 PCIe": "a800-pcie",
    "NVIDIA B200": "b200",
    "NVIDIA H100 PCIe": "h100-pcie",
    "NVIDIA H100 SXM5 80GB": "h100-sxm5-80gb",
    "NVIDIA H200 SXM": "h200-sxm",
    "NVIDIA H800 PCIe": "h800-pcie",
    "NVIDIA H800 SXM5": "h800-sxm5",
    "NVIDIA HGX H20": "h20",
    "NVIDIA L40": "l40",
    "NVIDIA GeForce RTX 4090": "rtx-4090",
    "AMD Instinct MI300X": "mi300x",
}
COLUMNS = {
    "price": ("Price (hardware purchase)", 1, "USD", "to buy"),
    "rent": ("Price per chip-hour (on-demand)", HOURS_IN_DAY, "USD/day", "to rent for a day"),
}


def yearly_facts(evidence: Path) -> list[Row]:
    """Return the ranges that Epoch AI uses to turn revenue into chips."""
    header, *rows = read_wide(evidence, YEARLY)
    facts: list[Row] = []
    for place, name in enumerate(header):
        if not name.endswith(" low"):
            continue
        chip = name.removesuffix(" low")
        for row in rows:
            if not row[place] or not row[place + 1]:
                continue
            low, high = float(row[place]), float(row[place + 1])
            facts.append(
                Fact(
                    key=f"{chip}-price-input-world-{row[0]}".lower(),
                    title=f"{chip}, price a chip, {row[0]} (Epoch AI's input)",
                    value=figures((low * high) ** 0.5),
                    low=low,
                    high=high,
                    unit="USD",
                    period=row[0],
                    published=RELEASED,
                    source=source_of(YEARLY),
                    locator=f"row {row[0]}, columns '{chip} low' and '{chip} high'",
                    grade="judged",
                    note="the value is the geometric mean of the range as printed",
                ).row()
            )
    return facts


def quote_facts(rows: list[Row], kind: str) -> list[Row]:
    """Return the median quote of each chip and year."""
    column, times, unit, what = COLUMNS[kind]
    quotes: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        if row["Hardware model"] in CHIPS and row[column] and row["Price date"]:
            price = float(row[column].replace(",", "")) * times
            quotes[(row["Hardware model"], row["Price date"][:4])].append(price)
    facts: list[Row] = []
    for (chip, year), prices in quotes.items():
        middle, alone = median(prices), len(prices) == 1
        facts.append(
            Fact(
                key=f"{CHIPS[chip]}-{kind}-world-{year}",
                title=f"{chip}, {what}, median quote of {year}",
                value=figures(middle),
                low=figures(middle * (1 - ONE_QUOTE) if alone else min(prices)),
                high=figures(middle * (1 + ONE_QUOTE) if alone else max(prices)),
                unit=unit,
                period=year,
                published=QUOTED,
                source=source_of(QUOTES),
                locator=f"{len(prices)} rows of {year} with hardware model '{chip}', {column}",
                grade="derived",
                note="range ours: a fifth either way of one quote"
                if alone
                else f"median of {len(prices)} quotes, range from the least to the greatest",
            ).row()
        )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the price facts."""
    rows = read_copy(evidence, QUOTES)
    facts = yearly_facts(evidence)
    for kind in COLUMNS:
        facts += quote_facts(rows, kind)
    return {"facts/chip-prices.csv": facts}
