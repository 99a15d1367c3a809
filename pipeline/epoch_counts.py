"""Nvidia chips sold lawfully to China, by chip, quarter and year.

Reads Epoch AI's owner tables (chip counts, release of 22 April 2026). Writes the facts
`nvidia-<chip>-...-cn`, `nvidia-legal-...-cn` and the quarterly series. Refuses to fill a
quarter that the publisher marks incomplete, and adds nothing for smuggled or rented chips.
"""

from collections import defaultdict
from pathlib import Path

from pipeline.chip_estimates import (
    GENERATED,
    OWNER_COLUMNS,
    RELEASED,
    SUMMED,
    UNITS,
    Estimate,
    by_quarter,
    complete,
    estimate_in,
    fact_of,
    quarter_of,
    total,
)
from pipeline.chip_rows import Observed, read_copy, source_of
from pipeline.tables import Row

BY_CHIP = "epoch_chipcounts_nvidia_owners_quarters_by_chip.csv"
OWNERS = "epoch_chipcounts_nvidia_owners_cumulative_totals.csv"
WHAT = {"h100e": "in H100 equivalents", "units": "in units", "power": "power in MW"}
OUTSIDE = "smuggled chips and chips rented abroad are not in it"
KNOWN = {"China H20 Q1 2025": 361677.0}

Counts = dict[str, dict[str, Estimate]]


def chips_of_china(rows: list[Row]) -> list[Row]:
    """Return the rows of Chinese buyers, one a chip and quarter."""
    china = [row for row in rows if row["Owner"] == "China"]
    for row in china:
        if row["Name"] in KNOWN and float(row["Number of Units"]) != KNOWN[row["Name"]]:
            raise ValueError(f"{row['Name']} has changed")
    return china


def counted(rows: list[Row], kind: str) -> Counts:
    """Return chip, quarter and estimate."""
    counts: Counts = defaultdict(dict)
    for row in rows:
        counts[row["Chip type"]][quarter_of(row)] = estimate_in(row, OWNER_COLUMNS[kind])
    return counts


def key(chip: str, kind: str, period: str) -> str:
    """Return the key of a chip's flow to China."""
    return f"nvidia-{chip}-flow-{kind}-cn-{period}".lower()


def quarter_facts(rows: list[Row], kind: str) -> list[Row]:
    """Return one fact a chip and quarter."""
    facts: list[Row] = []
    for row in rows:
        chip, quarter = row["Chip type"], quarter_of(row)
        estimate = estimate_in(row, OWNER_COLUMNS[kind])
        facts.append(
            fact_of(
                estimate,
                key=key(chip, kind, quarter),
                title=f"Nvidia {chip} to buyers in China, {quarter}, {WHAT[kind]}",
                unit=UNITS[kind],
                period=quarter,
                file=BY_CHIP,
                locator=f"row '{row['Name']}', columns {WHAT[kind]}, median and percentiles",
                grade="judged",
                note=f"{GENERATED}; {OUTSIDE}",
            )
        )
    return facts


def sum_fact(subject: str, kind: str, period: str, parts: dict[str, Estimate]) -> Row:
    """Return the sum of some quarters or chips as a derived fact."""
    estimate = total(parts.values())
    return fact_of(
        estimate,
        key=key(subject, kind, period),
        title=f"Nvidia {subject} flow to China, {period}, {WHAT[kind]}",
        unit=UNITS[kind],
        period=period,
        file=BY_CHIP,
        locator=f"rows 'China <chip> <quarter>' that fall in {period}",
        grade="derived",
        inputs=sorted(parts),
        note=f"sum of the inputs; {SUMMED}; {OUTSIDE}",
    )


def year_facts(counts: Counts, kind: str) -> list[Row]:
    """Return one fact a chip and year, and one a year for all chips."""
    facts: list[Row] = []
    years: dict[str, dict[str, Estimate]] = defaultdict(dict)
    for chip, quarters in counts.items():
        parts: dict[str, dict[str, Estimate]] = defaultdict(dict)
        for quarter, estimate in quarters.items():
            parts[quarter[:4]][key(chip, kind, quarter)] = estimate
        for year, found in parts.items():
            facts.append(sum_fact(chip, kind, year, found))
            years[year][key(chip, kind, year)] = total(found.values())
    return facts + [sum_fact("legal", kind, year, found) for year, found in years.items()]


def all_chips(counts: Counts, kind: str) -> dict[str, dict[str, Estimate]]:
    """Return, by quarter, the keys and estimates of all chips."""
    quarters: dict[str, dict[str, Estimate]] = defaultdict(dict)
    for chip, found in counts.items():
        for quarter, estimate in found.items():
            quarters[quarter][key(chip, kind, quarter)] = estimate
    return quarters


def stock_facts(owners: list[Row]) -> list[Row]:
    """Return the purchases of Chinese buyers since 2022 at the end of each quarter."""
    facts: list[Row] = []
    for quarter, row in stocks(owners).items():
        for kind, columns in OWNER_COLUMNS.items():
            estimate = estimate_in(row, columns)
            facts.append(
                fact_of(
                    estimate,
                    key=f"nvidia-legal-stock-{kind}-cn-{quarter}".lower(),
                    title=f"Nvidia chips sold to China from 2022 to {quarter}, {WHAT[kind]}",
                    unit=UNITS[kind],
                    period=quarter,
                    file=OWNERS,
                    locator=f"row '{row['Name']}', columns {WHAT[kind]}",
                    grade="judged",
                    note=f"{GENERATED}; running total, nothing retired; {OUTSIDE}",
                )
            )
    return facts


def stocks(owners: list[Row]) -> dict[str, Row]:
    """Return China's complete running totals by quarter."""
    return by_quarter(owners, lambda row: row["Owner"] == "China" and complete(row))


def points(counts: Counts, kind: str, owners: list[Row]) -> list[Row]:
    """Return the quarterly series: each chip, all chips, the running total."""
    series: dict[tuple[str, str], Estimate] = {}
    for chip, quarters in counts.items():
        for quarter, estimate in quarters.items():
            series[(f"nvidia-{chip}-flow-{kind}-cn".lower(), quarter)] = estimate
    sums, before = all_chips(counts, kind), Estimate(0, 0, 0)
    for quarter, row in stocks(owners).items():
        running = estimate_in(row, OWNER_COLUMNS[kind])
        if quarter not in sums and running != before:
            raise ValueError(f"the total of {quarter} grows, but no chip is listed")
        before = running
        series[(f"nvidia-legal-stock-{kind}-cn", quarter)] = running
        flow = total(sums.get(quarter, {}).values())
        series[(f"nvidia-legal-flow-{kind}-cn", quarter)] = flow
    return [
        Observed(
            series=name,
            period=quarter,
            value=estimate.value,
            unit=UNITS[kind],
            published=RELEASED,
            source=source_of(OWNERS if "-stock-" in name else BY_CHIP),
            locator=f"rows of owner China that end in {quarter}",
            grade="derived" if "-legal-flow-" in name else "judged",
            note=f"5-95 %: {estimate.low:.0f} to {estimate.high:.0f}; {OUTSIDE}",
        ).row()
        for (name, quarter), estimate in series.items()
    ]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the fact table and the quarterly series."""
    rows = chips_of_china(read_copy(evidence, BY_CHIP))
    owners = read_copy(evidence, OWNERS)
    facts, series = stock_facts(owners), list[Row]()
    for kind in ("h100e", "units"):
        counts = counted(rows, kind)
        facts += quarter_facts(rows, kind) + year_facts(counts, kind)
        facts += [
            sum_fact("legal", kind, quarter, parts)
            for quarter, parts in all_chips(counts, kind).items()
        ]
        series += points(counts, kind, owners)
    return {"facts/nvidia-china-compute.csv": facts, "observed/nvidia-china-compute.csv": series}
