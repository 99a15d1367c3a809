"""The forecast layer: with numbers of zero it changes nothing, and each number does its part."""

from datetime import date

import numpy as np
import pytest

from outlast.truth.backtest.forecast_layer import LayeredSeries, layered, price_slope
from outlast.truth.backtest.periods import Frequency
from outlast.truth.backtest.series import LayerNumbers
from tests.truth.backtest.stub import declaration

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
RISING = {name: 100.0 * np.exp(0.02 * place) for place, name in enumerate(MONTHS)}


def numbers(drift: float = 0.0, anchor: float = 0.0, pool: float = 0.0) -> LayerNumbers:
    day = date(2025, 6, 30)
    return LayerNumbers(drift=drift, anchor=anchor, pool=pool, origins=(), until=day)


def given(series: str) -> LayeredSeries:
    return LayeredSeries(
        key=series,
        series=declaration().series[series],
        points=RISING,
        errors=[(1, 9.0), (2, 0.5), (3, 0.5), (4, 0.5)],
        months=np.array([1.0, 2.0]),
        model=np.full((2, 400), 10.0),
        persistence=np.full((2, 400), 20.0),
    )


@pytest.mark.parametrize("series", ["us-imports-gallium", "us-import-price-gallium"])
def test_numbers_of_zero_leave_the_model_as_it_is(series: str) -> None:
    assert (layered(given(series), numbers()) == 10.0).all()


def test_drift_moves_prices_alone() -> None:
    price = layered(given("us-import-price-gallium"), numbers(drift=1.0))
    assert price[:, 0] == pytest.approx(10.0 * np.exp(0.02 * np.array([0.9, 1.71])))
    assert (layered(given("us-imports-gallium"), numbers(drift=1.0)) == 10.0).all()


def test_the_anchor_moves_flows_alone_by_the_last_errors_and_fades() -> None:
    flow = layered(given("us-imports-gallium"), numbers(anchor=1.0))
    assert flow[:, 0] == pytest.approx(10.0 * np.exp(0.5 * np.array([0.85, 0.85**2])))
    assert (layered(given("us-import-price-gallium"), numbers(anchor=1.0)) == 10.0).all()
    stock = layered(given("nvidia-legal-stock-h100e-cn"), numbers(anchor=1.0))
    assert (stock == 10.0).all()


def test_the_pool_takes_its_share_from_persistence() -> None:
    mixed = layered(given("us-imports-gallium"), numbers(pool=0.25))
    assert set(np.unique(mixed)) == {10.0, 20.0}
    assert (mixed[0] == mixed[1]).all() or (mixed[0] == 20.0).mean() > 0
    assert (mixed == 20.0).mean() == pytest.approx(0.25, abs=0.07)


def test_the_slope_is_that_of_the_last_nine_months() -> None:
    assert price_slope(RISING, Frequency.MONTH) == pytest.approx(0.02)
    broken = {name: value * (5.0 if name < "2024-04" else 1.0) for name, value in RISING.items()}
    assert price_slope(broken, Frequency.MONTH) == pytest.approx(0.02)
    assert price_slope(dict(list(RISING.items())[:2]), Frequency.MONTH) == 0.0


def test_the_shipped_numbers_were_chosen_before_the_freeze() -> None:
    layer = declaration().layer
    assert layer is not None
    freeze = declaration().freezes[0]
    assert layer.until == freeze
    assert layer.origins
    assert all(origin < freeze for origin in layer.origins)
