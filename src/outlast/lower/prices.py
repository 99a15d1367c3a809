"""Base prices with their trends, sellers' margins and research spending."""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Reals, default_of
from outlast.engine.plan import Plan
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation

DOLLARS: Final = 1e9
"""Dollars in the unit in which research spending is stated."""

MARGIN: Final = default_of(Plan, "margin")
"""The seller's margin where none is stated: assumed."""


class PriceArrays(NamedTuple):
    """Fields of the Plan that hold prices, margins and research spending."""

    price0: Reals
    price_trend: Reals
    margin: Reals
    research0: Reals


def price_arrays(situation: Situation, network: Network) -> PriceArrays:
    """Return base prices in USD per unit, margins, and research spending in USD a week."""
    world, ledger, conduct = situation.world, situation.ledger, situation.conduct
    goods = [world.goods[key] for key in network.goods]
    prices = [ledger.value(good.price, f"USD/{good.unit}") if good.price else 0.0 for good in goods]
    margins = [
        ledger.value(conduct.margins[key], "1") if key in conduct.margins else MARGIN
        for key in network.goods
    ]
    research = [
        ledger.value(conduct.research[key], "USD_bn/year") * DOLLARS / WEEKS_A_YEAR
        if key in conduct.research
        else 0.0
        for key in network.blocs
    ]
    return PriceArrays(
        price0=np.array(prices),
        price_trend=_price_trend(situation, network),
        margin=np.array(margins),
        research0=np.array(research),
    )


def _price_trend(situation: Situation, network: Network) -> Reals:
    """Return base prices over those of the common start: [good, step]."""
    clock, ledger = situation.clock, situation.ledger
    years = (np.arange(clock.steps) + 0.5) * clock.step / WEEKS_A_YEAR
    stated = [situation.world.goods[key].price_growth for key in network.goods]
    growth = [np.log1p(ledger.value(each, "1/year")) if each else 0.0 for each in stated]
    return np.exp(np.outer(growth, years))
