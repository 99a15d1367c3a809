"""`outlast inputs`: every name that `--set` takes, in any scenario, and nothing else."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from outlast.api.inputs import inputs
from outlast.api.run import load
from outlast.errors import InputError
from outlast.scenario.adjust import numeric_priors, questions, with_settings
from outlast.scenario.fixed_shares import tied_shares
from tests.faces.own import answer, command, edit, new


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return new(Path("mine"))


def named(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs of an answer by name."""
    return {each["name"]: each for each in found["inputs"]}


def test_an_input_has_title_range_value_role_and_grade(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = named(answer(capsys, "inputs", "--contest", str(mine)))
    assert list(found) == ["bearing-approvals", "bearing-review", "hoarding"]
    review = found["bearing-review"]
    assert review["title"] == "Wait for a licence for bearings"
    assert (review["low"], review["high"], review["unit"]) == (1, 52, "week")
    assert review["value"] == pytest.approx(8, rel=1e-9)
    assert review["drawn"]
    assert (review["role"], review["grade"]) == ("assumption", "assumed")
    approvals = found["bearing-approvals"]
    assert (approvals["role"], approvals["theme"]) == ("lever", "severity")
    assert (approvals["low"], approvals["high"]) == (
        0,
        1,
    )  # a share, though the prior says no bounds


def test_every_name_that_it_lists_can_be_set_and_no_other() -> None:
    situation = load("today")
    found = {each.name: each for each in inputs(situation)}
    answered = {name.removeprefix("set.") for name in questions(situation)}
    tied = set(tied_shares(situation.bridge))
    assert tied
    assert set(found) == set(numeric_priors(situation)) | answered | tied
    assert any(each.role == "open question" for each in found.values())
    for each in found.values():
        with_settings(situation, {each.name: each.value})
        for end in (each.low, each.high):
            if end is not None:
                with_settings(situation, {each.name: end})
        for branch in each.answers:
            with_settings(situation, {each.name: branch})


def test_its_value_is_that_of_the_scenario(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "scenarios" / "calm.yaml").write_text(
        "format: outlast/scenario/2\nid: calm\nfrom: standoff\ntitle: Buyers stay calm\n"
        "summary: As the standoff, but nobody hoards.\n"
        'priors: {hoarding: {distribution: {fixed: {value: 0.25}}, why: "a test"}}\n',
        encoding="utf-8",
    )
    where = ("inputs", "hoarding", "--contest", str(mine))
    assert named(answer(capsys, *where))["hoarding"]["drawn"]
    calm = named(answer(capsys, *where, "--scenario", "calm"))["hoarding"]
    assert (calm["value"], calm["drawn"]) == (0.25, False)


def test_words_choose_among_names_and_titles(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--contest", str(mine))
    assert list(named(answer(capsys, "inputs", "Licence", "granted", *where))) == [
        "bearing-approvals"
    ]
    code, _, err = command(capsys, "inputs", "bearing-revew", *where)
    assert code == 1
    assert 'no input holds "bearing-revew". Did you mean "bearing-review"?' in err


def test_a_question_of_the_record_is_an_input(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, "inputs", "clause-2")
    assert code == 0
    assert out.startswith("switch.clause-2-suspension  drawn; answers: drawn, extended, lapses")
    rows = list(csv.DictReader(io.StringIO(command(capsys, "inputs", "--csv")[1])))
    by_name = {row["name"]: row for row in rows}
    assert by_name["switch.clause-2-suspension"]["answers"] == "drawn; extended; lapses"
    assert by_name["switch.clause-2-suspension"]["role"] == "open question"


def test_the_text_shows_value_and_bounds(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        mine / "priors" / "priors.yaml", "lognormal: {median: 8, spread: 1.5}", "fixed: {value: 8}"
    )
    code, out, _ = command(capsys, "inputs", "review", "--contest", str(mine))
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == "bearing-review  8 week, from 1 to 52"
    assert lines[1] == "Wait for a licence for bearings · assumption · assumed"


def test_a_wrong_name_in_a_setting_suggests_the_nearest(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = command(capsys, "run", "--contest", str(mine), "--set", "hording=1")
    assert code == 1
    assert '"hording" cannot be set. Did you mean "hoarding"?' in err
    with pytest.raises(InputError, match="from 1 to 52"):
        with_settings(load(contest=mine), {"bearing-review": 60})
