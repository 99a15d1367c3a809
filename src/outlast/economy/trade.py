"""Trade of the base year: shares of suppliers, concentration, reliance and spending, by good."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from outlast.economy.withdrawal import concentration
from outlast.facts import Ledger, Quantity
from outlast.reading import Brief
from outlast.world import LoadedWorld
from outlast.world.site import Making

Blocs: TypeAlias = tuple[str, ...]
"""One bloc, or several that act together."""


@dataclass(frozen=True)
class Supply:
    """The supply of one good to one bloc or to several together, units a year."""

    by_origin: Mapping[str, float]
    """Deliveries by the bloc of their makers, its own included."""

    exports: float

    @property
    def total(self) -> float:
        """All deliveries."""
        return sum(self.by_origin.values())

    def share(self, origins: Blocs) -> float | None:
        """Return the share of blocs in all deliveries; None where there are none."""
        delivered = sum(self.by_origin.get(origin, 0.0) for origin in origins)
        return delivered / self.total if self.total > 0 else None

    @property
    def hhi(self) -> float | None:
        """The concentration by origin; None where there are no deliveries."""
        return hhi_of(self.by_origin.values())

    def reliance(self, blocs: Blocs) -> float | None:
        """Return net imports of blocs as a share of use; None where nothing is used."""
        imports = self.total - sum(self.by_origin.get(bloc, 0.0) for bloc in blocs)
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

    def supply(self, blocs: Blocs, good: str) -> Supply:
        """Return the supply of a good to one bloc, or to several together."""
        world, base = self.loaded.world, self.loaded.base_year
        found: dict[str, float] = {}
        exports = 0.0
        for key, route in world.routes.items():
            if route.good == good and route.destination in blocs:
                found[route.origin] = found.get(route.origin, 0.0) + base.flow[key]
            elif route.good == good and route.origin in blocs:
                exports += base.flow[key]
        for bloc in blocs:
            own = base.kept.get(world.site_of(bloc, good) or "", 0.0)
            if own:
                found[bloc] = found.get(bloc, 0.0) + own
        return Supply(found, exports)

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

    def spending_bn(self, blocs: Blocs, good: str) -> float | None:
        """Return the yearly spending of blocs on a good, USD billion."""
        price = self.price(good)
        return None if price is None else self.supply(blocs, good).total * price / 1e9

    def behind_share(self, holder: Blocs, target: Blocs, good: str) -> Iterator[Quantity]:
        """Yield the numbers from which the holder's share of the target's supply follows."""
        world = self.loaded.world
        for route in world.routes.values():
            if route.good == good and route.origin in holder and route.destination in target:
                yield route.flow
        for site in world.sites.values():
            if site.bloc in target and site.good == good and site.kept is not None:
                yield site.kept

    def behind_output(self, holder: Blocs, good: str) -> Iterator[Quantity]:
        """Yield the numbers from which the holder's output of a good follows."""
        world = self.loaded.world
        for process in world.processes.values():
            site = world.sites[process.site]
            made = process.making is not Making.TRADE
            if made and site.bloc in holder and site.good == good and process.output is not None:
                yield process.output
