"""Coverage: the acts of a measure's terms of one day on every base route."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import BUYERS_BAN, DENY, FEE, GENERAL_LICENCE, LICENCE, PRICE_FLOOR, QUOTA
from outlast.lower.index import RouteRow
from outlast.lower.network.network import Network
from outlast.lower.rules.acts import RouteAct
from outlast.lower.rules.embodied import embodied
from outlast.lower.rules.treated_shares import TradeTreatment, TreatedShares
from outlast.policy import Instrument, Measure, Policy
from outlast.scenario.load import Situation
from outlast.world.service import Class

BUYERS: Final = frozenset({Instrument.PURCHASE_BAN, Instrument.PROCUREMENT_BAN})
"""The instruments of the buyers' own state."""

ACTS_OF_DUTIES: Final = {
    Instrument.TARIFF: FEE,
    Instrument.FEE: FEE,
    Instrument.PRICE_FLOOR: PRICE_FLOOR,
}
"""The instruments that make goods dearer and bar nothing, with their acts."""

NOTHING: Final = 1e-12
"""Covered shares up to this one are rounding errors."""

LEAST: Final = 0.01
"""Covered shares up to this one are left out: docs/model/control.md holds the uncovered part of a
covered route to normal orders, and a rule on a hundredth of the trade should not do that."""

LEAST_ABROAD: Final = 0.1
"""The same where senders abroad follow another side's law: of ten senders nine are not bound."""


@dataclass(frozen=True)
class Coverage:
    """The acts of measures on the base routes of a network."""

    situation: Situation
    network: Network

    @cached_property
    def treatment(self) -> TradeTreatment:
        """The treatment of every good's trade under the terms of measures."""
        return TradeTreatment(self.situation, self.network)

    @cached_property
    def content(self) -> dict[str, Reals]:
        """The share of each site's sales that each side made, as inputs or as the good itself."""
        world, sites = self.situation.world, self.network.sites
        sides = [world.blocs[world.sites[key].bloc].side for key in sites]
        own = {side: [each == side for each in sides] for side in self.situation.timeline.sides}
        return {
            side: embodied(self.network, np.array(of_side, np.float64)).sales
            for side, of_side in own.items()
        }

    def acts(self, measure: Measure, day: date) -> tuple[RouteAct, ...]:
        """Return the acts of a measure's terms of a day on every base route."""
        touched = self._touched(measure, day)
        return tuple(
            act
            for route, good in self.bases
            if good in touched and (not route.own or measure.instrument is Instrument.PRICE_FLOOR)
            for act in self._on_route(measure, day, route)
        )

    @cached_property
    def bases(self) -> tuple[tuple[RouteRow, str], ...]:
        """Every base route with its good."""
        routes, sites = self.network.routes[: self.network.bases], self.situation.world.sites
        return tuple((route, sites[route.origin].good) for route in routes)

    def _touched(self, measure: Measure, day: date) -> frozenset[str]:
        """Return the goods that a measure's terms of a day can catch, or that its side refuses."""
        refused = self.situation.conduct.refusals.get(measure.id, {})
        return frozenset(
            good
            for good in self.network.goods
            if good in refused or self.treatment.catching(measure, day, good)
        )

    def _on_route(self, measure: Measure, day: date, route: RouteRow) -> Iterator[RouteAct]:
        """Yield the acts of a measure on one route."""
        if route.own:
            yield from self._promise(measure, day, route)
            return
        shares = self.treatment.shares(measure, day, route)
        if shares.caught:
            shares = shares.times(self.bound_share(measure, route))
        least = NOTHING if self.is_at_home(measure, route) else LEAST_ABROAD
        refused = self.refused_share(measure, day, route)
        if refused > NOTHING:
            yield RouteAct(route.name, BUYERS_BAN, refused)
        elif shares.caught > least:
            yield from self._acts(measure, day, route, shares)
            if shares.reviewed:
                yield from self._general_licence(measure, day, route)

    def _promise(self, measure: Measure, day: date, route: RouteRow) -> Iterator[RouteAct]:
        """Yield the price that a state promises to the plants of a site of its own.

        A sale at home is no shipment that a rule could catch: the conduct states the share of the
        good that the promise covers.
        """
        site = self.situation.world.sites[route.origin]
        stated = self.situation.conduct.covers.get(measure.id, {}).get(site.good)
        countries = set(self.situation.world.blocs[site.bloc].countries)
        rate = measure.rate.at(day) if measure.rate else None
        if stated is not None and rate and countries & set(measure.reach.exports_from):
            share = self.situation.ledger.value(stated, "1")
            yield RouteAct(route.name, PRICE_FLOOR, share, rate)

    def _acts(
        self, measure: Measure, day: date, route: RouteRow, shares: TreatedShares
    ) -> Iterator[RouteAct]:
        """Yield the acts that follow from the treatment of a route's trade."""
        name = route.name
        cap = measure.volume_cap.at(day) if measure.volume_cap else None
        rate = measure.rate.at(day) if measure.rate else None
        if measure.instrument.is_duty:
            if rate:
                yield RouteAct(name, ACTS_OF_DUTIES[measure.instrument], shares.dutiable, rate)
        elif measure.instrument is Instrument.QUOTA and cap is not None:
            yield RouteAct(name, QUOTA, shares.caught, cap)
        elif measure.instrument in BUYERS:
            share = shares.denied + shares.military * self.defence_share(route.destination)
            if share > NOTHING:
                yield RouteAct(name, BUYERS_BAN, share)
        else:
            yield from _licence_acts(name, shares)

    def _general_licence(self, measure: Measure, day: date, route: RouteRow) -> Iterator[RouteAct]:
        """Yield the general licence of a day, of the size that the conduct states for the good."""
        stances = (measure.review.at(day) if measure.review else None) or ()
        good = self.situation.world.sites[route.origin].good
        stated = self.situation.conduct.exempt.get(measure.id, {}).get(good)
        has_one = any(stance.policy is Policy.GENERAL_LICENCE for stance in stances)
        if has_one and stated is not None:
            share = self.situation.ledger.value(stated, "1")
            yield RouteAct(route.name, GENERAL_LICENCE, 1.0, exempt=(0.0, share, share))

    def is_at_home(self, measure: Measure, route: RouteRow) -> bool:
        """Return whether a route begins where a measure binds every sender."""
        world, side = self.situation.world, measure.reach.subject_to
        return side is None or world.blocs[world.sites[route.origin].bloc].side == side

    def bound_share(self, measure: Measure, route: RouteRow) -> float:
        """Return the share of a route's trade that obeys a measure.

        At home all of it does. Abroad, goods of the side's making do, to the degree to which
        senders there comply with the measure, or else with the laws of its side.
        """
        side = measure.reach.subject_to
        if side is None or self.is_at_home(measure, route):
            return 1.0
        compliance = self.situation.conduct.compliance
        stated = compliance.get(measure.id) or compliance.get(side)
        complies = self.situation.ledger.value(stated, "1") if stated else 1.0
        site = self.network.sites.index(route.origin)
        return float(self.content[side][site]) * complies

    def refused_share(self, measure: Measure, day: date, route: RouteRow) -> float:
        """Return the share of purchases on a route that a measure of the buyer's state refuses."""
        world = self.situation.world
        good, bloc = world.sites[route.origin].good, world.sites[route.destination].bloc
        refusal = self.situation.conduct.refusals.get(measure.id, {}).get(good)
        stated = refusal.at(day) if refusal else None
        if stated is None or world.blocs[bloc].side != measure.side:
            return 0.0
        return self.situation.ledger.value(stated, "1")

    def defence_share(self, site: str) -> float:
        """Return the share of the defence class in the base use of a site."""
        services, requirement = self.situation.world.services, self.network.requirement
        edges = [edge for edge in self.network.edges if edge.site == site]
        total = sum(requirement[edge] for edge in edges)
        defence = sum(
            requirement[edge]
            for edge in edges
            if not edge.of_process
            and edge.user in services
            and services[edge.user].class_ is Class.DEFENCE
        )
        return defence / total if total > 0 else 0.0


def _licence_acts(route: str, shares: TreatedShares) -> Iterator[RouteAct]:
    """Yield the denials and licences on a route, and the freedom of civil uses."""
    if shares.denied > LEAST:
        yield RouteAct(route, DENY, shares.denied)
    if shares.reviewed > LEAST:
        # The scopes of one route are nested: the reviewed trade includes the denied trade.
        yield RouteAct(route, LICENCE, min(1.0, shares.reviewed + shares.denied))
    elif shares.military > LEAST:
        yield RouteAct(route, LICENCE, shares.military, military=True)
        free = (0.0, 1.0, 1.0)
        yield RouteAct(route, GENERAL_LICENCE, 1.0, exempt=free, military=True)
