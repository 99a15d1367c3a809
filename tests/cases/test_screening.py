"""Every screening case: the record, asked about one shipment, answers as the text does."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML

from outlast.api import library
from outlast.api.screen import Numbers, Screened, screen_item, screen_numbers
from outlast.policy import Codes, EndUse
from outlast.policy.classify import Screening
from outlast.scenario.shipments import Transaction

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for file in sorted(HERE.glob("*.yaml"))
    for case in YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))["cases"]
]
PLAIN = {
    *("maker", "maker_name", "kind", "tops", "bits", "tops_16", "tops_8", "die_mm2"),
    *("non_planar", "memory_bandwidth_gb_s", "interconnect_gb_s", "datacenter"),
    *("eccn", "hs", "control_codes"),
}


def listed(value: object) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else (value,)


def numbers(given: Mapping[str, Any]) -> Numbers:
    operations = dict(zip(listed(given.get("bits")), listed(given.get("tops")), strict=True))
    operations |= {bits: given[f"tops_{bits}"] for bits in (16, 8) if f"tops_{bits}" in given}
    return Numbers(
        kind=given["kind"],
        maker=given["maker"],
        maker_name=given.get("maker_name"),
        operations=operations,
        die_mm2=given.get("die_mm2"),
        non_planar=given.get("non_planar"),
        memory_bandwidth_gb_s=given.get("memory_bandwidth_gb_s"),
        interconnect_gb_s=given.get("interconnect_gb_s"),
        datacenter=given.get("datacenter"),
        others={name: value for name, value in given.items() if name not in PLAIN},
        codes=Codes(
            hs=listed(given.get("hs")),
            control_codes=listed(given.get("control_codes")),
            eccn=listed(given.get("eccn")),
        ),
    )


def screened(ship: Mapping[str, Any]) -> Screened:
    on = ship["on"]
    transaction = Transaction(
        destination=ship["to"],
        on=on if isinstance(on, date) else date.fromisoformat(on),
        origin=ship.get("from"),
        made_in=ship.get("made_in"),
        end_use=EndUse(ship.get("end_use", "civil")),
        end_user=ship.get("end_user"),
        exporter=ship.get("exporter"),
        headquarters=ship.get("headquarters"),
        owners=ship.get("owners", {}),
    )
    if "item" in ship:
        known = Numbers(others=ship["knowing"]) if "knowing" in ship else None
        return screen_item(library(), ship["item"], transaction, None, known)
    return screen_numbers(library(), numbers(ship["numbers"]), transaction)


def paragraph(name: str) -> str:
    """Return the paragraph as the text numbers it, without the label that the record adds."""
    return name.partition(" (")[0]


def outcomes(
    case: Mapping[str, Any], found: Screened
) -> Iterator[tuple[Mapping[str, Any], Screening]]:
    expect: Mapping[str, Any] = case["expect"]
    if "depends_on" not in expect:
        for screening in found.screenings:
            yield expect, screening
        return
    switch = expect["depends_on"]
    for branch, expected in expect["branches"].items():
        matching = [each for each in found.screenings if each.branches.get(switch) == branch]
        assert matching, f"the answer does not hang on {switch}"
        for screening in matching:
            yield expected, screening


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_record_answers_as_the_text_does(case: dict[str, Any]) -> None:
    found = screened(case["ship"])
    stated: dict[str, Any] = case["expect"]
    if "verdict" in stated:
        assert found.determination.verdict.value == stated["verdict"]
    if "strictest" in stated:
        assert found.determination.policy is not None
        assert found.determination.policy.value == stated["strictest"]
    for attribute in stated.get("missing", ()):
        assert attribute in {missing.attribute for missing in found.determination.missing}
    for expect, screening in outcomes(case, found):
        answer = {
            "caught": list(dict.fromkeys(paragraph(name) for name in screening.caught)),
            "measures": sorted(finding.measure.id for finding in screening.binding),
            "duties": sorted(finding.measure.id for finding in screening.duties),
            "policy": screening.review.value,
            "exception": screening.exception,
        }
        wanted = {name: value for name, value in expect.items() if name in answer}
        for name in {"measures", "duties"} & set(wanted):
            wanted[name] = sorted(wanted[name])
        assert {name: answer[name] for name in wanted} == wanted
        for name in ("tpp", "performance_density"):
            if name in expect:
                known = found.shipment.attributes.get(name)
                assert known == pytest.approx(expect[name]["value"], abs=expect[name]["within"])


def test_each_case_tests_something_of_its_own() -> None:
    for name in ("id", "tests"):
        stated = [case[name] for case in CASES]
        assert len(set(stated)) == len(stated)
