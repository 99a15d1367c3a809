"""Leverage: the hold of two blocs over each other, good by good; docs/model/leverage.md."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np

from outlast.economy.ces import output_left
from outlast.economy.hold import Direction, Hold, Leverage, SourceNote
from outlast.economy.leverage_declaration import LeverageDeclaration
from outlast.economy.losses import ENDS, Range, range_of
from outlast.economy.sales import WorldSales, world_sales
from outlast.economy.trade import BaseTrade, Blocs, hhi_of
from outlast.economy.withdrawal import withdrawal_loss
from outlast.engine.arrays import Reals
from outlast.facts import Quantity
from outlast.lower.draws.quantiles import draws, lognormal
from outlast.scenario.bridge import Bridge
from outlast.scenario.prior import Prior
from outlast.world.recipe import Essentiality
from outlast.world.service import Service

BOUND: Final = {
    Essentiality.CRITICAL: 1.0,
    Essentiality.IMPORTANT: 0.5,
    Essentiality.NOT_CRITICAL: 0.0,
}
"""The fall of output in units of the fall of the input (Pichler et al. 2022)."""

TOGETHER: Final = "+"
"""The sign between blocs that act together."""

NINETY: Final = 2.0 * 1.6448536269514722
"""Standard deviations between the ends of a 90 % range."""


@dataclass(frozen=True)
class LeverageModel:
    """A contest ready for the question of leverage."""

    declared: LeverageDeclaration
    trade: BaseTrade
    priors: Mapping[str, Prior]
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of things for readers, as `good.gallium`; their own titles where there is none."""

    bridge: Bridge | None = None
    """The bridge, which says the worth of services that the world does not."""

    @cached_property
    def sales(self) -> WorldSales:
        """The sales of the base year."""
        return world_sales(self.trade)

    def between(
        self,
        one: Blocs,
        other: Blocs,
        futures: int,
        seed: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> Leverage:
        """Return the hold of two blocs over each other.

        Args:
            one: A bloc of the world, or several that act together.
            other: Others.
            futures: Draws of the uncertain numbers.
            seed: The seed of their luck.
            progress: Told how many directions are computed, and of how many.
        """
        found: list[Direction] = []
        for holder, target in ((one, other), (other, one)):
            found.append(self._direction(holder, target, futures, seed))
            if progress is not None:
                progress(len(found), 2)
        year = self.trade.loaded.world.base_year
        return Leverage(year, futures, seed, (found[0], found[1]))

    def _direction(self, holder: Blocs, target: Blocs, futures: int, seed: int) -> Direction:
        """Return all that one bloc holds over another."""
        world = self.trade.loaded.world
        elasticity = self._drawn(self.declared.substitution, futures, seed)
        holds, missing, none = list[Hold](), list[str](), list[str]()
        joint: Reals | None = None
        for good in world.goods:
            share = self.trade.supply(target, good).share(holder)
            if share is None:
                none.append(good)
            elif share == 0.0:
                missing.append(good)
            else:
                hold, lost = self._hold(holder, target, good, elasticity, seed)
                holds.append(hold)
                if lost is not None and share < 1.0:
                    joint = lost if joint is None else joint + lost
        return Direction(
            holder=TOGETHER.join(holder),
            holder_title=self._title(holder),
            target=TOGETHER.join(target),
            target_title=self._title(target),
            loss_bn=None if joint is None else ends_of(joint),
            sole=tuple(each.good for each in holds if each.share >= 1.0),
            holds=tuple(sorted(holds, key=lambda each: -each.share)),
            not_held=tuple(missing),
            unknown=tuple(none),
        )

    def _hold(
        self, holder: Blocs, target: Blocs, good: str, elasticity: Reals, seed: int
    ) -> tuple[Hold, Reals | None]:
        """Return a hold, and the draws of its loss; None where spending is unknown."""
        supply, output = self.trade.supply(target, good), self.trade.output(good)
        share = supply.share(holder) or 0.0
        spending = self.trade.spending_bn(target, good)
        loss = None if spending is None else withdrawal_loss(spending, share, elasticity)
        published = self._published(target, good)
        first_year, why = self._first_year(target, good, share, (len(elasticity), seed))
        left = self.sales.failing(holder, good)
        fails = bool((left == 0).any())
        total = sum(output.values())
        hold = Hold(
            good=good,
            title=self.names.get(f"good.{good}", self.trade.loaded.world.goods[good].title),
            share=share,
            hhi=supply.hhi or 0.0,
            output_share=sum(output.get(bloc, 0.0) for bloc in holder) / total
            if total > 0
            else None,
            output_hhi=hhi_of(output.values()),
            reliance_published=None
            if published is None
            else self.trade.ledger.value(published, "1"),
            reliance=supply.reliance(target),
            spending_bn=spending,
            elasticity=range_of(elasticity),
            loss_bn=None if loss is None else ends_of(loss),
            unbounded=0.0 if loss is None else float(np.isinf(loss).mean()),
            first_year_bn=None if first_year is None else ends_of(first_year),
            first_year_unknown=why,
            esri=self.sales.network.index(left) if fails else None,
            esri_replaced=self.sales.network.index(left, replaceable=True) if fails else None,
            services=self.sales.services_lost(left, target) if fails else {},
            sources=tuple(self._sources(holder, target, good)),
        )
        return hold, loss

    def _first_year(
        self, target: Blocs, good: str, share: float, luck: tuple[int, int]
    ) -> tuple[Reals | None, str]:
        """Return the draws of the value added of direct users that stops; or the reason."""
        users = {
            key: service
            for key, service in self.trade.loaded.world.services.items()
            if service.bloc in target and good in service.inputs
        }
        if not users:
            return None, "no service of the target draws on it directly"
        parts = [self._stopped(key, each, good, share, luck) for key, each in users.items()]
        known = [part for part in parts if part is not None]
        if not known:
            return None, "no service that draws on it states value added and cost share"
        return np.sum(known, axis=0), ""

    def _stopped(
        self, key: str, service: Service, good: str, share: float, luck: tuple[int, int]
    ) -> Reals | None:
        """Return the draws of a service's value added that stops; None where it is unknown."""
        needs = service.inputs[good]
        worth = self._worth(key, service)
        if worth <= 0.0 or needs.cost_share is None:
            return None
        futures, seed = luck
        value = self.trade.ledger.value(needs.cost_share, "1")
        low, high = self.trade.ledger.ends(needs.cost_share, "1")
        cost = np.full(futures, value)
        if high > low > 0:
            points = np.random.default_rng([seed, crc32(f"{key} {good}".encode())]).random(futures)
            cost = lognormal(points, value, float(np.exp(np.log(high / low) / NINETY))).clip(0, 1)
        technical = self._drawn(self.declared.bottleneck, futures, seed)
        gone = 1.0 - output_left(cost, np.full(futures, 1.0 - share), technical)
        return worth * BOUND[needs.essentiality] * gone

    def _worth(self, key: str, service: Service) -> float:
        """Return the value added that stops with a service, USD_bn a year; 0 if none is stated."""
        if service.value_added is not None:
            return self.trade.ledger.value(service.value_added, "USD_bn/year")
        return self.bridge.value_added(key, self.trade.ledger) if self.bridge else 0.0

    def _published(self, target: Blocs, good: str) -> Quantity | None:
        """Return the published reliance of one bloc; there is none for several together."""
        return self.declared.reliance.get(target[0], {}).get(good) if len(target) == 1 else None

    def _title(self, blocs: Blocs) -> str:
        """Return the name of blocs for readers."""
        world = self.trade.loaded.world
        return " and ".join(
            self.names.get(f"bloc.{bloc}", world.blocs[bloc].title) for bloc in blocs
        )

    def _drawn(self, name: str, futures: int, seed: int) -> Reals:
        """Return the draws of a prior."""
        prior = self.priors[name]
        points = np.random.default_rng([seed, crc32(name.encode())]).random(futures)
        return draws(prior.distribution, points, prior.bounds)

    def _sources(self, holder: Blocs, target: Blocs, good: str) -> Iterator[SourceNote]:
        """Yield the sources of a hold's numbers."""
        world, declared = self.trade.loaded.world, self.declared
        yield from self._notes("share", self.trade.behind_share(holder, target, good))
        yield from self._notes("output_share", self.trade.behind_output(holder, good))
        published = self._published(target, good)
        yield from self._notes("reliance_published", [] if published is None else [published])
        price = world.goods[good].price
        yield from self._notes("spending_bn", [] if price is None else [price])
        yield from self._prior("elasticity", declared.substitution)
        users = {
            key: each
            for key, each in world.services.items()
            if each.bloc in target and good in each.inputs
        }
        worth = [each.value_added for each in users.values() if each.value_added is not None]
        if self.bridge is not None:
            tied = {each.industry for key in users for each in self.bridge.tied.get(key, ())}
            worth += [self.bridge.industries[code].value_added for code in sorted(tied)]
        if worth:
            yield from self._notes("first_year_bn", worth)
            yield from self._prior("first_year_bn", declared.bottleneck)

    def _notes(self, of: str, quantities: Iterable[Quantity]) -> Iterator[SourceNote]:
        """Yield the sources of numbers, each once."""
        ledger, seen = self.trade.ledger, set[SourceNote]()
        for quantity in quantities:
            grade = ledger.grade(quantity).value
            source = ledger.fact(quantity.fact).source if quantity.fact else None
            note = SourceNote(of, quantity.fact, None, source, grade, quantity.why or "")
            if note not in seen:
                seen.add(note)
                yield note

    def _prior(self, of: str, name: str) -> Iterator[SourceNote]:
        """Yield the evidence of a prior."""
        prior = self.priors[name]
        for basis in prior.basis:
            source = basis.source
            if basis.fact is not None:
                source = self.trade.ledger.fact(basis.fact).source
            why = basis.assume or basis.how or ""
            yield SourceNote(of, basis.fact, name, source, prior.grade.value, why)


def ends_of(values: Reals) -> Range:
    """Return the range of draws of which some may be infinite."""
    ordered = np.sort(values)
    places = [min(int(end * len(ordered)), len(ordered) - 1) for end in ENDS]
    return Range(*(float(ordered[at]) for at in places))
