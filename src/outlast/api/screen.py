"""Screening: an item in a transaction, held against the record of both sides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

from outlast.api.chip_numbers import (
    BY_NUMBERS,
    Numbers,
    contradictions,
    filled,
    with_numbers,
    with_others,
    wrong_numbers,
)
from outlast.api.library import Library
from outlast.errors import InputError, Problem, nearest
from outlast.facts.listings import IMMATERIAL
from outlast.policy import Attribute, Shipment, Timeline
from outlast.policy.classify import Screening
from outlast.policy.determination import ITEM, determine, together, undetermined
from outlast.policy.listed_codes import left_out
from outlast.policy.reaching import kept
from outlast.policy.verdict import Determination, Missing
from outlast.scenario.coded import (
    coded_shipment,
    is_code,
    is_told,
    lists_from,
    of_each_kind,
    unrecognised_shipment,
)
from outlast.scenario.shipments import Transaction, in_transaction, shipment_of
from outlast.wording import counted
from outlast.world import Chip, Item, Product
from outlast.world.items import find_items, named_items, nearest_items

PARTIES: Final = frozenset({"end_user", "exporter", "headquarters", "owners"})
"""The attributes of a shipment that concern its parties."""


@dataclass(frozen=True)
class Screened:
    """The record's answer on one item in one transaction."""

    asked: str
    """The item as the reader named it."""

    items: tuple[Item, ...]
    """The items of the contest that the name may mean; none for numbers, or where none is known."""

    title: str
    """The item, for readers."""

    determination: Determination
    nearest: tuple[str, ...] = ()
    """Known items whose names are nearest, where the name is not known."""

    @property
    def screenings(self) -> tuple[Screening, ...]:
        """The measures held against the first of the items, in each branch of the open switches."""
        return self.determination.screenings

    @property
    def shipment(self) -> Shipment:
        """The shipment that was held against the record."""
        return self.determination.shipment


def screen_item(
    library: Library,
    name: str,
    transaction: Transaction,
    chosen: Mapping[str, str] | None = None,
    stated: Numbers | None = None,
) -> Screened:
    """Return the record's answer on an item, found by any of its names or by a code.

    A name that fits several items is screened as each of them. A name that fits none is unknown. A
    code of a tariff or of a control list is all its items, and whatever else lies under it.

    Args:
        library: The contest.
        name: A name, title, alias, customs code or code of a control list.
        transaction: Place, day, parties and end use.
        chosen: The branch of switches that the reader decides.
        stated: Numbers of the item that fill the gaps of the catalogue; they replace none of its.

    Raises:
        InputError: A number is impossible, or a country, a switch or a branch is not known.
    """
    transaction = _refuse(library, transaction, chosen, stated)
    timeline = library.timeline
    lists = lists_from(transaction.origin or transaction.made_in, timeline)
    items = find_items(name, library.items, lists)
    if stated is not None:
        items = tuple(filled(item, stated) for item in items)
    coded = is_coded(library, name)
    if coded and stated is not None:
        items = tuple(item for item in items if not any(contradictions(item, stated)))
    if not items and not coded:
        found = _unrecognised(library, name, transaction, chosen)
        return Screened(name, (), name, found, nearest_items(name, library.items))
    shipments = {
        f"the item is {item.title}": _shipments(library, item, transaction) for item in items
    }
    determinations = {
        words: _over_ways(library, ways, "made_in", stated, chosen)
        for words, ways in shipments.items()
    }
    if coded and not is_told(name, items, timeline):
        group = stated.others.get("group") if stated is not None else None
        goods = coded_shipment(name, items, transaction, timeline, group)
        ways = of_each_kind(goods, library.items.values(), items)
        kind = stated.others.get("kind") if stated is not None else None
        ways = {"": ways.get(f"kind is {kind}", goods)} if kind is not None else ways
        if stated is not None and stated.operations and len(ways) > 1:
            chips = [f"kind is {each}" for each in BY_NUMBERS]
            ways = {words: ways[words] for words in chips if words in ways}
        ways = {words: with_numbers(each, stated) for words, each in ways.items()}
        other = _over_ways(library, ways, "kind", None, chosen)
        determinations[f"it is something else under {name}"] = other
        determinations |= dict(_left_out(library, goods, transaction, stated, chosen))
    found = together(determinations, ITEM)
    alone = len(determinations) == 1
    title = items[0].title if items and alone else f"{name} ({counted(len(items), 'item')})"
    return Screened(name, items, title if items else name, found)


def _left_out(
    library: Library,
    goods: Shipment,
    transaction: Transaction,
    stated: Numbers | None,
    chosen: Mapping[str, str] | None,
) -> Iterator[tuple[str, Determination]]:
    """Yield the answer on each code that a rule leaves out of the heading of goods, in words."""
    for line in left_out(goods.codes, library.timeline):
        under = with_numbers(coded_shipment(line, (), transaction, library.timeline), stated)
        found = _over_ways(library, {"": under}, "kind", None, chosen)
        yield f"its full code lies under {line}", found


def is_coded(library: Library, name: str) -> bool:
    """Return whether a text is a code of goods, and the name of none."""
    items = library.items
    return not named_items(name, items) and is_code(name, find_items(name, items), library.timeline)


def _over_ways(
    library: Library,
    ways: Mapping[str, Shipment],
    attribute: str,
    stated: Numbers | None,
    chosen: Mapping[str, str] | None,
) -> Determination:
    """Return the determination of goods that may be one of several, by words; see `together`."""
    return together(
        {
            words: _determined(library, with_others(each, stated), chosen)
            for words, each in ways.items()
        },
        attribute,
    )


def _unrecognised(
    library: Library, name: str, transaction: Transaction, chosen: Mapping[str, str] | None
) -> Determination:
    """Return the determination of goods that nobody knows.

    It is unknown, unless a rule on every item catches them, as the listing of a receiver does.
    """
    timeline = library.timeline
    shipment = unrecognised_shipment(name, transaction, timeline)
    missing = Missing(ITEM, f'"{name}" is not an item of this record', ())
    if shipment.origin and determine(shipment, _on_every_item(timeline), chosen).verdict.caught:
        found = determine(shipment, timeline, chosen)
        told = [each for each in found.missing if each.attribute in PARTIES]
        return replace(found, missing=(missing, *told))
    return undetermined(shipment, timeline, missing)


def _on_every_item(timeline: Timeline) -> Timeline:
    """Return a record reduced to its measures on every item, whatever it is."""
    return kept(
        timeline,
        "on every item",
        lambda: replace(
            timeline,
            measures={
                name: each
                for name, each in timeline.measures.items()
                if all(scope.everything for scope in each.scopes)
            },
        ),
    )


def screen_numbers(
    library: Library,
    numbers: Numbers,
    transaction: Transaction,
    chosen: Mapping[str, str] | None = None,
) -> Screened:
    """Return the record's answer on a chip that is given by its numbers.

    Raises:
        InputError: A number is impossible, or a country, a switch or a branch is not known.
    """
    transaction = _refuse(library, transaction, chosen, numbers)
    designer = numbers.maker if numbers.maker_name else ""  # a country states where it was made
    places = _made_in(library, designer, transaction, numbers.kind, is_product=False)
    ways = {
        words: _determined(library, _numbered(library, numbers, transaction, country), chosen)
        for words, country in places.items()
    }
    title = "A chip given by its numbers"
    return Screened(title, (), title, together(ways, "made_in"))


def _numbered(
    library: Library, numbers: Numbers, transaction: Transaction, made_in: str | None
) -> Shipment:
    """Return the shipment of a chip that is given by its numbers, made in a country."""
    maker = made_in or numbers.maker
    origin = transaction.origin or maker
    fixed: dict[str, Attribute] = {"kind": numbers.kind, "chip": (), "group": ()}
    attributes = {**fixed, **numbers.tested, **({"maker_country": maker} if maker else {})}
    attributes |= numbers.others
    return replace(
        in_transaction("the chip", origin, transaction),
        attributes=attributes,
        codes=replace(numbers.codes, stated=numbers.kind in BY_NUMBERS),
        subject_to=library.timeline.following(maker, origin, numbers.kind or None),
    )


def maker_named(library: Library, name: str) -> tuple[str, str | None]:
    """Return the country of a maker, and the company if one was named.

    Args:
        library: The contest, whose items name their makers.
        name: A country (US, China), or a company that makes one of the items (NVIDIA).

    Raises:
        InputError: It is neither; the nearest known company is named.
    """
    if library.countries.knows(name):
        return library.countries.code(name), None
    chips = [item for item in library.items.values() if isinstance(item, Chip) and item.maker]
    makers = {chip.maker.casefold(): chip for chip in chips}
    chip = makers.get(name.casefold())
    if chip is None:
        cure = nearest(name, sorted({chip.maker for chip in chips}))
        raise InputError.of(f'"{name}" is no country and no maker.', cure)
    return chip.maker_country, chip.maker


def _shipments(library: Library, item: Item, transaction: Transaction) -> dict[str, Shipment]:
    """Return the shipment of an item, or one for each place where it may have been made."""
    is_product = isinstance(item, Product)
    made_in = _made_in(library, item.maker_country, transaction, item.kind, is_product=is_product)
    return {
        words: shipment_of(item, replace(transaction, made_in=country), library.timeline)
        for words, country in made_in.items()
    }


def _made_in(
    library: Library, usual: str, transaction: Transaction, kind: str, *, is_product: bool
) -> dict[str, str | None]:
    """Return the countries in which goods may have been made, by words; one if that is known.

    A catalogue names the usual maker of a mineral: one that is sent from elsewhere may come from
    there just as well. It names the designer of a chip: sent from elsewhere, the chip may come from
    a foundry there, which matters where a side's law follows the goods of one place alone.
    """
    origin = transaction.origin
    if transaction.made_in or origin in {None, usual} or not usual:
        return {"": transaction.made_in}
    timeline, names = library.timeline, library.countries
    laws = (side.law_follows for side in timeline.sides.values())
    foundries = {each for law in laws if law for each in law.foundries_in}
    here = timeline.following(f"{origin}", f"{origin}", kind)
    if not is_product and (
        origin not in foundries or timeline.following(usual, f"{origin}", kind) == here
    ):
        return {"": None}
    return {f"it was made in {names.get(each, each)}": each for each in (usual, f"{origin}")}


def _determined(
    library: Library, shipment: Shipment, chosen: Mapping[str, str] | None
) -> Determination:
    """Return the determination of a shipment; unknown where no country of export is known."""
    if not shipment.origin:
        missing = Missing("from", "the country of export is not known", ())
        return undetermined(shipment, library.timeline, missing)
    return determine(shipment, library.timeline, chosen)


def _refuse(
    library: Library,
    transaction: Transaction,
    chosen: Mapping[str, str] | None,
    numbers: Numbers | None = None,
) -> Transaction:
    """Refuse every wrong country, switch and number at once; return the place names as codes."""
    named = [transaction.destination, transaction.origin, transaction.made_in]
    named += [transaction.headquarters, numbers.maker if numbers else None]
    wrong = list(_wrong_countries(library, [name for name in named if name]))
    wrong += _wrong_switches(library, chosen or {})
    wrong += [*wrong_numbers(numbers), *_wrong_kind(library, numbers)] if numbers else []
    for owner, share in transaction.owners.items():
        if not (isfinite(share) and 0 < share <= 1):
            what = f"{owner} cannot own a share of {share:g}."
            wrong.append(Problem("", 0, what, "Write a share above 0 and up to 1: 0.5."))
    total = sum(transaction.owners.values())
    if not wrong and total > 1 + 1e-9:
        what = f"the owners' shares sum to {total:g}, more than 1."
        wrong.append(Problem("", 0, what, "Write shares: 0.5 for 50%."))
    if wrong:
        raise InputError(wrong)
    code = library.countries.code
    return replace(
        transaction,
        destination=code(transaction.destination),
        origin=code(transaction.origin) if transaction.origin else None,
        made_in=code(transaction.made_in) if transaction.made_in else None,
        headquarters=code(transaction.headquarters) if transaction.headquarters else None,
    )


def _wrong_countries(library: Library, names: Sequence[str]) -> Iterator[Problem]:
    """Yield the problem of each name that no country bears."""
    for name in dict.fromkeys(names):
        try:
            library.countries.code(name)
        except InputError as refusal:
            yield from refusal.problems


def _wrong_kind(library: Library, numbers: Numbers) -> Iterator[Problem]:
    """Yield the problem of a stated kind that is none of this contest."""
    kind, known = numbers.others.get("kind"), [*library.reader.kinds, *IMMATERIAL]
    if kind is not None and kind not in known:
        yield Problem("", 0, f'"{kind}" is not a kind of item.', nearest(f"{kind}", known))


def _wrong_switches(library: Library, chosen: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each switch or branch that the record does not know."""
    switches = library.timeline.switches
    wrong: list[Problem] = []
    for name, branch in chosen.items():
        if name not in switches:
            cure = nearest(name, list(switches))
            wrong.append(Problem("", 0, f'"{name}" is not a question of this record.', cure))
        elif branch not in switches[name].branches:
            cure = nearest(branch, list(switches[name].branches))
            wrong.append(Problem("", 0, f'"{branch}" is not an answer to "{name}".', cure))
    return wrong
