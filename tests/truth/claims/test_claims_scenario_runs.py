"""Claims that need a run, on the smallest contest: another scenario gives another verdict."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from outlast.api import library
from outlast.errors import InputError
from outlast.results import Results
from outlast.scenario.load import load_scenario
from outlast.truth.claims.evaluate import Evaluator
from outlast.truth.claims.load import load_claim
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.scenario_runs import ScenarioRuns, scenario_runs
from outlast.truth.claims.verdict import ClaimResult, ClaimVerdict, judge

FUTURES = 64

CLAIM = """format: outlast/claim/1
id: {name}
list: tests
title: Breakfast runs short
says: Breakfast runs short within three years.
made: {{by: A test, on: 2025-04, source: lilliput-gazette, locator: "section 2"}}
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

FREE = """format: outlast/scenario/2
id: free
title: Nothing is denied
summary: As the toy contest, with every measure off.
from: lilliput
measures: {{off: [{off}]}}
"""


def claim_file(folder: Path, name: str, scenario: str) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(CLAIM.format(name=name, scenario=scenario), encoding="utf-8")
    return file


def free_scenario(folder: Path) -> Path:
    off = ", ".join(load_scenario("lilliput").timeline.measures)
    file = folder / "free.yaml"
    file.write_text(FREE.format(off=off), encoding="utf-8")
    return file


def judged(file: Path, messages: list[str]) -> ClaimResult:
    contest = library("lilliput")
    runs = scenario_runs(contest.layers, FUTURES, 1, messages.append)
    claim = load_claim(file, contest.claim_inputs)
    return judge(claim, Evaluator(contest.claim_inputs, runs.statistic))


def test_a_scenario_without_measures_turns_the_verdict(tmp_path: Path) -> None:
    messages: list[str] = []
    denied = judged(claim_file(tmp_path, "denied", "lilliput"), messages)
    assert denied.conclusion.verdict is ClaimVerdict.SUPPORTED
    assert denied.evidence[0].shown.endswith("short on 2023-01-02 already: 0")
    assert messages[0].startswith("running lilliput")
    free = free_scenario(tmp_path)
    allowed = judged(claim_file(tmp_path, "open", str(free)), messages)
    assert allowed.conclusion.verdict is ClaimVerdict.CONTRADICTED


def test_a_scenario_is_stated_relative_to_the_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_scenario(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    found = judged(claim_file(tmp_path, "open", "free.yaml"), [])
    assert found.conclusion.verdict is ClaimVerdict.CONTRADICTED


def test_a_name_that_the_scenario_lacks_is_refused_with_the_claim(tmp_path: Path) -> None:
    file = claim_file(tmp_path, "supper", "lilliput")
    text = file.read_text(encoding="utf-8").replace("breakfast}", "supper}")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r'supper\.yaml:13 +"supper" is not a service\.'):
        judged(file, [])


def test_a_scenario_runs_once() -> None:
    contest, names = library("lilliput"), list[str]()
    shipped = scenario_runs(contest.layers, 2, 1, lambda _: None)

    def run(name: str, fixed: Mapping[str, float]) -> Results:
        assert not fixed
        names.append(name)
        return shipped.results(name)

    runs = ScenarioRuns(run)
    query = RunQuery(scenario="lilliput", asks="breaks", service="breakfast")
    assert runs.statistic(query) == runs.statistic(query)
    assert names == ["lilliput"]
