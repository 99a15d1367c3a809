"""Tables of one's own in the folders of a contest: `economy/COUNTRY.csv` replaces its aggregates.

The table of the industries of the bridge's bloc may lie as CSV, too, under the name that the
economy declares; the highest folder decides, and in one folder there is one of them.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from outlast.economy.network.flows_file import read_flows
from outlast.economy.own_table import OwnTable, read_own_table
from outlast.economy.table import IndustryTable, read_table
from outlast.errors import InputError, Problem, Problems, nearest
from outlast.reading import Layers, layered, named

ENDS: Final = (".csv", ".xlsx")
TITLES: Final = "-titles.zh.csv"
"""The end of a file of titles, which is no table."""


def read_own_tables(
    layers: Layers, countries: Collection[str], problems: Problems
) -> dict[str, OwnTable]:
    """Return the tables of countries, or add every problem of theirs to those of a load.

    Args:
        layers: The folders of a contest, the topmost last.
        countries: The countries whose aggregates the contest declares.
        problems: The load.
    """
    found: dict[str, Path] = {}
    for folder in layers:
        here: dict[str, Path] = {}
        for file in _files(folder):
            name = file.stem
            if name not in countries:
                if any((each / f"economy/{name}.npz").exists() for each in layers):
                    continue  # the industries of the bridge's bloc
                what = f'"{name}" is no country of exposure.yaml.'
                cure = nearest(name, list(countries)) or f"Known are: {', '.join(countries)}."
                problems.add(named(file), 0, what, cure)
            elif name in here:
                what = f'a second table of "{name}".'
                problems.add(named(file), 0, what, f"Keep it, or {here[name].name}.")
            else:
                here[name] = file
        found |= here
    tables: dict[str, OwnTable] = {}
    for name, file in found.items():
        try:
            tables[name] = read_own_table(file)
        except InputError as refusal:
            problems.found += refusal.problems
    return tables


def own_tables(layers: Layers, countries: Collection[str]) -> Mapping[str, OwnTable]:
    """Return the tables of countries.

    Raises:
        InputError: One has problems, or is of no country; all at once, each with its row.
    """
    problems = Problems()
    found = read_own_tables(layers, countries, problems)
    problems.stop_if_any(InputError)
    return found


def industry_file(layers: Layers, name: str) -> Path | None:
    """Return the file of the industries of the bridge's bloc; None if no folder holds one.

    Raises:
        InputError: The highest folder that holds one holds two.
    """
    for folder in reversed(layers):
        there = [
            each for end in (".npz", ".csv") if (each := folder / f"economy/{name}{end}").exists()
        ]
        if len(there) > 1:
            what = f'a second table "{name}" lies beside {there[0].name}.'
            raise InputError([Problem(named(there[1]), 0, what, "Keep one of the two.")])
        if there:
            return there[0]
    return None


def read_industries(file: Path) -> IndustryTable:
    """Return the industries of a file: `.npz`, or CSV in the form of `outlast network --table`.

    Inputs of a CSV table that are neither bought at home nor value added count as imports.

    Raises:
        InputError: It cannot be read, does not balance, or has several regions.
    """
    if file.suffix == ".npz":
        return read_table(file)
    flows = read_flows(file)
    if len(flows.regions) > 1:
        what = f"it has {len(flows.regions)} regions."
        raise InputError([Problem(named(file), 1, what, "Give the industries of one.")])
    return IndustryTable(
        codes=flows.labels,
        titles=flows.titles,
        sales=flows.sales,
        final=flows.final.sum(1),
        imports=flows.output - flows.sales.sum(0) - flows.value_added,
        value_added=flows.value_added,
        output=flows.output,
    )


def _files(folder: Path) -> list[Path]:
    """Return the tables in a folder of a contest that are not stored arrays."""
    return [
        file
        for _, file in layered((folder,), "economy/*")
        if file.suffix in ENDS and not file.name.endswith(TITLES) and not file.name.startswith(".")
    ]
