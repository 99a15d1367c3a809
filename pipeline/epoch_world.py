"""Accelerators sold in the world, by maker and by owner, for comparison with China.

Reads Epoch AI's tables of totals and owners (chip counts, release of 22 April 2026). Writes
stocks and yearly flows of Nvidia, AMD, Google and Amazon chips, the stocks of named owners,
China's share, and what is left for third markets. Refuses incomplete quarters. An owner's
chips may stand in any country: an owner is not a place.
"""

from pathlib import Path

from pipeline.chip_estimates import (
    GENERATED,
    OWNER_COLUMNS,
    RELEASED,
    SUMMED,
    TOTAL_COLUMNS,
    UNITS,
    Estimate,
    by_quarter,
    complete,
    estimate_in,
    fact_of,
    quarter_of,
    total,
    year_ends,
)
from pipeline.chip_rows import Observed, read_copy, source_of
from pipeline.tables import Row

NVIDIA = "epoch_chipcounts_nvidia_cumulative_totals.csv"
NVIDIA_CHIPS = "epoch_chipcounts_nvidia_calendar_quarter_chip_timelines.csv"
NVIDIA_OWNERS = "epoch_chipcounts_nvidia_owners_cumulative_totals.csv"
AMD_OWNERS = "epoch_chipcounts_amd_owners_cumulative_totals.csv"
MAKERS = {
    "nvidia": (NVIDIA, TOTAL_COLUMNS),
    "amd": ("epoch_chipcounts_amd_cumulative_totals.csv", TOTAL_COLUMNS),
    "tpu": ("epoch_chipcounts_tpu_cumulative_totals.csv", TOTAL_COLUMNS),
    "trainium": ("epoch_chipcounts_trainium_cumulative_totals.csv", OWNER_COLUMNS),
}
BUYER = "China"
ELSEWHERE = ("Amazon", "Google", "Meta", "Microsoft", "Oracle")
PLACE = "an owner's chips may stand in any country"

Stocks = dict[str, Estimate]


def stock_fact(file: str, row: Row, subject: str, kind: str, estimate: Estimate) -> Row:
    """Return a running total at the end of a quarter."""
    quarter = quarter_of(row)
    return fact_of(
        estimate,
        key=f"{subject}-{quarter}".lower(),
        title=f"{row['Name']}: running total, {UNITS[kind]}",
        unit=UNITS[kind],
        period=quarter,
        file=file,
        locator=f"row '{row['Name']}', {kind} columns, median and percentiles",
        grade="judged",
        note=f"{GENERATED}; running total, nothing retired; {PLACE}",
    )


def maker_facts(evidence: Path) -> list[Row]:
    """Return the shipments of each maker to the whole world up to the end of each year."""
    facts: list[Row] = []
    for maker, (file, columns) in MAKERS.items():
        rows = by_quarter(read_copy(evidence, file), complete)
        for kind, names in columns.items():
            facts += [
                stock_fact(
                    file,
                    rows[quarter],
                    f"{maker}-stock-{kind}-world",
                    kind,
                    estimate_in(rows[quarter], names),
                )
                for quarter in year_ends(rows)
            ]
    return facts


def owner_facts(evidence: Path) -> list[Row]:
    """Return the chips of each maker that each named owner held at the end of each year."""
    facts: list[Row] = []
    for maker, file in (("nvidia", NVIDIA_OWNERS), ("amd", AMD_OWNERS)):
        for row in read_copy(evidence, file):
            owner = row["Owner"].lower()
            known = maker == "nvidia" and row["Owner"] == BUYER
            if known or not complete(row) or not quarter_of(row).endswith("Q4"):
                continue
            where = "cn" if row["Owner"] == BUYER else f"owner-{owner}"
            for kind in ("h100e", "units"):
                estimate = estimate_in(row, OWNER_COLUMNS[kind])
                subject = f"{maker}-stock-{kind}-{where}"
                facts.append(stock_fact(file, row, subject, kind, estimate))
    return facts


def derived(key: str, title: str, estimate: Estimate, inputs: list[str], how: str) -> Row:
    """Return a number computed from the tables for a year or quarter that ends the key."""
    year = key.rsplit("-", 1)[1]
    period = year if year.isdigit() else "-".join(key.upper().rsplit("-", 2)[1:])
    return fact_of(
        estimate,
        key=key,
        title=title,
        unit="1" if "-share-" in key else UNITS["h100e"],
        period=period,
        file=NVIDIA_OWNERS,
        locator=f"running totals at the ends of {period} and of the period before, H100e columns",
        grade="derived",
        inputs=inputs,
        note=how,
    )


def totals(rows: dict[str, Row], columns: tuple[str, str, str]) -> Stocks:
    """Return the running totals of a table by quarter."""
    return {quarter: estimate_in(row, columns) for quarter, row in rows.items()}


def owner_stocks(rows: list[Row], owner: str) -> Stocks:
    """Return an owner's running totals in H100 equivalents by quarter."""
    mine = by_quarter(rows, lambda row: row["Owner"] == owner and complete(row))
    return totals(mine, OWNER_COLUMNS["h100e"])


def flows(stocks: Stocks) -> Stocks:
    """Return the growth of a running total from one listed quarter to the next."""
    before, grown = Estimate(0, 0, 0), Stocks()
    for quarter, stock in stocks.items():
        grown[quarter] = stock.since(before)
        before = stock
    return grown


def ends(stocks: Stocks) -> Stocks:
    """Return the running totals at the ends of years alone."""
    return {quarter: stocks[quarter] for quarter in year_ends(stocks)}


def share_facts(china: Stocks, world: Stocks) -> list[Row]:
    """Return China's share of Nvidia's stock and of the flow, by quarter and by year."""
    facts: list[Row] = []
    for quarter, stock in ends(china).items():
        year = quarter[:4]
        inputs = [f"nvidia-legal-stock-h100e-cn-{quarter}", f"nvidia-stock-h100e-world-{quarter}"]
        how = "lawful sales to China over the world total, both since 2022; bounds crossed"
        title = f"China's share of all Nvidia compute sold from 2022 to {year}"
        low = [key.lower() for key in inputs]
        share = stock.share_of(world[quarter])
        facts.append(derived(f"nvidia-stock-share-cn-{year}", title, share, low, how))
    flow, all_flow = flows(ends(china)), flows(ends(world))
    for quarter, bought in flow.items():
        year = quarter[:4]
        inputs = [f"nvidia-flow-h100e-world-{year}"]
        how = "growth of China's running total over the world's; bounds crossed, hence wide"
        title = f"China's share of Nvidia compute sold in {year}"
        share = bought.share_of(all_flow[quarter])
        facts.append(derived(f"nvidia-flow-share-cn-{year}", title, share, inputs, how))
    return facts


def market_facts(world: Stocks, china: Stocks, others: dict[str, Stocks]) -> list[Row]:
    """Return Nvidia's yearly flow to the world, the named US owners and all the rest."""
    facts: list[Row] = []
    named = {
        quarter: total(stocks[quarter] for stocks in others.values()) for quarter in ends(world)
    }
    bought, sold, flow_cn = flows(named), flows(ends(world)), flows(ends(china))
    for quarter, flow in sold.items():
        year = quarter[:4]
        rest = flow.value - bought[quarter].value - flow_cn[quarter].value
        spread = flow.high - flow.low
        left = Estimate(rest, max(0.0, rest - spread), min(flow.high, rest + spread))
        grown = "growth of the running total over the year; "
        world_key = f"nvidia-flow-h100e-world-{year}"
        named_key = f"nvidia-flow-h100e-us-named-{year}"
        stock_keys = [f"nvidia-stock-h100e-world-{quarter}".lower()]
        owner_keys = [f"nvidia-stock-h100e-owner-{name}-{quarter}".lower() for name in others]
        facts += [
            derived(
                world_key,
                f"Nvidia compute sold in the world, {year}",
                flow,
                stock_keys,
                grown + SUMMED,
            ),
            derived(
                named_key,
                f"Nvidia compute bought by five named US owners, {year}",
                bought[quarter],
                owner_keys,
                f"{grown}{', '.join(others)}; {SUMMED}; {PLACE}",
            ),
            derived(
                f"nvidia-flow-h100e-rest-{year}",
                f"Nvidia compute bought by all others outside China, {year}",
                left,
                [world_key, named_key, f"nvidia-legal-flow-h100e-cn-{year}"],
                "world less five named US owners less lawful sales to China: other US buyers, "
                "allies and third countries together, which nobody tells apart; range ours: "
                "plus and minus the width of the world's range",
            ),
        ]
    return facts


def points(world: Stocks, china: Stocks) -> list[Row]:
    """Return the quarterly world flow, stock and China's share of the flow."""
    sold, bought = flows(world), flows(china)
    found: list[Row] = []
    for quarter, flow in sold.items():
        share = bought[quarter].value / flow.value
        for series, value, unit, grade in (
            ("nvidia-flow-h100e-world", flow.value, "H100e", "derived"),
            ("nvidia-stock-h100e-world", world[quarter].value, "H100e", "judged"),
            ("nvidia-flow-share-cn", float(f"{share:.4g}"), "1", "derived"),
        ):
            found.append(
                Observed(
                    series=series,
                    period=quarter,
                    value=value,
                    unit=unit,
                    published=RELEASED,
                    source=source_of(NVIDIA),
                    locator=f"running totals at the end of {quarter} and of the quarter before",
                    grade=grade,
                    note="medians; nothing retired; smuggled chips are not in China's part",
                ).row()
            )
    return found


def chip_facts(evidence: Path) -> list[Row]:
    """Return the world flow of each Nvidia chip by year."""
    rows = [row for row in read_copy(evidence, NVIDIA_CHIPS) if complete(row)]
    parts: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        parts.setdefault((row["Chip type"], quarter_of(row)[:4]), []).append(row)
    facts: list[Row] = []
    for (chip, year), found in parts.items():
        if chip in {"A800", "H800", "H20"} or year == max(year for _, year in parts):
            continue
        for kind in ("h100e", "units"):
            estimate = total(estimate_in(row, OWNER_COLUMNS[kind]) for row in found)
            facts.append(
                fact_of(
                    estimate,
                    key=f"nvidia-{chip}-flow-{kind}-world-{year}".lower(),
                    title=f"Nvidia {chip} sold in the world, {year}, {UNITS[kind]}",
                    unit=UNITS[kind],
                    period=year,
                    file=NVIDIA_CHIPS,
                    locator=f"rows 'Q<n> {year} - {chip}', {kind} columns",
                    grade="judged",
                    note=f"sum of {len(found)} quarters; {SUMMED}; H100 includes H200",
                )
            )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the world's fact table and the quarterly series."""
    columns = TOTAL_COLUMNS["h100e"]
    world = totals(by_quarter(read_copy(evidence, NVIDIA), complete), columns)
    owners = read_copy(evidence, NVIDIA_OWNERS)
    china = owner_stocks(owners, BUYER)
    others = {name: owner_stocks(owners, name) for name in ELSEWHERE}
    facts = maker_facts(evidence) + owner_facts(evidence) + chip_facts(evidence)
    facts += share_facts(china, world) + market_facts(world, china, others)
    return {
        "facts/accelerators-world.csv": facts,
        "observed/nvidia-world.csv": points(world, china),
    }
