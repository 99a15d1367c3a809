"""Weighted shares, errors and quantiles against figures by hand, and against many samples."""

import numpy as np
import pytest

from outlast.results.first_breaks import FirstBreaks
from outlast.results.odds import DESIGN, standard_error, week_by
from outlast.results.weights import effective_size, quantiles, weighted_mean


def test_a_weighted_share_by_hand() -> None:
    weights = np.array([3.0, 1.0, 0.5, 0.5])
    assert weighted_mean(np.array([1.0, 0.0, 1.0, 0.0]), weights) == pytest.approx(0.7)
    assert effective_size(weights) == pytest.approx(25 / 10.5)


def test_weighted_quantiles_are_values_that_futures_have() -> None:
    times, weights = np.array([40.0, 10.0, 30.0, 20.0]), np.array([1.0, 7.0, 1.0, 1.0])
    assert quantiles(times, (0.1, 0.5, 0.7, 0.75, 0.95), weights) == (10, 10, 10, 20, 40)
    assert week_by(times, 0.75, 35.0, weights) == 20
    assert week_by(times, 0.95, 35.0, weights) is None


def test_the_error_is_that_of_the_effective_number() -> None:
    dice = np.random.default_rng(1)
    outcomes, weights = (dice.random(800) < 0.3).astype(float), np.ones(800)
    weights[:400] = 1e-9
    half = standard_error(outcomes[400:])
    assert standard_error(outcomes, weights) == pytest.approx(half, rel=1e-3)


def test_between_designs_the_error_is_that_of_many_samples() -> None:
    dice = np.random.default_rng(2)
    errors: list[float] = []
    shares: list[float] = []
    for _ in range(400):
        luck = dice.random(16 * DESIGN)
        weights, outcomes = 0.2 + luck, (dice.random(16 * DESIGN) < luck).astype(float)
        errors.append(standard_error(outcomes, weights))
        shares.append(float(weighted_mean(outcomes, weights)))
    assert np.mean(errors) == pytest.approx(np.std(shares), rel=0.15)


def test_no_future_that_differs_leaves_the_reach_of_the_effective_number() -> None:
    weights = np.array([10.0] + [0.1] * 99)
    assert standard_error(np.zeros(100), weights) == pytest.approx(
        2.0 / (effective_size(weights) + 4.0)
    )


def test_first_breaks_are_weighted_alike() -> None:
    times = np.array([[5.0, 9.0], [9.0, 5.0], [0.0, 99.0], [99.0, 99.0]])
    short = np.array([[False, False], [False, False], [True, False], [False, False]])
    weights = np.array([1.0, 2.0, 4.0, 1.0])
    breaks = FirstBreaks(
        "all", "All", "flow", "strict", "from-date", ("us", "cn"), 50.0, times, short, weights
    )
    assert breaks.shares == pytest.approx((0.625, 0.25, 0.0, 0.125))
    assert breaks.already == pytest.approx((0.5, 0.0))
    assert breaks.odds.first == pytest.approx({"us": 0.625, "cn": 0.25})
    chosen = np.array([True, True, False, False])
    assert breaks.odds_where(chosen).first == pytest.approx({"us": 1 / 3, "cn": 2 / 3})
    assert breaks.quantiles(0, later=True) == (5.0, 5.0, 5.0)
    assert breaks.quantiles(0) == (0.0, 0.0, 5.0)
