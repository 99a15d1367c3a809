"""Growth of training compute and of chip performance, and China's lag.

Reads a table of published and fitted trends and `chips/trends.csv` with key, range and place.
Writes growth factors as published and, beside each, the same as a rate with continuous
compounding, which is what a model uses. Refuses a trend that no row of ours names.
"""

from math import log
from pathlib import Path

from pipeline.chip_rows import Fact, figures, read_copy, side_rows
from pipeline.tables import Row

TRENDS = "trends.csv"
RECORD = "China record training run known"
UNSURE = 3


def trend_facts(printed: Row, place: Row) -> list[Row]:
    """Return a trend as a factor and, if it is one, as a yearly rate."""
    low, high = place["low"] or printed["low"], place["high"] or printed["high"]
    value = printed["value"]
    shared = {name: place[name] for name in ("period", "published", "source", "locator")}
    factor = Fact(
        key=place["key"],
        title=place["title"],
        value=value,
        low=low,
        high=high,
        unit=place["unit"],
        grade=place["grade"],
        note=place["note"],
        **shared,
    )
    if printed["unit"] != "x per year":
        return [factor.row()]
    rate = Fact(
        key=f"{place['key']}-rate",
        title=place["title"].replace("growth factor", "growth rate").replace("factor", "rate"),
        value=figures(log(float(value))),
        low=figures(log(float(low))),
        high=figures(log(float(high))),
        unit="1/year",
        grade="derived",
        inputs=[place["key"]],
        note="natural logarithm of the factor: continuous compounding",
        **shared,
    )
    return [factor.row(), rate.row()]


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the trend facts."""
    printed = {row["metric"]: row for row in read_copy(evidence, TRENDS)}
    facts: list[Row] = []
    found = {RECORD}
    for place in side_rows("trends"):
        names = [name for name in printed if name.startswith(place["metric"])]
        if len(names) != 1:
            raise ValueError(f"{place['metric']} names {names}")
        found.add(names[0])
        facts += trend_facts(printed[names[0]], place)
    if found != set(printed):
        raise ValueError(f"trends without a row: {sorted(set(printed) - found)}")
    record = printed[RECORD]
    compute = float(record["value"])
    largest = Fact(
        key="training-record-cn-2024-10",
        title="Training compute of the largest known Chinese model, Doubao-pro",
        value=compute,
        low=compute / UNSURE,
        high=compute * UNSURE,
        unit="FLOP",
        period=record["period"],
        published="2025-12-31",
        source="epoch-ai-models-2025-12",
        locator="row Doubao-pro, training compute",
        grade="judged",
        note="range ours: a factor of three, as Epoch AI uses for uncertain estimates",
    )
    return {"facts/chip-trends.csv": [*facts, largest.row()]}
