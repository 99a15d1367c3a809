"""The base year, closed: the flows that a world states, and those that its balances give."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outlast.facts import Ledger, Quantity
from outlast.reading import Brief
from outlast.world.service import tenant
from outlast.world.site import Site
from outlast.world.world import World

TOLERANCE = 1e-9
"""Share of a site's throughput by which a balance may miss for rounding alone."""


@dataclass(repr=False)
class BaseYear(Brief):
    """All flows of the stationary base year, in the goods' units a year."""

    output: dict[str, float] = field(default_factory=dict[str, float])
    """Output by process."""

    flow: dict[str, float] = field(default_factory=dict[str, float])
    """Flow by route."""

    kept: dict[str, float] = field(default_factory=dict[str, float])
    """The flow from each site's sellers to its own users."""

    other: dict[str, float] = field(default_factory=dict[str, float])
    """Other use by site."""

    use: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    """Named use by user (process or service) and site."""


@dataclass(frozen=True)
class Imbalance:
    """A balance that does not hold."""

    site: str
    what: str


def close(world: World, ledger: Ledger) -> tuple[BaseYear, list[Imbalance]]:
    """Return the base year of a world, and every balance that cannot hold.

    At each site `output = exports + kept` and `imports + kept = named uses + other`. The two
    quantities that a site calls `rest` follow; sites are closed in the order in which what they
    need is known.
    """
    closing = _Closing(world, ledger)
    return closing.base, closing.close()


@dataclass
class _Closing:
    world: World
    ledger: Ledger
    base: BaseYear = field(default_factory=BaseYear)

    def __post_init__(self) -> None:
        for key, route in self.world.routes.items():
            self.base.flow[key] = self.yearly(route.flow, route.good)
        for key, process in self.world.processes.items():
            if process.output is not None:
                good = self.world.sites[process.site].good
                self.base.output[key] = self.yearly(process.output, good)

    def yearly(self, quantity: Quantity, good: str) -> float:
        return self.ledger.value(quantity, f"{self.world.goods[good].unit}/year")

    def close(self) -> list[Imbalance]:
        """Close every site, as often as one more can be closed."""
        wrong: list[Imbalance] = []
        waiting = dict(self.world.sites)
        while waiting:
            ready = [key for key, site in waiting.items() if self.is_ready(key, site)]
            if not ready:
                wrong.extend(
                    Imbalance(key, "waits for a process whose output waits for it in turn.")
                    for key in waiting
                )
                break
            for key in ready:
                wrong.extend(self.close_site(key, waiting.pop(key)))
        return wrong

    def is_ready(self, key: str, site: Site) -> bool:
        """Return whether all but the site's own rest is known."""
        makers = [name for name, each in self.world.processes.items() if each.site == key]
        unknown = [name for name in makers if name not in self.base.output]
        if any(name not in site.rest for name in unknown):
            return False
        return all(
            name in self.base.output
            for name, process in self.world.processes.items()
            if site.good in process.inputs
            and self.world.sites[process.site].bloc == site.bloc
            and not (name in site.rest and "kept" not in site.rest)
        )

    def close_site(self, key: str, site: Site) -> list[Imbalance]:
        """Find a site's rest from its two balances."""
        routes = [
            (name, route) for name, route in self.world.routes.items() if route.good == site.good
        ]
        exports = sum(self.base.flow[name] for name, route in routes if route.origin == site.bloc)
        imports = sum(
            self.base.flow[name] for name, route in routes if route.destination == site.bloc
        )
        makers = [name for name, each in self.world.processes.items() if each.site == key]
        made = sum(self.base.output.get(name, 0.0) for name in makers)
        open_process = next((name for name in makers if name not in self.base.output), None)

        if site.kept is not None:
            kept = self.yearly(site.kept, site.good)
            if open_process is not None:
                self.base.output[open_process] = exports + kept - made
            other = imports + kept - self.named_use(key, site)
        elif site.other is not None:
            other = self.yearly(site.other, site.good)
            kept = self.named_use(key, site) + other - imports
            if open_process is not None:
                self.base.output[open_process] = exports + kept - made
        else:
            kept = made - exports
            other = imports + kept - self.named_use(key, site)
        self.base.kept[key], self.base.other[key] = kept, other
        throughput = made + imports + abs(kept)
        given = {"kept": kept, "other": other}
        if open_process is not None:
            given[open_process] = self.base.output[open_process]
        return self.checked(key, site, given, throughput)

    def named_use(self, key: str, site: Site) -> float:
        """Return the named uses of a site by its bloc and by tenants, and note each use."""
        total = 0.0
        unit = self.world.goods[site.good].unit
        for name, process in self.world.processes.items():
            maker = self.world.sites[process.site]
            taken = process.inputs.get(site.good)
            if taken and taken.per_unit and maker.bloc == site.bloc:
                per_unit = f"{unit}/{self.world.goods[maker.good].unit}"
                use = self.ledger.value(taken.per_unit, per_unit) * self.base.output[name]
                self.base.use[name, key] = use
                total += use
        for name, service in self.world.services.items():
            taken = service.inputs.get(site.good)
            if taken and taken.use and service.bloc == site.bloc:
                self.base.use[name, key] = self.yearly(taken.use, site.good)
                total += self.base.use[name, key]
        for bloc, compute in self.world.compute.items():
            amount = compute.tenants.get(site.bloc, {}).get(site.good)
            if amount is not None:
                user = tenant(bloc, key)
                self.base.use[user, key] = self.yearly(amount, site.good)
                total += self.base.use[user, key]
        return total

    def checked(
        self, key: str, site: Site, given: Mapping[str, float], throughput: float
    ) -> list[Imbalance]:
        """Return flows that are negative or differ from a stated flow; set rounding errors to 0."""
        unit = self.world.goods[site.good].unit
        wrong: list[Imbalance] = []
        dust = TOLERANCE * max(throughput, 1e-300)
        for name, amount in given.items():
            label = {
                "kept": "what it keeps of its output",
                "other": "its other use",
            }.get(name, f'the output of "{name}"')
            if amount < -dust:
                wrong.append(
                    Imbalance(
                        key, f"does not balance: {label} would be {amount:.4g} {unit} a year."
                    )
                )
            if abs(amount) <= dust or amount < 0:
                store = {"kept": self.base.kept, "other": self.base.other}.get(name)
                if store is None:
                    self.base.output[name] = 0.0
                else:
                    store[key] = 0.0
        return wrong
