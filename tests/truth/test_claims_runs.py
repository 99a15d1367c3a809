"""Claims that need a run, on the smallest world: another scenario gives another verdict."""

from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import InputError
from outlast.scenario.load import load_scenario
from outlast.truth.claims.evaluate import Asked
from outlast.truth.claims.load import Known, load_claim
from outlast.truth.claims.runs import ensembles
from outlast.truth.claims.verdict import Judged, Kind, judge

FUTURES = 64

CLAIM = """format: outlast/claim/1
id: {name}
list: tests
title: Breakfast runs short
says: Breakfast runs short within three years.
made: {{by: A test, on: 2025-04, source: eo-14272, locator: "section 2"}}
parts:
  short:
    says: Breakfast runs short.
    tests:
      run:
        says: in a run
        query: {{run: {{scenario: {scenario}, asks: breaks, service: breakfast}}}}
        holds: {{at_least: 0.9}}
        open_within: {{at_least: 0.1}}
        why: "a test"
"""


def judged(folder: Path, name: str, scenario: str, told: list[str]) -> Judged:
    file = folder / f"{name}.yaml"
    file.write_text(CLAIM.format(name=name, scenario=scenario), encoding="utf-8")
    shipped = library()
    claim = load_claim(file, Known(shipped.ledger, shipped.items, shipped.timeline))
    runs = ensembles(FUTURES, 1, told.append)
    return judge(claim, Asked(shipped.ledger, shipped.items, shipped.timeline, runs))


def test_a_scenario_without_measures_turns_the_verdict(tmp_path: Path) -> None:
    off = ", ".join(load_scenario("lilliput").timeline.measures)
    free = tmp_path / "free.yaml"
    free.write_text(
        "format: outlast/scenario/1\nid: free\ntitle: Nothing is denied\n"
        "summary: As the toy contest, with every measure off.\n"
        f"from: lilliput\nmeasures: {{off: [{off}]}}\n",
        encoding="utf-8",
    )
    told: list[str] = []
    denied = judged(tmp_path, "denied", "lilliput", told)
    assert denied.ruling.kind is Kind.SUPPORTED
    assert judged(tmp_path, "open", str(free), told).ruling.kind is Kind.CONTRADICTED
    assert denied.evidence[0].shown.endswith("short on 2023-01-02 already: 0")
    assert told[0].startswith("running lilliput")


def test_what_a_scenario_lacks_is_refused_with_the_claim(tmp_path: Path) -> None:
    file = tmp_path / "supper.yaml"
    text = CLAIM.format(name="supper", scenario="lilliput").replace("breakfast}", "supper}")
    file.write_text(text, encoding="utf-8")
    shipped = library()
    claim = load_claim(file, Known(shipped.ledger, shipped.items, shipped.timeline))
    runs = ensembles(2, 1, lambda _: None)
    with pytest.raises(InputError, match=r"supper(.|\n)*is not a line"):
        judge(claim, Asked(shipped.ledger, shipped.items, shipped.timeline, runs))


@pytest.mark.slow
def test_every_shipped_claim_is_judged_by_its_runs() -> None:
    shipped = library()
    asked = Asked(
        shipped.ledger, shipped.items, shipped.timeline, ensembles(FUTURES, 1, lambda _: None)
    )
    for claim in shipped.claims.values():
        assert judge(claim, asked).ruling.kind in set(Kind), claim.id
