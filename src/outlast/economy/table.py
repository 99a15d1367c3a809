"""A table of industries: their sales to each other, to final uses, and the value that they add."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.reading import Brief, named

ARRAYS: Final = ("sales", "final", "imports", "value_added", "output")
"""The arrays of a table, USD million; `sales` has a row for each seller."""

TEXTS: Final = ("codes", "titles")


@dataclass(frozen=True, repr=False, eq=False)
class IndustryTable(Brief):
    """An industry-by-industry table of one year, USD million."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    sales: Reals
    """Sales of each industry (row) to each industry (column), without imports."""

    final: Reals
    """Sales of each industry to final uses."""

    imports: Reals
    """Imported inputs of each industry."""

    value_added: Reals
    output: Reals

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each industry by its code."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def inputs(self) -> Reals:
        """Inputs from each industry (row) per unit of output of each industry (column)."""
        return self.sales / np.where(self.output > 0, self.output, 1.0)

    @cached_property
    def requirements(self) -> Reals:
        """The Leontief inverse: output of each industry per unit of final use of each industry."""
        found: Any = np.linalg.inv(np.eye(len(self.codes)) - self.inputs)
        return found

    @cached_property
    def value_share(self) -> Reals:
        """The value added in a unit of output of each industry."""
        return self.value_added / np.where(self.output > 0, self.output, 1.0)

    @cached_property
    def gdp(self) -> float:
        """The sum of value added, USD million."""
        return float(self.value_added.sum())


def read_table(file: Path) -> IndustryTable:
    """Return the table of a file, checked.

    Raises:
        InputError: The file is no table, an array is missing or has another shape, or an industry
            sells less than nothing; the message names the industry.
    """
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as read:
            found = {name: read[name] for name in (*TEXTS, *ARRAYS)}
    except (OSError, ValueError, KeyError, BadZipFile) as problem:
        cure = f"It holds the arrays {', '.join((*TEXTS, *ARRAYS))}."
        raise InputError.of(
            f"{named(file)} is no table of industries: {problem}", cure
        ) from problem
    table = IndustryTable(
        tuple(map(str, found["codes"])),
        tuple(map(str, found["titles"])),
        *(found[name].astype(np.float64) for name in ARRAYS),
    )
    _check(table, file)
    return table


def _check(table: IndustryTable, file: Path) -> None:
    """Refuse a table whose arrays do not fit, or whose rows do not add up."""
    count = len(table.codes)
    for name in ARRAYS:
        shape = (count, count) if name == "sales" else (count,)
        if getattr(table, name).shape != shape:
            raise InputError.of(f"{named(file)}: {name} has not the shape {shape}.")
    residual = np.abs(table.sales.sum(1) + table.final - table.output)
    worst = int(np.argmax(residual))
    if residual[worst] > 1e-6 * table.output.sum():
        raise InputError.of(
            f"{named(file)}: the sales of {table.codes[worst]} and its output differ by "
            f"{residual[worst]:,.0f}.",
            "Balance the table.",
        )
    negative = np.flatnonzero((table.sales < 0).any(1) | (table.final < 0))
    if negative.size:
        raise InputError.of(f"{named(file)}: {table.codes[negative[0]]} has negative sales.")
