"""`outlast validate`: every problem with file, line and cure, and the summary of a contest."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.faces.own import answer, at, command, edit, new


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return new(Path("mine"))


Listed = tuple[str, str, str]
"""A problem: its place, its sentence, its cure."""


def problems(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[Listed]:
    """Return the problems that `validate` lists."""
    code, out, err = command(capsys, "validate", *(arguments or ("mine",)), "--json")
    assert not err
    assert code in (0, 1)
    found: dict[str, Any] = json.loads(out)
    assert found["clean"] == (code == 0) == (not found["problems"])
    return [
        (f"{each['file']}:{each['line']}", each["what"], each["cure"]) for each in found["problems"]
    ]


def test_a_clean_contest_is_summarised(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = command(capsys, "validate", str(mine))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Copper against bearings"
    assert "sides      Eastland (east), Westland (west)" in out
    assert "scenarios  standoff (default)" in out
    assert "sources 4, facts 6" in out
    assert out.rstrip().endswith("No problem.")


@pytest.mark.parametrize(
    "name", ["lilliput", pytest.param("chips-minerals", marks=pytest.mark.slow)]
)
def test_a_shipped_contest_is_clean(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "validate", name)
    assert found["contest"]["id"] == name
    assert found["contest"]["scenario"] in found["contest"]["scenarios"]


def test_a_broken_part_hides_no_problem_of_another(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mine / "world" / "copper.yaml", "travel:", "travle:")
    edit(mine / "policy" / "west" / "bearing-licence.yaml", "side: west", "side: wets")
    edit(mine / "priors" / "priors.yaml", "spread: 1.5}}\n    bounds", "spread: 0.5}}\n    bounds")
    edit(mine / "scenarios" / "standoff.yaml", "horizon: 156", "horizon: 0")
    edit(mine / "items" / "goods.csv", "westland-notice-12", "westland-notice-13")
    items, licence = mine / "items" / "goods.csv", mine / "policy" / "west" / "bearing-licence.yaml"
    priors, copper = mine / "priors" / "priors.yaml", mine / "world" / "copper.yaml"
    scenario = mine / "scenarios" / "standoff.yaml"
    source = '"westland-notice-13" is not a source.'
    known = 'the key "travle" is not known here.'
    horizon = "the horizon is zero: 0 weeks."
    assert problems(capsys) == [
        (at(items, "westland-notice-13"), source, 'Did you mean "westland-notice-12"?'),
        (at(licence, "side: wets"), '"wets" is not a side.', 'Did you mean "west"?'),
        (at(licence, "side: wets"), 'says side "wets".', 'Its folder asks for "west".'),
        (
            at(priors, "spread: 0.5"),
            '"spread" should be greater than 1.',
            "Write a greater number.",
        ),
        (at(scenario, "horizon: 0"), horizon, "Write weeks, at least 1."),
        (at(copper, "copper-eastland-westland:"), 'the key "travel" is missing.', "Add it."),
        (at(copper, "travle"), known, 'Did you mean "travel"?'),
    ]


def test_one_mistake_is_reported_once(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts that cannot be read are unknown to the world and to claims, which is no new problem."""
    edit(mine / "facts" / "facts.csv", "key,title,value", "key,titel,value")
    header = "mine/facts/facts.csv:2"
    assert problems(capsys) == [
        (header, 'the column "titel" is not known.', 'Did you mean "title"?'),
        (header, 'the column "title" is missing.', "Add it."),
    ]


def test_a_name_that_nobody_defines_is_reported_beside_a_broken_file(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mine / "facts" / "facts.csv", "copper-price-2024,", "copper-price-2024,,")
    edit(
        mine / "world" / "bearings.yaml",
        "flow: {fact: bearings-shipped-eastland-2024}",
        "flow: {fact: bearings-sent-2024}",
    )
    found = problems(capsys)
    assert len(found) == 2
    assert found[0][:2] == ("mine/facts/facts.csv:5", "has 14 cells; the header has 13.")
    place = at(mine / "world" / "bearings.yaml", "bearings-sent-2024")
    assert found[1][:2] == (place, '"bearings-sent-2024" is not a fact.')


def test_a_broken_declaration_makes_no_unit_unknown(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mine / "contest.yaml", "scenario: standoff", "scenarios: standoff")
    found = problems(capsys)
    places = ["mine/contest.yaml:3", at(mine / "contest.yaml", "scenarios: standoff")]
    assert [place for place, _, _ in found] == places


def test_more_problems_than_a_message_lists_are_all_listed(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(
        f"fact-{n},A number,{n},,,kg,2024,2025-02-14,nobody,row {n:03d},measured,,\n"
        for n in range(30)
    )
    (mine / "facts" / "more.csv").write_text(
        (mine / "facts" / "facts.csv").read_text(encoding="utf-8").split("copper-mined")[0] + rows,
        encoding="utf-8",
    )
    assert len(problems(capsys)) == 30
    code, _, err = command(capsys, "run", "--contest", "mine")
    assert code == 1
    assert "30 problems" in err
    assert err.count("more.csv:") == 20
    assert "… and 10 more." in err


def test_what_no_part_reads_is_reported(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "scenario").mkdir()
    (mine / "scenario" / "calm.yaml").write_text("", encoding="utf-8")
    for name in ("facts/more.yaml", "Sets.yaml", "contests.yaml", "policy/west/notes.csv"):
        (mine / name).write_text("", encoding="utf-8")
    for name in (".hidden", "facts/README.md", "LICENSE"):
        (mine / name).write_text("", encoding="utf-8")
    file, folder = "is a file that no part reads.", "is a folder that no part reads."
    assert problems(capsys) == [
        ("mine/Sets.yaml:0", file, 'Did you mean "sets.yaml"?'),
        ("mine/contests.yaml:0", file, 'It is called "sets.yaml" now.'),
        ("mine/facts/more.yaml:0", file, "Files here are called *.csv."),
        ("mine/policy/west/notes.csv:0", file, "Files here are called *.yaml."),
        ("mine/scenario/:0", folder, 'Did you mean "scenarios"?'),
    ]


def test_what_shows_only_in_arrays_is_reported(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mine / "priors" / "priors.yaml", "draw: hoarding", "draw: hoardings")
    found = problems(capsys)
    assert len(found) == 1
    assert found[0][0] == at(mine / "priors" / "priors.yaml", "  hoarding:")
    assert found[0][2] == 'Did you mean "hoarding"?'


def test_the_default_scenario_must_exist(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(mine / "contest.yaml", "scenario: standoff", "scenario: standof")
    place = at(mine / "contest.yaml", "scenario: standof")
    what = '"standof" is not a scenario of this contest.'
    assert problems(capsys) == [(place, what, 'Did you mean "standoff"?')]
    code, _, err = command(capsys, "run", "--contest", "mine")
    assert code == 1
    assert place in err


def test_a_contest_with_what_is_laid_over_it_is_checked_together(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = mine.parent / "over" / "priors"
    overlay.mkdir(parents=True)
    text = (mine / "priors" / "priors.yaml").read_text(encoding="utf-8")
    (overlay / "own.yaml").write_text(text, encoding="utf-8")
    assert problems(capsys, "mine", "--with", "over") == []
    edit(overlay / "own.yaml", "source: westland-notice-12", "source: westland-notice-1")
    what = '"westland-notice-1" is not a source.'
    place = at(overlay / "own.yaml", "source: westland-notice-1")
    assert problems(capsys, "mine", "--with", "over") == [
        (place, what, 'Did you mean "westland-notice-12"?')
    ]


def test_what_is_no_contest_is_refused(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "contest.yaml").unlink()
    code, _, err = command(capsys, "validate", "mine")
    assert code == 1
    assert "outlast new DIR" in err
    code, _, err = command(capsys, "validate", "liliput")
    assert code == 1
    assert 'Did you mean "lilliput"?' in err


def test_the_environment_names_the_contest(
    mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OUTLAST_CONTEST", str(mine))
    assert answer(capsys, "validate")["contest"]["id"] == "mine"
