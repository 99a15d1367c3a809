"""How far a level wanders: told by errors alone, and dealt to futures as told."""

import numpy as np
import pytest

from outlast.truth.backtest.series import Every
from outlast.truth.backtest.wander import (
    FEWEST,
    USUAL,
    WIDEST,
    lasting_errors,
    number,
    walked,
    wander,
)


def test_periods_are_numbered_without_gaps() -> None:
    assert number(Every.MONTH, "2025-01") - number(Every.MONTH, "2024-12") == 1
    assert number(Every.QUARTER, "2025-Q1") - number(Every.QUARTER, "2024-Q3") == 2
    assert number(Every.YEAR, "2025") - number(Every.YEAR, "2023") == 2


@pytest.mark.parametrize("omega", [0.05, 0.2])
def test_the_walk_is_found_again_beneath_the_noise_of_points(omega: float) -> None:
    dice = np.random.default_rng(7)
    sigma = 0.3
    errors: list[tuple[int, float]] = []
    for _ in range(400):
        level = np.cumsum(omega * dice.standard_normal(24))
        errors += [
            (lead + 1, float(level[lead] + sigma * dice.standard_normal())) for lead in range(24)
        ]
    assert wander(errors, sigma**2, Every.MONTH) == pytest.approx(omega, rel=0.1)


def test_errors_within_the_noise_tell_of_no_walk() -> None:
    assert wander([(lead, 0.1) for lead in range(1, 20)], 0.3**2, Every.MONTH) == 0.0


def test_few_errors_leave_the_usual_walk_and_large_ones_the_widest() -> None:
    few = [(1, 3.0)] * (FEWEST - 1)
    assert wander(few, 0.0, Every.MONTH) == USUAL
    assert wander(few, 0.0, Every.QUARTER) == pytest.approx(USUAL * 3**0.5)
    assert wander([(1, 3.0)] * FEWEST, 0.0, Every.MONTH) == WIDEST


def test_what_persists_errs_by_the_logs_of_what_came() -> None:
    points = {"2024-01": 1.0, "2024-02": 3.0, "2024-04": 4.0, "2024-05": 0.0, "2024-12": 8.0}
    errors = lasting_errors(points, Every.MONTH, recent=2, far=6)
    # From February the mean of two is 2, from April 3.5; nought tells nothing, December is too far.
    assert errors == [(2, pytest.approx(np.log(2.0)))]


def test_the_walk_of_futures_has_the_spread_that_was_told_at_each_lead() -> None:
    factors = walked("a-key", [2, 3, 9], 4000, 0.1)
    logs = np.log(factors)
    assert logs.shape == (3, 4000)
    assert np.std(logs, axis=1) == pytest.approx(0.1 * np.sqrt([2, 3, 9]), rel=0.05)
    assert np.median(factors, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=0.02)
    steps = np.diff(logs, axis=0)
    assert np.std(steps, axis=1) == pytest.approx(0.1 * np.sqrt([1, 6]), rel=0.05)


def test_each_series_walks_by_its_own_luck_and_always_the_same() -> None:
    one, other = (walked(key, [1, 2], 50, 0.2) for key in ("a-key", "another"))
    assert np.array_equal(one, walked("a-key", [1, 2], 50, 0.2))
    assert not np.array_equal(one, other)
