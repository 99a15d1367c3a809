"""Single futures run again are those of the ensemble, whichever are asked for together."""

import numpy as np

from outlast.ensemble import run_ensemble
from outlast.scenario.load import load_scenario
from outlast.study.single_futures import single_futures

FUTURES = 32


def test_single_futures_are_those_that_were_counted() -> None:
    results = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    levels = single_futures(results, range(FUTURES))
    np.testing.assert_allclose(levels.mean(axis=0), results.bands["level"].mean(), atol=1e-12)
    np.testing.assert_array_equal(levels.min(axis=0), results.bands["level"].least)


def test_a_future_does_not_depend_on_its_neighbours() -> None:
    results = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    alone, among = single_futures(results, [7]), single_futures(results, [20, 7, 3])
    np.testing.assert_array_equal(alone[0], among[1])
