"""The record says what holds on a day, in which branch, and what it makes of a shipment."""

from collections.abc import Mapping
from datetime import date

import pytest

from outlast.api import library
from outlast.errors import InputError
from outlast.policy import Codes, EndUse, Force, Policy, Shipment
from outlast.policy.classify import screen, screen_branches
from outlast.policy.finding import Outcome
from outlast.reading import CONTESTS

TOY = library(CONTESTS / "lilliput").timeline
HENS, DUCKS, SALT = ("0407.21",), ("0407.29",), ("2501.00",)
OPEN_EYED: Mapping[str, str] = {}


def sent(
    hs: tuple[str, ...], on: str, origin: str, to: str, end_use: EndUse = EndUse.CIVIL
) -> Shipment:
    return Shipment(
        item="goods",
        origin=origin,
        destination=to,
        on=date.fromisoformat(on),
        codes=Codes(hs=hs),
        end_use=end_use,
    )


@pytest.mark.parametrize(
    ("day", "branches", "force"),
    [
        ("2023-04-02", {}, None),
        ("2023-04-03", {}, Force.IN_FORCE),
        ("2025-06-30", {}, Force.IN_FORCE),
        ("2025-06-29", {"truce": "holds"}, Force.IN_FORCE),
        ("2025-06-30", {"truce": "holds"}, Force.ENDED),
        ("2025-06-30", {"truce": "none"}, Force.IN_FORCE),
    ],
)
def test_a_branch_ends_a_measure_only_where_it_came(
    day: str, branches: dict[str, str], force: Force | None
) -> None:
    ban = TOY.measure("egg-ban")
    since = ban.since(date.fromisoformat(day), branches)
    assert (ban.status[since].value if since else None) is force


def test_a_measure_hangs_on_its_switch_from_the_day_on_which_it_matters() -> None:
    ban = TOY.measure("egg-ban")
    assert not ban.depends_on_switches(date(2025, 6, 29))
    assert ban.depends_on_switches(date(2025, 6, 30)) == {"truce"}


def test_announced_and_in_force_are_two_dates() -> None:
    ban = TOY.measure("egg-ban")
    assert (ban.announced, ban.effective) == (date(2023, 3, 20), date(2023, 4, 3))


def test_every_reference_of_a_measure_is_found() -> None:
    licence = TOY.measure("egg-licence")
    assert len(licence.references()) == 5


def test_events_come_in_order_of_time() -> None:
    days = [(event.day, event.measure.id, event.what) for event in TOY.events]
    assert days == [
        (date(2023, 1, 5), "egg-licence", "in force"),
        (date(2023, 1, 16), "salt-quota", "in force"),
        (date(2023, 2, 27), "pastry-fee", "in force"),
        (date(2023, 4, 3), "egg-ban", "in force"),
        (date(2025, 6, 30), "egg-ban", "ended"),
    ]


def test_the_nearest_measure_is_named() -> None:
    with pytest.raises(InputError, match='Did you mean "egg-ban"'):
        TOY.measure("eggs-ban")


def test_a_group_has_its_first_members_before_its_first_date() -> None:
    assert TOY.members("egg-buyers", date(1726, 10, 28)) == {"XL", "XP"}


@pytest.mark.parametrize(
    ("shipment", "policy"),
    [
        (sent(HENS, "2023-01-04", "XB", "XL"), Policy.NO_LICENCE),
        (sent(HENS, "2023-01-05", "XB", "XL"), Policy.CASE_BY_CASE),
        (sent(DUCKS, "2023-01-05", "XB", "XL"), Policy.NO_LICENCE),
        (sent(DUCKS, "2023-01-05", "XB", "XP"), Policy.CASE_BY_CASE),
        (sent(HENS, "2023-01-05", "XB", "XL", EndUse.MILITARY), Policy.PRESUMPTION_OF_DENIAL),
        (sent(DUCKS, "2023-04-03", "XB", "XL"), Policy.PROHIBITED),
        (sent(DUCKS, "2023-04-03", "XB", "XP"), Policy.CASE_BY_CASE),
        (sent(HENS, "2023-04-03", "XP", "XL"), Policy.NO_LICENCE),
        (sent(SALT, "2023-04-03", "XB", "XL"), Policy.NO_LICENCE),
        (sent(HENS, "2023-04-03", "XB", "XB"), Policy.NO_LICENCE),
    ],
)
def test_a_shipment_is_treated_as_the_text_of_its_day_says(
    shipment: Shipment, policy: Policy
) -> None:
    assert screen(shipment, TOY, OPEN_EYED).policy is policy


def test_a_fee_makes_dearer_and_bars_nothing() -> None:
    screened = screen(sent(("1905.90",), "2023-02-27", "XL", "XB"), TOY, OPEN_EYED)
    assert screened.policy is Policy.NO_LICENCE
    assert [(each.measure.id, each.rate) for each in screened.duties] == [("pastry-fee", 0.25)]


def test_a_measure_not_yet_in_force_rests() -> None:
    findings = screen(sent(HENS, "2023-03-25", "XB", "XL"), TOY, OPEN_EYED).findings
    assert {each.measure.id: each.outcome for each in findings} == {
        "egg-licence": Outcome.BINDS,
    }


def test_each_branch_of_a_switch_that_matters_is_screened() -> None:
    eggs = sent(DUCKS, "2025-07-01", "XB", "XL")
    policies = {each.branches["truce"]: each.policy for each in screen_branches(eggs, TOY)}
    assert policies == {"holds": Policy.NO_LICENCE, "none": Policy.PROHIBITED}


def test_a_switch_that_changes_nothing_is_not_asked() -> None:
    for goods, origin, to in ((SALT, "XL", "XB"), (HENS, "XB", "XP")):
        screenings = screen_branches(sent(goods, "2025-07-01", origin, to), TOY)
        assert [each.branches for each in screenings] == [{}]
