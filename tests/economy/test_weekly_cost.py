"""Propagation once a year against propagation every week, on the futures of today."""

import numpy as np
import pytest

import outlast.engine.mechanisms.account as accounting
import outlast.engine.workspace as spaces
from outlast.api.library import Library
from outlast.api.run import adjusted
from outlast.economy.bridge_draws import bridge_draws
from outlast.economy.check import EconomyNames
from outlast.economy.closure import Closure
from outlast.economy.load import load_economy
from outlast.economy.propagation import CLOSURES, industry_cuts, losses
from outlast.engine.arrays import Reals
from outlast.engine.plain import run_plain
from outlast.ensemble.prepare import prepare
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.load import Situation, load_scenario

FUTURES = 200
HORIZON = 156
WEEK = 1
YEAR = 52


@pytest.fixture(scope="module")
def weekly() -> tuple[Situation, dict[str, Reals]]:
    """Return three years of today with the forced shortfall of each tied service, by week.

    The compiled engine adds up by year, so that the plain one runs here, with years of one week;
    it takes minutes. The pair without denial is left out: any shortfalls tell the two apart.
    """
    situation = adjusted(load_scenario("today"), horizon=HORIZON)
    lowered = prepare(situation)
    points = np.random.default_rng(17).random((FUTURES, len(lowered.drawing.dimensions)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounting, "ACCOUNT_YEAR", WEEK)
        patch.setattr(spaces, "ACCOUNT_YEAR", WEEK)
        record = run_plain(lowered.plan._replace(paired=0), lowered.sample(points)).record
    added = np.moveaxis(record.short.values, -1, 0)
    rows = {name: row for row, name in enumerate(lowered.names.valued)}
    bridge = situation.bridge
    assert bridge is not None
    return situation, {service: added[:, rows[service]] for service in bridge.tied}


@pytest.mark.slow
@pytest.mark.parametrize("way", range(len(CLOSURES)))
def test_a_year_at_once_loses_nearly_as_much_as_its_weeks(
    weekly: tuple[Situation, dict[str, Reals]],
    way: int,
) -> None:
    """docs/model/cost.md states the difference."""
    situation, by_week = weekly
    bridge = situation.bridge
    assert bridge is not None
    library = Library(DEFAULT_CONTEST)
    blocs = {key: bloc.title for key, bloc in situation.world.blocs.items()}
    names = EconomyNames(library.ledger, library.priors, blocs, bridge)
    economy = load_economy(library.layers, names)
    table, multiples = economy.table, economy.declared.least_cost
    closure = Closure(table, tuple(table.place[code] for code in bridge.industries))
    drawn = bridge_draws(bridge, FUTURES, 17, len(CLOSURES))
    drawn.closure[:] = way
    weeks = industry_cuts(bridge, drawn, by_week)
    horizon = weeks.shape[1]
    years = weeks.reshape(FUTURES, horizon // YEAR, YEAR, -1).sum(axis=2)
    short: Reals = np.ones(horizon) * WEEK
    long: Reals = np.ones(horizon // YEAR) * YEAR
    each_week = losses(closure, multiples, weeks, drawn, short)
    once = losses(closure, multiples, years, drawn, long)
    np.testing.assert_allclose(once.direct.sum(1), each_week.direct.sum(1), rtol=1e-9, atol=1.0)
    total = [(found.direct + found.most).sum(1) for found in (each_week, once)]
    means = [float(each.mean()) for each in total]
    apart = (total[1] - total[0]) / np.maximum(total[0], 1e6)
    assert means[1] == pytest.approx(means[0], rel=0.02)
    assert np.quantile(np.abs(apart), 0.9) < 0.05
