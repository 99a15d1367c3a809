"""The runs behind a forecast: with all rules, without measures, and without any substitution."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals, Rows
from outlast.engine.compiled.run import Precision, never_cancel, run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble.future_audit import FailedFuture, failed_futures, refuse
from outlast.errors import InputError
from outlast.lower import AxisNames

NO_SUBSTITUTION: Final = {
    **dict.fromkeys(
        (
            *("approval", "detour_share", "elasticity", "idle_share", "idle_elasticity", "invest"),
            *("directed", "hoarding", "share_weight_fill", "share_weight_price"),
            "fungible",
        ),
        0.0,
    ),
    **dict.fromkeys(("thrift_floor", "intensity_floor"), 1.0),
}
"""The values of draws with which nothing replaces the goods that a rule stops."""

SERIES: Final = ("spot", "level")
"""The series that are read."""


@dataclass(frozen=True)
class ForecastRun:
    """The paths of a run that forecasts need."""

    tally: Reals
    """Tallied flows: [tally, future]."""

    first_stop: Reals
    """Weeks from the common start to the first stop: [service, future]."""

    spot: Reals
    """Index of spot prices from the date: [market row, step, future]."""

    contract: Reals
    """Index of contract prices from the date: [market row, step, future]."""

    contract_date: Reals
    """Index of contract prices on the date: [market row, future]."""

    spot_date: Reals
    """Index of spot prices on the date: [market row, future]."""

    level: Reals = field(default_factory=lambda: np.zeros((0, 0, 0)))
    """Mean level of services over their windows from the date: [line, step, future]."""


def without_measures(draw: Draw) -> Draw:
    """Return draws in which no measure has an effect."""
    return draw._replace(gate=Rows(np.zeros_like(draw.gate.values)))


def without_substitution(draw: Draw) -> Draw:
    """Return draws in which a rule stops every good that it names and nothing replaces it."""
    changed: dict[str, Rows | Reals] = {}
    for name, value in NO_SUBSTITUTION.items():
        before = getattr(draw, name)
        array = before.values if isinstance(before, Rows) else before
        full = np.full_like(array, value)
        changed[name] = Rows(full) if isinstance(before, Rows) else full
    return draw._replace(**changed)  # type: ignore[arg-type]


def run_forecast(  # noqa: PLR0913  each is a choice of the caller's
    plan: Plan,
    names: AxisNames,
    draw: Draw,
    seed: int,
    *,
    threads: int,
    should_cancel: Callable[[], bool] = never_cancel,
    precision: Precision = np.float64,
    first: int = 0,
) -> ForecastRun:
    """Run a plan and return the paths that forecasts need.

    Args:
        plan: The plan.
        names: The names of its rows, for a fault.
        draw: The draws of all futures.
        seed: The seed of their luck, for a fault.
        threads: Threads to run on.
        should_cancel: Called between pieces of the run; True ends it.
        precision: The precision of the engine's state.
        first: The number of the first future, for a fault.

    Raises:
        RunError: A future failed its audit.
        InputError: The run was cancelled.
    """
    futures = len(draw.hoarding)
    markets = len(plan.site_bloc)
    run = ForecastRun(
        tally=np.zeros((len(plan.tally_kind), futures)),
        first_stop=np.zeros((len(plan.service_kind), futures)),
        spot=np.ones((markets, plan.horizon, futures)),
        contract=np.ones((markets, plan.horizon, futures)),
        contract_date=np.ones((markets, futures)),
        spot_date=np.ones((markets, futures)),
        level=np.ones((len(plan.line_service), plan.horizon, futures)),
    )
    failed: list[FailedFuture] = []

    def keep(block: Workspace, begin: int, count: int) -> None:
        here = slice(begin, begin + count)
        record = block.record
        numbers = range(first + here.start, first + here.stop)
        failed.extend(failed_futures(plan, names, block, numbers, SERIES))
        run.tally[:, here] = record.tally.values[:, :count]
        run.first_stop[:, here] = record.first_stop.values[:, :count]
        run.spot[..., here] = block.series.spot.values[..., :count]
        run.level[..., here] = block.series.level.values[..., :count]
        run.contract_date[:, here] = record.contract_date.values[:, :count]
        run.spot_date[:, here] = record.spot_date.values[:, :count]

    run_blocks(plan, draw, keep, precision=precision, threads=threads, should_cancel=should_cancel)
    if should_cancel():
        raise InputError("the forecast was cancelled.")
    refuse(failed, futures, seed)
    _write_contract_prices(plan, draw, run)
    return run


def _write_contract_prices(plan: Plan, draw: Draw, run: ForecastRun) -> None:
    r"""Write the contract prices that follow the spot prices from the date on.

    $\ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c)$, the equation of the engine.
    """
    good = plan.site_good
    rate = 1.0 - np.exp(-plan.step / draw.contract_time.values[good])
    through = draw.pass_through.values[good]
    log = np.log(run.contract_date)
    for step in range(plan.horizon):
        log = log + rate * (through * np.log(run.spot[:, step]) - log)
        run.contract[:, step] = np.exp(log)
