"""The economy with a scarce input: closed forms, laws, and an economy that is solved by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.economy.scarcity import MOST_CUT, NationalEconomy, ScarcityDraws
from outlast.truth.verify.closed_forms import second_order
from outlast.truth.verify.computation import SecondOrderLoss

ONE = NationalEconomy(("all",), np.zeros((1, 1)), np.ones(1), np.ones(1), (0,))
"""One industry that buys nothing from others."""

TWO = NationalEconomy(
    ("using", "others"),
    np.array([[0.011, 0.0148], [0.0331, 0.6208]]),
    np.array([0.0759, 1.0197]),
    np.array([0.0432, 0.9568]),
    (0,),
)
"""Two industries, much like those of the US."""


def loss(  # noqa: PLR0913  each is a number of the economy
    economy: NationalEconomy,
    *,
    cut: float,
    elasticity: float,
    tied: float = 1.0,
    cost_share: float = 0.0016,
    input_elasticity: float = 0.5,
    final_elasticity: float = 0.9,
) -> float:
    numbers = (cost_share, cut, elasticity, input_elasticity, final_elasticity)
    drawn = ScarcityDraws(
        np.full((1, len(economy.users)), tied), *(np.array([each]) for each in numbers)
    )
    return float(economy.loss(drawn)[0])


@pytest.mark.parametrize(
    ("share", "cut", "elasticity", "published"),
    [(0.04, 0.1, 0.04, 0.0157), (0.01, 0.3, 0.1, 0.0234)],
)
def test_one_tied_industry_is_the_published_bottleneck(
    share: float, cut: float, elasticity: float, published: float
) -> None:
    """Bachmann et al. (2022): German energy, German gas."""
    found = loss(ONE, cut=cut, elasticity=elasticity, cost_share=share)
    assert found == pytest.approx(published, abs=2e-4)
    power = (elasticity - 1.0) / elasticity
    exact = 1.0 - (1.0 - share + share * (1.0 - cut) ** power) ** (1.0 / power)
    assert found == pytest.approx(exact, abs=1e-10)


def income_share(share: float, cut: float, elasticity: float) -> float:
    """Return the scarce good's share of income after a cut, in one tied industry."""
    power = (elasticity - 1.0) / elasticity
    inside = share * (1.0 - cut) ** power
    return inside / (1.0 - share + inside)


@pytest.mark.parametrize("elasticity", [0.05, 0.2, 0.6])
def test_the_loss_is_the_income_share_along_the_path(elasticity: float) -> None:
    """Hulten's theorem at each step: d ln Q = λ d ln R, summed over the whole cut."""
    cuts = np.linspace(0.0, 0.5, 4001)
    lambdas = np.array([income_share(0.02, float(cut), elasticity) for cut in cuts])
    path = np.trapezoid(lambdas, np.log(1.0 - cuts))
    assert np.log(1.0 - loss(ONE, cut=0.5, elasticity=elasticity, cost_share=0.02)) == (
        pytest.approx(float(path), rel=1e-5)
    )


def test_oil_to_the_second_order() -> None:
    """Baqaee and Farhi (2019): λ from .018 to .076 and 13 per cent less oil make .61 per cent.

    An economy with these shares, in which the elasticity follows from them, loses about as much.
    """
    first = second_order(SecondOrderLoss(share=0.018, fall=0.13))
    second = second_order(SecondOrderLoss(share=0.018, share_after=0.076, fall=0.13))
    assert first == pytest.approx(0.0023, abs=1e-4)
    assert second == pytest.approx(0.0061, abs=1e-4)
    power = np.log(0.076 / 0.924 * 0.982 / 0.018) / np.log(0.87)
    elasticity = float(1.0 / (1.0 - power))
    assert income_share(0.018, 0.13, elasticity) == pytest.approx(0.076, abs=1e-9)
    exact = loss(ONE, cut=0.13, elasticity=elasticity, cost_share=0.018)
    assert first < exact < second
    assert exact == pytest.approx(second, rel=0.1)


def test_two_industries_are_solved_by_hand() -> None:
    """Without inputs from others, all is tied: demand, wages and the good's market in the open."""
    economy = NationalEconomy(
        ("a", "b"), np.zeros((2, 2)), np.array([0.3, 0.7]), np.array([0.3, 0.7]), (0,)
    )
    theta, sigma, mu, cut = 0.3, 0.6, 0.1, 0.5
    numbers = (mu, cut, theta, 0.5, sigma)
    drawn = ScarcityDraws(np.ones((1, 1)), *(np.array([each]) for each in numbers))
    low, high = 1.0, 1e6
    kept = 1.0
    for _ in range(200):
        scarce = (low * high) ** 0.5
        price = ((1 - mu) + mu * scarce ** (1 - theta)) ** (1 / (1 - theta))
        index = (0.3 * price ** (1 - sigma) + 0.7) ** (1 / (1 - sigma))
        made = 0.3 * (price / index) ** -sigma
        other = 0.7 * (1.0 / index) ** -sigma
        labour = (1 - mu) * made * price**theta + other
        kept = ((1 - mu) * 0.3 + 0.7) / labour
        used = mu * made * (scarce / price) ** -theta * kept
        low, high = (scarce, high) if used > mu * 0.3 * (1 - cut) else (low, scarce)
    assert float(economy.loss(drawn)[0]) == pytest.approx(1.0 - kept, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 0.9), st.floats(0.02, 0.5), st.floats(0.01, 0.9), st.floats(0.0005, 0.005))
def test_the_loss_rises_with_cut_and_tied_share_and_falls_with_elasticity(
    cut: float, elasticity: float, tied: float, cost_share: float
) -> None:
    def at(cut: float, elasticity: float, tied: float) -> float:
        return loss(TWO, cut=cut, elasticity=elasticity, tied=tied, cost_share=cost_share)

    here = at(cut, elasticity, tied)
    assert 0.0 <= here < 1.0
    assert at(cut + 0.05, elasticity, tied) >= here
    assert at(cut, elasticity + 0.1, tied) <= here + 1e-12
    assert at(cut, elasticity, min(1.0, tied + 0.05)) >= here - 1e-12


def test_nothing_is_lost_without_a_cut_or_a_tied_share() -> None:
    assert loss(TWO, cut=0.0, elasticity=0.05, tied=0.2) == 0.0
    assert loss(TWO, cut=0.8, elasticity=0.05, tied=0.0) == pytest.approx(0.0, abs=1e-12)


def test_something_always_gets_through() -> None:
    most = loss(TWO, cut=MOST_CUT, elasticity=0.05, tied=0.1)
    assert loss(TWO, cut=1.0, elasticity=0.05, tied=0.1) == most < 1.0


def test_an_industry_split_in_two_equal_halves_loses_the_same() -> None:
    half = np.repeat(np.repeat(TWO.sales, [2, 1], axis=0), [2, 1], axis=1)
    half[:2] /= 2
    half[:, :2] /= 2
    split = NationalEconomy(
        ("one", "two", "others"),
        half,
        np.array([0.0759 / 2, 0.0759 / 2, 1.0197]),
        np.array([0.0216, 0.0216, 0.9568]),
        (0, 1),
    )
    for elasticity in (0.02, 0.1, 0.5):
        whole = loss(TWO, cut=0.8, elasticity=elasticity, tied=0.14)
        assert loss(split, cut=0.8, elasticity=elasticity, tied=0.14) == pytest.approx(
            whole, rel=1e-8
        )


def test_a_second_order_expansion_is_of_no_use_here() -> None:
    """At an elasticity of .1 a cut of 80 per cent gives a tenth of the exact loss, or less."""
    drop, share, theta = np.log(0.2), 2.8e-5, 0.1
    expansion = -(share * drop + 0.5 * share * (1 - 1 / theta) * drop**2)
    exact = loss(TWO, cut=0.8, elasticity=theta, tied=0.14)
    assert expansion < exact / 10
