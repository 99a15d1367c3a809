"""A table of industries of one's own: read from CSV or XLSX, balanced, with every problem named."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from outlast.economy.scarcity import NationalEconomy
from outlast.engine.arrays import Reals
from outlast.errors import InputError, Problems, nearest
from outlast.reading.spreadsheet import (
    Spreadsheet,
    SpreadsheetRow,
    decimal_number,
    read_spreadsheet,
)

NEEDED: Final = ("industry", "tied", "final", "value_added")
"""The columns beside those of the industries."""

OPTIONAL: Final = ("title", "output")

UNBALANCED: Final = 0.005
"""The share of output by which a row may miss its stated output."""

MOST_INDUSTRIES: Final = 150
"""More industries would take minutes."""


@dataclass(frozen=True)
class OwnTable:
    """A table of the caller's own, with the tied share of each using industry."""

    economy: NationalEconomy
    tied: Reals


def read_own_table(path: Path) -> OwnTable:
    """Return a table of one's own.

    It has a row for each industry, with the columns `industry`, `tied`, `final`, `value_added`,
    and one column for each industry with the sales to it. `output`, where it stands, is checked.

    Raises:
        InputError: It cannot be read, or has problems: all at once, each with its row.
    """
    sheet = read_spreadsheet(path)
    problems = Problems()
    codes = _codes(sheet, problems)
    problems.stop_if_any(InputError)
    read = {
        name: np.array([_number(sheet, row, name, problems) for row in sheet.rows])
        for name in (*NEEDED[1:], *(each for each in ("output",) if each in sheet.columns), *codes)
    }
    problems.stop_if_any(InputError)
    sales = np.stack([read[code] for code in codes], axis=1)
    _check(sheet, codes, sales, read, problems)
    problems.stop_if_any(InputError)
    users = tuple(int(at) for at in np.flatnonzero(read["tied"] > 0))
    economy = NationalEconomy(tuple(codes), sales, read["final"], read["value_added"], users)
    return OwnTable(economy, read["tied"][list(users)])


def _codes(sheet: Spreadsheet, problems: Problems) -> list[str]:
    """Return the codes of the industries, or note every wrong column and row."""
    _check_columns(sheet, problems)
    if problems.found:
        return []
    place, codes = sheet.columns.index("industry"), list[str]()
    for row in sheet.rows:
        code = row.cells[place].strip() if place < len(row.cells) else ""
        if not code:
            problems.add(sheet.file, row.line, "this row names no industry.", "Write its code.")
        elif code in codes:
            what = f'the industry "{code}" stands twice.'
            problems.add(sheet.file, row.line, what, "Add the two rows.")
        elif code not in sheet.columns:
            what = f'the industry "{code}" has no column.'
            problems.add(sheet.file, row.line, what, f'Add a column "{code}": sales to it.')
        codes.append(code)
    known = [*NEEDED, *OPTIONAL, *codes]
    for name in sheet.columns:
        if name not in known:
            what = f'the column "{name}" is no industry of the rows.'
            problems.add(sheet.file, 1, what, nearest(name, known))
    if not 1 <= len(codes) <= MOST_INDUSTRIES:
        what = f"it has {len(codes)} industries."
        problems.add(sheet.file, 0, what, f"Write 1 to {MOST_INDUSTRIES}; add up small ones.")
    return codes


def _check_columns(sheet: Spreadsheet, problems: Problems) -> None:
    """Note columns that are missing, or stand twice."""
    for name in NEEDED:
        if name not in sheet.columns:
            what = f'the column "{name}" is missing.'
            cure = f"Its columns are {', '.join(NEEDED)}, and one for each industry."
            problems.add(sheet.file, 1, what, cure)
    for name in dict.fromkeys(sheet.columns):
        if sheet.columns.count(name) > 1:
            problems.add(sheet.file, 1, f'the column "{name}" stands twice.', "Keep one.")


def _number(sheet: Spreadsheet, row: SpreadsheetRow, name: str, problems: Problems) -> float:
    """Return a cell as a number, or note its problem; an empty cell is nothing."""
    place = sheet.columns.index(name)
    text = row.cells[place].strip() if place < len(row.cells) else ""
    if not text:
        return 0.0
    industry = row.cells[sheet.columns.index("industry")].strip()
    try:
        number = decimal_number(text, decimal_comma=sheet.decimal_comma)
    except ValueError as refusal:
        what, _, cure = f"{refusal}".partition(" | ")
        problems.add(sheet.file, row.line, f'"{industry}", column "{name}": {what}', cure)
        return 0.0
    most = 1.0 if name == "tied" else np.inf
    if number < 0 and name != "final":
        what = f'"{industry}", column "{name}" is negative: {number:g}.'
        problems.add(sheet.file, row.line, what, "Write a number of at least 0.")
    elif number > most:
        what = f'"{industry}", column "{name}" is {number:g}.'
        problems.add(sheet.file, row.line, what, "Write a share, from 0 to 1.")
    return number


def _check(
    sheet: Spreadsheet, codes: list[str], sales: Reals, read: dict[str, Reals], problems: Problems
) -> None:
    """Note rows that do not balance, industries that buy more than they make, no tied industry."""
    output = sales.sum(1) + read["final"]
    for at, (code, row) in enumerate(zip(codes, sheet.rows, strict=True)):
        made, bought, added = output[at], sales[:, at].sum(), read["value_added"][at]
        stated = read["output"][at] if "output" in read else made
        if read["final"][at] < 0:
            what = f'"{code}" has negative final uses, {read["final"][at]:g}.'
            problems.add(sheet.file, row.line, what, "Count a fall of stocks with its output.")
        elif abs(made - stated) > UNBALANCED * max(stated, made):
            what = f'"{code}" sells {made:g} in all, and its output is {stated:g}.'
            problems.add(sheet.file, row.line, what, "Balance the row: output = sales + final.")
        elif made > 0 and bought + added > (1.0 + UNBALANCED) * made:
            what = f'"{code}" buys {bought:g} and adds {added:g}, more than its output {made:g}.'
            problems.add(sheet.file, row.line, what, "Balance the column.")
        elif made > 0 and bought >= made:
            what = f'"{code}" buys all of its output from others.'
            problems.add(sheet.file, row.line, what, "Leave room for value added.")
    if not problems.found and not (read["tied"] > 0).any():
        what = "no industry is tied to the denied good."
        problems.add(sheet.file, 0, what, "Write the share that stops without it in `tied`.")
    if not problems.found and read["value_added"].sum() <= 0:
        problems.add(sheet.file, 0, "its value added is nothing.", "Fill in `value_added`.")
