"""Loading of a contest's economy: its declaration, checked against the contest and its table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import Field

from outlast.economy.check import (
    UNCERTAIN,
    EconomyNames,
    bridge_table_findings,
    economy_findings,
    table_findings,
)
from outlast.economy.declaration import EconomyDeclaration
from outlast.economy.folder_tables import industry_file, read_industries
from outlast.economy.network.input_classes import InputDeclaration, read_classes
from outlast.economy.table import IndustryTable
from outlast.errors import InputError, Problems, nearest
from outlast.reading import Document, Frozen, Layers, collect, read_placed, topmost
from outlast.reading.table import read_table as read_rows

FILE_NAME: Final = "economy.yaml"
"""The file of the economy in the folder of a contest; its tables lie in `economy/`."""


@dataclass(frozen=True)
class LoadedEconomy:
    """The economy that a contest declares, with its table."""

    declared: EconomyDeclaration
    table: IndustryTable
    inputs: InputDeclaration | None = None
    """The classes of the table's inputs, where a file beside it declares them."""

    chinese: Mapping[str, str] = field(default_factory=dict[str, str])
    """The Chinese titles of industries by code, where a file beside the table has them."""


def load_economy(layers: Layers, names: EconomyNames) -> LoadedEconomy:
    """Return the economy that a contest declares.

    Raises:
        InputError: It declares none, or its declaration has problems, all at once.
    """
    problems = Problems()
    loaded = read_economy(layers, problems, names)
    problems.stop_if_any(InputError)
    if loaded is None:
        raise InputError.of(
            "this contest declares no economy.", f'Write a file "{FILE_NAME}" in its folder.'
        )
    return loaded


def read_economy(layers: Layers, problems: Problems, names: EconomyNames) -> LoadedEconomy | None:
    """Return the economy that a contest declares, or add every problem to those of a load."""
    read = _declaration(layers, problems)
    if read is None:
        return None
    declared, document = read
    collect(economy_findings(declared, names), document, problems)
    try:
        file = industry_file(layers, declared.table)
        table = None if file is None else read_industries(file)
    except InputError as refusal:
        problems.found += refusal.problems
        return None
    if table is None:
        what = f'the folder "economy" holds no table "{declared.table}".'
        cure = f"Save it as economy/{declared.table}.npz or .csv."
        problems.add(document.file, document.line(("table",)), what, cure)
        return None
    collect(table_findings(declared, table), document, problems)
    collect(bridge_table_findings(declared, table, names), document, problems)
    beside = topmost(layers, f"economy/{declared.table}-inputs.yaml")
    inputs = None if beside is None else read_classes(beside, table.codes, problems)
    named_zh = topmost(layers, f"economy/{declared.table}-titles.zh.csv")
    chinese = {} if named_zh is None else _titles(named_zh, table, problems)
    return LoadedEconomy(declared, table, inputs, chinese)


class IndustryTitle(Frozen):
    """A row of the titles of industries in Chinese."""

    code: str
    """The code of an industry of the table."""

    zh: str = Field(min_length=1)
    """Its title."""


def _titles(file: Path, table: IndustryTable, problems: Problems) -> dict[str, str]:
    """Return the titles of industries by code, and add every row that fits no industry."""
    found: dict[str, str] = {}
    for placed in read_rows(file, "industry-titles", IndustryTitle, problems):
        code = placed.row.code
        if code not in table.place:
            cure = nearest(code, list(table.place))
            problems.add(placed.file, placed.line, f'"{code}" is no industry of the table.', cure)
        if code in found:
            what = f'"{code}" stands here a second time.'
            problems.add(placed.file, placed.line, what, "Keep one of the two rows.")
        found[code] = placed.row.zh
    return found


def economy_sources(layers: Layers) -> frozenset[str]:
    """Return the sources that the economy of a sound contest cites."""
    read = _declaration(layers, Problems())
    if read is None:
        return frozenset()
    declared = read[0]
    bases = [each.basis for shares in declared.tied.values() for each in shares]
    for market in declared.markets.values():
        bases += [getattr(market, name).basis for name in UNCERTAIN]
    cited = {each.source for basis in bases for each in basis if each.source}
    held = {each.held_to.source for each in declared.markets.values() if each.held_to}
    return frozenset(cited | held | set(declared.sources))


def _declaration(layers: Layers, problems: Problems) -> tuple[EconomyDeclaration, Document] | None:
    """Return the declaration with its lines; None where there is none, or it cannot be read."""
    file = topmost(layers, FILE_NAME)
    return None if file is None else read_placed(file, "economy", EconomyDeclaration, problems)
