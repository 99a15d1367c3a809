"""A scope catches by code, by number and by place; what is not known stays open."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from outlast.policy import Codes, Shipment
from outlast.policy.code_list import ListedCodes
from outlast.policy.entities import Entities
from outlast.policy.match import Match
from outlast.policy.scope import Condition, Places, Scope, Test

YES, NO, OPEN = Match.YES, Match.NO, Match.OPEN


def shipment(**given: Any) -> Shipment:  # noqa: ANN401  any of its fields
    plain: dict[str, Any] = {
        "item": "abacus",
        "origin": "XB",
        "destination": "XL",
        "on": date(2023, 2, 1),
    }
    return Shipment(**(plain | given))


@pytest.mark.parametrize(
    ("bound", "at", "answer"),
    [
        ("at_least", 4799.999, NO),
        ("at_least", 4800.0, YES),
        ("more_than", 4800.0, NO),
        ("more_than", 4800.001, YES),
        ("at_most", 4800.0, YES),
        ("at_most", 4800.001, NO),
        ("below", 4800.0, NO),
        ("below", 4799.999, YES),
    ],
)
def test_a_bound_is_met_at_the_value_itself_or_not(bound: str, at: float, answer: Match) -> None:
    test = Test.model_validate({"attribute": "tpp", bound: 4800})
    assert test.holds(shipment(attributes={"tpp": at})) is answer


def test_two_bounds_make_a_band() -> None:
    band = Test.model_validate({"attribute": "tpp", "at_least": 2400, "below": 4800})
    inside = [band.holds(shipment(attributes={"tpp": tpp})) for tpp in (2399, 2400, 4799, 4800)]
    assert inside == [NO, YES, YES, NO]


def test_what_is_not_known_is_open() -> None:
    test = Test.model_validate({"attribute": "tpp", "at_least": 4800})
    assert test.holds(shipment()) is OPEN
    assert Scope(tests=(test,)).catches(shipment()) is OPEN


def test_a_code_outside_the_list_settles_what_is_open() -> None:
    test = Test.model_validate({"attribute": "tpp", "at_least": 4800})
    scope = Scope(goods=ListedCodes(hs=("2501",)), tests=(test,))
    assert scope.catches(shipment(codes=Codes(hs=("0407.21",)))) is NO


def test_names_compare_whatever_their_case() -> None:
    test = Test.model_validate({"attribute": "maker", "is": "Lagado"})
    assert test.holds(shipment(attributes={"maker": "LAGADO"})) is YES
    assert test.holds(shipment(attributes={"maker": "Laputa"})) is NO


def test_one_of_several_names_is_enough() -> None:
    test = Test.model_validate({"attribute": "chip", "is_one_of": ["A1", "A2"]})
    assert test.holds(shipment(attributes={"chip": ("B7", "a2")})) is YES
    assert test.holds(shipment(attributes={"chip": ("B7",)})) is NO


def test_a_truth_value_that_must_be_false_is_not_met_by_silence() -> None:
    test = Test.model_validate({"attribute": "datacenter", "is": False})
    assert test.holds(shipment(attributes={"datacenter": False})) is YES
    assert test.holds(shipment(attributes={"datacenter": True})) is NO
    assert test.holds(shipment()) is OPEN


@pytest.mark.parametrize(
    ("listed", "code", "caught"),
    [
        ("0407", "0407.21", YES),
        ("0407.2", "040721", YES),
        ("04.07", "0407.21.00", YES),
        ("0407.21", "0407", OPEN),
        ("0407.21", "0407.29", NO),
        ("407", "0407", NO),
        ("0407 21", "0407.21", YES),
    ],
)
def test_a_code_is_caught_by_its_beginning_and_its_heading_is_open(
    listed: str, code: str, caught: Match
) -> None:
    assert ListedCodes(hs=(listed,)).catch(Codes(hs=(code,))) is caught


def test_codes_of_one_list_are_not_sought_in_another() -> None:
    assert ListedCodes(hs=("2501",)).catch(Codes(control_codes=("2501",))) is NO


def test_goods_without_a_known_code_are_open_and_goods_without_any_are_not_listed() -> None:
    listed = ListedCodes(hs=("2501",))
    assert listed.catch(Codes(stated=False)) is OPEN
    assert listed.catch(Codes(hs=("2502",), stated=False)) is NO
    assert listed.catch(Codes()) is NO


def test_a_scope_says_something() -> None:
    with pytest.raises(ValidationError, match="states goods, tests, or everything"):
        Scope()
    with pytest.raises(ValidationError, match="none is given"):
        ListedCodes()
    assert Scope(everything=True).catches(shipment()) is YES


def groups(name: str) -> frozenset[str]:
    return {"little-end": frozenset({"XL"}), "big-end": frozenset({"XB"})}[name]


@pytest.mark.parametrize(
    ("places", "there"),
    [
        (Places(countries=("XL",)), True),
        (Places(countries=("XP",)), False),
        (Places(groups=("little-end",)), True),
        (Places(groups=("big-end",)), False),
        (Places(everywhere=True), True),
        (Places(everywhere=True, except_countries=("XL",)), False),
        (Places(everywhere=True, except_groups=("little-end",)), False),
        (Places(countries=("XP",), headquartered_in=("XL",)), True),
        (Places(headquartered_in_groups=("big-end",)), False),
    ],
)
def test_places_include_a_destination_or_a_seat(places: Places, there: bool) -> None:  # noqa: FBT001
    assert places.include(shipment(), groups) is there


def test_the_seat_of_the_parent_counts_where_the_text_says_so() -> None:
    abroad = shipment(destination="XP", headquarters="XL")
    assert Places(headquartered_in_groups=("little-end",)).include(abroad, groups)
    assert not Places(groups=("little-end",)).include(abroad, groups)


def test_those_whom_the_named_own_are_caught_from_the_share_on() -> None:
    entities = Entities(names=("Lagado",), owned_at_least=0.5)
    assert entities.name(shipment(end_user="LAGADO"), frozenset)
    assert entities.name(shipment(end_user="Mill", owners={"Lagado": 0.5}), frozenset)
    assert not entities.name(shipment(end_user="Mill", owners={"Lagado": 0.49}), frozenset)
    listed = Entities(owned_at_least=0.5)
    owners = {"Balnibarbi": 0.3, "Lagado": 0.2}
    assert listed.name(
        shipment(end_user="Mill", owners=owners), lambda: frozenset({"balnibarbi", "lagado"})
    )


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("3A090", YES),
        ("3A090.a", YES),
        ("3A090.c", NO),
        ("3A090.c.1", NO),
        ("3A", OPEN),
        ("4A", NO),
    ],
)
def test_a_list_of_codes_leaves_codes_out(code: str, caught: Match) -> None:
    listed = ListedCodes(eccn=("3A090",), except_eccn=("3A090.c",))
    assert listed.catch(Codes(eccn=(code,))) is caught


def test_codes_that_a_list_does_not_hold_cannot_be_left_out() -> None:
    with pytest.raises(ValidationError, match=r"4A090\.c is left out"):
        ListedCodes(eccn=("3A090",), except_eccn=("4A090.c",))


@pytest.mark.parametrize(
    ("origin", "made_in", "holds"),
    [("KR", "KR", True), ("US", "KR", False), ("KR", "US", False), ("KR", None, True)],
)
def test_goods_are_foreign_where_they_were_neither_made_nor_sent_from(
    origin: str, made_in: str | None, *, holds: bool
) -> None:
    tool = shipment(origin=origin, attributes={"maker_country": made_in} if made_in else {})
    assert Condition(foreign_to=("US",)).meets(tool, lambda _: frozenset()) is holds
