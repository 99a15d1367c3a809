"""Closures: the loss of value added in all industries when some industries' output is cut.

In every closure the outputs of the cut industries K are pinned, x_K = (1 - cut_K) g_K. A tiny cut
beside a large one holds an output up that would fall further if it were free.

*Final uses give way*: the other outputs follow from the least deviation of final uses,
min sum f_i (df_i / f_i)^2 with df = (I - A) dx. With H^-1 = L diag(f) L', L the Leontief inverse,

    dx = H^-1[:, K] (H^-1[K, K])^-1 dx_K,     dGDP = v . dx

*Supply pushes* (Ghosh): users of a cut good lose output as their purchases shrink, dx = -s G[K]
with G = (I - Z/g)^-1 = L scaled by outputs, and s such that the pinned outputs come out.

Source: the quadratic closure of US Geological Survey, Open-File Report 2024-1057, as far as its
abstract and our own experiments tell; Ghosh (1958).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np

from outlast.economy.table import IndustryTable
from outlast.engine.arrays import Reals

Respond: TypeAlias = Callable[[list[int], Reals], Reals]
"""The change of all outputs for cut industries, by their number among the pinned, and changes."""

LEAST: Final = 1.0
"""Final uses below this, USD million, count as this: an industry without final sales gives way
last."""


@dataclass(frozen=True, eq=False)
class Closure:
    """The response of one table to cuts of the industries that are pinned."""

    table: IndustryTable
    pinned: tuple[int, ...]
    """Places of the industries that can be cut."""

    @cached_property
    def _inverse(self) -> Reals:
        """H^-1 in the columns of the pinned industries, shape (industries, pinned)."""
        requirements = self.table.requirements
        final = np.maximum(self.table.final, LEAST)
        found: Reals = (requirements * final) @ requirements[list(self.pinned)].T
        return found

    @cached_property
    def _ghosh(self) -> Reals:
        """The Ghosh inverse in the rows of the pinned industries, shape (pinned, industries)."""
        table, rows = self.table, list(self.pinned)
        output = np.where(table.output > 0, table.output, 1.0)
        found: Reals = table.requirements[rows] * output / output[rows][:, None]
        return found

    def final_uses_give_way(self, cuts: Reals) -> Reals:
        """Return the change of value added, USD million, shape (draws, industries).

        Args:
            cuts: The share of output that each pinned industry loses, shape (draws, pinned). An
                industry whose cut is 0 is free.
        """

        def respond(active: list[int], outputs: Reals) -> Reals:
            inverse = self._inverse[:, active]
            pins = inverse[[self.pinned[each] for each in active]]
            return np.linalg.solve(pins, outputs.T).T @ inverse.T

        return self._respond(cuts, respond)

    def supply_pushes(self, cuts: Reals) -> Reals:
        """Return the same where users of cut goods lose output as their purchases shrink."""

        def respond(active: list[int], outputs: Reals) -> Reals:
            rows = self._ghosh[active]
            pins = rows[:, [self.pinned[each] for each in active]]
            return np.linalg.solve(pins.T, outputs.T).T @ rows

        return self._respond(cuts, respond)

    def planner_spares(self, cuts: Reals, multiples: Mapping[str, float]) -> Reals | None:
        """Return the same where a planner spares value added; None where a multiple is missing.

        The totals follow from multiples of a linear program for each industry alone; beyond the cut
        industries they spread as where final uses give way.

        Args:
            cuts: The share of output that each pinned industry loses, shape (draws, pinned).
            multiples: The loss in all industries per unit of loss in one, by code.
        """
        codes = [self.table.codes[place] for place in self.pinned]
        if not all(code in multiples for code in codes):
            return None
        direct, pinned = self.direct(cuts), list(self.pinned)
        beyond = direct @ (np.array([multiples[code] for code in codes]) - 1.0)
        spread = self.final_uses_give_way(cuts)
        spread[:, pinned] = 0.0
        summed = spread.sum(1)
        scale = np.divide(beyond, summed, out=np.zeros_like(beyond), where=summed != 0)
        found = spread * scale[:, None]
        found[:, pinned] = direct
        return found

    def direct(self, cuts: Reals) -> Reals:
        """Return the change of value added in the pinned industries, shape (draws, pinned)."""
        return -cuts * self.table.value_added[list(self.pinned)]

    def _respond(self, cuts: Reals, respond: Respond) -> Reals:
        """Return the response, for draws with the same industries cut together."""
        table, found = self.table, np.zeros((len(cuts), len(self.table.codes)))
        outputs = -cuts * table.output[list(self.pinned)]
        patterns, which = np.unique(cuts != 0, axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            active = [int(each) for each in np.flatnonzero(pattern)]
            if active:
                rows = which.ravel() == number
                found[rows] = respond(active, outputs[rows][:, active]) * table.value_share
        return found
