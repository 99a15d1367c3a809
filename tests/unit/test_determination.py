"""Determinations: absent attributes, parties, owners and coverage reach the verdict."""

from datetime import date

import pytest

from outlast.api import library
from outlast.api.screen import Numbers, Screened, screen_item, screen_numbers
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.errors import InputError
from outlast.policy import EndUse, Policy
from outlast.policy.name_index import likeness
from outlast.policy.spelling import normalised
from outlast.policy.verdict import Verdict
from outlast.scenario.shipments import Transaction
from outlast.world import Product

LIBRARY = library()
STRONG = {8: 296.0}


def chip(**numbers: object) -> Screened:
    given: dict[str, object] = {"maker": "US", "operations": STRONG, "non_planar": True, **numbers}
    transaction = Transaction("CN", date(2025, 5, 1))
    return screen_numbers(LIBRARY, Numbers(**given), transaction)  # pyright: ignore[reportArgumentType]


def item(name: str, to: str, on: str, **others: object) -> Screened:
    transaction = Transaction(to, date.fromisoformat(on), **others)  # pyright: ignore[reportArgumentType]
    return screen_item(LIBRARY, name, transaction)


def missing(found: Screened) -> set[str]:
    return {each.attribute for each in found.determination.missing}


def test_a_missing_die_area_is_unknown_and_named() -> None:
    found = chip()
    assert found.determination.verdict is Verdict.UNKNOWN
    assert "performance_density" in missing(found)
    verdicts = [branch.verdict for branch in found.determination.branches]
    assert verdicts[0] is Verdict.LICENCE
    assert Verdict.NOT_CAUGHT in verdicts


def test_a_missing_bandwidth_is_unknown_and_named() -> None:
    found = chip(maker_name="NVIDIA", die_mm2=814, datacenter=True, interconnect_gb_s=400.0)
    assert found.determination.verdict is Verdict.UNKNOWN
    assert "memory_bandwidth_gb_s" in missing(found)


def test_a_missing_maker_is_unknown_where_a_letter_binds_makers_by_name() -> None:
    stated = {"die_mm2": 814, "datacenter": True, "memory_bandwidth_gb_s": 4000.0}
    found = chip(**stated, interconnect_gb_s=900.0)
    assert found.determination.verdict is Verdict.UNKNOWN
    assert "maker" in missing(found)
    told = chip(**stated, interconnect_gb_s=900.0, maker_name="NVIDIA")
    assert told.determination.policy is Policy.PRESUMPTION_OF_DENIAL


def test_a_held_rule_decides_beside_missing_attributes() -> None:
    found = chip(operations={8: 1979.0})
    assert found.determination.verdict is Verdict.LICENCE


def test_an_item_that_nobody_knows_is_unknown_with_the_nearest_names() -> None:
    found = item("galium", "US", "2024-12-10", origin="CN")
    assert found.determination.verdict is Verdict.UNKNOWN
    assert "Gallium metal" in found.nearest


def test_a_heading_is_screened_as_every_item_under_it() -> None:
    found = item("8112.92", "US", "2026-03-01", origin="CN")
    assert {each.group for each in found.items} >= {"Ga", "Ge", "In"}  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("to", "end_use", "verdict"),
    [
        ("IR", EndUse.CIVIL, Verdict.NOT_COVERED),
        ("DE", EndUse.MILITARY, Verdict.NOT_COVERED),
        ("DE", EndUse.SUPERCOMPUTER, Verdict.NOT_COVERED),
        ("ZW", EndUse.CIVIL, Verdict.UNKNOWN),
        ("DE", EndUse.CIVIL, Verdict.NOT_CAUGHT),
    ],
)
def test_the_verdict_is_never_milder_than_the_coverage(
    to: str, end_use: EndUse, verdict: Verdict
) -> None:
    assert item("silicon", to, "2025-03-03", end_use=end_use).determination.verdict is verdict


def test_after_the_record_ends_an_uncaught_shipment_is_not_covered() -> None:
    assert item("silicon", "US", "2026-12-01").determination.verdict is Verdict.NOT_COVERED


def test_a_mineral_sent_from_elsewhere_may_have_been_made_there() -> None:
    found = item("gallium", "US", "2024-12-10", origin="BE")
    assert found.determination.verdict is Verdict.UNKNOWN
    assert missing(found) == {"made_in"}
    belgian = item("gallium", "US", "2024-12-10", origin="BE", made_in="BE")
    assert belgian.determination.verdict is Verdict.NOT_COVERED
    chinese = item("gallium", "US", "2024-12-10", origin="BE", made_in="CN")
    assert chinese.determination.policy is Policy.DENIED_IN_PRINCIPLE


def test_branches_that_differ_only_in_policy_give_a_licence_with_the_strictest() -> None:
    found = item("gallium metal", "US", "2026-12-01", origin="CN").determination
    assert found.verdict is Verdict.LICENCE
    assert found.policy is Policy.DENIED_IN_PRINCIPLE
    assert [branch.policy for branch in found.branches] == [
        Policy.DENIED_IN_PRINCIPLE,
        Policy.CASE_BY_CASE,
    ]


def test_a_decided_switch_leaves_one_branch() -> None:
    transaction = Transaction("US", date(2026, 12, 1), "CN")
    chosen = {"clause-2-suspension": "extended"}
    found = screen_item(LIBRARY, "gallium metal", transaction, chosen).determination
    assert [branch.policy for branch in found.branches] == [Policy.CASE_BY_CASE]


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("Huawei Technologies Co., Ltd.", Policy.PRESUMPTION_OF_DENIAL),
        ("HUAWEI TECHNOLOGIES CO LTD", Policy.PRESUMPTION_OF_DENIAL),
        ("Shenzhen Huawei Cloud", Policy.PRESUMPTION_OF_DENIAL),
    ],
)
def test_close_spellings_of_a_listed_name_reach_the_verdict(name: str, policy: Policy) -> None:
    found = item("l4", "CN", "2024-05-05", end_user=name).determination
    assert found.policy is policy
    assert {party.name for party in found.parties} >= {"Huawei"}


def test_a_receiver_on_no_held_name_is_unknown_where_nothing_else_catches() -> None:
    found = item("silicon", "US", "2025-03-03", end_user="Lagado Mills").determination
    assert found.verdict is Verdict.UNKNOWN
    assert [area.title for area in found.uncovered] == ["party lists"]


def test_unknown_owners_are_named_while_the_affiliates_rule_is_in_force() -> None:
    found = item("l4", "CN", "2025-10-05", end_user="Lagado Mills")
    assert "owners" in missing(found)
    owned = item(
        "l4", "CN", "2025-10-05", end_user="Lagado", owners={"HUAWEI Ltd": 0.3, "SMIC": 0.2}
    )
    assert owned.determination.policy is Policy.PRESUMPTION_OF_DENIAL
    assert "owners" not in missing(owned)


def test_goods_sent_from_the_united_states_are_subject_to_its_rules_whoever_made_them() -> None:
    sent = item("ascend-910b2", "CN", "2024-06-03", origin="US").determination
    assert sent.verdict is Verdict.LICENCE


def test_impossible_numbers_are_refused_all_at_once() -> None:
    with pytest.raises(InputError) as caught:
        chip(operations={0: -5.0}, die_mm2=0.0, memory_bandwidth_gb_s=float("inf"))
    assert len(caught.value.problems) == 4
    with pytest.raises(InputError, match=r"sum to 1\.2"):
        item("l4", "CN", "2025-10-05", owners={"Huawei": 0.7, "SMIC": 0.5})


def test_names_are_compared_without_case_accents_and_legal_forms() -> None:
    assert normalised("Société Générale, S.A.") == normalised("SOCIETE GENERALE")
    assert likeness("Huawei Technologies Co., Ltd", "Huawei Technologies") == 100
    assert likeness("Bosch", "Huawei") < 50


def test_the_order_of_questions_changes_no_answer() -> None:
    graphite = ("graphite-natural-flake-products", "US", "2025-03-01")
    military = item(*graphite, end_use=EndUse.MILITARY_USER)
    civil = item(*graphite)
    assert military.determination.policy is Policy.PROHIBITED
    assert civil.determination.policy is Policy.CASE_BY_CASE


def test_an_exception_stands_beside_the_review_and_not_in_its_place() -> None:
    for day, review in (("2023-11-17", "presumption-of-denial"), ("2024-04-04", "case-by-case")):
        found = item("rtx-4090", "CN", day).determination
        assert (found.policy, found.exceptions) == (Policy(review), ("NAC",))
        assert {each.review for each in found.rules} == {Policy(review)}


def test_a_rule_behind_one_that_holds_is_not_asked_for() -> None:
    approved = item("b300", "AE", "2026-08-03", end_user="G42", headquarters="AE")
    assert "approved_receiver" not in missing(approved)
    others = item("b300", "AE", "2026-08-03", end_user="Lagado Micro", headquarters="AE")
    assert "approved_receiver" in missing(others)


def coded(code: str, to: str, on: str, **others: object) -> Screened:
    asked = {"item": code, "to": to, "on": on, "from": "US", **others}
    return screen_query(LIBRARY, ScreeningQuery.model_validate(asked))


def test_a_code_is_kept_beside_what_is_stated_of_the_goods() -> None:
    tool = coded("3B001.r", "CN", "2025-02-03", attributes={"node_nm": 28.0})
    assert tool.determination.verdict is Verdict.LICENCE
    weak = coded("3A090.a", "CN", "2025-02-03", operations={8: 100.0}, die_mm2=800)
    assert weak.determination.verdict is Verdict.LICENCE
    assert weak.shipment.attributes["tpp"] == pytest.approx(800)


def test_what_is_stated_of_goods_under_a_code_leaves_out_other_items() -> None:
    reactor = coded("8479.89", "US", "2025-02-03", attributes={"group": "superhard-reactor"})
    assert {each.group for each in reactor.items if isinstance(each, Product)} <= {
        "superhard-reactor"
    }
    circuits = coded("8542.31", "CN", "2024-06-10", operations={8: 500.0}, die_mm2=800)
    kinds = {words for each in circuits.determination.branches for words in each.supposing}
    assert not any("magnet" in words for words in kinds)


def test_goods_that_nobody_knows_are_caught_by_a_rule_on_every_item() -> None:
    found = item("Lorem Ipsum 3000", "CN", "2024-06-10", origin="US", end_user="SMIC")
    assert found.determination.verdict is Verdict.LICENCE
    assert missing(found) == {"item"}
