"""Every number of a world, with the unit in which it must be stated."""

from collections.abc import Iterator
from dataclasses import dataclass

from outlast.facts import Quantity
from outlast.world.recipe import Input
from outlast.world.service import Service
from outlast.world.world import World


@dataclass(frozen=True)
class Use:
    """One number of a world, its place, and its unit."""

    place: tuple[str | int, ...]
    """The path to it: section, id, fields."""

    quantity: Quantity
    """The number."""

    unit: str
    """The unit that it must convert to."""


def quantities(world: World) -> Iterator[Use]:
    """Yield every number of a world."""
    for place, quantity, unit in _all(world):
        if quantity is not None:
            yield Use(place, quantity, unit)


_Found = Iterator[tuple[tuple[str | int, ...], Quantity | None, str]]


def _all(world: World) -> _Found:
    for index, weight in enumerate(world.cohorts.weights):
        yield ("cohorts", "weights", index), weight, "1"
    yield from _of_goods(world)
    yield from _of_sites(world)
    yield from _of_processes(world)
    for key, route in world.routes.items():
        if route.good in world.goods:
            yield ("routes", key, "flow"), route.flow, f"{world.goods[route.good].unit}/year"
        yield ("routes", key, "travel"), route.travel, "week"
        yield ("routes", key, "offtake"), route.offtake, "1"
        yield ("routes", key, "wedge"), route.wedge, "1"
    for key, service in world.services.items():
        yield from _of_service(world, key, service)
    for key, compute in world.compute.items():
        for source, amount in compute.owned.items():
            yield ("compute", key, "owned", source), amount, "H100e"
        yield ("compute", key, "rented"), compute.rented, "H100e"
        yield ("compute", key, "ageing"), compute.ageing, "1/year"
        for bloc, goods in compute.tenants.items():
            for good, amount in goods.items():
                if good in world.goods:
                    place = ("compute", key, "tenants", bloc, good)
                    yield place, amount, f"{world.goods[good].unit}/year"


def _of_goods(world: World) -> _Found:
    for key, good in world.goods.items():
        for item, share in good.items.items():
            yield ("goods", key, "items", item), share, "1"
        yield ("goods", key, "price"), good.price, f"USD/{good.unit}"
        yield ("goods", key, "price_growth"), good.price_growth, "1/year"
        if good.performance:
            yield ("goods", key, "performance", "tpp"), good.performance.tpp, "TPP"
            bandwidth = good.performance.memory_bandwidth
            yield ("goods", key, "performance", "memory_bandwidth"), bandwidth, "GB_s"


def _of_sites(world: World) -> _Found:
    for key, site in world.sites.items():
        if site.good in world.goods:
            unit = world.goods[site.good].unit
            yield ("sites", key, "kept"), site.kept, f"{unit}/year"
            yield ("sites", key, "other"), site.other, f"{unit}/year"
            yield ("sites", key, "strategic"), site.strategic, unit
        yield ("sites", key, "finished"), site.finished, "week"
        yield ("sites", key, "elasticity"), site.elasticity, "1"


def _of_processes(world: World) -> _Found:
    for key, process in world.processes.items():
        site = world.sites.get(process.site)
        good = world.goods.get(site.good) if site else None
        if good is None:
            continue
        yield ("processes", key, "output"), process.output, f"{good.unit}/year"
        yield ("processes", key, "capacity"), process.capacity, f"{good.unit}/year"
        yield ("processes", key, "yield_now"), process.yield_now, "1"
        yield ("processes", key, "yield_best"), process.yield_best, "1"
        for name, taken in process.inputs.items():
            place = ("processes", key, "inputs", name)
            if name in world.goods:
                unit = f"{world.goods[name].unit}/{good.unit}"
                yield (*place, "per_unit"), taken.per_unit, unit
            yield from _of_input(place, taken)
        for name, project in world.projects.items():
            if project.process == key:
                yield ("projects", name, "adds"), project.adds, f"{good.unit}/year"
                yield ("projects", name, "starts"), project.starts, "year"
                yield ("projects", name, "ramp"), project.ramp, "week"
                yield ("projects", name, "chance"), project.chance, "1"
                yield ("projects", name, "announced"), project.announced, "year"


def _of_service(world: World, key: str, service: Service) -> _Found:
    yield ("services", key, "growth"), service.growth, "1/year"
    yield ("services", key, "threshold"), service.threshold, "1"
    yield ("services", key, "window"), service.window, "week"
    yield ("services", key, "value_added"), service.value_added, "USD_bn/year"
    yield ("services", key, "elasticity"), service.elasticity, "1"
    if service.compute:
        for part in ("owned", "rented", "arithmetic"):
            yield ("services", key, "compute", part), getattr(service.compute, part), "1"
    for name, taken in service.inputs.items():
        place = ("services", key, "inputs", name)
        if name in world.goods:
            yield (*place, "use"), taken.use, f"{world.goods[name].unit}/year"
        yield from _of_input(place, taken)


def _of_input(place: tuple[str | int, ...], taken: Input) -> _Found:
    yield (*place, "cover"), taken.cover, "week"
    yield (*place, "spread"), taken.spread, "1"
    yield (*place, "cost_share"), taken.cost_share, "1"
