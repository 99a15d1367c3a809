"""A table of flows between industries of one region or several, checked row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from outlast.economy.table import IndustryTable
from outlast.engine.arrays import Reals
from outlast.errors import InputError, Problem
from outlast.reading import Brief

TOLERANCE: Final = 1e-6
"""The share of all output by which a row may miss its balance."""

SIGN: Final = ":"
"""The sign between region and sector in the name of an industry of several regions."""


@dataclass(frozen=True, repr=False, eq=False)
class FlowTable(Brief):
    """Flows of one year between the industries of one region or several.

    Industries stand region by region, and in each region in the order of the sectors.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    titles: tuple[str, ...]
    """The title of each industry."""

    sales: Reals
    """Sales of each industry (row) to each industry (column)."""

    final: Reals
    """Sales of each industry (row) to the final uses of each region (column)."""

    value_added: Reals
    output: Reals
    unit: str = "million"
    """The unit of all values, of one year."""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The name of each industry: its sector, after its region where there are several."""
        if len(self.regions) == 1:
            return self.sectors
        return tuple(f"{one}{SIGN}{other}" for one in self.regions for other in self.sectors)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each industry by its name."""
        return {label: at for at, label in enumerate(self.labels)}

    @cached_property
    def inputs(self) -> Reals:
        """Purchases from each sector (row) by each industry (column), from all regions."""
        count = len(self.labels)
        found: Reals = self.sales.reshape(len(self.regions), len(self.sectors), count).sum(0)
        return found

    @cached_property
    def value_share(self) -> Reals:
        """The value added in a unit of output of each industry; 0 where there is no output."""
        found: Reals = np.divide(
            self.value_added,
            self.output,
            out=np.zeros_like(self.output),
            where=self.output > 0,
        )
        return found

    @cached_property
    def negative(self) -> tuple[str, ...]:
        """The industries whose value added is negative: a fall of their output counts as a gain."""
        return tuple(self.labels[at] for at in np.flatnonzero(self.value_added < 0))


def from_industries(table: IndustryTable, unit: str = "USD million") -> FlowTable:
    """Return the flows of a table of one economy's industries."""
    return checked(
        FlowTable(
            regions=("",),
            sectors=table.codes,
            titles=table.titles,
            sales=table.sales,
            final=table.final[:, None],
            value_added=table.value_added,
            output=table.output,
            unit=unit,
        )
    )


def mended(table: FlowTable) -> FlowTable:
    """Return a table without negative flows: they count as 0, and outputs are summed again.

    The value added of an industry is again its output without its inputs, where it was so before.
    """
    sales, final = np.maximum(table.sales, 0.0), np.maximum(table.final, 0.0)
    output = sales.sum(1) + final.sum(1)
    imports = table.output - table.sales.sum(0) - table.value_added
    added = output - sales.sum(0) - imports
    return replace(table, sales=sales, final=final, output=output, value_added=added)


def checked(table: FlowTable, file: str = "", lines: Sequence[int] = ()) -> FlowTable:
    """Return a table whose arrays fit and whose rows add up.

    Args:
        table: The table.
        file: The file that holds it, for messages.
        lines: The line of each industry in the file.

    Raises:
        InputError: All problems at once; each names its row.
    """
    problems = [
        Problem(file, lines[at] if at < len(lines) else 0, what, cure)
        for at, what, cure in _problems(table)
    ]
    if problems:
        raise InputError(problems)
    return table


def _problems(table: FlowTable) -> Iterator[tuple[int, str, str]]:
    """Yield each problem: the place of the row, the problem, its cure."""
    count, regions = len(table.labels), len(table.regions)
    shapes = {
        "sales": (count, count),
        "final": (count, regions),
        "value_added": (count,),
        "output": (count,),
    }
    fits = True
    for name, shape in shapes.items():
        found: Reals = getattr(table, name)
        if found.shape != shape:
            fits = False
            what = f"{name} has the shape {found.shape}; {count} industries need {shape}."
            yield count, what, "Give one row and one column for each industry."
    if len(set(table.labels)) < count:
        twice = next(each for each in table.labels if table.labels.count(each) > 1)
        yield table.labels.index(twice), f'"{twice}" names two industries.', "Rename one of them."
    if fits and count:
        yield from _of_rows(table)
    if not count:
        yield 0, "the table has no industry.", "Give at least one."


def _of_rows(table: FlowTable) -> Iterator[tuple[int, str, str]]:
    """Yield the problems of the rows of a table whose arrays fit."""
    mend = "Correct it, or let negative flows count as 0: --mend."
    labels, scale = table.labels, max(float(np.abs(table.output).sum()), 1e-300)
    for at, label in enumerate(labels):
        sales, final = table.sales[at], table.final[at]
        row = np.concatenate([sales, final, table.output[[at]], table.value_added[[at]]])
        if not np.isfinite(row).all():
            yield at, f'the row of "{label}" holds a value that is no number.', "Fill it."
            continue
        if (sales < 0).any():
            buyer = labels[int(np.argmin(sales))]
            yield at, f'"{label}" sells {sales.min():,.4g} to "{buyer}".', mend
        if (final < 0).any():
            yield at, f'"{label}" sells {final.min():,.4g} to final uses.', mend
        gap = float(sales.sum() + final.sum() - table.output[at])
        if abs(gap) > TOLERANCE * scale:
            what = f'the sales of "{label}" and its output differ by {gap:,.4g}.'
            yield at, what, "Balance the table: output is the sum of the row."
        if table.output[at] <= 0 and (table.sales[:, at] > 0).any():
            what = f'"{label}" buys inputs and has no output.'
            yield at, what, "Give it its sales, or leave it out."
        bought = float(table.sales[:, at].sum() + table.value_added[at])
        if bought - table.output[at] > TOLERANCE * scale:
            over = bought - float(table.output[at])
            what = f'the inputs and the value added of "{label}" exceed its output by {over:,.4g}.'
            yield at, what, "Balance the table: output is the sum of the column."
