"""The known history of a series: its level, and the noise of single points."""

import numpy as np
import pytest

from outlast.scenario.locate import open_contest
from outlast.truth.backtest.freeze import known_points
from outlast.truth.backtest.history import (
    USUAL_NOISE,
    known_history,
    noise_factors,
    point_noise,
)
from tests.truth.backtest.stub import DAY, declaration


def test_noise_is_estimated_from_neighbours() -> None:
    dice = np.random.default_rng(1)
    factors = np.exp(dice.normal(scale=0.4, size=400))
    assert point_noise(list(5.0 * factors)) == pytest.approx(0.4, abs=0.05)
    assert point_noise([1.0, 2.0, 3.0]) == USUAL_NOISE


def test_noise_has_mean_1_and_the_estimated_spread() -> None:
    factors = noise_factors("a-key", "2025-01", 2000, 0.4)
    assert factors.mean() == pytest.approx(1.0, abs=0.01)
    assert np.log(factors).std() == pytest.approx(0.4, abs=0.01)


def test_the_level_of_a_stock_is_its_last_point() -> None:
    key = "nvidia-legal-stock-h100e-cn"
    points = known_points(open_contest().ledger.observed, DAY, declaration().lag)[key]
    history = known_history(declaration().series[key], points, DAY, declaration().recent)
    assert history.level == list(history.points.values())[-1]
