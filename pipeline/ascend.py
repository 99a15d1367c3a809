"""Huawei's Ascend generations, and each chip's performance against the H100.

Reads the table of Ascend generations and the catalogue of items. Writes processing performance,
memory and bandwidth of each generation, the ratios to an H100 SXM5 on both axes (arithmetic and
bandwidth), memory stacks' density, and what the known stocks would make. Refuses a generation
whose processing performance disagrees with the catalogue. Output by year is in the market facts.
"""

from pathlib import Path

from pipeline import accelerators, market_facts
from pipeline.accelerators import processing_performance
from pipeline.chip_rows import Fact, figures, read_copy
from pipeline.tables import Row

GENERATIONS = "ascend_generations.csv"
REFERENCE = "h100-sxm5-80gb"
COMPARED = (
    "a100-sxm4-80gb",
    "a800-sxm-80gb",
    "ascend-910a",
    "ascend-910b2",
    "ascend-910b3",
    "ascend-910c",
    "ascend-950pr",
    "ascend-950dt",
    "b200",
    "b300",
    "b30a",
    "h20",
    "h200-sxm",
    "h800-sxm5",
    "l20",
    "mi300x",
    "mi325x",
)
SPREAD = {"measured": 0.02, "judged": 0.1, "assumed": 0.25}
ROUNDED = "range ours: {:.0%} either way for a number that is {}"
STACKS_IN_PACKAGE = 8
DIES_IN_PACKAGE = 2


def slug(chip: str) -> tuple[str, str]:
    """Return the item and the key that a generation's name stands for."""
    name, _, remark = chip.replace("Ascend ", "ascend-").partition(" (")
    key = name.lower()
    item = "ascend-910a" if key == "ascend-910" else key
    suffix = remark.rstrip(")").replace(" ", "-")
    return item, item if suffix in {"", "910A"} else f"{item}-{suffix}"


def generation_facts(rows: list[Row], items: dict[str, Row]) -> list[Row]:
    """Return performance, memory and bandwidth of each generation."""
    facts: list[Row] = []
    for row in rows:
        item, key = slug(row["chip"])
        entry = items[item]
        if "announced" not in key and round(processing_performance(entry)) != int(row["tpp"]):
            raise ValueError(f"{row['chip']}: the catalogue has {processing_performance(entry)}")
        grade = entry["grade"]
        for column, what, unit in (
            ("tpp", "tpp", "TPP"),
            ("memory_gb", "memory", "GB"),
            ("memory_bw_gb_s", "memory-bandwidth", "GB_s"),
        ):
            if not row[column]:
                continue
            value, share = float(row[column]), SPREAD[grade]
            facts.append(
                Fact(
                    key=f"{key}-{what}-cn-{row['date']}",
                    title=f"{row['chip']}, {what.replace('-', ' ')} a package",
                    value=value,
                    low="" if grade == "measured" else figures(value * (1 - share)),
                    high="" if grade == "measured" else figures(value * (1 + share)),
                    unit=unit,
                    period=row["date"],
                    published=entry["published"],
                    source=entry["source"],
                    locator=entry["locator"],
                    grade=grade,
                    note=f"fab: {row['fab']}; {ROUNDED.format(share, grade)}",
                ).row()
            )
    return facts


def year_of(item: Row) -> str:
    """Return the year of release, of publication for what is not released."""
    return (item["released"] or item["published"])[:4]


def ratio_facts(items: dict[str, Row]) -> list[Row]:
    """Return arithmetic and bandwidth of chips over those of the reference chip."""
    facts: list[Row] = []
    reference = items[REFERENCE]
    for name in COMPARED:
        item = items[name]
        share = SPREAD[item["grade"]]
        for what, mine, other in (
            ("tpp", processing_performance(item), processing_performance(reference)),
            (
                "bandwidth",
                float(item["memory_bandwidth_gb_s"] or 0),
                float(reference["memory_bandwidth_gb_s"]),
            ),
        ):
            facts.append(
                Fact(
                    key=f"{name}-{what}-over-h100-world-{year_of(item)}",
                    title=f"{item['title']}: {what} over that of an H100 SXM5",
                    value=figures(mine / other),
                    low=figures(mine / other * (1 - share)),
                    high=figures(mine / other * (1 + share)),
                    unit="1",
                    period=year_of(item),
                    published=item["published"],
                    source=item["source"],
                    locator=f"item {name} over item {REFERENCE}; {item['locator']}",
                    grade="derived",
                    note=f"{ROUNDED.format(share, item['grade'])}; peak figures, no utilisation",
                ).row()
            )
    return [fact for fact in facts if float(fact["value"])]


def density_facts(items: dict[str, Row]) -> list[Row]:
    """Return the bandwidth density of memory stacks whose area stands in the catalogue."""
    facts: list[Row] = []
    for name, item in items.items():
        if item["kind"] != "memory" or not item["die_mm2"]:
            continue
        value = float(item["memory_bandwidth_gb_s"]) / float(item["die_mm2"])
        share = SPREAD[item["grade"]]
        facts.append(
            Fact(
                key=f"{name}-bandwidth-density-world-{year_of(item)}",
                title=f"{item['title']}: bandwidth density",
                value=figures(value),
                low=figures(value * (1 - share)),
                high=figures(value * (1 + share)),
                unit="GB_s/mm2",
                period=year_of(item),
                published=item["published"],
                source=item["source"],
                locator=f"item {name}, bandwidth over area; {item['locator']}",
                grade="assumed",
                note=f"{item['note']}; {ROUNDED.format(share, item['grade'])}",
            ).row()
        )
    return facts


def tank_facts(known: dict[str, Row]) -> list[Row]:
    """Return how many packages the stocks of stacks and dies would make."""
    facts: list[Row] = []
    for stock, what, count, note in (
        (
            "hbm-stacks-obtained-cn-2024",
            "hbm-stock",
            STACKS_IN_PACKAGE,
            "eight stacks of 16 GB in a package of 128 GB; SemiAnalysis prints 1.6 million",
        ),
        (
            "ascend-die-bank-cn-2024",
            "die-bank",
            DIES_IN_PACKAGE,
            "two dies a package; no loss in packaging, a yield of .75 takes a quarter off",
        ),
    ):
        tank = known[stock]
        value, low, high = (float(tank[name]) / count for name in ("value", "low", "high"))
        facts.append(
            Fact(
                key=f"ascend-910c-packages-from-{what}-cn-2024",
                title=f"910C packages that the {what.replace('-', ' ')} would make",
                value=value,
                low=low,
                high=high,
                unit="package",
                period=tank["period"],
                published=tank["published"],
                source=tank["source"],
                locator=f"{tank['locator']}, over {count} a package",
                grade="derived",
                inputs=[stock],
                note=note,
            ).row()
        )
    return facts


def output_fact(known: dict[str, Row]) -> Row:
    """Return Ascend output of 2025 in H100 equivalents, by arithmetic alone."""
    inputs = (
        "ascend-units-semianalysis-cn-2025",
        "ascend-910c-packages-bloomberg-cn-2025",
        "ascend-910c-tpp-over-h100-world-2024",
        "ascend-910b2-tpp-over-h100-world-2022",
    )
    units, double, high, low = (known[key] for key in inputs)
    best, least = float(high["value"]), float(low["value"])
    count, doubles = float(units["value"]), float(double["value"])
    return Fact(
        key="ascend-h100e-cn-2025",
        title="Ascend output of 2025 in H100 equivalents (SemiAnalysis' units, Bloomberg's 910C)",
        value=figures(doubles * best + (count - doubles) * least),
        low=figures(float(units["low"]) * least),
        high=figures(float(units["high"]) * best),
        unit="H100e",
        period="2025",
        published=double["published"],
        source=units["source"],
        locator=f"{units['locator']}; {double['source']}: {double['locator']}",
        grade="derived",
        inputs=inputs,
        note="910C at its own rate, all others as 910B2; range: the least count, all 910B2, to the "
        "greatest, all 910C; a US official said no more than 200,000 units",
    ).row()


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the performance facts."""
    made = accelerators.build(evidence)["items/accelerators.csv"]
    items = {row["item"]: row for row in made}
    facts = generation_facts(read_copy(evidence, GENERATIONS), items) + ratio_facts(items)
    markets = market_facts.build(evidence)["facts/chip-markets.csv"]
    known = {row["key"]: row for row in (*markets, *facts)}
    facts += [*density_facts(items), *tank_facts(known), output_fact(known)]
    return {"facts/chip-performance.csv": facts}
