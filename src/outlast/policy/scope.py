"""The scope of a measure, by attribute: codes, thresholds, places, named entities."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cached_property
from typing import Final, Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.errors import nearest
from outlast.policy.code_list import ListedCodes
from outlast.policy.match import Match, all_hold, any_holds
from outlast.policy.shipment import ATTRIBUTES, Attribute, EndUse, Shipment
from outlast.policy.spelling import normalised
from outlast.reading import Frozen

NUMBER: Final = (int, float)
"""The types of numbers."""

_COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


class Test(Frozen):
    """One comparison of an attribute, or a group of tests."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    attribute: str | None = None
    """The attribute that is compared."""

    at_least: FiniteFloat | None = None
    """The least value that passes."""

    more_than: FiniteFloat | None = None
    """Values above this pass."""

    at_most: FiniteFloat | None = None
    """The greatest value that passes."""

    below: FiniteFloat | None = None
    """Values below this pass."""

    is_: bool | str | None = Field(default=None, alias="is")
    """The value that the attribute must have."""

    is_one_of: tuple[str, ...] = ()
    """The values of which the attribute must have one."""

    any_of: tuple[Test, ...] = ()
    """Tests of which one must hold."""

    all_of: tuple[Test, ...] = ()
    """Tests that must all hold."""

    none_of: tuple[Test, ...] = ()
    """Tests of which none may hold."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Test:
        groups = [bool(self.any_of), bool(self.all_of), bool(self.none_of)]
        if sum(groups) + (self.attribute is not None) != 1:
            raise ValueError(
                "a test compares one attribute or groups other tests. "
                "| Write {attribute: tpp, at_least: 4800} or any_of: [...]."
            )
        if self.attribute is not None:
            if self.attribute not in ATTRIBUTES:
                cure = nearest(self.attribute, list(ATTRIBUTES))
                raise ValueError(f'"{self.attribute}" is not an attribute. | {cure}')
            if not self.bounds and self.is_ is None and not self.is_one_of:
                raise ValueError(f'the test of "{self.attribute}" compares it with nothing.')
        return self

    @cached_property
    def comparisons(self) -> tuple[tuple[Callable[[float, float], bool], float], ...]:
        """The comparisons with the bounds that the test states."""
        return tuple((_COMPARISONS[name], bound) for name, bound in self.bounds.items())

    @cached_property
    def folded(self) -> frozenset[str]:
        """The values of which the attribute must have one, without case."""
        return frozenset(each.casefold() for each in self.is_one_of)

    @cached_property
    def bounds(self) -> dict[str, float]:
        """The bounds that the test states."""
        given = {name: getattr(self, name) for name in _COMPARISONS}
        return {name: bound for name, bound in given.items() if bound is not None}

    @property
    def single(self) -> tuple[Test, ...]:
        """The test itself if it compares one attribute, else the comparisons within it."""
        inner = (*self.any_of, *self.all_of, *self.none_of)
        return tuple(each for test in inner for each in test.single) if inner else (self,)

    def holds(self, shipment: Shipment) -> Match:
        """Return whether a shipped item passes the test."""
        if self.attribute is not None:
            value = shipment.attributes.get(self.attribute)
            if value is None:
                return Match.OPEN
            return Match.YES if self._compares(value) else Match.NO
        if self.any_of:
            return any_holds(test.holds(shipment) for test in self.any_of)
        if self.all_of:
            return all_hold(test.holds(shipment) for test in self.all_of)
        inner = any_holds(test.holds(shipment) for test in self.none_of)
        return {Match.YES: Match.NO, Match.NO: Match.YES}.get(inner, Match.OPEN)

    def undecided(self, shipment: Shipment) -> tuple[Test, ...]:
        """Return the comparisons within the test whose attribute is not known."""
        inner = (*self.any_of, *self.all_of, *self.none_of)
        if inner:
            return tuple(each for test in inner for each in test.undecided(shipment))
        return (self,) if self.holds(shipment) is Match.OPEN else ()

    def _compares(self, value: Attribute) -> bool:
        if self.is_ is not None and not _same(value, self.is_):
            return False
        if self.is_one_of and not _among_folded(value, self.folded):
            return False
        for compares, bound in self.comparisons:
            if not isinstance(value, NUMBER) or not compares(value, bound):
                return False
        return True

    def words(self) -> str:
        """Return the test in words and numbers."""
        if self.any_of:
            return "(" + " or ".join(test.words() for test in self.any_of) + ")"
        if self.all_of:
            return "(" + " and ".join(test.words() for test in self.all_of) + ")"
        if self.none_of:
            return "not (" + " or ".join(test.words() for test in self.none_of) + ")"
        name = (self.attribute or "").replace("_", " ")
        if self.is_ is not None:
            return name if self.is_ is True else f"not {name}" if self.is_ is False else self._is()
        if self.is_one_of:
            return f"{name} one of {', '.join(self.is_one_of)}"
        signs = {"at_least": ">=", "more_than": ">", "at_most": "<=", "below": "<"}
        return " and ".join(f"{name} {signs[key]} {bound:g}" for key, bound in self.bounds.items())

    def _is(self) -> str:
        return f"{(self.attribute or '').replace('_', ' ')} is {self.is_}"


def _same(value: Attribute, wanted: bool | str) -> bool:  # noqa: FBT001  a value, not a switch
    if isinstance(value, tuple):
        return any(_same(name, wanted) for name in value)
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    return value == wanted


def _among_folded(value: Attribute, wanted: frozenset[str]) -> bool:
    """Return whether a name, or one of several, is among names without case."""
    if isinstance(value, tuple):
        return not wanted.isdisjoint(map(str.casefold, value))
    return isinstance(value, str) and value.casefold() in wanted


class Scope(Frozen):
    """The scope of one paragraph: listed codes, tests that all hold, or both."""

    goods: ListedCodes | None = None
    """Codes, one of which the item must have."""

    tests: tuple[Test, ...] = ()
    """Tests, all of which must hold."""

    everything: Literal[True] | None = None
    """True where a measure reaches every item, as entity listings do."""

    @model_validator(mode="after")
    def _catches_something_definite(self) -> Scope:
        if self.everything is None and self.goods is None and not self.tests:
            raise ValueError("a scope states goods, tests, or everything: true.")
        return self

    def catches(self, shipment: Shipment) -> Match:
        """Return whether the scope catches a shipped item."""
        found = Match.YES if self.goods is None else self.goods.catch(shipment.codes)
        if found is Match.NO:
            return found
        for test in self.tests:
            answer = test.holds(shipment)
            if answer is Match.NO:
                return answer
            if answer is Match.OPEN:
                found = answer
        return found

    def words(self) -> str:
        """Return the tests in words."""
        return " and ".join(test.words() for test in self.tests)


class Places(Frozen):
    """Destinations, by country, by country group, or by the seat of the receiver's parent."""

    countries: tuple[str, ...] = ()
    """Countries, by code."""

    groups: tuple[str, ...] = ()
    """Country groups."""

    except_groups: tuple[str, ...] = ()
    """Country groups that are left out."""

    except_countries: tuple[str, ...] = ()
    """Countries that are left out."""

    headquartered_in: tuple[str, ...] = ()
    """Countries of the seat of the receiver's parent."""

    headquartered_in_groups: tuple[str, ...] = ()
    """Country groups of the seat of the receiver's parent."""

    everywhere: Literal[True] | None = None
    """True where every destination is meant."""

    @model_validator(mode="after")
    def _names_a_place(self) -> Places:
        names = (self.countries, self.groups, self.headquartered_in, self.headquartered_in_groups)
        if self.everywhere is None and not any(names):
            raise ValueError(
                "places name no place. | Write countries, groups, or everywhere: true."
            )
        return self

    def include(self, shipment: Shipment, groups: Callable[[str], frozenset[str]]) -> bool:
        """Return whether a shipment's destination, or its receiver's seat, is among the places.

        Args:
            shipment: The shipment.
            groups: Gives the members of a country group on the day of the shipment.
        """
        place, seat = shipment.destination, shipment.seat
        if seat in self.headquartered_in or _in_group(seat, self.headquartered_in_groups, groups):
            return True
        if place in self.except_countries or _in_group(place, self.except_groups, groups):
            return False
        return (
            self.everywhere is True
            or place in self.countries
            or _in_group(place, self.groups, groups)
        )


def _in_group(
    country: str, names: tuple[str, ...], groups: Callable[[str], frozenset[str]]
) -> bool:
    """Return whether a country is a member of one of some groups."""
    return any(country in groups(name) for name in names)


class Condition(Frozen):
    """When a licence policy applies; all that is stated must hold."""

    end_use: tuple[EndUse, ...] = ()
    """End uses, one of which must be stated."""

    places: Places | None = None
    """Where the goods must be going."""

    exports_from: tuple[str, ...] = ()
    """Countries of export, one of which it must be."""

    foreign_to: tuple[str, ...] = ()
    """Countries in none of which the goods were made, and from none of which they are sent."""

    exporters: tuple[str, ...] = ()
    """The sender that the condition asks for."""

    end_users: tuple[str, ...] = ()
    """The receiver that the condition asks for."""

    paragraphs: tuple[str, ...] = ()
    """Paragraphs, one of which must have caught the item."""

    tests: tuple[Test, ...] = ()
    """Tests that must all hold."""

    item_groups: tuple[str, ...] = ()
    """Groups, to one of which the item must belong."""

    def holds(
        self,
        shipment: Shipment,
        caught: frozenset[str],
        groups: Callable[[str], frozenset[str]],
    ) -> Match:
        """Return whether all that is stated holds of a shipment and the paragraphs it met.

        It is open where a test is open and nothing else fails.
        """
        stated = (
            (not self.paragraphs or not caught.isdisjoint(self.paragraphs))
            and (not self.item_groups or _is_of(shipment.attributes.get("group"), self.item_groups))
            and self.meets(shipment, groups)
        )
        return all_hold(test.holds(shipment) for test in self.tests) if stated else Match.NO

    def meets(self, shipment: Shipment, groups: Callable[[str], frozenset[str]]) -> bool:
        """Return whether all that is stated of places, parties and end use holds of a shipment."""
        return (
            (not self.end_use or shipment.end_use in self.end_use)
            and (self.places is None or self.places.include(shipment, groups))
            and (not self.exports_from or shipment.origin in self.exports_from)
            and not shipment.touches(self.foreign_to)
            and (not self.exporters or _among(shipment.exporter, self.spelled_exporters))
            and (not self.end_users or _among(shipment.end_user, self.spelled_end_users))
        )

    @cached_property
    def spelled_exporters(self) -> frozenset[str]:
        """The senders as names are compared."""
        return frozenset(map(normalised, self.exporters))

    @cached_property
    def spelled_end_users(self) -> frozenset[str]:
        """The receivers as names are compared."""
        return frozenset(map(normalised, self.end_users))


def _is_of(group: Attribute | None, groups: tuple[str, ...]) -> bool:
    """Return whether a group, or one of the several that goods may be of, is among groups."""
    return not {*group}.isdisjoint(groups) if isinstance(group, tuple) else group in groups


def _among(party: str | None, names: frozenset[str]) -> bool:
    """Return whether a party is among the named."""
    return party is not None and normalised(party) in names
