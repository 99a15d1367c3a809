"""The base year of controlled minerals, as the world files state it.

Reads numbers typed in from cited texts (`curated/world-minerals.csv`), formulas over facts
(`curated/world-minerals-flows.csv`), trade by value (BACI) and the US use table (BEA). The blocs
are those of the world itself. Writes facts/world-minerals.csv and facts/gaps-world-minerals.csv.
Refuses BACI for gallium, germanium and indium, which share one line there, and for tonnages.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

from outlast.errors import Problems
from outlast.reading import read_yaml
from pipeline import mineral_base_year, minerals_curated
from pipeline.chip_rows import Fact
from pipeline.mineral_copies import copy_rows, figures, source_of
from pipeline.tables import Row, read_ours, read_rows

CURATED: Final = Path(__file__).parent / "curated"
CONTESTS: Final = Path(__file__).parent.parent / "src" / "outlast" / "data" / "contests"
WORLD: Final = CONTESTS / "chips-minerals" / "world" / "world.yaml"
TRADE: Final = "baci_bilateral_flows_2008_2024.csv"
TRADED: Final = {
    "811010": ("antimony-metal", "Antimony metal"),
    "850511": ("magnets", "Permanent magnets of metal"),
}
YEAR: Final = "2022"
TRADE_DAY: Final = "2026-01-31"
VALUE_SPREAD: Final = 0.1
USE: Final = "bea_Detail_Use_2017_PRO_BeforeRedef_17sch.csv"
USE_DAY: Final = "2023-09-28"
VALUE_ADDED: Final = ("V00100", "V00200", "V00300")
SEMICONDUCTORS: Final = ("334413", 48543.0)
"""An industry and its value added in millions of dollars, so that another file is noticed."""


def blocs() -> dict[str, str]:
    """Return the bloc of every country that a bloc names, and of all others under an empty key."""
    problems = Problems()
    document = read_yaml(WORLD, problems)
    if document is None:
        raise ValueError(f"{WORLD} cannot be read: {problems.found}")
    declared = cast("dict[str, dict[str, dict[str, object]]]", document.data)["blocs"]
    found: dict[str, str] = {}
    for name, bloc in declared.items():
        countries = cast("list[str]", bloc.get("countries", []))
        found.update(dict.fromkeys(countries, name.lower()))
        if bloc.get("rest_of_world"):
            found[""] = name.lower()
    return found


def trade_facts(evidence: Path) -> list[Row]:
    """Return the value of trade between blocs in the base year."""
    bloc_of = blocs()
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for row in copy_rows(evidence, TRADE):
        if row["year"] == YEAR and row["hs6"] in TRADED:
            ends = [bloc_of.get(row[end], bloc_of[""]) for end in ("exporter", "importer")]
            if ends[0] != ends[1]:
                sums[row["hs6"], ends[0], ends[1]] += float(row["value_usd"] or 0) / 1e6
    return [
        Fact(
            key=f"{TRADED[code][0]}-export-value-{origin}-{destination}-{YEAR}",
            title=f"{TRADED[code][1]} from {origin.upper()} to {destination.upper()}, value",
            value=figures(value),
            low=figures(value * (1 - VALUE_SPREAD)),
            high=figures(value * (1 + VALUE_SPREAD)),
            unit="USD_M/year",
            period=YEAR,
            published=TRADE_DAY,
            source=source_of(TRADE),
            locator=f"year {YEAR}, product {code}, exporters and importers by bloc",
            grade="derived",
            note="sum over the countries of the two blocs; range ours: reconciled reports differ "
            "by about a tenth; a later vintage, release of January 2026",
        ).row()
        for (code, origin, destination), value in sums.items()
    ]


def value_added_facts(evidence: Path) -> list[Row]:
    """Return the value added of the industries for which each US service stands."""
    with (evidence / "minerals" / USE).open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    lines = {row[0]: row for row in rows if row[0] in VALUE_ADDED}

    def added(industry: str) -> float:
        column = header.index(industry)
        return sum(float(lines[name][column] or 0) for name in VALUE_ADDED)

    industry, known = SEMICONDUCTORS
    if added(industry) != known:
        raise ValueError(f"value added of {industry} is {added(industry)}, not {known}")
    services = read_rows(CURATED / "world-minerals-industries.csv")
    named = [code for row in services for code in row["industries"].split()]
    if len(named) != len(set(named)):
        raise ValueError("an industry is counted in two services")
    facts: list[Row] = []
    for row in services:
        value = sum(added(code) for code in row["industries"].split()) / 1000
        facts.append(
            Fact(
                key=f"value-added-{row['service']}-2017",
                title=f"US value added in {row['title']}",
                value=figures(value),
                low=figures(value * 0.97),
                high=figures(value * 1.4),
                unit="USD_bn/year",
                period="2017",
                published=USE_DAY,
                source="bea-use-2017",
                locator=f"use table before redefinitions, rows V001 to V003, columns "
                f"{row['industries']}",
                grade="derived",
                note="sum over industries, in dollars of 2017; range ours: prices and output rose "
                "by up to two fifths to 2022",
            ).row()
        )
    return facts


def evaluated(formula: str, values: Mapping[str, Decimal]) -> tuple[Decimal, list[str]]:
    """Return the value of a formula, read term by term, and the facts that it names.

    Terms are joined by + and -, factors by * and /, all set apart by spaces.
    """
    total, sign, inputs = Decimal(0), Decimal(1), list[str]()
    product, inverse = Decimal(1), False
    for word in [*formula.split(), "+"]:
        if word in "+-":
            total, sign, product = total + sign * product, Decimal(f"{word}1"), Decimal(1)
        elif word in "*/":
            inverse = word == "/"
        else:
            factor = values[word] if word in values else Decimal(word)
            inputs += [word] if word in values and word not in inputs else []
            product, inverse = product / factor if inverse else product * factor, False
    return total, inputs


def period_of(key: str) -> str:
    """Return the year at the end of a key, or the two years of a mean."""
    first, last = key.rsplit("-", 2)[1:]
    return f"{first}/{last}" if first.isdigit() else last


def flow_facts(known: Mapping[str, Row]) -> list[Row]:
    """Return every formula's value as a derived fact; a formula may name one above it."""
    facts = dict(known)
    made: list[Row] = []
    for line in read_rows(CURATED / "world-minerals-flows.csv"):
        values = {key: Decimal(row["value"]) for key, row in facts.items()}
        value, inputs = evaluated(line["formula"], values)
        if value <= 0:
            raise ValueError(f"{line['key']} comes out as {value}")
        fact = Fact(
            key=line["key"],
            title=line["title"],
            value=figures(float(value)),
            low=figures(float(value) * float(line["low"])),
            high=figures(float(value) * float(line["high"])),
            unit=line["unit"],
            period=period_of(line["key"]),
            published=max(facts[key]["published"] for key in inputs),
            source=facts[inputs[0]]["source"],
            locator=f"computed: {line['formula']}",
            grade="derived",
            inputs=inputs,
            note=f"{line['note']}; range ours",
        ).row()
        facts[line["key"]] = fact
        made.append(fact)
    return made


def build(evidence: Path) -> dict[str, list[Row]]:
    """Return the fact table of the mineral half of the world."""
    typed = read_ours(CURATED / "world-minerals.csv")
    counted = trade_facts(evidence)
    others = [
        row
        for script in (*mineral_base_year.SCRIPTS, minerals_curated, mineral_base_year)
        for rows in script.build(evidence).values()
        for row in rows
        if "key" in row and "value" in row
    ]
    flows = flow_facts({row["key"]: row for row in [*others, *typed, *counted]})
    return {
        "facts/world-minerals.csv": typed + counted + value_added_facts(evidence) + flows,
        "facts/gaps-world-minerals.csv": read_ours(CURATED / "gaps-world-minerals.csv"),
    }
