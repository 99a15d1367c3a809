"""Numbers of the base year 2022 from several tables: net imports, exports by buyer, shares.

Computes from the facts of the other mineral scripts, naming them as inputs, and reads no copy of
its own. Writes facts/mineral-base-year.csv. Ranges follow the inputs where they have one; where a
rule of thumb stands between (a share by value taken for one by weight) they are ours. Refuses an
input that no script makes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import baci, china_customs, usgs_mcs, usgs_world, world_mining
from pipeline.chip_rows import Fact
from pipeline.mineral_copies import figures, unique
from pipeline.minerals_curated import typed_facts
from pipeline.tables import Row

SCRIPTS: Final = (baci, china_customs, usgs_mcs, usgs_world, world_mining)
COMPUTED: Final = "computed"
BUYERS: Final = ("us", "jp", "kr", "tw", "eu", "gb", "ca", "vn", "mx", "th", "my", "in")
MONTHS: Final = 12


@dataclass(frozen=True)
class Rule:
    """How one fact follows from others: key, title, unit, inputs, formula, range, reason."""

    key: str
    title: str
    unit: str
    inputs: tuple[str, ...]
    formula: Callable[[list[float]], float]
    spread: tuple[float, float]
    note: str
    period: str = "2022"


def minus(values: list[float]) -> float:
    """Return the first number less the others."""
    return values[0] - sum(values[1:])


def before(values: list[float]) -> float:
    """Return the value of the year before, from one year's value and its change."""
    value, change = values
    return value / (1 + change)


def year_of(values: list[float]) -> float:
    """Return twelve months like the one known."""
    return values[0] * MONTHS


RULES: Final = (
    Rule(
        "gallium-refined-share-cn-2022",
        "China's share of primary gallium",
        "1",
        ("gallium-refined-output-cn-2022", "gallium-refined-output-world-2022"),
        lambda each: each[0] / each[1],
        (0.98, 1.005),
        "output over the world's; range ours: output outside China is estimated",
    ),
    Rule(
        "gallium-exports-cn-2023",
        "China's exports of gallium",
        "t/year",
        ("gallium-exports-cn-2024-rohstoff", "gallium-exports-growth-rohstoff-cn-2024"),
        before,
        (0.85, 1.02),
        "from the growth of 2024 on the higher of two totals; range ours: reaches down because the "
        "other total of 2024 is lower",
        "2023",
    ),
    Rule(
        "germanium-exports-cn-2023",
        "China's exports of germanium",
        "t/year",
        ("germanium-exports-cn-2024", "germanium-exports-change-cn-2024"),
        before,
        (0.98, 1.02),
        "from the change of 2024; range: rounding",
        "2023",
    ),
    Rule(
        "germanium-consumption-us-2022",
        "US use of germanium",
        "t/year",
        ("germanium-consumption-value-us-2022", "germanium-price-europe-2022"),
        lambda each: each[0] * 1000 / each[1],
        (0.85, 1.15),
        "value over price; range ours: the survey rounds its estimate, 30 t in 2021",
    ),
    Rule(
        "germanium-net-imports-us-2022",
        "US net imports of germanium, metal and dioxide",
        "t/year",
        (
            "germanium-imports-metal-us-2022",
            "germanium-exports-metal-us-2022",
            "germanium-imports-dioxide-us-2022",
        ),
        lambda each: each[0] - each[1] + each[2],
        (0.85, 1.15),
        "metal and dioxide in less metal out; tetrachloride is not counted; range: of the inputs",
    ),
    Rule(
        "antimony-net-imports-us-2022",
        "US net imports of antimony, oxide and metal",
        "t/year",
        (
            "antimony-imports-oxide-us-2022",
            "antimony-exports-oxide-us-2022",
            "antimony-imports-metal-us-2022",
            "antimony-exports-metal-us-2022",
        ),
        lambda each: each[0] - each[1] + each[2] - each[3],
        (0.97, 1.03),
        "in less out; range: rounding to three figures",
    ),
    Rule(
        "tungsten-net-imports-us-2022",
        "US net imports of tungsten in all forms",
        "t/year",
        (
            "tungsten-imports-ore-us-2022",
            "tungsten-imports-other-us-2022",
            "tungsten-exports-ore-us-2022",
            "tungsten-exports-other-us-2022",
        ),
        lambda each: each[0] + each[1] - each[2] - each[3],
        (0.97, 1.03),
        "in less out: a floor of use, of which scrap is the other part and withheld; range: "
        "rounding",
    ),
    Rule(
        "magnets-exports-from-value-cn-2022",
        "China's exports of rare-earth magnets, worked out from their value",
        "t/year",
        (
            "magnets-exports-value-cn-2022",
            "magnets-unit-value-cn-2022-04",
            "magnets-unit-value-cn-2022-05",
        ),
        lambda each: each[0] * 2000 / (each[1] + each[2]),
        (0.93, 1.07),
        "value of the year over the unit value of two months: a check of the typed tonnage, from "
        "which it differs by 4 %; range ours: other months' prices, some alnico in the value",
    ),
    Rule(
        "indium-exports-cn-2024",
        "China's exports of indium",
        "t/year",
        ("indium-exports-cn-2024-06",),
        year_of,
        (0.6, 1.6),
        "twelve times June; range ours: one month, raised by US tariffs about to start",
        "2024",
    ),
)


def buyers() -> tuple[Rule, ...]:
    """Return magnets by buyer: the world's tonnes times shares by value."""
    return tuple(
        Rule(
            f"magnets-exports-to-{code}-cn-2022",
            f"China's exports of rare-earth magnets to {baci.PARTNERS[code.upper()]}",
            "t/year",
            ("magnets-exports-from-value-cn-2022", f"magnets-exports-share-to-{code}-cn-2022"),
            lambda each: each[0] * each[1],
            (0.75, 1.3),
            "tonnes to the world times the share by value; range ours: dear magnets weigh less (US "
            "627 t, Germany 762 t, Korea 527 t in May 2022)",
        )
        for code in BUYERS
    )


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the computed facts."""
    known = {
        row["key"]: row
        for script in SCRIPTS
        for path, rows in script.build(evidence).items()
        if path.startswith("facts/") and "statements" not in path
        for row in rows
    }
    known |= {fact.key: fact.row() for fact in typed_facts()}
    made: list[Fact] = []
    for rule in (*RULES, *buyers()):
        missing = [key for key in rule.inputs if key not in known]
        if missing:
            raise ValueError(f"{rule.key} needs {missing}")
        value = rule.formula([float(known[key]["value"]) for key in rule.inputs])
        first = known[rule.inputs[0]]
        low, high = rule.spread
        capped = min(1.0, value * high) if rule.unit == "1" else value * high
        fact = Fact(
            key=rule.key,
            title=rule.title,
            value=figures(round(value, 4)),
            low=figures(round(value * low, 4)),
            high=figures(round(capped, 4)),
            unit=rule.unit,
            period=rule.period,
            published=max(known[key]["published"] for key in rule.inputs),
            source=first["source"],
            locator=f"{COMPUTED} from {first['locator']}"
            + (" and the other inputs" if len(rule.inputs) > 1 else ""),
            grade="derived",
            inputs=rule.inputs,
            note=rule.note,
        )
        known[rule.key] = fact.row()
        made.append(fact)
    return {"facts/mineral-base-year.csv": unique(made)}
