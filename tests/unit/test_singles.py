"""Single futures run again are those of the ensemble, whichever are asked for together."""

import numpy as np

from outlast.ensemble import run_ensemble
from outlast.scenario.load import load_scenario
from outlast.study.single_futures import singles

FUTURES = 32


def test_single_futures_are_those_that_were_counted() -> None:
    results = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    levels = singles(results, range(FUTURES))
    np.testing.assert_allclose(levels.mean(axis=0), results.bands["level"].mean(), atol=1e-12)
    np.testing.assert_array_equal(levels.min(axis=0), results.bands["level"].least)


def test_a_future_does_not_depend_on_its_neighbours() -> None:
    results = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    np.testing.assert_array_equal(singles(results, [7])[0], singles(results, [20, 7, 3])[1])
