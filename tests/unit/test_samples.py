"""Frozen samples of earlier forms: a migration reads them, or they are refused with the cure."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from outlast.api.load_run import load_run
from outlast.errors import InputError, Problems
from outlast.reading import DEFAULT_CONTEST, read_form
from outlast.scenario.conduct import Conduct
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.locate import open_contest
from outlast.scenario.origin import Origin

FIRST = Path(__file__).parent.parent / "samples" / "0.1.0"
"""Files as release 0.1.0 wrote or read them; they are never changed."""


def without_origin(situation: Situation) -> Situation:
    """Return a situation less the paths of its files."""
    return replace(situation, origin=Origin(situation.origin.contest))


def test_a_scenario_of_the_first_form_is_read_as_the_shipped_one() -> None:
    assert (
        (FIRST / "lilliput.yaml")
        .read_text(encoding="utf-8")
        .startswith("format: outlast/scenario/1")
    )
    found = load_scenario(FIRST / "lilliput.yaml")
    assert found.origin.contest.declaration.id == "lilliput"
    assert without_origin(found) == without_origin(load_scenario("lilliput"))


def test_a_conduct_of_the_first_form_is_read_as_the_shipped_one() -> None:
    assert "outlast/conduct/1" in (FIRST / "conduct.yaml").read_text(encoding="utf-8")
    problems = Problems()
    found = read_form(FIRST / "conduct.yaml", "conduct", Conduct, problems)
    shipped = read_form(DEFAULT_CONTEST / "conduct.yaml", "conduct", Conduct, problems)
    assert not problems.found
    assert found is not None
    assert found.recorded_deliveries
    assert found.response_projects
    assert found == shipped


def test_a_run_of_the_first_form_is_refused_with_the_cure() -> None:
    with pytest.raises(InputError) as refusal:
        load_run(FIRST / "run")
    message = str(refusal.value)
    assert "has the form outlast/run/1, not outlast/run/3." in message
    assert "outlast run lilliput" in message


def test_a_folder_of_data_of_the_first_form_is_refused_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        open_contest(FIRST / "data")
    message = str(refusal.value)
    assert "has the form of outlast 0.1.0: it has contests.yaml and no contest.yaml." in message
    assert "Rename contests.yaml to sets.yaml" in message
    assert "outlast new DIR" in message
    scenario = tmp_path / "mine.yaml"
    scenario.write_text(
        (FIRST / "lilliput.yaml")
        .read_text(encoding="utf-8")
        .replace("data: lilliput", "data: old")
        .replace("id: lilliput", "id: mine"),
        encoding="utf-8",
    )
    shutil.copytree(FIRST / "data", tmp_path / "old")
    with pytest.raises(InputError) as refusal:
        load_scenario(scenario)
    (problem,) = refusal.value.problems
    assert problem.where == f"{scenario}:5"
    assert "has the form of outlast 0.1.0" in problem.what
