"""The damped trend: it follows a trend, lets it fade, fills gaps, and refuses too few points."""

import numpy as np
import pytest

from outlast.truth.backtest.damped_trend import FARTHEST, FEWEST_POINTS, damped_trend, faded
from outlast.truth.backtest.periods import Frequency

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
LATER = ["2025-01", "2025-02", "2025-06", "2026-12"]


def test_a_steady_rise_goes_on_and_fades() -> None:
    points = {name: 100.0 * 1.05**place for place, name in enumerate(MONTHS)}
    path = damped_trend(points, Frequency.MONTH, LATER)
    assert path is not None
    assert (np.diff(path) > 0.0).all()
    last, steps = points["2024-12"], np.diff(np.log([points["2024-12"], *path[:2]]))
    assert path[0] == pytest.approx(1.045 * last, rel=0.02)
    assert steps[1] < steps[0]
    assert path[-1] < last * 1.05**10


def test_a_level_series_stays() -> None:
    path = damped_trend(dict.fromkeys(MONTHS, 7.0), Frequency.MONTH, LATER)
    assert path == pytest.approx([7.0] * 4)


def test_gaps_are_filled_and_zeros_have_a_floor() -> None:
    points = dict.fromkeys(MONTHS[::2], 10.0)
    path = damped_trend(points, Frequency.MONTH, LATER)
    assert path == pytest.approx([10.0] * 4)
    points = {**dict.fromkeys(MONTHS[:-1], 10.0), MONTHS[-1]: 0.0}
    path = damped_trend(points, Frequency.MONTH, LATER)
    assert path is not None
    assert (path > 0.0).all()


def test_no_path_moves_farther_than_its_bound() -> None:
    points = {name: 2.0**place for place, name in enumerate(MONTHS)}
    path = damped_trend(points, Frequency.MONTH, LATER)
    assert path is not None
    assert path.max() <= points["2024-12"] * np.exp(FARTHEST) * 1.01


def test_too_few_points_show_no_trend() -> None:
    points = dict.fromkeys(MONTHS[: FEWEST_POINTS - 1], 3.0)
    assert damped_trend(points, Frequency.MONTH, LATER) is None
    assert damped_trend(dict.fromkeys(MONTHS, 0.0), Frequency.MONTH, LATER) is None


def test_the_shares_of_a_trend_sum_up() -> None:
    assert faded(np.array([1.0, 2.0])) == pytest.approx([0.9, 0.9 + 0.81])
