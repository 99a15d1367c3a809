"""What a measure's terms of one day cover: the share of each route's base trade, and how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts import Quantity
from outlast.lower.index import Way
from outlast.lower.network.base_network import Network
from outlast.lower.rules.embodied import embodied
from outlast.lower.rules.terms import Manner, Terms, texts
from outlast.policy import Change, Force, Instrument, Measure, Policy, Schedule, Timeline
from outlast.policy.measure import Standing
from outlast.policy.scope import Scope
from outlast.scenario.check import ANY
from outlast.scenario.load import Situation
from outlast.scenario.shipments import shipped
from outlast.world import Item

DENY, LICENCE, QUOTA, BUYERS_BAN, FEE, GENERAL_LICENCE, SEAL = range(7)
"""The kinds of acts, in the order of the arrays."""

BUYERS: Final = frozenset({Instrument.PURCHASE_BAN, Instrument.PROCUREMENT_BAN})
"""The instruments of a buyer's own state."""

DUTIES: Final = frozenset({Instrument.TARIFF, Instrument.FEE})
"""The instruments that make goods dearer and bar nothing."""

NOTHING: Final = 1e-12
"""The share under which nothing is covered."""

LEAST: Final = 0.01
"""The covered share under which a rule is left out: docs/model/control.md holds the uncovered part
of a covered route to normal orders, which a hundredth of its trade should not bring about."""

LEAST_ABROAD: Final = 0.1
"""The same where senders abroad follow another side's law: of ten, nine sell what is asked."""


@dataclass(frozen=True)
class Act:
    """One thing that a measure does on one route."""

    route: str
    kind: int
    share: float
    rate: float = 0.0
    exempt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """The share of each class that a general licence lets through."""

    military: bool = False
    """Whether it concerns the defence class alone."""


@dataclass
class Treatment:
    """The shares of a route's base trade, by what the terms do to them."""

    denied: float = 0.0
    reviewed: float = 0.0
    military: float = 0.0
    """Free for civil uses, closed or reviewed for military ones."""

    dutiable: float = 0.0
    caught: float = 0.0

    def times(self, part: float) -> "Treatment":
        """Return the treatment of a part of the trade."""
        return Treatment(
            self.denied * part,
            self.reviewed * part,
            self.military * part,
            self.dutiable * part,
            self.caught * part,
        )


@dataclass(frozen=True)
class Coverage:
    """How the measures of a record cover the routes of a network."""

    situation: Situation
    built: Network
    held: dict[tuple[str, date, str], tuple[tuple[Terms, float], ...]] = field(
        default_factory=dict[tuple[str, date, str], tuple[tuple[Terms, float], ...]]
    )
    """What was asked of `catching`, by measure, day and good."""

    said: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Every text of each measure."""

    @cached_property
    def weights(self) -> dict[tuple[str, str], dict[str, float]]:
        """The shares of countries in each bloc's trade of each good.

        What the conduct does not state is shared evenly among the countries that a bloc names.
        """
        found: dict[tuple[str, str], dict[str, float]] = {}
        ledger, stated = self.situation.ledger, self.situation.conduct.trade
        for bloc, declared in self.situation.world.blocs.items():
            tables = stated.get(bloc, {})
            for good in self.built.names.goods:
                table: dict[str, Quantity] = tables.get(good) or tables.get(ANY) or {}
                shares = {country: ledger.value(share, "1") for country, share in table.items()}
                shares = shares or dict.fromkeys(declared.countries, 1.0)
                total = sum(shares.values())
                found[bloc, good] = {key: share / total for key, share in shares.items()}
        return found

    def acts(self, measure: Measure, day: date) -> tuple[Act, ...]:
        """Return what a measure's terms of a day do on every base route."""
        found: list[Act] = []
        cap = measure.volume_cap.at(day) if measure.volume_cap else None
        rate = measure.rate.at(day) if measure.rate else None
        for way in self.built.names.routes:
            if way.own or way.round_:
                continue
            treated = self.treatment(measure, day, way).times(self.followed(measure, way))
            least = NOTHING if self.at_home(measure, way) else LEAST_ABROAD
            if treated.caught > least:
                found.extend(self.of_route(measure, way, treated, cap, rate))
                found.extend(self.exempted(measure, day, way) if treated.reviewed else ())
        return tuple(found)

    def of_route(
        self,
        measure: Measure,
        way: Way,
        treated: Treatment,
        cap: float | None,
        rate: float | None,
    ) -> list[Act]:
        """Return the acts on one route that follow from how its trade is treated."""
        name = way.name
        if measure.instrument in DUTIES:
            return [Act(name, FEE, treated.dutiable, rate or 0.0)] if rate else []
        if measure.instrument is Instrument.QUOTA and cap is not None:
            return [Act(name, QUOTA, treated.caught, cap)]
        if measure.instrument in BUYERS:
            defence = self.defence_share(way.destination)
            share = treated.denied + treated.military * defence
            return [Act(name, BUYERS_BAN, share)] if share > NOTHING else []
        found: list[Act] = []
        if treated.denied > LEAST:
            found.append(Act(name, DENY, treated.denied))
        if treated.reviewed > LEAST:
            # The scopes of one route are nested: what is reviewed lies around what is denied.
            found.append(Act(name, LICENCE, min(1.0, treated.reviewed + treated.denied)))
        elif treated.military > LEAST:
            found.append(Act(name, LICENCE, treated.military, military=True))
            free = (0.0, 1.0, 1.0)
            found.append(Act(name, GENERAL_LICENCE, 1.0, exempt=free, military=True))
        return found

    def exempted(self, measure: Measure, day: date, way: Way) -> list[Act]:
        """Return the general licence of a day, of the size that the conduct states for a good."""
        rules = (measure.review.at(day) if measure.review else None) or ()
        if not any(stance.policy is Policy.GENERAL_LICENCE for stance in rules):
            return []
        good = self.situation.world.sites[way.origin].good
        stated = self.situation.conduct.exempt.get(measure.id, {}).get(good)
        if stated is None:
            return []
        share = self.situation.ledger.value(stated, "1")
        return [Act(way.name, GENERAL_LICENCE, 1.0, exempt=(0.0, share, share))]

    @cached_property
    def content(self) -> dict[str, Reals]:
        """The share of what each site sends that is of each side's making, embodied or as it is."""
        world, names = self.situation.world, self.built.names
        found: dict[str, Reals] = {}
        for side in self.situation.timeline.sides:
            own = [world.blocs[world.sites[key].bloc].side == side for key in names.sites]
            found[side] = embodied(self.built, np.array(own, np.float64))[1]
        return found

    def at_home(self, measure: Measure, way: Way) -> bool:
        """Return whether a route begins where a measure binds every sender."""
        world, side = self.situation.world, measure.reach.subject_to
        return side is None or world.blocs[world.sites[way.origin].bloc].side == side

    def followed(self, measure: Measure, way: Way) -> float:
        """Return the share of a route's trade to which the law of a side follows its goods.

        All of it at home. Abroad, what is of the side's making, as far as senders there comply
        with the measure, or with the laws of its side.
        """
        side = measure.reach.subject_to
        if side is None or self.at_home(measure, way):
            return 1.0
        compliance = self.situation.conduct.compliance
        stated = compliance.get(measure.id) or compliance.get(side)
        complies = self.situation.ledger.value(stated, "1") if stated else 1.0
        site = self.built.names.sites.index(way.origin)
        return float(self.content[side][site]) * complies

    def defence_share(self, site: str) -> float:
        """Return the share of the defence class in a site's named uses."""
        edges = [edge for edge in self.built.names.edges if edge.site == site]
        services = self.situation.world.services
        total = sum(self.built.need[edge] for edge in edges)
        defence = sum(
            self.built.need[edge]
            for edge in edges
            if not edge.of_process
            and edge.user in services
            and services[edge.user].class_.value == "defence"
        )
        return defence / total if total > 0 else 0.0

    def treatment(self, measure: Measure, day: date, way: Way) -> Treatment:
        """Return how a measure's terms of a day treat the trade of a route."""
        world, conduct = self.situation.world, self.situation.conduct
        good = world.sites[way.origin].good
        origin, destination = world.sites[way.origin].bloc, world.sites[way.destination].bloc
        treated = Treatment()
        stated = good in conduct.covers.get(measure.id, {})
        if not stated or self.aims_at(measure, destination):
            trade = (self.weights[origin, good], self.weights[destination, good])
            for terms, share in self.catching(measure, day, good):
                self.add(treated, terms, trade, share)
        return treated

    def aims_at(self, measure: Measure, bloc: str) -> bool:
        """Return whether a measure of stated coverage can aim at a bloc.

        Never at its own side; where it names no places but firms, only at the other side.
        """
        side = self.situation.world.blocs[bloc].side
        if measure.reach.imports_into:
            return True
        return side != measure.side and (side is not None or measure.entities is None)

    def catching(self, measure: Measure, day: date, good: str) -> tuple[tuple[Terms, float], ...]:
        """Return a measure's terms of a day, held against each item of a good that they can catch.

        With each the share of the good's trade that it has. Where the covered share is stated they
        catch everything, in the places that they name.
        """
        key = (measure.id, day, good)
        if key not in self.held:
            self.held[key] = tuple(self._catching(measure, day, good))
        return self.held[key]

    def _catching(self, measure: Measure, day: date, good: str) -> Iterator[tuple[Terms, float]]:
        situation = self.situation
        ledger, timeline = situation.ledger, situation.timeline
        if measure.id not in self.said:
            self.said[measure.id] = texts(measure)
        said = self.said[measure.id]
        stated = situation.conduct.covers.get(measure.id, {}).get(good)
        if stated is not None:
            anything = Item.model_construct(item=good, title=good, kind=good, maker_country="")
            always = _over_everything(measure, day)
            yield Terms(always, anything, day, timeline, said), ledger.value(stated, "1")
        elif measure.entities is None or _by_maker(measure, day):
            for name, quantity in situation.world.goods[good].items.items():
                item = situation.items[name]
                if _can_catch(measure, day, item, timeline):
                    always = Terms(_standing(measure), item, day, timeline, said)
                    yield always, ledger.value(quantity, "1")

    def add(
        self,
        treated: Treatment,
        terms: Terms,
        trade: tuple[Mapping[str, float], Mapping[str, float]],
        share: float,
    ) -> None:
        """Add an item's share of a good's trade, country by country, to what is treated how.

        Args:
            treated: What it is added to.
            terms: The terms, held against the item.
            trade: The weight of each country that sends, and of each that receives.
            share: The item's share of the good's trade.
        """
        senders, receivers = trade
        for sender, sent in senders.items():
            if not _may_leave(terms.measure, sender):
                continue
            for receiver, received in receivers.items():
                manner = terms.manner(sender, receiver)
                if manner is not None:
                    _sort(treated, manner, share * sent * received)


def _can_catch(measure: Measure, day: date, item: Item, timeline: Timeline) -> bool:
    """Return whether some paragraph of a day catches an item, wherever it goes."""
    seen = shipped(item, (item.maker_country, ""), day, timeline)
    scopes = [schedule.at(day) for schedule in measure.paragraphs.values()]
    return any(scope is not None and scope.catches(seen).value == "yes" for scope in scopes)


def _may_leave(measure: Measure, sender: str) -> bool:
    """Return whether a measure can reach what leaves a country."""
    reach = measure.reach
    return not reach.exports_from or sender in reach.exports_from or reach.subject_to is not None


def _sort(treated: Treatment, manner: Manner, weight: float) -> None:
    """Add a weight to what is treated in a manner."""
    treated.caught += weight
    match manner:
        case Manner.DUTIABLE:
            treated.dutiable += weight
        case Manner.DENIED:
            treated.denied += weight
        case Manner.REVIEWED:
            treated.reviewed += weight
        case Manner.MILITARY:
            treated.military += weight
        case Manner.FREE:
            pass


def _standing(measure: Measure) -> Measure:
    """Return a measure as if in force on every day, so that its terms can be read."""
    reference = next(iter(measure.status.values())).reference
    always = Standing(value=Force.IN_FORCE, reference=reference)
    return measure.model_copy(update={"status": {date.min: always}})


def _over_everything(measure: Measure, day: date) -> Measure:
    """Return a measure that catches every item and everyone, in the places that it names."""
    reference = next(iter(measure.status.values())).reference
    whole = Schedule[Scope]({day: Change[Scope](value=Scope(everything=True), reference=reference)})
    paragraphs = dict.fromkeys(measure.paragraphs, whole)
    return _standing(measure).model_copy(update={"paragraphs": paragraphs, "entities": None})


def _by_maker(measure: Measure, day: date) -> bool:
    """Return whether those whom a measure names are known from the item: makers, exporters."""
    entities = measure.entities.at(day) if measure.entities else None
    return entities is not None and entities.role in ("maker", "exporter")
