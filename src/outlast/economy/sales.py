"""The sales of a world's base year as a network of firms: makers, pools of users, services."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.economy.systemic import ESSENTIAL, LINEAR, SalesNetwork
from outlast.economy.trade import BaseTrade, Blocs
from outlast.engine.arrays import Reals
from outlast.world.recipe import Essentiality
from outlast.world.site import Making

WEIGHT: Final = {
    Essentiality.CRITICAL: ESSENTIAL,
    Essentiality.IMPORTANT: LINEAR,
    Essentiality.NOT_CRITICAL: 0,
}
"""The class of a link by the essentiality of the input."""


@dataclass(frozen=True, eq=False)
class WorldSales:
    """The sales of a world, with the name of each firm: a process, a site's pool, a service."""

    network: SalesNetwork
    firms: tuple[str, ...]
    trade: BaseTrade

    def failing(self, holder: Blocs, good: str) -> Reals:
        """Return the part that is left of each firm when the holder makes no more of a good."""
        world = self.trade.loaded.world
        left = np.ones(len(self.firms))
        for key, process in world.processes.items():
            site = world.sites[process.site]
            made = process.making is not Making.TRADE
            holds = site.bloc in holder and site.good == good
            if made and holds and _maker(key) in self.firms:
                left[self.firms.index(_maker(key))] = 0.0
        return left

    def services_lost(self, left: Reals, blocs: Blocs) -> dict[str, float]:
        """Return the output that each service of blocs loses downstream, the largest first."""
        found = self.network.spread(left).downstream
        services = self.trade.loaded.world.services
        lost = {
            key: 1.0 - float(found[self.firms.index(_service(key))])
            for key, service in services.items()
            if service.bloc in blocs and _service(key) in self.firms
        }
        return dict(sorted(((k, v) for k, v in lost.items() if v > 0), key=lambda pair: -pair[1]))


def world_sales(trade: BaseTrade) -> WorldSales:
    """Return the sales of a world; goods without a price are left out."""
    links, sectors = _Links(), dict[str, int]()
    world, base = trade.loaded.world, trade.loaded.base_year
    prices = {good: trade.price(good) for good in world.goods}
    for site_key, site in world.sites.items():
        price = prices[site.good]
        if price is None:
            continue
        made = {
            k: base.output.get(k, 0.0) for k, p in world.processes.items() if p.site == site_key
        }
        total = sum(made.values())
        sold = {site_key: base.kept.get(site_key, 0.0)}
        for key, route in world.routes.items():
            to = world.site_of(route.destination, site.good)
            if (route.origin, route.good) == (site.bloc, site.good) and to is not None:
                sold[to] = sold.get(to, 0.0) + base.flow[key]
        for maker, amount in made.items():
            for pool, units in sold.items():
                if total > 0:
                    links.add(_maker(maker), _pool(pool), units * price * amount / total, ESSENTIAL)
    for (user, site_key), units in base.use.items():
        good = world.sites[site_key].good
        price = prices[good]
        needs = {**world.processes, **world.services}.get(user)
        if price is None or needs is None or good not in needs.inputs:
            continue
        name = _maker(user) if user in world.processes else _service(user)
        weight = WEIGHT[needs.inputs[good].essentiality]
        links.add(_pool(site_key), name, units * price, weight)
    for name in links.names:
        kind, _, key = name.partition(" ")
        at = world.processes[key].site if kind == "maker" else key
        of = kind if kind == "service" else f"{kind} {world.sites[at].good}"
        sectors.setdefault(of, len(sectors))
        links.sector.append(sectors[of])
    return WorldSales(links.network(), tuple(links.names), trade)


class _Links:
    """The links of a network while it is put together."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.sector: list[int] = []
        self.rows: list[tuple[int, int, float, int]] = []

    def add(self, supplier: str, user: str, value: float, essential: int) -> None:
        """Add a link; one without value is left out."""
        if value > 0:
            one = self.names.setdefault(supplier, len(self.names))
            other = self.names.setdefault(user, len(self.names))
            self.rows.append((one, other, value, essential))

    def network(self) -> SalesNetwork:
        """Return the network."""
        supplier, user, value, essential = zip(*self.rows, strict=True)
        return SalesNetwork(
            np.array(self.sector), np.array(supplier), np.array(user), np.array(value),
            np.array(essential),
        )  # fmt: skip


def _maker(process: str) -> str:
    """Return the name of a process as a firm."""
    return f"maker {process}"


def _pool(site: str) -> str:
    """Return the name of the users of a site as a firm."""
    return f"pool {site}"


def _service(service: str) -> str:
    """Return the name of a service as a firm."""
    return f"service {service}"
