"""Trade of the base year: shares of suppliers, concentration, reliance and spending, by good."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from outlast.economy.withdrawal import concentration
from outlast.facts import Ledger, Quantity
from outlast.reading import Brief
from outlast.world import LoadedWorld
from outlast.world.site import Making


@dataclass(frozen=True)
class Supply:
    """The supply of one good to one bloc, units a year."""

    by_origin: Mapping[str, float]
    """Deliveries by the bloc of their makers, its own included."""

    exports: float

    @property
    def total(self) -> float:
        """All deliveries."""
        return sum(self.by_origin.values())

    def share(self, origin: str) -> float | None:
        """Return the share of a bloc in all deliveries; None where there are none."""
        return self.by_origin.get(origin, 0.0) / self.total if self.total > 0 else None

    @property
    def hhi(self) -> float | None:
        """The concentration by origin; None where there are no deliveries."""
        return hhi_of(self.by_origin.values())

    def reliance(self, bloc: str) -> float | None:
        """Return net imports as a share of use; None where nothing is used."""
        imports = self.total - self.by_origin.get(bloc, 0.0)
        return (imports - self.exports) / self.total if self.total > 0 else None


def hhi_of(amounts: Iterable[float]) -> float | None:
    """Return the concentration of amounts; None where there are none."""
    found = np.array(list(amounts), float)
    return concentration(found / found.sum()) if found.sum() > 0 else None


@dataclass(frozen=True, repr=False)
class BaseTrade(Brief):
    """The trade of a world's base year."""

    loaded: LoadedWorld
    ledger: Ledger

    def supply(self, bloc: str, good: str) -> Supply:
        """Return the supply of a good to a bloc."""
        world, base = self.loaded.world, self.loaded.base_year
        found: dict[str, float] = {}
        exports = 0.0
        for key, route in world.routes.items():
            if route.good == good and route.destination == bloc:
                found[route.origin] = found.get(route.origin, 0.0) + base.flow[key]
            elif route.good == good and route.origin == bloc:
                exports += base.flow[key]
        site = world.site_of(bloc, good)
        own = base.kept.get(site, 0.0) if site is not None else 0.0
        return Supply({bloc: own, **found} if own else found, exports)

    def output(self, good: str) -> dict[str, float]:
        """Return the output of a good by bloc, units a year; trade makes nothing."""
        world, base = self.loaded.world, self.loaded.base_year
        found: dict[str, float] = {}
        for key, process in world.processes.items():
            site = world.sites[process.site]
            if site.good == good and process.making is not Making.TRADE:
                found[site.bloc] = found.get(site.bloc, 0.0) + base.output.get(key, 0.0)
        return found

    def price(self, good: str) -> float | None:
        """Return the price of a good, USD a unit; None where none is stated."""
        declared = self.loaded.world.goods[good]
        return (
            None
            if declared.price is None
            else self.ledger.value(declared.price, f"USD/{declared.unit}")
        )

    def spending_bn(self, bloc: str, good: str) -> float | None:
        """Return the yearly spending of a bloc on a good, USD billion."""
        price = self.price(good)
        return None if price is None else self.supply(bloc, good).total * price / 1e9

    def behind_share(self, holder: str, target: str, good: str) -> Iterator[Quantity]:
        """Yield the numbers from which the holder's share of the target's supply follows."""
        world = self.loaded.world
        for route in world.routes.values():
            if (route.good, route.origin, route.destination) == (good, holder, target):
                yield route.flow
        site = world.site_of(target, good)
        if site is not None and world.sites[site].kept is not None:
            yield world.sites[site].kept  # pyright: ignore[reportReturnType]  just seen

    def behind_output(self, holder: str, good: str) -> Iterator[Quantity]:
        """Yield the numbers from which the holder's output of a good follows."""
        world = self.loaded.world
        for process in world.processes.values():
            site = world.sites[process.site]
            made = process.making is not Making.TRADE
            if made and (site.bloc, site.good) == (holder, good) and process.output is not None:
                yield process.output
