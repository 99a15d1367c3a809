"""The standard error of shares at the edges, and the weeks by which a share has broken."""

import numpy as np
import pytest

from outlast.results.odds import PLUS_MINUS, standard_error, week_by, wilson

HORIZON = 104.0
NEVER = HORIZON + 1.0


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("futures", [1, 32, 200, 1000, 20_000])
def test_at_the_edge_the_error_is_the_reach_of_wilsons_interval(share: float, futures: int) -> None:
    low, high = wilson(share, futures, PLUS_MINUS)
    assert share in (low, high), "the interval ends there, without a rest of rounding"
    reach = PLUS_MINUS * standard_error(np.full(futures, share))
    assert reach == pytest.approx(high - low, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_the_error_falls_with_the_number_of_futures(share: float) -> None:
    luck = np.random.default_rng(5).random(64_000)
    outcomes = (luck < share).astype(float)
    errors = [standard_error(outcomes[:count]) for count in (50, 500, 4_000, 64_000)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < errors[0] / 10


def test_pairs_of_futures_that_never_differ_leave_an_error() -> None:
    few, many = (standard_error(np.zeros(count)) for count in (100, 10_000))
    assert 0.0 < many < 0.011 * 1.1 * few


def test_a_week_by_which_fewer_have_broken_lies_beyond_the_horizon() -> None:
    times = np.array([10.0 * week for week in range(1, 9)] + [NEVER, NEVER])
    assert week_by(times, 0.9, HORIZON) is None
    assert week_by(times, 0.81, HORIZON) is None
    assert week_by(np.full(10, NEVER), 0.1, HORIZON) is None


def test_no_week_is_drawn_towards_never() -> None:
    times = np.array([10.0] * 9 + [NEVER])
    assert week_by(times, 0.9, HORIZON) == 10.0
    assert np.quantile(times, 0.9) > 10.0


def test_where_all_break_it_is_the_quantile() -> None:
    times = np.random.default_rng(1).uniform(1.0, 90.0, 501)
    for share in (0.1, 0.5, 0.9):
        assert week_by(times, share, HORIZON) == np.quantile(times, share)
