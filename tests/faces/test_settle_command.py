"""`outlast settle`: an answer of the reader's own is kept, read by every face, and taken back."""

import json
from datetime import date
from pathlib import Path

import pytest

import outlast as ol
from outlast.reading.day import local_day
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]
QUESTION, ADDRESS = "clause-2-suspension", "https://example.org/notice"
SWITCH = f"switch.{QUESTION}"
GALLIUM = ("screen", "gallium metal", "--from", "CN", "--to", "US", "--on", "2026-11-28")
SHORT = ("--futures", "8", "--horizon", "4")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settlements and runs of a test in folders of its own."""
    monkeypatch.setenv("OUTLAST_SETTLED", str(tmp_path / "settled"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "settled"


def settle(capsys: Capture, *more: str) -> None:
    words = ("settle", QUESTION, "extended", "--source", ADDRESS, "--title", "No. 99")
    code, out, err = say(capsys, *words, *more)
    assert code == 0, err
    assert f"Settled by the reader on {local_day().day} " in out or more


def branches(out: str) -> set[str]:
    return {each["switches"].get(QUESTION, "") for each in json.loads(out)["branches"]}


def test_a_settlement_goes_round(capsys: Capture, shelf: Path) -> None:
    settle(capsys)
    code, out, _ = say(capsys, "settle", "--json")
    listed = {each["question"]: each for each in json.loads(out)["questions"]}
    assert code == 0
    assert listed[QUESTION]["state"] == "settled"
    assert (listed[QUESTION]["answer"], listed[QUESTION]["url"]) == ("extended", ADDRESS)
    assert listed["affiliates-suspension"]["state"] in {"open", "passed"}
    assert "Settled by the reader" in say(capsys, "settle")[1]
    code, _, err = say(capsys, "settle", QUESTION, "lapses", "--source", ADDRESS)
    assert code == 1
    assert f"outlast settle {QUESTION} --undo" in err
    assert say(capsys, "settle", QUESTION, "--undo")[0] == 0
    assert not list(shelf.rglob("*.yaml"))
    assert say(capsys, "settle", QUESTION, "--undo")[0] == 1


def test_all_faults_are_refused_at_once_and_keep_the_file(capsys: Capture, shelf: Path) -> None:
    settle(capsys)
    kept = {file: file.read_bytes() for file in shelf.rglob("*.yaml")}
    faulty = ("settle", "affiliates-suspension", "extendet", "--source", "example.org/x")
    code, _, err = say(capsys, *faulty, "--on", "2026-10-08")
    assert code == 1
    for words in ("is no address", 'Did you mean "extended"?', "is too early"):
        assert words in err
    later = date(local_day().year + 1, 1, 1).isoformat()
    wrong = (
        (("settle", "affiliates", "extended", "--source", ADDRESS), "not a question"),
        (("settle", "affiliates-suspension", "--source", ADDRESS), "extended, lapses"),
        (("settle", "affiliates-suspension", "extended"), "needs its source"),
        ((*faulty[:4], ADDRESS, "--on", later), "lies in the future"),
        ((*faulty[:4], ADDRESS, "--note", "a\x1bb"), "a hidden character"),
        ((*faulty[:4], ADDRESS, "--note", "a" * 2001), "2,001 letters"),
        (("settle", "--source", ADDRESS), "no question is named"),
        (("settle", QUESTION, "--undo", "--source", ADDRESS), "--source changes nothing"),
    )
    for words, refusal in wrong:
        code, _, err = say(capsys, *words)
        assert code == 1, words
        assert refusal in err
    assert {file: file.read_bytes() for file in shelf.rglob("*.yaml")} == kept


def test_a_screening_follows_and_names_the_source(capsys: Capture) -> None:
    open_ones = say(capsys, *GALLIUM, "--json")[1]
    assert branches(open_ones) == {"extended", "lapses"}
    settle(capsys)
    settled = say(capsys, *GALLIUM, "--json")[1]
    assert branches(settled) == {"extended"}
    assert json.loads(settled)["settlements"][0]["url"] == ADDRESS
    assert json.loads(settled)["digest"] != json.loads(open_ones)["digest"]
    shown = " ".join(say(capsys, *GALLIUM)[1].split())
    assert f"{QUESTION} extended; source: No. 99, {ADDRESS}" in shown
    assert f"outlast settle {QUESTION}" not in shown
    assert say(capsys, *GALLIUM, "--json", "--as-recorded")[1] == open_ones
    assert branches(say(capsys, *GALLIUM, "--json", "--set", f"{SWITCH}=lapses")[1]) == {"lapses"}
    assert say(capsys, "settle", QUESTION, "--undo")[0] == 0
    assert say(capsys, *GALLIUM, "--json")[1] == open_ones


def test_a_run_follows_names_it_and_reopens_elsewhere(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = ol.load("today")
    settle(capsys)
    code, out, err = say(capsys, "run", *SHORT, "--out", "kept")
    assert code == 0, err
    assert f"{QUESTION} extended; source: No. 99, {ADDRESS}" in " ".join(out.split())
    manifest = json.loads(Path("kept/manifest.json").read_text(encoding="utf-8"))
    assert manifest["own"] == ["with/1/policy/settlements.yaml"]
    assert "--as-recorded" in manifest["options"]
    assert manifest["as_read"]["switches"][QUESTION] == "extended"
    assert ol.load("today", as_recorded=True).scenario == recorded.scenario
    monkeypatch.setenv("OUTLAST_SETTLED", str(tmp_path / "nothing"))
    Path("kept").rename("elsewhere")
    answer = ol.load_run("elsewhere")
    assert answer.results.situation.scenario.switches[QUESTION] == "extended"
    assert answer.plain()["settlements"][0]["answer"] == "extended"
    assert ol.load("today").scenario == recorded.scenario


def test_a_reader_and_a_scenario_overrule_it(capsys: Capture) -> None:
    settle(capsys)
    assert ol.load("lapse").scenario.switches[QUESTION] == "lapses"
    set_otherwise = ol.load("today", given={SWITCH: "lapses"})
    assert set_otherwise.scenario.switches[QUESTION] == "lapses"
    code, out, _ = say(capsys, "run", *SHORT, "--set", f"{SWITCH}=lapses", "--out", "kept")
    assert code == 0
    assert "This run supposes lapses instead." in " ".join(out.split())


def test_a_scenario_of_the_past_does_not_know_it(capsys: Capture) -> None:
    settle(capsys)
    assert QUESTION not in ol.load("april-2025").scenario.switches


def test_an_interrupted_run_says_how_to_go_on(capsys: Capture) -> None:
    assert say(capsys, "run", *SHORT, "--out", "kept", "--quiet")[0] == 0
    settle(capsys)
    again = ("run", *SHORT, "--out", "kept", "--resume", "--quiet")
    code, _, err = say(capsys, *again)
    assert code == 1
    assert "--as-recorded leaves your settlements out" in err
    assert say(capsys, *again, "--as-recorded")[0] == 0


def test_the_timeline_marks_the_entries_that_it_rules_out(capsys: Capture) -> None:
    settle(capsys)
    words = ("timeline", "--measure", "cn-gallium-germanium-antimony-ban-us")
    code, out, _ = say(capsys, *words)
    assert code == 0
    assert "settled otherwise" in " ".join(out.split())
    assert "Settled by the reader" in out
    content = json.loads(say(capsys, *words, "--json")[1])
    assert content["settlements"][0]["question"] == QUESTION
    assert content["record_until"]


def test_a_settlement_that_the_record_no_longer_knows_can_be_taken_back(
    capsys: Capture, shelf: Path
) -> None:
    settle(capsys)
    file = next(shelf.rglob("*.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace(QUESTION, "gone"), encoding="utf-8")
    code, _, err = say(capsys, *GALLIUM)
    assert code == 1
    assert "outlast settle gone --undo" in err
    assert "not in this record" in say(capsys, "settle", "--json")[1]
    assert say(capsys, "settle", "gone", "--undo")[0] == 0
    assert say(capsys, *GALLIUM)[0] == 0


def test_a_contest_of_ones_own_takes_no_settlement(capsys: Capture) -> None:
    assert say(capsys, "new", "mine")[0] == 0
    words = ("settle", QUESTION, "extended", "--source", ADDRESS, "--contest", "mine")
    code, _, err = say(capsys, *words)
    assert code == 1
    assert "settlements.yaml" in err
