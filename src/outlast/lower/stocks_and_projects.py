"""Triggers: state stocks, named projects, recorded deliveries and purchases, and flow tallies."""

from collections.abc import Mapping

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.index import CLASS_OF, CLASSES, lists, numbered
from outlast.lower.network.base_network import Fields, Network
from outlast.lower.rules.force_series import shares
from outlast.scenario.conduct import Delivery, Reserve
from outlast.scenario.load import Situation

HALF_A_YEAR = 26.0
"""Weeks in which a state stock can be released at the soonest, unless its rate is stated."""

DOLLARS = 1e9
"""Dollars in the unit in which research spending is stated."""

MARGIN = 0.5
"""The seller's margin where none is stated: assumed, see docs/model/arrays.md."""


def reserve_fields(situation: Situation, built: Network) -> Fields:
    """Return the strategic stocks, how fast they are released, and to whom."""
    world, ledger, names = situation.world, situation.ledger, built.names
    stocks: list[float] = []
    rates: list[float] = []
    entitled = np.zeros((len(names.sites), len(CLASSES)))
    for row, key in enumerate(names.sites):
        site = world.sites[key]
        unit = world.goods[site.good].unit
        stock = ledger.value(site.strategic, unit) if site.strategic else 0.0
        stated = situation.conduct.reserves.get(key, Reserve())
        stocks.append(stock)
        rates.append(
            ledger.value(stated.rate, f"{unit}/week") if stated.rate else stock / HALF_A_YEAR
        )
        for class_ in stated.entitled:
            entitled[row, CLASS_OF[class_]] = 1.0
    windfall_row, windfall = _deliveries(situation, built, situation.conduct.windfalls, rate=False)
    purchase_row, purchase = _deliveries(situation, built, situation.conduct.purchases, rate=True)
    return {
        "reserve0": np.array(stocks),
        "reserve_rate": np.array(rates),
        "site_entitled": entitled,
        "windfall_row": windfall_row,
        "windfall": windfall,
        "purchase_row": purchase_row,
        "purchase": purchase,
    }


def _deliveries(
    situation: Situation, built: Network, declared: Mapping[str, Delivery], *, rate: bool
) -> tuple[Ints, Reals]:
    """Return recorded amounts by site, a week or in the step, for what was known."""
    clock, names = situation.clock, built.names
    known = [
        each
        for each in declared.values()
        if _is_known(situation, each) and each.site in names.sites
    ]
    sites = list(dict.fromkeys(each.site for each in known))
    rows = np.full(len(names.sites), -1, np.int32)
    series = np.zeros((len(sites), clock.steps))
    for each in known:
        unit = situation.world.goods[situation.world.sites[each.site].good].unit
        begins, ends = clock.weeks(each.from_), clock.weeks(each.until)
        weekly = situation.ledger.value(each.amount, unit) / (ends - begins)
        part = shares([(begins, ends)], clock) * weekly
        series[sites.index(each.site)] += part if rate else part * clock.step
    for row, key in enumerate(sites):
        rows[names.sites.index(key)] = row
    return rows, series


def _is_known(situation: Situation, delivery: Delivery) -> bool:
    """Return whether a delivery had begun and been told by the day of the record."""
    day, fact = situation.scenario.knows_until, delivery.amount.fact
    published = situation.ledger.facts[fact].published if fact else day
    return delivery.from_ <= day and published <= day


def project_fields(situation: Situation, built: Network) -> Fields:
    """Return the named projects of the processes that exist."""
    world, ledger, names = situation.world, situation.ledger, built.names
    processes = numbered(names.processes)
    kept = [key for key, each in world.projects.items() if each.process in processes]
    for key in set(world.projects) - set(kept):
        names.dropped[key] = "a project of a process that moved nothing in the base year"
    names.projects = tuple(key for key in world.projects if key in kept)
    declared = [world.projects[key] for key in names.projects]
    units = [world.goods[world.sites[world.processes[p.process].site].good].unit for p in declared]
    return {
        "project_process": np.array([processes[each.process] for each in declared], np.int32),
        "project_start": np.array(
            [situation.clock.weeks_at_year(ledger.value(each.starts, "year")) for each in declared],
            np.float64,
        ),
        "project_size": np.array(
            [
                ledger.value(each.adds, f"{unit}/week")
                for each, unit in zip(declared, units, strict=True)
            ],
            np.float64,
        ),
        "project_ramp": np.array(
            [ledger.value(each.ramp, "week") for each in declared], np.float64
        ),
        "project_answer": np.array(
            [key in situation.conduct.answers for key in names.projects], np.int8
        ),
    }


def account_fields(situation: Situation, built: Network) -> Fields:
    """Return prices, margins, research spending and the flows that are summed."""
    world, ledger, names, conduct = (
        situation.world,
        situation.ledger,
        built.names,
        situation.conduct,
    )
    prices: list[float] = []
    for key in names.goods:
        stated = world.goods[key].price
        prices.append(ledger.value(stated, f"USD/{world.goods[key].unit}") if stated else 0.0)
    margins = [
        ledger.value(conduct.margins[key], "1") if key in conduct.margins else MARGIN
        for key in names.goods
    ]
    research = [
        ledger.value(conduct.research[key], "USD_bn/year") * DOLLARS / WEEKS_A_YEAR
        if key in conduct.research
        else 0.0
        for key in names.blocs
    ]
    return {
        "price0": np.array(prices),
        "price_trend": _price_trend(situation, built),
        "margin": np.array(margins),
        "research0": np.array(research),
        **_tally_fields(situation, built),
    }


def _price_trend(situation: Situation, built: Network) -> Reals:
    """Return base prices over those of the common start, by good and step."""
    clock, ledger = situation.clock, situation.ledger
    years = (np.arange(clock.steps) + 0.5) * clock.step / WEEKS_A_YEAR
    stated = [situation.world.goods[key].price_growth for key in built.names.goods]
    growth = [np.log1p(ledger.value(each, "1/year")) if each else 0.0 for each in stated]
    return np.exp(np.outer(growth, years))


def _tally_fields(situation: Situation, built: Network) -> Fields:
    """Return the flows that are summed, detours among the routes."""
    clock, world, names = situation.clock, situation.world, built.names
    declared = situation.conduct.tallies
    names.tallies = tuple(declared)
    routes: dict[int, list[int]] = {}
    for number, tally in enumerate(declared.values()):
        routes[number] = [
            row
            for row, way in enumerate(names.routes)
            if not way.own
            and world.sites[way.origin].good == tally.good
            and (not tally.destinations or world.sites[way.destination].bloc in tally.destinations)
            and (not tally.origins or world.sites[way.origin].bloc in tally.origins)
        ]
    begins, listed = lists(routes, len(declared))
    first = [round(clock.weeks(each.from_) / clock.step) for each in declared.values()]
    last = [round(clock.weeks(each.until) / clock.step) - 1 for each in declared.values()]
    return {
        "tally_kind": np.array([each.counts == "arrived" for each in declared.values()], np.int32),
        "tally_from": np.array(first, np.int32),
        "tally_to": np.array(last, np.int32),
        "tally_ptr": begins,
        "tally_route": listed,
    }
