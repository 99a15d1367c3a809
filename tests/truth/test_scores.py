"""Scores against values worked by hand, and the laws of a proper score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.lower.draws.quantiles import normal
from outlast.truth.scores import brier, covers, crps, interval, interval_score

MANY = 4001
STANDARD_NORMAL_AT_ITS_MEAN = 0.23369497725510913
"""$(\\sqrt 2 - 1) / \\sqrt \\pi$, the CRPS of a standard normal at 0."""

values = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20)


def test_an_exact_point_scores_zero() -> None:
    assert crps(np.array([3.0]), 3.0) == 0.0
    assert crps(np.full(7, 3.0), 3.0) == 0.0


def test_a_point_scores_its_distance() -> None:
    assert crps(np.array([3.0]), 5.5) == 2.5


def test_two_futures_by_hand() -> None:
    # |0 - 1| and |4 - 1| have mean 2; |0 - 4| counts twice of four pairs: 2 - (2 * 4 / 4) / 2.
    assert crps(np.array([0.0, 4.0]), 1.0) == pytest.approx(1.0)


def test_the_standard_normal() -> None:
    futures = normal((np.arange(MANY) + 0.5) / MANY)
    assert crps(futures, 0.0) == pytest.approx(STANDARD_NORMAL_AT_ITS_MEAN, abs=1e-3)


@given(values, st.floats(-1e3, 1e3))
def test_crps_is_the_double_sum(futures: list[float], observed: float) -> None:
    values_ = np.array(futures)
    spread = np.abs(values_[:, None] - values_[None, :]).mean()
    expected = np.abs(values_ - observed).mean() - spread / 2
    assert crps(values_, observed) == pytest.approx(expected, abs=1e-9)


@given(values, st.floats(-1e3, 1e3), st.floats(0.1, 10), st.floats(-100, 100))
def test_crps_moves_with_its_unit(
    futures: list[float], observed: float, factor: float, shift: float
) -> None:
    values_ = np.array(futures)
    moved = crps(factor * values_ + shift, factor * observed + shift)
    assert moved == pytest.approx(factor * crps(values_, observed), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("shift", "width"), [(1.0, 1.0), (0.0, 3.0), (0.0, 0.3), (-0.5, 2.0)])
def test_scores_are_proper(shift: float, width: float) -> None:
    """On average an honest forecast has the best CRPS and the best interval score."""
    dice = np.random.default_rng(3)
    truth = dice.normal(size=800)
    honest = dice.normal(size=400)
    dishonest = shift + width * honest
    for score in (crps, interval_score):
        own = np.mean([score(honest, each) for each in truth])
        assert own < np.mean([score(dishonest, each) for each in truth])


def test_the_interval_score_by_hand() -> None:
    futures = np.arange(101.0)
    assert interval(futures) == pytest.approx((5.0, 95.0))
    assert interval_score(futures, 50.0) == pytest.approx(90.0)
    assert interval_score(futures, 100.0) == pytest.approx(90.0 + 20.0 * 5.0)
    assert interval_score(futures, 0.0) == pytest.approx(90.0 + 20.0 * 5.0)
    assert covers(futures, 95.0)
    assert not covers(futures, 95.5)


def test_brier_by_hand_and_proper() -> None:
    assert brier(0.7, happened=True) == pytest.approx(0.09)
    assert brier(0.7, happened=False) == pytest.approx(0.49)
    chance = 0.3
    expected = [
        chance * brier(said, happened=True) + (1 - chance) * brier(said, happened=False)
        for said in np.linspace(0, 1, 101)
    ]
    assert int(np.argmin(expected)) == 30
