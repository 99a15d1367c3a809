"""Rebuilding in ARIO: lost capital becomes orders at the sectors that rebuild it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from outlast.economy.network.events import CapitalLoss, EventSet
from outlast.economy.network.flows import FlowTable
from outlast.economy.network.passes import Floats
from outlast.engine.arrays import Reals

DIGITS: Final = 7
"""Digits to which the demand that is left is rounded, for a table in millions."""


class _Rebuilt:
    """One event of one run: the capital that is left to rebuild, by seller and damaged industry."""

    def __init__(self, table: FlowTable, event: CapitalLoss, run: int) -> None:
        self.event, self.run = event, run
        self.impact = np.array(event.damage, dtype=np.float64)
        self.buyers = np.array(event.industries, dtype=int)
        regions, sectors = len(table.regions), len(table.sectors)
        parts: list[Reals] = []
        sellers: list[int] = []
        for sector, share in event.rebuilders:
            rows = [region * sectors + sector for region in range(regions)]
            bought = table.sales[rows][:, self.buyers]
            total = bought.sum(0)
            of = np.divide(bought, total, out=np.zeros_like(bought), where=total > 0)
            parts.append(of * self.impact * share)
            sellers += rows
        self.sellers = np.array(sellers, dtype=int)
        self.left: Reals = np.concatenate(parts)
        self.begun = False

    def is_on(self, step: int) -> bool:
        """Return whether capital is lost and rebuilding has not begun before this step."""
        return step >= self.event.start

    def rebuilds(self, step: int) -> bool:
        """Return whether rebuilding is ordered at a step."""
        return step >= self.event.start + self.event.length


class Rebuilding:
    """The rebuilding of several runs."""

    def __init__(self, table: FlowTable, runs: Sequence[EventSet], digits: int = DIGITS) -> None:
        self.shape = (len(table.labels), len(runs))
        self.digits = digits
        self.events = [
            _Rebuilt(table, event, run) for run, each in enumerate(runs) for event in each.capital
        ]

    def damage(self, step: int) -> Reals | None:
        """Return the capital that is lost at a step; None where no run loses capital."""
        if not self.events:
            return None
        found = np.zeros(self.shape)
        for each in self.events:
            if each.is_on(step):
                lost = each.left.sum(0) if each.begun else each.impact
                found[each.buyers, each.run] += lost
        return found

    def demand(self, step: int) -> Reals | None:
        """Return the orders of those who rebuild at each industry."""
        if not self.events:
            return None
        found = np.zeros(self.shape)
        for each in self.events:
            if each.rebuilds(step):
                np.add.at(
                    found[:, each.run], each.sellers, each.left.sum(1) / each.event.rebuilding
                )
        return found

    def deliver(self, step: int, served: Floats) -> Reals | None:
        """Take deliveries off the capital that is left to rebuild; return the unserved orders."""
        if not self.events:
            return None
        unserved = np.zeros(self.shape)
        for each in self.events:
            if not each.rebuilds(step):
                continue
            ordered = each.left / each.event.rebuilding
            share = served[each.sellers, each.run].astype(np.float64)
            delivered = share[:, None] * ordered
            np.add.at(unserved[:, each.run], each.sellers, (ordered - delivered).sum(1))
            left: Reals = (each.left - delivered).round(self.digits)
            each.left = np.maximum(left, 0.0)
            each.begun = True
        return unserved
