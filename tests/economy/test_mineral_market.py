"""The market of a mineral when its controller holds back exports: closed forms and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.economy.market import MarketDraws, clear, share_of_year


def market(**changes: float) -> MarketDraws:
    """Return one draw of the gallium market as the prototype of the account has it."""
    values = {
        "primary": 12.0,
        "secondary": 50.0,
        "idle": 112.0,
        "exports": 70.0,
        "restart": 0.25,
        "supply_elasticity": 0.1,
        "demand_elasticity": 0.3,
        "choke": 30.0,
    }
    return MarketDraws(**{key: np.array([each]) for key, each in (values | changes).items()})


def test_a_whole_stop_by_hand() -> None:
    """132 t of use meet 90 t of supply; the elasticities sum to .4."""
    found = clear(market(), 1.0)
    assert found.price[0] == pytest.approx((132 / 90) ** 2.5)
    assert found.cut[0] == pytest.approx(1 - (132 / 90) ** -0.75)


def test_idle_capacity_can_make_up_for_a_part() -> None:
    assert clear(market(), 0.25).price[0] == 1.0
    assert clear(market(), 0.25).cut[0] == 0.0


def test_at_the_choke_price_use_is_what_is_left() -> None:
    found = clear(market(choke=1.5), 1.0)
    assert found.price[0] == 1.5
    assert found.cut[0] == pytest.approx(1 - 90 * 1.5**0.1 / 132)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 1.0), st.floats(0.05, 0.5))
def test_more_restriction_never_lowers_the_price(
    one: float, two: float, demand: float, supply: float
) -> None:
    low, high = sorted((one, two))
    held = market(demand_elasticity=demand, supply_elasticity=supply)
    assert clear(held, low).price[0] <= clear(held, high).price[0]
    assert clear(held, low).cut[0] <= clear(held, high).cut[0]


def test_stocks_shorten_the_year() -> None:
    cut = np.array([0.0, 0.25, 0.5])
    assert share_of_year(cut, 12.0, 0.0).tolist() == [0.0, 1.0, 1.0]
    assert share_of_year(cut, 12.0, 3.0).tolist() == [0.0, 0.0, 0.5]
    assert share_of_year(cut, 0.0, 0.0).tolist() == [0.0, 0.0, 0.0]
