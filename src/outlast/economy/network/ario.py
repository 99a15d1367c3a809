"""ARIO, as BoARIO 0.7.2 runs it: proportional rationing, strict inputs, overproduction, rebuilding.

The equations stand in docs/model/network.md with the conventions of that program: overproduction
starts at step 2, differences within NumPy's closeness change no inventory and no order, lost
capacity acts a step late, and the capital that is left to rebuild is rounded. Orders are never
stored: O_ij = Z_ij rho_i Q_sj with Q_sj = G_sj / sum over p of Z_(p,s)j rho_(p,s).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.economy.network.ario_pass import ArioPass, Moved
from outlast.economy.network.events import EventSet, capacity_schedule
from outlast.economy.network.flows import FlowTable
from outlast.economy.network.passes import Floats
from outlast.economy.network.rebuilding import Rebuilding
from outlast.economy.network.step_values import StepValues
from outlast.economy.network.table_model import TableModel
from outlast.engine.arrays import Reals

LEAST_SHARE: Final = 1e-5
"""An input counts where a year of it exceeds this share of a step's output."""

CAPACITY_DIGITS: Final = 6
"""Digits to which a fading loss of capacity is rounded."""

FIRST_OVERPRODUCTION: Final = 2
"""The first step in which capacity answers demand."""


class ArioSettings(NamedTuple):
    """The settings of ARIO, with the defaults of BoARIO 0.7.2."""

    steps_a_year: float = 365.0
    cover: float | tuple[float, ...] = 90.0
    """Inventories, steps of use: one number, or one for each sector. Up to 1 counts as 2."""

    restocking: float = 60.0
    """The time in which a gap of inventories is ordered, steps."""

    threshold: float = 0.8
    """The share of the wished inventory below which an input limits production (psi)."""

    most_overproduction: float = 1.25
    overproduction_time: float = 365.0
    rerouting: bool = True
    """Whether orders go to sellers by their capacity ("alt"), or by fixed shares ("noalt")."""

    capital_ratio: float = 4.0
    """Capital per unit of a year's value added, where no capital is given."""

    digits: int = 7
    """Digits to which the demand for rebuilding is rounded."""


class ArioModel(TableModel):
    """The arrays of ARIO for one table."""

    def __init__(
        self,
        table: FlowTable,
        settings: ArioSettings | None = None,
        capital: Reals | None = None,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        """Take a checked table, settings, and the capital of each industry if it is known."""
        self.settings = settings = settings or ArioSettings()
        self.rerouting, self.restocking = settings.rerouting, settings.restocking
        super().__init__(table, dtype)
        a_step = 1.0 / settings.steps_a_year
        where = np.broadcast_to(table.output > 0, table.inputs.shape)
        share = np.divide(table.inputs, table.output, out=np.zeros_like(table.inputs), where=where)
        cover = np.broadcast_to(np.asarray(settings.cover, dtype=np.float64), (self.sectors,))
        wished = np.where(cover <= 1.0, 2.0, cover)[:, None] * share
        needed = settings.threshold * wished
        counts = (table.inputs > LEAST_SHARE * table.output * a_step) & (needed > 0)
        limit = np.divide(1.0, needed, out=np.zeros_like(needed), where=counts)
        bare = settings.capital_ratio * (table.output - table.sales.sum(0))
        self.capital = (bare if capital is None else capital)[:, None]
        self.output = self.cast(table.output * a_step)[:, None]
        self.final = self.cast(table.final.sum(1) * a_step)[:, None]
        self.share, self.wished = self.cast(share)[:, :, None], self.cast(wished)[:, :, None]
        self.limit = self.cast(limit)[:, :, None]
        self.free = self.cast(np.where(counts, 0.0, np.inf))[:, :, None]
        falls = (share > 0) & (~counts | (needed < share))
        self.may_fall: NDArray[np.bool_] = np.any(falls, axis=1)
        """Sectors whose inventories may be used up beyond nothing."""
        trade = (table.sales * a_step).reshape(self.regions, self.sectors, self.industries)
        self.trade = np.ascontiguousarray(self.cast(trade.swapaxes(0, 1)))
        self.bought = self.trade.sum(1)[:, :, None]

    def steps(
        self, runs: Sequence[EventSet], count: int, *, keeps_stock: bool = False
    ) -> Iterator[StepValues]:
        """Yield the values of each step of several runs, which share nothing but the table."""
        state = _ArioState(self, runs, keeps_stock=keeps_stock)
        return (state.step(at) for at in range(count))


class _ArioState:
    """The state of several runs."""

    def __init__(self, model: ArioModel, runs: Sequence[EventSet], *, keeps_stock: bool) -> None:
        self.model, self.runs, self.keeps_stock = model, len(runs), keeps_stock
        self.shape = (model.industries, self.runs)
        kind = model.dtype
        self.inputs = ArioPass(model, self.runs)
        self.relative = np.ones(self.shape, dtype=kind)
        """rho: capacity over output before the events, as the last orders saw it."""
        self.overproduction = np.ones(self.shape, dtype=kind)
        self.made = np.repeat(model.output, self.runs, axis=1)
        self.schedule = capacity_schedule(runs)
        self.rebuilding = Rebuilding(model.table, runs, model.settings.digits)

    def step(self, step: int) -> StepValues:
        """Return the values of one step, and move on."""
        model = self.model
        lost = self.schedule.lost_in_ario(step, self.shape, CAPACITY_DIGITS)
        damage = self.rebuilding.damage(step)
        if damage is not None:
            whole = np.broadcast_to(model.capital, damage.shape)
            ruined = np.divide(damage, whole, out=np.zeros(damage.shape), where=whole > 0)
            lost = np.maximum(lost, ruined)
        ordered = self.inputs.ordered
        rebuild = self.rebuilding.demand(step)
        demand = ordered + model.final
        if rebuild is not None:
            demand += rebuild.astype(model.dtype)
        if step >= FIRST_OVERPRODUCTION:
            self._overproduce(demand)
        capacity = model.output * (1.0 - lost).astype(model.dtype) * self.overproduction
        made = np.minimum(np.minimum(demand, capacity), self.inputs.allowed)
        served = np.divide(made, demand, out=np.zeros_like(made), where=demand > 0)
        stock = self.inputs.stock.copy() if self.keeps_stock else None
        unserved = self.rebuilding.deliver(step, served)
        wished = demand
        if unserved is not None:
            wished = ordered + model.final + unserved.astype(model.dtype)
        weights = served * self.relative
        if model.rerouting:
            self.relative = np.divide(
                capacity, model.output, out=np.zeros_like(capacity), where=model.output > 0
            )
        aimed = np.minimum(wished, capacity)
        self.inputs.move(Moved(made, weights, aimed, self.relative))
        self.made = made
        return StepValues(
            step=step,
            made=made,
            capacity=capacity,
            ordered=ordered,
            served=served,
            lost=lost,
            stock=stock,
            overproduction=self.overproduction.copy(),
            rebuild=rebuild,
            rebuilt=None if rebuild is None else rebuild * served,
            damage=damage,
            aborted=self.inputs.aborted,
        )

    def _overproduce(self, demand: Floats) -> None:
        """Let capacity follow unmet demand, and fall back where all is met."""
        settings = self.model.settings
        zero = np.zeros_like(demand)
        scarcity = np.divide(demand - self.made, demand, out=zero, where=demand > 0)
        time = settings.overproduction_time
        rise = (settings.most_overproduction - self.overproduction) * scarcity / time
        fall = np.where(scarcity == 0, (1.0 - self.overproduction) / time, 0.0)
        self.overproduction = np.maximum(self.overproduction + rise + fall, 1.0).astype(
            self.model.dtype
        )
