"""The runs behind a forecast: with all rules, without measures, and without any substitution."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals, Rows
from outlast.engine.codes import COLLAPSED, STATUS_MEANINGS, ZONES
from outlast.engine.compiled.run import run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.errors import RunError

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


def run_forecast(plan: Plan, draw: Draw, threads: int) -> ForecastRun:
    """Run a plan and return the paths that forecasts need.

    Raises:
        RunError: A future failed its audit.
    """
    futures = len(draw.hoarding)
    markets = ZONES * len(plan.price0)
    run = ForecastRun(
        tally=np.zeros((len(plan.tally_kind), futures)),
        first_stop=np.zeros((len(plan.service_kind), futures)),
        spot=np.ones((markets, plan.horizon, futures)),
        contract=np.ones((markets, plan.horizon, futures)),
        contract_date=np.ones((markets, futures)),
        spot_date=np.ones((markets, futures)),
    )
    status = np.zeros(futures)

    def keep(block: Workspace, first: int, count: int) -> None:
        here = slice(first, first + count)
        record = block.record
        status[here] = record.status.values[0, :count]
        run.tally[:, here] = record.tally.values[:, :count]
        run.first_stop[:, here] = record.first_stop.values[:, :count]
        run.spot[..., here] = block.series.spot.values[..., :count]
        run.contract_date[:, here] = record.contract_date.values[:, :count]
        run.spot_date[:, here] = record.spot_date.values[:, :count]

    run_blocks(plan, draw, keep, threads=threads)
    failed = np.flatnonzero(status > COLLAPSED)
    if len(failed):
        meaning = STATUS_MEANINGS[int(status[failed[0]])]
        raise RunError(
            f"{len(failed)} of {futures} futures failed; in future {failed[0]} {meaning}."
        )
    _write_contract_prices(plan, draw, run)
    return run


def _write_contract_prices(plan: Plan, draw: Draw, run: ForecastRun) -> None:
    r"""Write the contract prices that follow the spot prices from the date on.

    $\ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c)$, the equation of the engine.
    """
    rate = np.repeat(1.0 - np.exp(-plan.step / draw.contract_time.values), 2, axis=0)
    through = np.repeat(draw.pass_through.values, 2, axis=0)
    log = np.log(run.contract_date)
    for step in range(plan.horizon):
        log = log + rate * (through * np.log(run.spot[:, step]) - log)
        run.contract[:, step] = np.exp(log)
