"""Drift: estimated from errors, and applied to futures with the estimated spread."""

import numpy as np
import pytest

from outlast.truth.backtest.drift import (
    FEWEST_ERRORS,
    LARGEST_DRIFT,
    USUAL_DRIFT,
    drift_factors,
    drift_per_period,
    persistence_errors,
)
from outlast.truth.backtest.periods import Frequency


@pytest.mark.parametrize("omega", [0.05, 0.2])
def test_a_random_walk_is_recovered_beneath_the_noise_of_points(omega: float) -> None:
    dice = np.random.default_rng(7)
    sigma = 0.3
    errors: list[tuple[int, float]] = []
    for _ in range(400):
        level = np.cumsum(omega * dice.standard_normal(24))
        errors += [
            (lead + 1, float(level[lead] + sigma * dice.standard_normal())) for lead in range(24)
        ]
    found = drift_per_period(errors, sigma**2, Frequency.MONTH)
    assert found == pytest.approx(omega, rel=0.1)


def test_errors_within_the_noise_show_no_drift() -> None:
    errors = [(lead, 0.1) for lead in range(1, 20)]
    assert drift_per_period(errors, 0.3**2, Frequency.MONTH) == 0.0


def test_few_errors_give_the_usual_drift_and_large_errors_the_largest() -> None:
    few = [(1, 3.0)] * (FEWEST_ERRORS - 1)
    assert drift_per_period(few, 0.0, Frequency.MONTH) == USUAL_DRIFT
    assert drift_per_period(few, 0.0, Frequency.QUARTER) == pytest.approx(USUAL_DRIFT * 3**0.5)
    many = [(1, 3.0)] * FEWEST_ERRORS
    assert drift_per_period(many, 0.0, Frequency.MONTH) == LARGEST_DRIFT


def test_persistence_errs_by_the_logs_of_later_points() -> None:
    points = {"2024-01": 1.0, "2024-02": 3.0, "2024-04": 4.0, "2024-05": 0.0, "2024-12": 8.0}
    errors = persistence_errors(points, Frequency.MONTH, recent=2, longest=6)
    # The level is 2 in February and 3.5 in April; zero has no log, and December is too far.
    assert errors == [(2, pytest.approx(np.log(2.0)))]


def test_drift_has_the_estimated_spread_at_each_lead() -> None:
    factors = drift_factors("a-key", [2, 3, 9], 4000, 0.1)
    logs = np.log(factors)
    assert logs.shape == (3, 4000)
    assert np.std(logs, axis=1) == pytest.approx(0.1 * np.sqrt([2, 3, 9]), rel=0.05)
    assert np.median(factors, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=0.02)
    steps = np.diff(logs, axis=0)
    assert np.std(steps, axis=1) == pytest.approx(0.1 * np.sqrt([1, 6]), rel=0.05)


def test_each_series_has_its_own_draws_and_always_the_same() -> None:
    one, other = (drift_factors(key, [1, 2], 50, 0.2) for key in ("a-key", "another"))
    assert np.array_equal(one, drift_factors("a-key", [1, 2], 50, 0.2))
    assert not np.array_equal(one, other)
