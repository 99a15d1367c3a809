"""The runs of a forecast's rivals: workers that compute pieces leave the same bits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import pytest

from outlast.ensemble.task_executor import task_executor
from outlast.errors import InputError
from outlast.lower import lower
from outlast.scenario.load import load_scenario
from outlast.truth.backtest.forecast import RIVAL_DRAWS
from outlast.truth.backtest.forecast_runs import ForecastRun
from outlast.truth.backtest.rival_runs import PIECE, RivalDice, rival_runs

FUTURES = PIECE + 9


@pytest.fixture(scope="module")
def dice() -> RivalDice:
    lowered = lower(load_scenario("lilliput"))
    return RivalDice(replace(lowered, plan=lowered.plan._replace(paired=0)), FUTURES, 3)


def test_pieces_leave_the_same_bits(dice: RivalDice) -> None:
    here = rival_runs(dice, RIVAL_DRAWS, threads=2)
    with ThreadPoolExecutor(2) as pool, task_executor(pool) as executor:
        there = rival_runs(dice, RIVAL_DRAWS, 1, executor=executor)
    assert list(there) == list(here)
    for name, ours in here.items():
        for each in fields(ForecastRun):
            one, other = getattr(ours, each.name), getattr(there[name], each.name)
            assert one.shape == other.shape, (name, each.name)
            assert one.tobytes() == other.tobytes(), (name, each.name)


def test_a_forecast_that_is_cancelled_gives_none(dice: RivalDice) -> None:
    with (
        ThreadPoolExecutor(2) as pool,
        task_executor(pool) as executor,
        pytest.raises(InputError, match="cancelled"),
    ):
        rival_runs(dice, RIVAL_DRAWS, 1, should_cancel=lambda: True, executor=executor)
