"""ARIO's pass over the inputs: deliveries, use, orders and limits, each block of sectors once.

A block goes through three stages while it is in the cache: deliveries less use, the gap of
inventories, the orders. The two gates of BoARIO need all differences of a run, so that a block
waits before its second and third stage while a run may still be close everywhere; after a shock
the first blocks tell.
"""

from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from outlast.economy.network.passes import Floats, blocks, by_sector, is_close

CLOSE: Final = (1e-5, 1e-8)
"""NumPy's closeness, relative and absolute."""

TINY: Final = {"float64": 1e-100, "float32": 1e-20}
"""Purchases under this are none: then no order is made."""


def close_runs(still: NDArray[np.bool_], difference: Floats, to: Floats) -> None:
    """Keep the runs of which all differences of a block are close; its first sector often tells."""
    for part in (slice(0, 1), slice(1, None)):
        if still.any():
            still &= is_close(difference[part], to[part], *CLOSE)


class ArioArrays(Protocol):
    """The arrays of a model that the pass reads, by sector (and region) and industry."""

    regions: int
    sectors: int
    industries: int
    dtype: np.dtype[np.floating[Any]]
    output: Floats
    share: Floats
    wished: Floats
    limit: Floats
    free: Floats
    trade: Floats
    bought: Floats
    may_fall: NDArray[np.bool_]
    rerouting: bool
    restocking: float


class Moved(NamedTuple):
    """The values of a step that move inventories, shape (industries, runs)."""

    made: Floats
    weights: Floats
    """Deliveries over base sales, for each seller."""

    aimed: Floats
    relative: Floats
    """rho: capacity over output before the events."""


class ArioPass:
    """The inventories of several runs, their orders for the next step, and the limits they set."""

    def __init__(self, model: ArioArrays, runs: int) -> None:
        self.model, self.runs = model, runs
        self.stock = np.repeat(model.output[:, 0][None, :, None] * model.wished, runs, axis=2)
        self.scale = np.ones_like(self.stock)
        """Q: orders of an industry in a sector, over its purchases there by capacity."""
        self.buffer = np.empty_like(self.stock)
        self.used = np.empty_like(self.stock)
        """Inputs that the output of the step uses up; the orders need them once more."""
        self.blocks = blocks(model.sectors, model.industries * runs * model.dtype.itemsize)
        self.aborted = np.zeros(runs, dtype=bool)
        self.tiny = model.dtype.type(TINY[model.dtype.name])
        shape = (model.industries, runs)
        self.ordered = np.zeros(shape, dtype=model.dtype)
        """Orders at each industry for the next step."""
        self.allowed = np.full(shape, np.inf, dtype=model.dtype)
        """The output that inventories allow in the next step."""
        rows = by_sector(self.ordered, model.regions, model.sectors)
        for block in self.blocks:
            rows[block] = model.trade[block] @ self.scale[block]
            self._note_limit(block)

    def move(self, moved: Moved) -> None:
        """Move deliveries into inventories, use them, and set the orders of the next step."""
        model, kind = self.model, self.model.dtype
        weights = by_sector(moved.weights, model.regions, model.sectors)
        still, full = np.ones(self.runs, dtype=bool), np.ones(self.runs, dtype=bool)
        second: list[slice] = []
        third: list[slice] = []
        self.allowed = np.full_like(self.allowed, np.inf)
        ordered = np.empty_like(self.ordered)
        for block in self.blocks:
            self._deliver(block, moved, weights, still)
            second.append(block)
            if still.any():
                continue
            third += self._stocked(second, moved, full, None)
            if not full.any():
                self._ordered(third, moved, ordered, None)
        moves = (~still).astype(kind) if still.any() else None
        third += self._stocked(second, moved, full, moves)
        orders = (~full).astype(kind) if full.any() else None
        self._ordered(third, moved, ordered, orders)
        ordered *= moved.relative
        self.ordered = ordered

    def _deliver(
        self, block: slice, moved: Moved, weights: Floats, still: NDArray[np.bool_]
    ) -> None:
        """Put deliveries less use in the buffer; note the runs in which all are close."""
        model = self.model
        change = np.matmul(
            model.trade[block].swapaxes(1, 2), weights[block], out=self.buffer[block]
        )
        change *= self.scale[block]
        used = np.multiply(model.share[block], moved.made, out=self.used[block])
        change -= used
        if still.any():
            close_runs(still, change, used)

    def _stocked(
        self, waiting: list[slice], moved: Moved, full: NDArray[np.bool_], moves: Floats | None
    ) -> list[slice]:
        """Move the inventories of waiting blocks, and put their gaps in the buffer."""
        model, done = self.model, list(waiting)
        waiting.clear()
        for block in done:
            stock, gap = self.stock[block], self.buffer[block]
            stock += gap if moves is None else gap * moves
            self._note_limit(block)
            if model.may_fall[block].any():
                self.aborted |= (stock < 0).any(axis=(0, 1))
            goal = model.wished[block] * moved.aimed
            np.subtract(goal, stock, out=gap)
            if full.any():
                close_runs(full, gap, goal)
            np.maximum(gap, 0.0, out=gap)
        return done

    def _ordered(
        self, waiting: list[slice], moved: Moved, ordered: Floats, orders: Floats | None
    ) -> None:
        """Set the orders of waiting blocks: use and a part of the gap, by capacity of sellers."""
        model = self.model
        rows = by_sector(moved.relative, model.regions, model.sectors)
        at = by_sector(ordered, model.regions, model.sectors)
        restocking = model.dtype.type(model.restocking)
        for block in waiting:
            goods = self.buffer[block]
            if orders is not None:
                goods *= orders
            goods /= restocking
            goods += self.used[block]
            bought = model.bought[block]
            if model.rerouting:
                bought = model.trade[block].swapaxes(1, 2) @ rows[block]
            scale = np.divide(goods, np.maximum(bought, self.tiny), out=self.scale[block])
            at[block] = model.trade[block] @ scale
        waiting.clear()

    def _note_limit(self, block: slice) -> None:
        """Lower the output that inventories allow to that of a block."""
        allowed = self.stock[block] * self.model.limit[block]
        allowed += self.model.free[block]
        np.minimum(self.allowed, allowed.min(0), out=self.allowed)
