"""The base year of tools, memory, logic and accelerators, as the world files state it.

Reads numbers typed in from cited texts and named gaps (`curated/world-chips.csv`,
`curated/gaps-world-chips.csv`) and the tables of the chip scripts. Writes `facts/world-chips.csv`
(the typed rows, the attributes of reference chips, the flows of 2022 in units a year) and the
gaps. Refuses a mix of chips that disagrees with the world's total.
"""

from pathlib import Path

from pipeline import accelerators, epoch_counts, epoch_world
from pipeline.accelerators import processing_performance
from pipeline.chip_estimates import RELEASED, Estimate
from pipeline.chip_rows import Fact, figures
from pipeline.tables import Row, read_ours

CURATED = Path(__file__).parent / "curated"
REFERENCE, OLD, LATER = "h100-sxm5-80gb", "a100-sxm4-80gb", "h20"
CHIPS = {REFERENCE: 0.02, OLD: 0.02, LATER: 0.1, "b200": 0.1, "h200-sxm": 0.02}
OWNERS = ("amazon", "google", "meta", "microsoft", "oracle")
WORLD, CHINA = "nvidia-stock-units-world-2022-q4", "nvidia-legal-flow-units-cn-2022"
MIX = {
    "nvidia-a100-flow-units-world-2022": OLD,
    "nvidia-a800-flow-units-cn-2022": OLD,
    "nvidia-h100-flow-units-world-2022": REFERENCE,
}
LOCATED = "running totals at the ends of the years, columns of units and of H100 equivalents"


def estimate(row: Row) -> Estimate:
    """Return the value and range of a fact."""
    return Estimate(*(float(row[name] or row["value"]) for name in ("value", "low", "high")))


def attribute_facts(items: dict[str, Row]) -> list[Row]:
    """Return arithmetic and bandwidth of the chips that stand for a class, and of the reference."""
    facts: list[Row] = []
    for name, share in CHIPS.items():
        item = items[name]
        year = item["released"][:4]
        for what, value, unit in (
            ("tpp", processing_performance(item), "TPP"),
            ("memory-bandwidth", float(item["memory_bandwidth_gb_s"]), "GB_s"),
        ):
            facts.append(
                Fact(
                    key=f"{name}-{what}-world-{year}",
                    title=f"{item['title']}: {what.replace('-', ' ')}",
                    value=value,
                    low=figures(value * (1 - share)),
                    high=figures(value * (1 + share)),
                    unit=unit,
                    period=year,
                    published=item["published"],
                    source=item["source"],
                    locator=item["locator"],
                    grade="judged",
                    note=f"range ours: {share:.0%} either way, by the grade of the item",
                ).row()
            )
    return facts


def unit_of(key: str) -> str:
    """Return the unit that a derived key stands for: a rate of chips unless it names a quality."""
    return "TPP" if "-tpp-" in key else "GB_s" if "-bandwidth-" in key else "chip/year"


def derived(key: str, title: str, amount: Estimate, inputs: list[str], how: str) -> Row:
    """Return a number of the base year that is computed from Epoch AI's tables."""
    return Fact(
        key=key,
        title=title,
        value=figures(amount.value, 6),
        low=figures(min(amount.low, amount.value), 6),
        high=figures(max(amount.high, amount.value), 6),
        unit=unit_of(key),
        period=key.rsplit("-", 1)[1],
        published=RELEASED,
        source="epoch-chip-counts-nvidia-totals",
        locator=LOCATED,
        grade="derived",
        inputs=inputs,
        note=how,
    ).row()


def class_facts(known: dict[str, Row], items: dict[str, Row]) -> list[Row]:
    """Return the mean chip of the H200 class in 2022, and its sales by place."""
    counts = {key: float(known[key]["value"]) for key in MIX}
    world = estimate(known[WORLD])
    total = sum(counts.values())
    if abs(total / world.value - 1) > 0.001:  # noqa: PLR2004  a tenth of a per cent
        raise ValueError(f"the chips of 2022 add up to {total}, not {world.value}")

    def mean(what: str) -> float:
        values = {
            name: processing_performance(items[name]) if what == "tpp" else float(items[name][what])
            for name in MIX.values()
        }
        return sum(count * values[MIX[key]] for key, count in counts.items()) / total

    tpp, bandwidth = mean("tpp"), mean("memory_bandwidth_gb_s")
    named = [f"nvidia-stock-units-owner-{owner}-2022-q4" for owner in OWNERS]
    rest = world.value - float(known[CHINA]["value"])
    rest -= sum(float(known[key]["value"]) for key in named)
    mixed = "A100 and A800 (.95 of the units) and H100 (.05), weighted by units of 2022"
    return [
        derived(
            "accelerator-h200-class-tpp-world-2022",
            "Arithmetic of the mean chip of the H200 class as sold in 2022",
            Estimate(tpp, 4992, 7000),
            sorted(MIX),
            f"{mixed}; range ours: all A100 to a fifth H100",
        ),
        derived(
            "accelerator-h200-class-memory-bandwidth-world-2022",
            "Memory bandwidth of the mean chip of the H200 class as sold in 2022",
            Estimate(bandwidth, 1555, 2400),
            sorted(MIX),
            f"{mixed}; the low end is an A100 of 40 GB",
        ),
        derived(
            "accelerator-h200-class-output-us-2022",
            "Chips of the H200 class that Nvidia sold in 2022",
            world,
            [WORLD],
            "the running total starts with 2022; other designers are not in it",
        ),
        derived(
            "accelerator-h200-class-flow-cn-2022",
            "Chips of the H200 class sold lawfully to China in 2022",
            estimate(known[CHINA]),
            [CHINA],
            "72,696 A100 before the rule of October and 28,132 A800 after it",
        ),
        derived(
            "accelerator-h200-class-flow-rest-2022",
            "Chips of the H200 class of 2022 that went neither to China nor to five US owners",
            Estimate(rest, rest / 3, rest * 1.7),
            [WORLD, CHINA, *named],
            "other US buyers, allies and third countries together; range ours, very wide",
        ),
    ]


def growth_facts(known: dict[str, Row], tpp: float, reference: float) -> list[Row]:
    """Return the rise of output in 2023 and 2024, in chips of 2022, and two first years."""
    facts: list[Row] = []
    for before, year in ((2022, 2023), (2023, 2024)):
        keys = [f"nvidia-flow-h100e-world-{year}", f"nvidia-flow-h100e-world-{before}"]
        now, then = (estimate(known[key]) for key in keys)
        if year == 2024:  # noqa: PLR2004  the year of the first H20, counted in a class of its own
            keys += ["nvidia-h20-flow-h100e-cn-2024", "nvidia-b200-flow-h100e-world-2024"]
            now = now.since(estimate(known[keys[2]])).since(estimate(known[keys[3]]))
        share = tpp / reference
        grown = Estimate(*(part / share for part in now.since(then)))
        facts.append(
            derived(
                f"accelerator-h200-class-growth-world-{year}",
                f"Rise of output of the H200 class in {year}, in chips of 2022",
                grown,
                keys,
                f"growth of the flow in H100 equivalents over {share:.3f}, a chip of 2022; other "
                "classes taken out; pseudo-vintage of April 2026",
            )
        )
    quarter = estimate(known["nvidia-b200-flow-units-world-2024"])
    facts.append(
        derived(
            "accelerator-frontier-rate-world-2024",
            "Yearly rate of the first quarter of Blackwell",
            Estimate(*(4 * part for part in quarter)),
            ["nvidia-b200-flow-units-world-2024"],
            "four times the last quarter of 2024; pseudo-vintage of April 2026",
        )
    )
    facts.append(
        derived(
            "accelerator-h20-class-flow-cn-2024",
            "Chips of the H20 class sold to China in 2024",
            estimate(known["nvidia-h20-flow-units-cn-2024"]),
            ["nvidia-h20-flow-units-cn-2024"],
            "H20 alone; pseudo-vintage of April 2026",
        )
    )
    return facts


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the fact table of the chip half of the world."""
    items = {row["item"]: row for row in accelerators.build(evidence)["items/accelerators.csv"]}
    rows = epoch_counts.build(evidence)["facts/nvidia-china-compute.csv"]
    rows += epoch_world.build(evidence)["facts/accelerators-world.csv"]
    known = {row["key"]: row for row in rows}
    classes = class_facts(known, items)
    grown = growth_facts(
        known, float(classes[0]["value"]), processing_performance(items[REFERENCE])
    )
    facts = read_ours(CURATED / "world-chips.csv") + attribute_facts(items) + classes + grown
    gaps = read_ours(CURATED / "gaps-world-chips.csv")
    return {"facts/world-chips.csv": facts, "facts/gaps-world-chips.csv": gaps}
