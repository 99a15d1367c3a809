"""The default rules: inventories, inputs that bind in part, rationing, restricted routes.

    G_sj = [a_sj d_j(t-1) + (S*_sj - S_sj) / tau]+      goods that industry j wants from sector s
    O_ij = (1 - c_ij) h_ij G_sj                         its orders at seller i of that sector
    d_i  = sum_j O_ij + f_i
    x_j  = min(capacity, d_j, inputs)                   inputs: docs/model/network.md
    S'   = [S + deliveries - a x]+

Source: Pichler, Pangallo, del Rio-Chanona, Lafond and Farmer (2022), Journal of Economic Dynamics
and Control 144, 104527, equations (9) to (12), here by the step; the restriction of routes is ours.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.economy.network.events import EventSet, capacity_schedule, route_schedule
from outlast.economy.network.flows import FlowTable
from outlast.economy.network.passes import Floats, blocks, by_sector
from outlast.economy.network.step_values import StepValues
from outlast.economy.network.table_model import TableModel
from outlast.engine.arrays import Reals

NON_CRITICAL: Final = 0
HALF_CRITICAL: Final = 1
CRITICAL: Final = 2
"""The classes of an input: production goes on without it, at half, or not at all."""

RATIONING: Final = ("proportional", "firms-first", "final-first")
"""The ways in which a seller divides output that falls short of its orders."""


class InventorySettings(NamedTuple):
    """The settings of the default rules; nobody publishes them, the page gives their reasons."""

    steps_a_year: float = 52.0
    cover: float | tuple[float, ...] = 4.0
    """Inventories, steps of use, at least 1: one number, or one for each sector."""

    restocking: float = 4.0
    """The time in which a gap of inventories is ordered, steps."""

    spare: float = 0.0
    """Spare capacity, as a share of output before the events."""

    rationing: str = "proportional"


class InventoryModel(TableModel):
    """The arrays of the default rules for one table."""

    def __init__(
        self,
        table: FlowTable,
        classes: NDArray[np.int8],
        settings: InventorySettings | None = None,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        """Take a checked table, the class of each input (sector, industry), and settings."""
        self.settings = settings = settings or InventorySettings()
        super().__init__(table, dtype)
        a_step = 1.0 / settings.steps_a_year
        bought = table.inputs
        where = np.broadcast_to(table.output > 0, bought.shape)
        share = np.divide(bought, table.output, out=np.zeros_like(bought), where=where)
        cover = np.broadcast_to(np.asarray(settings.cover, dtype=np.float64), (self.sectors,))
        self.output = self.cast(table.output * a_step)[:, None]
        self.final = self.cast(table.final.sum(1) * a_step)[:, None]
        self.share = self.cast(share)[:, :, None]
        self.wished = self.cast(cover[:, None] * bought * a_step)[:, :, None]
        sales = table.sales.reshape(self.regions, self.sectors, self.industries)
        of = np.broadcast_to(bought > 0, sales.shape)
        trade = np.divide(sales, bought, out=np.zeros_like(sales), where=of)
        self.trade = np.ascontiguousarray(self.cast(trade.swapaxes(0, 1)))
        self.critical = self._links(classes == CRITICAL, share)
        self.half = self._links(classes == HALF_CRITICAL, share)

    def _links(self, chosen: NDArray[np.bool_], share: Reals) -> "BindingInputs":
        """Return the chosen inputs that are bought, by industry."""
        buyer, sector = np.nonzero((chosen & (share > 0)).T)
        per_unit = self.cast(1.0 / share[sector, buyer])[:, None]
        buyers, first = np.unique(buyer, return_index=True)
        return BindingInputs(sector * self.industries + buyer, per_unit, buyers, first)

    def steps(
        self, runs: Sequence[EventSet], count: int, *, keeps_stock: bool = False
    ) -> Iterator[StepValues]:
        """Yield the values of each step of several runs, which share nothing but the table."""
        state = _InventoryState(self, runs, keeps_stock=keeps_stock)
        return (state.step(at) for at in range(count))


class BindingInputs(NamedTuple):
    """The inputs of one class, sorted by the industry that buys them."""

    place: NDArray[np.intp]
    """The place of each in an array of sectors by industries."""

    per_unit: Floats
    """Output for a unit of each."""

    buyers: NDArray[np.intp]
    first: NDArray[np.intp]
    """The first input of each buyer."""

    def least(self, stock: Floats) -> Floats:
        """Return the output that the scarcest of them allows, by buyer and run."""
        flat = stock.reshape(-1, stock.shape[2])
        found: Floats = np.minimum.reduceat(flat[self.place] * self.per_unit, self.first, axis=0)
        return found


class _InventoryState:
    """The state of several runs."""

    def __init__(
        self, model: InventoryModel, runs: Sequence[EventSet], *, keeps_stock: bool
    ) -> None:
        self.model, self.runs, self.keeps_stock = model, len(runs), keeps_stock
        self.shape = (model.industries, self.runs)
        self.stock = np.repeat(model.wished, self.runs, axis=2)
        self.goods = np.empty_like(self.stock)
        self.demand = np.repeat(model.output, self.runs, axis=1)
        self.schedule, self.routes = capacity_schedule(runs), route_schedule(runs)
        self.blocks = blocks(model.sectors, model.industries * self.runs * model.dtype.itemsize)

    def step(self, step: int) -> StepValues:
        """Return the values of one step, and move on."""
        model, spare = self.model, 1.0 + self.model.settings.spare
        lost = self.schedule.lost(step, self.shape)
        capacity = model.output * (spare * (1.0 - lost)).astype(model.dtype)
        stock = self.stock.copy() if self.keeps_stock else None
        ordered = self._ordered()
        held = self._held_back(step)
        if held is not None:
            np.subtract.at(ordered, (self.routes.seller, self.routes.run), held)
            np.maximum(ordered, 0.0, out=ordered)
        demand = ordered + model.final
        made = np.minimum(np.minimum(capacity, demand), self._limit())
        firms, final = self._divided(made, ordered)
        self._deliver(made, firms, held)
        self.demand = demand
        return StepValues(
            step=step,
            made=made,
            capacity=capacity,
            ordered=ordered,
            served=final,
            lost=lost,
            stock=stock,
        )

    def _ordered(self) -> Floats:
        """Set the goods that each industry wants; return the orders at each, none held back."""
        model, found = self.model, np.empty(self.shape, dtype=self.model.dtype)
        rows = by_sector(found, model.regions, model.sectors)
        time = model.dtype.type(model.settings.restocking)
        for block in self.blocks:
            goods = model.wished[block] - self.stock[block]
            goods /= time
            goods += model.share[block] * self.demand
            np.maximum(goods, 0.0, out=self.goods[block])
            rows[block] = model.trade[block] @ self.goods[block]
        return found

    def _held_back(self, step: int) -> Floats | None:
        """Return the orders that restricted routes take away, by route; None without routes."""
        model, routes = self.model, self.routes
        if not len(routes.seller):
            return None
        region, sector = np.divmod(routes.seller, model.sectors)
        part = model.trade[sector, region, routes.buyer]
        goods = self.goods[sector, routes.buyer, routes.run]
        held: Floats = routes.lost(step).astype(model.dtype) * part * goods
        return held

    def _limit(self) -> Floats:
        """Return the output that inventories allow."""
        model = self.model
        found = np.full(self.shape, np.inf, dtype=model.dtype)
        if len(model.critical.buyers):
            found[model.critical.buyers] = model.critical.least(self.stock)
        if len(model.half.buyers):
            half = model.half.least(self.stock)
            half += model.output[model.half.buyers]
            half *= model.dtype.type(0.5)
            found[model.half.buyers] = np.minimum(found[model.half.buyers], half)
        return found

    def _divided(self, made: Floats, ordered: Floats) -> tuple[Floats, Floats]:
        """Return the shares of orders and of final uses that each industry serves."""
        model, way = self.model, self.model.settings.rationing
        final = np.broadcast_to(model.final, self.shape)
        if way == "proportional":
            demand = ordered + final
            served = np.divide(made, demand, out=np.zeros_like(made), where=demand > 0)
            return served, served
        before, after = (ordered, final) if way == "firms-first" else (final, ordered)
        one = np.divide(made, before, out=np.ones_like(made), where=before > 0)
        np.minimum(one, 1.0, out=one)
        left = made - one * before
        other = np.divide(left, after, out=np.ones_like(made), where=after > 0)
        np.clip(other, 0.0, 1.0, out=other)
        return (one, other) if way == "firms-first" else (other, one)

    def _deliver(self, made: Floats, served: Floats, held: Floats | None) -> None:
        """Add deliveries to inventories and take off the use; used up is the least."""
        model, routes = self.model, self.routes
        if held is not None:
            sector = routes.seller % model.sectors
            lost = held * served[routes.seller, routes.run]
            np.subtract.at(self.stock, (sector, routes.buyer, routes.run), lost)
        rows = by_sector(served, model.regions, model.sectors)
        for block in self.blocks:
            arrived = model.trade[block].swapaxes(1, 2) @ rows[block]
            arrived *= self.goods[block]
            arrived -= model.share[block] * made
            stock = self.stock[block]
            stock += arrived
            np.maximum(stock, 0.0, out=stock)
