"""The market of a mineral outside its controller, when the controller holds back its exports.

Primary producers can restart a share `restart` of their idle capacity at the old price; beyond
that, supply answers the price with `supply_elasticity`, demand with `demand_elasticity`:

    D0 = primary + secondary + exports
    S  = primary + secondary + restart idle + (1 - restriction) exports
    P  = min(max(1, (D0 / S)^(1 / (demand_elasticity + supply_elasticity))), choke)
    c  = 1 - P^-demand_elasticity,  at the choke price 1 - S P^supply_elasticity / D0

P is the price in units of the old one, c the share of use that is cut. An iso-elastic supply
without the step cannot give the price rises that are published. Source: constant-elasticity market
with idle capacity after US Geological Survey, Open-File Report 2024-1057.
"""

from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Reals

NOTHING: Final = 1e-12
"""A supply below this share of that before counts as this much, so that its price is a number."""


class MarketDraws(NamedTuple):
    """The uncertain numbers of a market, each of shape (draws,); quantities in t a year."""

    primary: Reals
    secondary: Reals
    idle: Reals
    exports: Reals
    """The controller's net exports."""

    restart: Reals
    supply_elasticity: Reals
    demand_elasticity: Reals
    choke: Reals
    """The price, in units of the old one, above which nobody buys more."""


class Cleared(NamedTuple):
    """The market after the restriction, each of shape (draws,)."""

    price: Reals
    """In units of the old price."""

    cut: Reals
    """The share of use that is cut, from 0 to 1."""


def clear(draws: MarketDraws, restriction: float) -> Cleared:
    """Return price and cut when the controller holds back a share of its exports.

    Args:
        draws: The uncertain numbers.
        restriction: The share of the controller's exports that is held back, from 0 to 1.
    """
    made = draws.primary + draws.secondary
    before = made + draws.exports
    after = made + draws.restart * draws.idle + (1.0 - restriction) * draws.exports
    shortage = np.log(before / np.maximum(after, NOTHING * before))
    free = np.maximum(0.0, shortage) / (draws.demand_elasticity + draws.supply_elasticity)
    choke = np.log(draws.choke)
    price = np.exp(np.minimum(free, choke))
    bought = 1.0 - price**-draws.demand_elasticity
    rationed = 1.0 - after * price**draws.supply_elasticity / before
    return Cleared(price, np.where(free > choke, rationed, bought).clip(0.0, 1.0))


def share_of_year(cut: Reals, months: float, stock: float) -> Reals:
    """Return the part of a year in which users are short.

    Stocks of `stock` months of full use last `stock / cut` months.

    Args:
        cut: The share of use that is cut.
        months: Length of the restriction, months.
        stock: Stocks of users, months of full use.
    """
    lasting = np.divide(stock, cut, out=np.full_like(cut, np.inf), where=cut > 0)
    return np.clip(months - lasting, 0.0, None) / 12.0
