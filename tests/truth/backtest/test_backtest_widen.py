"""Twice the width: the centre stays, and bounds are respected."""

import pytest

from outlast.scenario.distribution import Beta, Distribution, Lognormal, Triangular
from outlast.truth.backtest.widen import widen


def test_a_wider_distribution_keeps_its_centre() -> None:
    narrow = Distribution(lognormal=Lognormal(median=2.0, spread=1.3))
    assert widen(narrow).lognormal == Lognormal(median=2.0, spread=1.3**2)
    narrow = Distribution(triangular=Triangular(low=0.5, mode=1.0, high=2.0))
    assert widen(narrow).triangular == Triangular(low=0.25, mode=1.0, high=4.0)


def test_a_beta_stays_between_its_two_points() -> None:
    wide = widen(Distribution(beta=Beta(mean=0.5, sd=0.4))).beta
    assert wide is not None
    assert wide.sd == pytest.approx(0.45)


def test_a_wider_choice_is_half_way_to_even() -> None:
    assert widen(Distribution(choice={"a": 0.9, "b": 0.1})).choice == pytest.approx(
        {"a": 0.7, "b": 0.3}
    )
