"""Laws of weights: their sum, tempering, order, silence, and even weights that change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Reals
from outlast.results.odds import difference_error, standard_error, week_by
from outlast.results.weights import (
    KEPT,
    effective_size,
    held_out_gain,
    quantiles,
    shares_of,
    silence_logs,
    tempered,
    term_logs,
    weighted_mean,
    within_reach,
)
from outlast.truth.weights.declared import MOST_REPORTED


@st.composite
def log_likelihoods(draw: st.DrawFn) -> Reals:
    """Return log likelihoods of some futures, from flat to one that outweighs all others."""
    futures = draw(st.integers(1, 400))
    spread = draw(st.sampled_from([0.0, 0.1, 1.0, 10.0, 1e3, 1e6]))
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    return spread * dice.standard_normal(futures) + draw(st.floats(-1e3, 1e3))


@given(log_likelihoods())
def test_weights_sum_to_the_futures_and_leave_a_quarter(logs: Reals) -> None:
    weights, exponent = tempered(logs)
    futures = len(logs)
    assert weights.sum() == pytest.approx(futures)
    assert (weights >= 0).all()
    assert 0.0 <= exponent <= 1.0
    assert effective_size(weights) >= KEPT * futures * (1 - 1e-9)
    if exponent < 1.0:
        assert effective_size(weights) == pytest.approx(KEPT * futures, rel=1e-6)


@given(log_likelihoods(), st.integers(0, 2**32))
def test_the_order_of_futures_changes_nothing(logs: Reals, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(logs))
    weights, exponent = tempered(logs)
    moved, again = tempered(logs[order])
    assert again == pytest.approx(exponent, rel=1e-6, abs=1e-12)
    assert moved == pytest.approx(weights[order], rel=1e-6, abs=1e-9)


@given(st.integers(1, 300), st.floats(-1e6, 1e6))
def test_equal_likelihoods_weigh_one(futures: int, level: float) -> None:
    weights, exponent = tempered(np.full(futures, level))
    assert exponent == 1.0
    assert weights == pytest.approx(np.ones(futures))


@given(log_likelihoods(), st.floats(-50, 50))
def test_a_constant_changes_nothing(logs: Reals, constant: float) -> None:
    weights, exponent = tempered(logs)
    moved, again = tempered(logs + constant)
    assert again == pytest.approx(exponent, rel=1e-4, abs=1e-9)
    assert moved == pytest.approx(weights, rel=1e-3, abs=1e-6)


@given(st.integers(1, 60), st.integers(1, 8), st.integers(0, 2**32))
def test_silence_never_zeroes_a_future(futures: int, events: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    happened = (dice.random((futures, events)) < 0.5).astype(float)
    reported = MOST_REPORTED * dice.random((futures, events))
    factors = np.exp(silence_logs(happened, reported))
    assert factors == pytest.approx(1 - reported * happened)
    assert (factors >= 1 - MOST_REPORTED - 1e-12).all()
    weights, _ = tempered(silence_logs(happened, reported).sum(axis=1))
    assert (weights > 0).all()


@given(st.integers(2, 200), st.integers(1, 6), st.integers(0, 2**32))
def test_shares_of_terms_sum_to_one(futures: int, terms: int, seed: int) -> None:
    logs = np.random.default_rng(seed).standard_normal((futures, terms))
    assert shares_of(logs).sum() == pytest.approx(1.0)
    assert shares_of(np.zeros((futures, terms))) == pytest.approx(np.zeros(terms))


@settings(deadline=None)
@given(st.integers(1, 1500), st.integers(0, 2**32))
def test_weights_of_one_change_no_answer(futures: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    outcomes = dice.choice([1.0, 0.0, -1.0], futures, p=[0.3, 0.35, 0.35])
    times, even = 100 * dice.random(futures), np.ones(futures)
    assert weighted_mean(outcomes, even) == pytest.approx(outcomes.mean(), abs=1e-12)
    assert quantiles(times, (0.1, 0.5, 0.9), even) == quantiles(times, (0.1, 0.5, 0.9), None)
    assert week_by(times, 0.5, 60.0, even) == week_by(times, 0.5, 60.0)
    for error in (standard_error, difference_error):
        assert error(outcomes, even) == pytest.approx(error(outcomes), rel=1e-9, abs=1e-12)


@given(st.integers(8, 300), st.integers(0, 2**32), st.floats(1.0, 30.0))
def test_only_the_ratio_of_weights_counts(futures: int, seed: int, factor: float) -> None:
    dice = np.random.default_rng(seed)
    outcomes, weights = (dice.random(futures) < 0.4).astype(float), dice.random(futures) + 0.01
    for statistic in (weighted_mean, standard_error):
        assert statistic(outcomes, factor * weights) == pytest.approx(statistic(outcomes, weights))
    assert quantiles(outcomes, (0.3,), factor * weights) == quantiles(outcomes, (0.3,), weights)


@given(st.integers(20, 300), st.integers(0, 2**32))
def test_a_term_within_reach_has_futures_on_both_sides(futures: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    distance = dice.standard_normal((futures, 4)) + np.array([0.0, 9.0, -9.0, 0.3])
    reached = within_reach(distance).tolist()
    assert set(reached) >= {0}
    assert not {1, 2} & set(reached)


def test_the_likelihood_is_students_with_four_degrees_of_freedom() -> None:
    """The density of t with 4 degrees is (3/8) (1 + z²/4)^(-5/2)."""
    z = np.array([[0.0], [0.7], [-2.0], [11.0]])
    density = 0.375 * (1 + z**2 / 4) ** -2.5
    assert term_logs(0.4 * z, np.array([0.4])) == pytest.approx(np.log(density / 0.375))


def test_weights_improve_terms_that_agree_and_harm_terms_that_do_not() -> None:
    dice = np.random.default_rng(4)
    truth = dice.standard_normal(2_000)
    agreeing = np.column_stack([truth + 0.1 * dice.standard_normal(2_000) for _ in range(10)])
    silent = np.zeros((2_000, 0))
    scale = np.full(10, 0.5)
    gain = held_out_gain(term_logs(agreeing, scale), silent)
    assert gain is not None
    assert gain > 0.1
    apart = np.column_stack([truth * sign + 1.5 for sign in (1, -1, 1, -1, 1, -1, 1, -1, 1, -1)])
    loss = held_out_gain(term_logs(apart, scale), silent)
    assert loss is not None
    assert loss < gain
    assert held_out_gain(term_logs(agreeing[:, :4], scale[:4]), silent) is None
