"""Checks of a world: names exist, recipes are complete, numbers are possible."""

from collections.abc import Collection, Mapping
from itertools import chain
from math import isclose
from typing import Final, NamedTuple

from outlast.facts import Ledger
from outlast.facts.bounds import AMOUNT, SHARE, TIME, TRAVEL, number_fault
from outlast.reading import Finding, Findings, Place, each_unknown, unknown
from outlast.world.base_year import BaseYear
from outlast.world.good import KINDS
from outlast.world.quantities import Use, quantities
from outlast.world.route import Route
from outlast.world.service import Compute, Service
from outlast.world.site import Making, Process, Site
from outlast.world.world import World

SHARES = frozenset({"chance", "threshold", "cost_share", "offtake"})
"""The numbers that are shares of one."""

GROWTH: Final = (-0.99, 19.0)
"""The bounds of a growth a year: nearly all is lost, or twentyfold is gained."""

YEAR: Final = (1900.0, 2200.0)
"""The bounds of a year of the calendar."""

YIELD: Final = (0.01, 1.0)
"""The bounds of a yield; a plant with a lower one makes nothing that anybody counts."""

BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "growth": GROWTH,
    "price_growth": GROWTH,
    "starts": YEAR,
    "announced": YEAR,
    "cover": TIME,
    "finished": TIME,
    "ramp": TIME,
    "travel": TRAVEL,
    "window": TRAVEL,
    "spread": (1.0, 10.0),
    "elasticity": (0.0, 10.0),
    "ageing": (0.0, 10.0),
    "wedge": (0.0, 10.0),
    "yield_now": YIELD,
    "yield_best": YIELD,
}
"""The bounds of numbers by name: those of the draws that they set, or what a run can hold."""


CURE: Final = "Mend one of them."
"""The cure of numbers that do not fit together."""


class AllowedNames(NamedTuple):
    """The names outside a world that it may use; None where they cannot be checked."""

    items: Collection[str]
    kinds: Collection[str] = KINDS
    countries: Collection[str] | None = None
    sides: Collection[str] | None = None


def check_names(world: World, allowed: AllowedNames) -> Findings:
    """Yield every name that leads nowhere, and every site, recipe or route that is incomplete."""
    yield from _check_blocs(world, allowed)
    for name, members in world.families.items():
        yield from each_unknown(("families", name), members, world.goods, "a good")
        if name in allowed.kinds:
            yield Finding(("families", name), f'"{name}" is a kind of good.', "Rename the family.")
    for key, good in world.goods.items():
        yield from unknown(("goods", key, "kind"), good.kind, allowed.kinds, "a kind of good")
        for item in good.items:
            yield from unknown(("goods", key, "items", item), item, allowed.items, "an item")
    for key, site in world.sites.items():
        yield from _check_site(world, key, site)
    for key, process in world.processes.items():
        yield from _check_process(world, key, process)
    for key, route in world.routes.items():
        yield from _check_route(world, key, route)
    for key, service in world.services.items():
        yield from _check_service(world, key, service)
    for key, compute in world.compute.items():
        yield from _check_compute(world, key, compute)
    for key, project in world.projects.items():
        place = ("projects", key, "process")
        yield from unknown(place, project.process, world.processes, "a process")


def check_numbers(world: World, ledger: Ledger) -> Findings:
    """Yield numbers and ranges beyond bounds, and shares that do not sum to one."""
    for use in quantities(world):
        yield from _check_number(use, ledger)
    weights = sum(ledger.value(weight, "1") for weight in world.cohorts.weights)
    if not isclose(weights, 1):
        yield Finding(("cohorts", "weights"), f"the weights sum to {weights:g}, not to 1.", CURE)
    for key, good in world.goods.items():
        shares = sum(ledger.value(share, "1") for share in good.items.values())
        if shares > 1 and not isclose(shares, 1):
            yield Finding(
                ("goods", key, "items"), f"the items' shares sum to {shares:g}, over 1.", CURE
            )
    yield from _check_offtake(world, ledger)


def _check_number(use: Use, ledger: Ledger) -> Findings:
    """Yield a number of a world that lies beyond its bounds, or whose range does."""
    value, ends = ledger.value(use.quantity, use.unit), ledger.ends(use.quantity, use.unit)
    fault = number_fault(f"{use.place[-1]}", (value, *ends), _bounds_of(use), use.unit)
    if fault is not None:
        yield Finding(use.place, *fault)


def _bounds_of(use: Use) -> tuple[float, float]:
    """Return the bounds of a number of a world, in its unit."""
    match use.place:
        case ("cohorts", *_) | ("goods", _, "items", _) | ("services", _, "compute", _):
            return SHARE
        case ("compute", _, "owned" | "tenants", *_):
            return AMOUNT
        case _:
            name = f"{use.place[-1]}"
            return SHARE if name in SHARES else BOUNDS.get(name, AMOUNT)


def _check_offtake(world: World, ledger: Ledger) -> Findings:
    """Yield sites whose routes take more than the output of new capacity."""
    offered: dict[tuple[str, str], float] = {}
    for key, route in world.routes.items():
        if route.offtake is None:
            continue
        seller = (route.origin, route.good)
        offered[seller] = offered.get(seller, 0.0) + ledger.value(route.offtake, "1")
        if offered[seller] > 1 and not isclose(offered[seller], 1):
            what = f'the offtake of "{route.good}" from "{route.origin}" sums to over 1.'
            yield Finding(("routes", key, "offtake"), what, CURE)


def check_capacities(world: World, ledger: Ledger, base_year: BaseYear) -> Findings:
    """Yield processes that made more in the base year than they can make."""
    for key, process in world.processes.items():
        if process.capacity is None:
            continue
        unit = f"{world.goods[world.sites[process.site].good].unit}/year"
        capacity, output = ledger.value(process.capacity, unit), base_year.output[key]
        if capacity < output and not isclose(capacity, output):
            what = f"it makes {output:.4g} {unit} in the base year, more than it can."
            yield Finding(
                ("processes", key, "capacity"),
                what,
                f"Its capacity is said to be {capacity:.4g}.",
            )


def _has_site(world: World, place: Place, bloc: str, good: str) -> Findings:
    if bloc in world.blocs and good in world.goods and world.site_of(bloc, good) is None:
        yield Finding(place, f'"{bloc}" has no site of "{good}".', "Declare the site.")


def _check_blocs(world: World, allowed: AllowedNames) -> Findings:
    """Yield unknown sides and countries, countries of two blocs, a second rest of the world."""
    seen: dict[str, str] = {}
    for key, bloc in world.blocs.items():
        if bloc.side is not None:
            yield from unknown(("blocs", key, "side"), bloc.side, allowed.sides, "a side")
        place = ("blocs", key, "countries")
        known = allowed.countries
        yield from each_unknown(place, bloc.countries, known, "a country of countries.csv")
        held = [(f'"{code}"', ("blocs", key, "countries")) for code in bloc.countries]
        if bloc.rest_of_world:
            held.append(("the rest of the world", ("blocs", key, "rest_of_world")))
        for what, place in held:
            if what in seen:
                yield Finding(place, f'{what} belongs to "{seen[what]}" too.', "Keep it in one.")
            seen[what] = key


def _check_site(world: World, key: str, site: Site) -> Findings:
    """Yield problems of a site: its names, and its `rest`."""
    place = ("sites", key)
    yield from unknown((*place, "bloc"), site.bloc, world.blocs, "a bloc")
    yield from unknown((*place, "good"), site.good, world.goods, "a good")
    if world.site_of(site.bloc, site.good) != key:
        yield Finding(place, f'"{site.bloc}" has another site of "{site.good}".', "Keep one.")
    makers = [name for name, process in world.processes.items() if process.site == key]
    missing = {name for name in makers if world.processes[name].output is None}
    cure = "Two balances give two quantities; all others must be stated."
    if len(missing) > 1:
        several = " and ".join(f'"{name}"' for name in sorted(missing))
        yield Finding((*place, "rest"), f"the outputs of {several} cannot both be its rest.", cure)
    missing |= {name for name in ("kept", "other") if getattr(site, name) is None}
    if set(site.rest) != missing:
        stated = ", ".join(sorted(missing)) or "nothing"
        what = f"its rest is said to be {' and '.join(site.rest)}, but not given are: {stated}."
        yield Finding((*place, "rest"), what, cure)


def _check_process(world: World, key: str, process: Process) -> Findings:
    """Yield problems of a process: its site, and its recipe."""
    place = ("processes", key)
    yield from unknown((*place, "site"), process.site, world.sites, "a site")
    site = world.sites.get(process.site)
    if site is None:
        return
    converts = process.making in (Making.CONVERSION, Making.TRADE)
    if converts != bool(process.inputs):
        cure = "Conversion and trade take inputs; primary and secondary output does not."
        has = "has inputs" if process.inputs else "has no inputs"
        yield Finding(place, f'"{key}" is {process.making.value} and {has}.', cure)
    if process.tools is not None:
        yield from unknown((*place, "tools"), process.tools, world.goods, "a good")
        yield from _has_site(world, (*place, "tools"), site.bloc, process.tools)
    if process.making is Making.TRADE and set(process.inputs) - {site.good}:
        yield Finding(
            place, f'"{key}" passes on another good than it buys.', "That is a conversion."
        )
    for good, taken in process.inputs.items():
        at = (*place, "inputs", good)
        yield from unknown(at, good, world.goods, "a good")
        yield from _has_site(world, at, site.bloc, good)
        if taken.per_unit is None or taken.use is not None:
            yield Finding(at, "a process states what one unit takes.", "Write per_unit:, not use:.")


def _check_route(world: World, key: str, route: Route) -> Findings:
    """Yield problems of a route: its good, and its ends."""
    place = ("routes", key)
    yield from unknown((*place, "good"), route.good, world.goods, "a good")
    for end, bloc in (("origin", route.origin), ("destination", route.destination)):
        at = (*place, end)
        yield from chain(
            unknown(at, bloc, world.blocs, "a bloc"), _has_site(world, at, bloc, route.good)
        )
    if route.origin == route.destination:
        yield Finding(
            (*place, "destination"),
            f'"{key}" begins where it ends.',
            "What a site keeps is no route.",
        )


def _check_compute(world: World, key: str, compute: Compute) -> Findings:
    """Yield problems of a bloc's compute: its goods, and its rented part."""
    yield from unknown(("compute", key), key, world.blocs, "a bloc")
    for good in compute.channels:
        yield from unknown(("compute", key, "channels", good), good, world.goods, "a good")
    for bloc, goods in compute.tenants.items():
        place = ("compute", key, "tenants", bloc)
        yield from unknown(place, bloc, world.blocs, "a bloc")
        for good in goods:
            at = (*place, good)
            yield from chain(
                unknown(at, good, world.goods, "a good"), _has_site(world, at, bloc, good)
            )
        if compute.rented is None:
            yield Finding(place, f'"{key}" has tenants abroad and rents nothing.', "State rented:.")


def _check_service(world: World, key: str, service: Service) -> Findings:
    """Yield problems of a service: its bloc, and its inputs."""
    place = ("services", key)
    yield from unknown((*place, "bloc"), service.bloc, world.blocs, "a bloc")
    for good, taken in service.inputs.items():
        at = (*place, "inputs", good)
        yield from unknown(at, good, world.goods, "a good")
        yield from _has_site(world, at, service.bloc, good)
        if taken.use is None or taken.per_unit is not None:
            yield Finding(at, "a service states what it uses a year.", "Write use:, not per_unit:.")
    if not service.inputs and service.compute is None:
        yield Finding(place, f'"{key}" needs nothing.', "Give it inputs, or a share of compute.")
