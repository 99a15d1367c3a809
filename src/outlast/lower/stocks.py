"""Strategic stocks, with their rules of release, and recorded deliveries and purchases."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import CLASS_NAMES
from outlast.lower.index import CLASS_OF
from outlast.lower.network.network import Network
from outlast.lower.rules.force_series import covered_shares
from outlast.scenario.conduct import Delivery, Reserve
from outlast.scenario.load import Situation

RELEASE_TIME: Final = 26.0
"""Weeks over which a strategic stock can be released where no rate is stated: half a year."""


class ReserveArrays(NamedTuple):
    """Fields of the Plan that describe strategic stocks."""

    reserve0: Reals
    reserve_rate: Reals
    site_entitled: Reals


class DeliveryArrays(NamedTuple):
    """Fields of the Plan that hold recorded deliveries and purchases."""

    delivery_row: Ints
    delivery: Reals
    purchase_row: Ints
    purchase: Reals


def reserve_arrays(situation: Situation, network: Network) -> ReserveArrays:
    """Return the strategic stocks, the rates at which they are released, and to which classes."""
    world, ledger = situation.world, situation.ledger
    stocks: list[float] = []
    rates: list[float] = []
    entitled = np.zeros((len(network.sites), len(CLASS_NAMES)))
    for row, key in enumerate(network.sites):
        site = world.sites[key]
        unit = world.goods[site.good].unit
        stock = ledger.value(site.strategic, unit) if site.strategic else 0.0
        reserve = situation.conduct.reserves.get(key, Reserve())
        stocks.append(stock)
        rates.append(
            ledger.value(reserve.rate, f"{unit}/week") if reserve.rate else stock / RELEASE_TIME
        )
        for class_ in reserve.entitled:
            entitled[row, CLASS_OF[class_]] = 1.0
    return ReserveArrays(np.array(stocks), np.array(rates), entitled)


def delivery_arrays(situation: Situation, network: Network) -> DeliveryArrays:
    """Return recorded deliveries, units of the step, and state purchases, units a week."""
    conduct, step = situation.conduct, situation.clock.step
    delivery_row, delivered = _weekly_amounts(situation, network, conduct.recorded_deliveries)
    purchase_row, purchased = _weekly_amounts(situation, network, conduct.purchases)
    return DeliveryArrays(delivery_row, delivered * step, purchase_row, purchased)


def _weekly_amounts(
    situation: Situation, network: Network, declared: Mapping[str, Delivery]
) -> tuple[Ints, Reals]:
    """Return the row of each site, -1 for none, and its known amounts a week: [row, step]."""
    clock, world = situation.clock, situation.world
    known = [
        each
        for each in declared.values()
        if each.site in network.sites and _is_known(situation, each)
    ]
    sites = list(dict.fromkeys(each.site for each in known))
    rows = np.full(len(network.sites), -1, np.int32)
    series = np.zeros((len(sites), clock.steps))
    for each in known:
        unit = world.goods[world.sites[each.site].good].unit
        begins, ends = clock.weeks(each.from_), clock.weeks(each.until)
        weekly = situation.ledger.value(each.amount, unit) / (ends - begins)
        series[sites.index(each.site)] += covered_shares([(begins, ends)], clock) * weekly
    for row, key in enumerate(sites):
        rows[network.sites.index(key)] = row
    return rows, series


def _is_known(situation: Situation, delivery: Delivery) -> bool:
    """Return whether a delivery had begun and been published by the last known day."""
    day, fact = situation.scenario.knows_until, delivery.amount.fact
    published = situation.ledger.facts[fact].published if fact else day
    return delivery.from_ <= day and published <= day
