"""Accelerators and memory stacks with the attributes that the control rules test.

Reads a catalogue of 51 chips and two tables of ours: `chips/accelerators.csv` (names, node,
place, grade) and `chips/hbm.csv` (memory stacks). Writes the items. Refuses a chip without a
row of ours, and a processing performance other than the one printed in the catalogue: the
largest product of bit length and dense rate over the formats. Whether an item is controlled is
not said here: that is policy.
"""

import re
from datetime import date
from pathlib import Path

from outlast.facts.period import span
from pipeline.chip_rows import read_copy, side_rows
from pipeline.tables import Row, number

CATALOGUE = "accelerators.csv"
RECORD_ENDS = date(2026, 10, 8)
BITS = {"tops_16": 16, "tops_8": 8, "tops_int8": 8, "tops_4": 4}
COPIED = {
    "title": "chip",
    "maker": "maker",
    "maker_country": "bloc",
    "tops_16": "fp16_bf16_dense_tflops",
    "tops_8": "fp8_dense_tflops",
    "tops_4": "fp4_dense_tflops",
    "tops_int8": "int8_dense_tops",
    "die_mm2": "die_area_mm2",
    "memory_gb": "memory_gb",
    "memory_bandwidth_gb_s": "memory_bw_gb_s",
    "interconnect_gb_s": "interconnect_gb_s_bidirectional",
    "price_usd": "price_usd",
    "power_w": "tdp_w",
}
OURS = ("item", "aliases", "node_nm", "non_planar", "published", "source", "locator", "grade")
LINK = "interconnect_gb_s"
"""The rate that our table may add where the catalogue has none."""

REACHED_BY = {"US": "us", "CN": ""}
MARKET = {"dc": "true", "consumer": "false"}


def processing_performance(item: Row) -> float:
    """Return the largest product of bit length and dense rate, 0 if no rate is known."""
    return max(float(item[name] or 0) * bits for name, bits in BITS.items())


def cell(text: str) -> str:
    """Return a number in our form, other text as it stands."""
    return number(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def released(text: str) -> tuple[str, str]:
    """Return the day of release, the last day where less is known, and a remark.

    A chip that is only on a maker's roadmap has no day of release.
    """
    when, _, remark = text.partition(" ")
    if not when or remark:
        return "", f"not released; as given: {text or 'none'}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", when):
        return when, ""
    last = span(when)[1]
    if last > RECORD_ENDS:
        return "", f"not released by {RECORD_ENDS}; as given: {when}"
    return last.isoformat(), f"release known as {when} alone, last day of it"


def item_of(chip: Row, ours: Row, columns: list[str]) -> Row:
    """Return a chip of the catalogue as an item."""
    day, remark = released(chip["release_date"])
    item = {name: cell(chip[column]) for name, column in COPIED.items()}
    item |= {name: ours[name] for name in OURS}
    if ours[LINK]:
        if item[LINK]:
            raise ValueError(f"{chip['chip']}: the catalogue has a {LINK} of its own")
        item[LINK] = ours[LINK]
    item |= {
        "kind": "accelerator",
        "subject_to": REACHED_BY[chip["bloc"]],
        "released": day,
        "datacenter": MARKET[chip["market"]],
        "note": "; ".join(text for text in (ours["note"], remark) if text),
    }
    printed = chip["tpp_computed"]
    if round(processing_performance(item)) != round(float(printed or 0)):
        raise ValueError(f"{chip['chip']}: {processing_performance(item)} is not {printed}")
    return {name: item[name] for name in columns}


def stack_of(row: Row) -> Row:
    """Return a memory stack with a whole day of release."""
    day, remark = released(row["released"])
    return row | {
        "released": day,
        "note": "; ".join(text for text in (row["note"], remark) if text),
    }


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the items: chips, then memory stacks, then chips of no catalogue of ours."""
    stacks = [stack_of(row) for row in side_rows("hbm")]
    columns = list(stacks[0])
    catalogue = {row["chip"]: row for row in read_copy(evidence, CATALOGUE)}
    ours = {row["chip"]: row for row in side_rows("accelerators")}
    if set(catalogue) != set(ours):
        raise ValueError(f"chips without a row: {sorted(set(catalogue) ^ set(ours))}")
    chips = [item_of(row, ours[name], columns) for name, row in catalogue.items()]
    return {"items/accelerators.csv": chips + stacks + side_rows("more_accelerators")}
