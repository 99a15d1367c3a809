"""The runs behind a forecast: as the record has it, without measures, and without a way out."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals, Rows
from outlast.engine.codes import COLLAPSED, MEANING
from outlast.engine.compiled.run import run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Room
from outlast.errors import RunError

SHUT: Final = (
    *("approval", "detour_share", "elasticity", "idle_share", "idle_elasticity", "invest"),
    *("directed", "ces", "hoarding", "share_weight_fill", "share_weight_price", "fungible"),
)
"""Draws that are 0 where nothing takes the place of what a rule stops."""

WHOLE: Final = ("thrift_floor", "intensity_floor")
"""Draws that are 1 there."""


@dataclass(frozen=True)
class Ran:
    """What a run leaves for a forecast, futures last."""

    tally: Reals
    first_stop: Reals
    """Weeks since the common start, by service."""

    spot: Reals
    """Price index by row and step from the date."""

    contract: Reals
    """As spot: what most tonnage pays."""

    contract_date: Reals
    spot_date: Reals
    """Price index by row on the date."""


def without_measures(draw: Draw) -> Draw:
    """Return a draw in which no measure has effect."""
    return draw._replace(gate=Rows(np.zeros_like(draw.gate.values)))


def without_way_out(draw: Draw) -> Draw:
    """Return a draw in which a rule stops all that it names and nothing takes its place."""
    changed: dict[str, Rows | Reals] = {}
    for names, value in ((SHUT, 0.0), (WHOLE, 1.0)):
        for name in names:
            given = getattr(draw, name)
            array = given.values if isinstance(given, Rows) else given
            full = np.full_like(array, value)
            changed[name] = Rows(full) if isinstance(given, Rows) else full
    return draw._replace(**changed)  # type: ignore[arg-type]


def run(plan: Plan, draw: Draw, threads: int) -> Ran:
    """Return what a run leaves for a forecast.

    Raises:
        RunError: A future failed its audit.
    """
    futures = len(draw.hoarding)
    markets = 2 * len(plan.price0)
    made = Ran(
        tally=np.zeros((len(plan.tally_kind), futures)),
        first_stop=np.zeros((len(plan.service_kind), futures)),
        spot=np.ones((markets, plan.horizon, futures)),
        contract=np.ones((markets, plan.horizon, futures)),
        contract_date=np.ones((markets, futures)),
        spot_date=np.ones((markets, futures)),
    )
    status = np.zeros(futures)

    def each(block: Room, first: int, count: int) -> None:
        here = slice(first, first + count)
        record = block.record
        status[here] = record.status.values[0, :count]
        made.tally[:, here] = record.tally.values[:, :count]
        made.first_stop[:, here] = record.first_stop.values[:, :count]
        made.spot[..., here] = block.series.spot.values[..., :count]
        made.contract_date[:, here] = record.contract_date.values[:, :count]
        made.spot_date[:, here] = record.spot_date.values[:, :count]

    run_blocks(plan, draw, each, threads=threads)
    wrong = np.flatnonzero(status > COLLAPSED)
    if len(wrong):
        meaning = MEANING[int(status[wrong[0]])]
        raise RunError(f"{len(wrong)} of {futures} futures failed; in future {wrong[0]} {meaning}.")
    _follow(plan, draw, made)
    return made


def _follow(plan: Plan, draw: Draw, ran: Ran) -> None:
    r"""Write the contract prices that follow the spot prices from the date on.

    $\ln P^c := \ln P^c + \lambda(\tau_c)(\omega^S \ln P^s - \ln P^c)$, the engine's own equation.
    """
    rate = np.repeat(1.0 - np.exp(-plan.step / draw.contract_time.values), 2, axis=0)
    through = np.repeat(draw.pass_through.values, 2, axis=0)
    log = np.log(ran.contract_date)
    for step in range(plan.horizon):
        log = log + rate * (through * np.log(ran.spot[:, step]) - log)
        ran.contract[:, step] = np.exp(log)
