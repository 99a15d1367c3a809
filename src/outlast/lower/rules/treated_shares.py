"""The shares of a route's base trade that the terms of a measure treat in each way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from outlast.lower.index import RouteRow
from outlast.lower.network.network import Network
from outlast.lower.rules.terms import ItemTerms, Treatment, texts_of
from outlast.policy import Change, Force, Instrument, Measure, Schedule, Timeline
from outlast.policy.match import Match
from outlast.policy.measure import Standing
from outlast.policy.scope import Scope
from outlast.scenario.check import ANY
from outlast.scenario.load import Situation
from outlast.scenario.shipments import Transaction, shipment_of
from outlast.world import Item


@dataclass(frozen=True)
class TreatedShares:
    """Shares of a route's base trade, by the effect of a measure's terms on it."""

    dutiable: float = 0.0
    denied: float = 0.0
    reviewed: float = 0.0
    military: float = 0.0
    """Free for civil uses, denied or reviewed for military ones."""

    caught: float = 0.0
    """In scope, however treated."""

    def times(self, part: float) -> "TreatedShares":
        """Return the shares of a part of the trade."""
        return TreatedShares(
            self.dutiable * part,
            self.denied * part,
            self.reviewed * part,
            self.military * part,
            self.caught * part,
        )


class Found(NamedTuple):
    """The results so far for the terms of one measure on one day."""

    shares: dict[tuple[str, str, str], TreatedShares]
    """By good, bloc of the sellers and bloc of the buyers."""

    catching: dict[str, tuple[tuple[ItemTerms, float], ...]]
    """By good."""


@dataclass(frozen=True)
class TradeTreatment:
    """The treatment of every good's trade under the terms of measures, country by country.

    Nothing here depends on the scenario: where several scenarios of a contest know the same terms
    of a day, they share the results.
    """

    situation: Situation
    network: Network
    of_terms: dict[tuple[str, date], Found] = field(default_factory=dict[tuple[str, date], Found])
    """The results for the terms of each measure and day."""

    texts: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The texts of each measure so far."""

    @cached_property
    def country_shares(self) -> dict[tuple[str, str], dict[str, float]]:
        """The shares of countries in each bloc's trade of each good.

        Where the conduct states none, the countries of a bloc have equal shares.
        """
        shares: dict[tuple[str, str], dict[str, float]] = {}
        ledger, stated = self.situation.ledger, self.situation.conduct.trade
        for bloc, declared in self.situation.world.blocs.items():
            tables = stated.get(bloc, {})
            for good in self.network.goods:
                table = tables.get(good) or tables.get(ANY) or {}
                weights = {country: ledger.value(share, "1") for country, share in table.items()}
                weights = weights or dict.fromkeys(declared.countries, 1.0)
                total = sum(weights.values())
                shares[bloc, good] = {key: weight / total for key, weight in weights.items()}
        return shares

    def shares(self, measure: Measure, day: date, route: RouteRow) -> TreatedShares:
        """Return the shares of a route's trade by their treatment under the terms of a day."""
        sites = self.situation.world.sites
        origin, destination = sites[route.origin], sites[route.destination]
        key = (origin.good, origin.bloc, destination.bloc)
        found = self._found(measure, day).shares
        if key not in found:
            found[key] = self._shares(measure, day, *key)
        return found[key]

    def _found(self, measure: Measure, day: date) -> Found:
        """Return the results so far for the terms of a measure on a day."""
        key = (measure.id, day)
        if key not in self.of_terms:
            memo = self.situation.timeline.terms_memo
            self.of_terms[key] = memo.setdefault((*key, *measure.terms_on(day)), Found({}, {}))
        return self.of_terms[key]

    def _shares(
        self, measure: Measure, day: date, good: str, origin: str, destination: str
    ) -> TreatedShares:
        """Return the shares of a good's trade between two blocs by their treatment."""
        conduct = self.situation.conduct
        is_stated = good in conduct.covers.get(measure.id, {})
        if is_stated and not self.aims_at(measure, destination):
            return TreatedShares()
        catching = self.catching(measure, day, good)
        if not catching:
            return TreatedShares()
        senders, receivers = (self.country_shares[bloc, good] for bloc in (origin, destination))
        sums = dict.fromkeys(Treatment, 0.0)
        caught = 0.0
        for terms, item_share in catching:
            for treatment, share in _by_country(terms, item_share, senders, receivers):
                sums[treatment] += share
                caught += share
        return TreatedShares(
            dutiable=sums[Treatment.DUTIABLE],
            denied=sums[Treatment.DENIED],
            reviewed=sums[Treatment.REVIEWED],
            military=sums[Treatment.MILITARY],
            caught=caught,
        )

    def aims_at(self, measure: Measure, bloc: str) -> bool:
        """Return whether a measure of stated coverage can aim at a bloc.

        It never aims at its own side, unless it meets imports, as a tariff does. One that names
        firms and no places aims at the other side.
        """
        side = self.situation.world.blocs[bloc].side
        if measure.reach.imports_into or measure.instrument is Instrument.TARIFF:
            return True
        return side != measure.side and (side is not None or measure.entities is None)

    def catching(
        self, measure: Measure, day: date, good: str
    ) -> tuple[tuple[ItemTerms, float], ...]:
        """Return the terms of a day held against each item of a good that they can catch.

        Each comes with the item's share of the good's trade. Where the conduct states the covered
        share, the terms catch everything in the places that they name.
        """
        found = self._found(measure, day).catching
        if good not in found:
            found[good] = tuple(self._catching(measure, day, good))
        return found[good]

    def _catching(
        self, measure: Measure, day: date, good: str
    ) -> Iterator[tuple[ItemTerms, float]]:
        situation = self.situation
        ledger, timeline = situation.ledger, situation.timeline
        if measure.id not in self.texts:
            self.texts[measure.id] = texts_of(measure)
        texts = self.texts[measure.id]
        stated = situation.conduct.covers.get(measure.id, {}).get(good)
        if stated is not None:
            anything = Item.model_construct(item=good, title=good, kind=good, maker_country="")
            always = _over_everything(measure, day)
            yield ItemTerms(always, anything, day, timeline, texts), ledger.value(stated, "1")
        elif measure.entities is None or _names_makers(measure, day):
            for name, quantity in situation.world.goods[good].items.items():
                item = situation.items[name]
                if _can_catch(measure, day, item, timeline):
                    always = _always_in_force(measure)
                    yield ItemTerms(always, item, day, timeline, texts), ledger.value(quantity, "1")


def _by_country(
    terms: ItemTerms, share: float, senders: Mapping[str, float], receivers: Mapping[str, float]
) -> Iterator[tuple[Treatment, float]]:
    """Yield the treatment of the trade between each two countries, with its share of all trade.

    Args:
        terms: The terms, held against an item.
        share: The item's share of the good's trade.
        senders: The share of each country in the sales of the sellers' bloc.
        receivers: The share of each country in the purchases of the buyers' bloc.
    """
    for sender, sent in senders.items():
        if not _may_leave(terms.measure, sender):
            continue
        for receiver, received in receivers.items():
            treatment = terms.treatment(sender, receiver)
            if treatment is not None:
                yield treatment, share * sent * received


def _can_catch(measure: Measure, day: date, item: Item, timeline: Timeline) -> bool:
    """Return whether some paragraph of a day catches an item, for any destination."""
    shipment = shipment_of(item, Transaction("", day), timeline)
    scopes = [schedule.at(day) for schedule in measure.paragraphs.values()]
    return any(scope is not None and scope.catches(shipment) is Match.YES for scope in scopes)


def _may_leave(measure: Measure, sender: str) -> bool:
    """Return whether a measure can reach goods that leave a country."""
    reach = measure.reach
    return not reach.exports_from or sender in reach.exports_from or reach.subject_to is not None


def _always_in_force(measure: Measure) -> Measure:
    """Return a measure as if in force on every day, so that its terms can be read."""
    reference = next(iter(measure.status.values())).reference
    always = Standing(value=Force.IN_FORCE, reference=reference)
    return measure.model_copy(update={"status": {date.min: always}})


def _over_everything(measure: Measure, day: date) -> Measure:
    """Return a measure that catches every item and everyone, in the places that it names."""
    reference = next(iter(measure.status.values())).reference
    whole = Schedule[Scope]({day: Change[Scope](value=Scope(everything=True), reference=reference)})
    paragraphs = dict.fromkeys(measure.paragraphs, whole)
    return _always_in_force(measure).model_copy(update={"paragraphs": paragraphs, "entities": None})


def _names_makers(measure: Measure, day: date) -> bool:
    """Return whether the parties that a measure names are known from the item: its makers."""
    entities = measure.entities.at(day) if measure.entities else None
    return entities is not None and entities.role in ("maker", "exporter")
