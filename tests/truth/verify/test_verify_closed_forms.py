"""Closed forms by hand, by simulation, or by search."""

import numpy as np
import pytest

from outlast.truth.verify.closed_forms import (
    attrition,
    bottleneck,
    contagion,
    second_order,
    stockpile,
)
from outlast.truth.verify.computation import (
    CesBottleneck,
    Contagion,
    OptimalStockpile,
    SecondOrderLoss,
    WarOfAttrition,
)


def test_bottleneck_by_hand() -> None:
    # Elasticity 1/2: output is the harmonic mean, 1 / (.5 + .5 / .5).
    form = CesBottleneck(share=0.5, remaining=0.5, elasticity=0.5)
    assert bottleneck(form) == pytest.approx(1 / 1.5 - 1)
    form = CesBottleneck(share=0.3, remaining=1.0, elasticity=0.2)
    assert bottleneck(form) == pytest.approx(0.0)


def test_second_order_is_first_order_where_shares_stay() -> None:
    assert second_order(SecondOrderLoss(share=0.02, fall=0.1)) == pytest.approx(0.002)
    form = SecondOrderLoss(share=0.02, share_after=0.04, fall=0.1)
    assert second_order(form) == pytest.approx(0.003)


def test_attrition_by_simulation() -> None:
    dice = np.random.default_rng(5)
    one = dice.exponential(1 / 0.25, 40_000)
    two = dice.exponential(1 / 0.1, 40_000)
    prizes, costs = (10.0, 6.0), (1.0, 1.5)
    chance = attrition(WarOfAttrition(prizes=prizes, costs=costs, quantity="first-concedes"))
    length = attrition(WarOfAttrition(prizes=prizes, costs=costs, quantity="length"))
    assert np.mean(one < two) == pytest.approx(chance, abs=0.01)
    assert np.minimum(one, two).mean() == pytest.approx(length, rel=0.02)


def test_the_stockpile_is_the_cheapest_on_a_grid() -> None:
    form = OptimalStockpile(rate=0.15, length=1.5, gap=1, loss=30, price=1, holding=0.08)
    # An interruption longer than S costs loss minus price for every missing unit: the mean is
    # L exp(-S / L).
    stocks = np.linspace(0, 12, 12_001)
    short = form.rate * (form.loss - form.price) * form.length * np.exp(-stocks / form.length)
    cost = form.holding * form.price * stocks + short
    assert stocks[np.argmin(cost)] == pytest.approx(stockpile(form), abs=1e-3)


def test_no_stock_pays_where_holding_costs_more() -> None:
    form = OptimalStockpile(rate=0.01, length=1, gap=1, loss=2, price=1, holding=0.5)
    assert stockpile(form) == 0.0


def test_below_the_threshold_nothing_can_be_made() -> None:
    least = contagion(Contagion(suppliers=2, inputs=2))
    assert least == pytest.approx(27 / 32, abs=1e-4)
    for strength, makes in ((least - 0.01, False), (least + 0.01, True)):
        r = 1.0
        for _ in range(4000):
            r = (1 - (1 - strength * r) ** 2) ** 2
        assert (r > 0.1) == makes
