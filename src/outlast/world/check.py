"""What cannot be in a world: names that lead nowhere, recipes left open, impossible numbers."""

from collections.abc import Collection, Iterator
from itertools import chain
from math import isclose

from outlast.errors import nearest
from outlast.facts import Ledger
from outlast.reading import Place
from outlast.world.base_year import BaseYear
from outlast.world.quantities import quantities
from outlast.world.route import Route
from outlast.world.service import Compute, Service
from outlast.world.site import Making, Process, Site
from outlast.world.world import World

Finding = tuple[Place, str, str]
"""A path within the world, what is wrong there, and what would be right."""

SHARES = frozenset({"chance", "threshold", "yield_now", "yield_best", "cost_share", "offtake"})
"""The numbers that are shares of one."""

SIGNED = frozenset({"growth", "price_growth"})
"""The numbers that may be negative."""


def check_names(world: World, items: frozenset[str]) -> Iterator[Finding]:
    """Yield every name that leads nowhere, and every site, recipe or route that is incomplete."""
    yield from _check_blocs(world)
    for key, good in world.goods.items():
        for item in good.items:
            yield from _known(("goods", key, "items", item), item, items, "an item")
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
        yield from _known(place, project.process, world.processes, "a process")


def check_numbers(world: World, ledger: Ledger) -> Iterator[Finding]:
    """Yield what is negative, shares above one, and shares that do not sum to one."""
    for use in quantities(world):
        value, name = ledger.value(use.quantity, use.unit), use.place[-1]
        if value < 0 and name not in SIGNED:
            yield use.place, f'"{name}" is negative.', ""
        if value > 1 and name in SHARES:
            yield use.place, f'"{name}" is more than 1.', "Shares are written 0.18, not 18."
    weights = sum(ledger.value(weight, "1") for weight in world.cohorts.weights)
    if not isclose(weights, 1):
        yield ("cohorts", "weights"), f"the weights sum to {weights:g}, not to 1.", ""
    for key, good in world.goods.items():
        shares = sum(ledger.value(share, "1") for share in good.items.values())
        if shares > 1 and not isclose(shares, 1):
            yield ("goods", key, "items"), f"the items' shares sum to {shares:g}, over 1.", ""
    yield from _check_offtake(world, ledger)


def _check_offtake(world: World, ledger: Ledger) -> Iterator[Finding]:
    """Yield sites whose routes are offered more than new capacity makes."""
    offered: dict[tuple[str, str], float] = {}
    for key, route in world.routes.items():
        if route.offtake is None:
            continue
        seller = (route.origin, route.good)
        offered[seller] = offered.get(seller, 0.0) + ledger.value(route.offtake, "1")
        if offered[seller] > 1 and not isclose(offered[seller], 1):
            what = f'the offtake of "{route.good}" from "{route.origin}" sums to over 1.'
            yield ("routes", key, "offtake"), what, ""


def check_capacities(world: World, ledger: Ledger, base_year: BaseYear) -> Iterator[Finding]:
    """Yield processes that made more in the base year than they can make."""
    for key, process in world.processes.items():
        if process.capacity is None:
            continue
        unit = f"{world.goods[world.sites[process.site].good].unit}/year"
        capacity, output = ledger.value(process.capacity, unit), base_year.output[key]
        if capacity < output and not isclose(capacity, output):
            what = f"it makes {output:.4g} {unit} in the base year, more than it can."
            yield (
                ("processes", key, "capacity"),
                what,
                f"Its capacity is said to be {capacity:.4g}.",
            )


def _known(place: Place, name: str, known: Collection[str], kind: str) -> Iterator[Finding]:
    if name not in known:
        yield place, f'"{name}" is not {kind}.', nearest(name, list(known))


def _has_site(world: World, place: Place, bloc: str, good: str) -> Iterator[Finding]:
    if bloc in world.blocs and good in world.goods and world.site_of(bloc, good) is None:
        yield place, f'"{bloc}" has no site of "{good}".', ""


def _check_blocs(world: World) -> Iterator[Finding]:
    """Yield countries of two blocs, and a second bloc that holds the rest of the world."""
    seen: dict[str, str] = {}
    for key, bloc in world.blocs.items():
        held = [(f'"{code}"', ("blocs", key, "countries")) for code in bloc.countries]
        if bloc.rest_of_world:
            held.append(("the rest of the world", ("blocs", key, "rest_of_world")))
        for what, place in held:
            if what in seen:
                yield place, f'{what} belongs to "{seen[what]}" too.', ""
            seen[what] = key


def _check_site(world: World, key: str, site: Site) -> Iterator[Finding]:
    """Yield what is wrong with a site: its names, and what its balances are to give."""
    place = ("sites", key)
    yield from _known((*place, "bloc"), site.bloc, world.blocs, "a bloc")
    yield from _known((*place, "good"), site.good, world.goods, "a good")
    if world.site_of(site.bloc, site.good) != key:
        yield place, f'"{site.bloc}" has another site of "{site.good}".', ""
    makers = [name for name, process in world.processes.items() if process.site == key]
    missing = {name for name in makers if world.processes[name].output is None}
    cure = "Two balances give two quantities; all others must be stated."
    if len(missing) > 1:
        several = " and ".join(f'"{name}"' for name in sorted(missing))
        yield (*place, "rest"), f"the outputs of {several} cannot both be its rest.", cure
    missing |= {name for name in ("kept", "other") if getattr(site, name) is None}
    if set(site.rest) != missing:
        stated = ", ".join(sorted(missing)) or "nothing"
        what = f"its rest is said to be {' and '.join(site.rest)}, but not given are: {stated}."
        yield (*place, "rest"), what, cure


def _check_process(world: World, key: str, process: Process) -> Iterator[Finding]:
    """Yield what is wrong with a process: its site, and its recipe."""
    place = ("processes", key)
    yield from _known((*place, "site"), process.site, world.sites, "a site")
    site = world.sites.get(process.site)
    if site is None:
        return
    converts = process.making in (Making.CONVERSION, Making.TRADE)
    if converts != bool(process.inputs):
        cure = "Conversion and trade take inputs; primary and secondary output does not."
        has = "has inputs" if process.inputs else "has no inputs"
        yield place, f'"{key}" is {process.making.value} and {has}.', cure
    if process.making is Making.TRADE and set(process.inputs) - {site.good}:
        yield place, f'"{key}" passes on another good than it buys.', "That is a conversion."
    for good, taken in process.inputs.items():
        at = (*place, "inputs", good)
        yield from _known(at, good, world.goods, "a good")
        yield from _has_site(world, at, site.bloc, good)
        if taken.per_unit is None or taken.use is not None:
            yield at, "a process states what one unit takes.", "Write per_unit:, not use:."


def _check_route(world: World, key: str, route: Route) -> Iterator[Finding]:
    """Yield what is wrong with a route: its good, and its ends."""
    place = ("routes", key)
    yield from _known((*place, "good"), route.good, world.goods, "a good")
    for end, bloc in (("origin", route.origin), ("destination", route.destination)):
        at = (*place, end)
        yield from chain(
            _known(at, bloc, world.blocs, "a bloc"), _has_site(world, at, bloc, route.good)
        )
    if route.origin == route.destination:
        yield (
            (*place, "destination"),
            f'"{key}" begins where it ends.',
            "What a site keeps is no route.",
        )


def _check_compute(world: World, key: str, compute: Compute) -> Iterator[Finding]:
    """Yield what is wrong with a bloc's compute: its goods, and what it rents abroad."""
    yield from _known(("compute", key), key, world.blocs, "a bloc")
    for good in compute.channels:
        yield from _known(("compute", key, "channels", good), good, world.goods, "a good")
    for bloc, goods in compute.tenants.items():
        place = ("compute", key, "tenants", bloc)
        yield from _known(place, bloc, world.blocs, "a bloc")
        for good in goods:
            at = (*place, good)
            yield from chain(
                _known(at, good, world.goods, "a good"), _has_site(world, at, bloc, good)
            )
        if compute.rented is None:
            yield place, f'"{key}" has tenants abroad and rents nothing.', "State rented:."


def _check_service(world: World, key: str, service: Service) -> Iterator[Finding]:
    """Yield what is wrong with a service: its bloc, and what it needs."""
    place = ("services", key)
    yield from _known((*place, "bloc"), service.bloc, world.blocs, "a bloc")
    for good, taken in service.inputs.items():
        at = (*place, "inputs", good)
        yield from _known(at, good, world.goods, "a good")
        yield from _has_site(world, at, service.bloc, good)
        if taken.use is None or taken.per_unit is not None:
            yield at, "a service states what it uses a year.", "Write use:, not per_unit:."
    if not service.inputs and service.compute is None:
        yield place, f'"{key}" needs nothing.', "Give it inputs, or a share of compute."
