"""Shipped answers: those of this version and these data alone, recomputed, and shown meanwhile."""

import json
import re
import sys
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from markupsafe import escape

from outlast.api import shipped_effects as home
from outlast.api.choice_runs import LeverChoice
from outlast.api.run import load
from outlast.api.shipped_answers import ShippedAnswer, read_shipped, shipped_answer, shipped_content
from outlast.api.shipped_effects import SAME, shipped_effects, shipped_file
from outlast.cli import main
from outlast.cli.long_work import progress
from outlast.cli.run import shipped_meanwhile
from outlast.ensemble import run_ensemble
from outlast.present.display.voice import LANGUAGES, voice_of
from outlast.scenario.adjust import QuestionKind
from outlast.scenario.headline_levers import HeadlineLever
from outlast.web.app import make_app
from outlast.web.choices import (
    ChoiceCounts,
    all_effects,
    choice_states,
    effect_key,
    known_effects,
    released_effects,
)
from outlast.web.state import PageState
from outlast.web.words import page_voice
from outlast.web.work import Work
from pipeline.shipped import pretty, scenarios

QUICK = "lilliput"
MEANWHILE = "Computed at release, being recomputed:"
LARGEST = 40_000


@cache
def results() -> Any:  # noqa: ANN401  results of a run
    return run_ensemble(load(QUICK), futures=1000)


def names() -> list[tuple[str, str]]:
    return [(each.origin.contest.declaration.id, each.scenario.id) for each in scenarios()]


def put(folder: Path, **changes: object) -> Path:
    """Write the shipped answer of the toy, with changes, and return its file."""
    lever = HeadlineLever("set.refile", "refile", "Orders", "0.7", (("0.1", "few"),), 0)
    moved = [(LeverChoice(lever, "0.1", "few"), (0.25, 0.5, 0.0, 0.25))]
    content = {**shipped_content(results(), moved), **changes}
    file = folder / QUICK / f"{QUICK}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(pretty(content), encoding="utf-8")
    return file


def test_a_shipped_answer_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = read_shipped(put(tmp_path))
    assert found.shares == tuple(round(share, 6) for share in results().first_breaks().shares)
    assert len(found.dots) == 50
    assert set(found.texts) == set(LANGUAGES)
    assert found.effects == (("refile", "0.1", (0.25, 0.5, 0.0, 0.25)),)
    assert found.texts["en"].levers


def test_only_the_very_same_run_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    situation = load(QUICK)
    assert shipped_answer(situation) is None
    put(tmp_path)
    assert shipped_answer(situation) is not None
    assert shipped_answer(situation, futures=999) is None
    assert shipped_answer(situation, seed=2) is None
    assert shipped_answer(situation, precision="float32") is None
    assert shipped_answer(load(QUICK, given={"refile": 0.3})) is None
    for key in SAME:
        put(tmp_path, **{key: "0" if key != "seed" else 7})
        assert shipped_answer(situation) is None, key


def test_the_very_same_run_knows_the_effects_of_its_levers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    english = voice_of(load(QUICK))
    assert shipped_effects(results(), english) == ()
    put(tmp_path, effects=[])
    assert shipped_effects(results(), english) == ()
    lever = HeadlineLever("set.refile", "refile", "Orders", "0.7", (("0.1", "few"),), 0)

    def only(_: object) -> tuple[HeadlineLever, ...]:
        return (lever,)

    monkeypatch.setattr(home, "headline_levers", only)
    put(tmp_path)
    (found,) = shipped_effects(results(), english)
    assert (found.name, found.setpoint, found.shares[1]) == ("Orders", "few", 0.5)
    put(tmp_path, digest="0")
    assert shipped_effects(results(), english) == ()


def test_it_stands_above_the_bar_on_a_terminal_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    file = put(tmp_path)
    situation = load(QUICK)
    assert shipped_meanwhile(situation, 1000, 1, "float64") == ""
    assert main(["run", QUICK, "--out", f"{tmp_path / 'kept'}", "--json"]) == 0
    assert MEANWHILE not in "".join(capsys.readouterr())

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    text = shipped_meanwhile(situation, 1000, 1, "float64")
    assert text.startswith(MEANWHILE)
    assert read_shipped(file).texts["en"].headline in text
    assert shipped_meanwhile(situation, 999, 1, "float64") == ""
    with progress(quiet=False, meanwhile=text) as update:
        assert update is not None
        update(1, 2)
    assert MEANWHILE in shown.getvalue()


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=[] if each[1] == QUICK else [pytest.mark.slow]) for each in names()],
    ids=lambda name: name[1],
)
def test_a_shipped_answer_is_the_one_that_this_program_computes(name: tuple[str, str]) -> None:
    file = shipped_file(*name)
    assert file.exists(), "Missing: say `make shipped`."
    assert file.stat().st_size < LARGEST
    found, situation = read_shipped(file), load(name[1], contest=name[0])
    kept = shipped_answer(situation)
    assert kept is not None, "Stale: say `make shipped`."
    made = run_ensemble(situation, futures=1000)
    fresh = json.loads(pretty(shipped_content(made, [])))
    for language in LANGUAGES:
        old, new = found.texts[language], fresh["texts"][language]
        for key in ("answer", "headline", "sentence", "honesty"):
            assert getattr(old, key) == new[key]
        assert [list(each) for each in old.reasons] == new["reasons"]
        assert [list(each) for each in old.strip] == new["strip"]
    hundredths = [round(100 * share) for share in fresh["shares"]]
    assert [round(100 * share) for share in found.shares] == hundredths


@pytest.mark.parametrize(("lang", "label"), [("en", "being recomputed"), ("zh", "正在重新计算")])
def test_the_page_shows_the_shipped_answer_until_its_own_is_there(
    lang: str, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    file = put(tmp_path)
    client = TestClient(make_app(QUICK, 1000), base_url="http://127.0.0.1")
    with monkeypatch.context() as patch:
        patch.setattr(Work, "first", unwanted)
        text = client.get(f"/?lang={lang}").text
    said = read_shipped(file).texts[lang]
    assert label in text
    assert escape(said.headline) in text
    assert all(escape(reason) in plain(text) for _, reason in said.reasons)
    assert "data-future" not in text
    assert "data-refine" in text
    assert label not in client.get(f"/api/answer?lang={lang}").text
    whole = client.get(f"/?lang={lang}").text
    assert label not in whole
    assert "data-future" in whole


def test_another_state_has_no_shipped_answer_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "FOLDER", tmp_path)
    put(tmp_path)
    work = Work()
    state = PageState(QUICK)
    assert work.shipped(state) is not None
    assert work.shipped(replace(state, values={"refile": 0.3})) is None
    assert work.shipped(replace(state, seed=2)) is None
    assert work.shipped(replace(state, futures=200)) is None


def unwanted(*_: object) -> None:
    raise AssertionError("the shipped answer needs no run")


def plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def test_a_choice_beside_the_answer_has_the_counts_of_the_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, state = Work(), PageState("today")
    at_release = read_shipped(shipped_file("chips-minerals", "today"))

    def of_any(_work: Work, _state: PageState) -> ShippedAnswer:
        return at_release

    monkeypatch.setattr(Work, "shipped", of_any)
    lever, value, _ = next(choice_states(work, state))
    setting = lever.name.removeprefix(QuestionKind.CHOICE)
    few = ChoiceCounts((0.0, 0.0, 0.0, 1.0), (0.0, 0.0), (True, True))
    work.choice_effects.get(effect_key(state, lever, value), lambda: few)
    voice = page_voice("en")
    (found,) = known_effects(work, state, voice)
    released = {(name, to): shares for name, to, shares in at_release.effects}
    assert found.shares == released[setting, value]
    assert found.changes[0] == found.shares[0] - at_release.shares[0]
    (other,) = known_effects(work, replace(state, values={"refile": 0.5}), voice)
    assert other.shares == found.shares
    # One of many computed effects shall not be told as the largest: the release knows all.
    assert len(all_effects(work, state, page_voice("en"))) == len(at_release.effects) > 1

    def of_none(_work: Work, _state: PageState) -> None:
        """There is no shipped answer."""

    monkeypatch.setattr(Work, "shipped", of_none)
    assert all_effects(work, state, page_voice("en")) == ()


def test_a_choice_computed_in_one_language_changes_no_row_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, states = Work(), [PageState("today", lang=language) for language in LANGUAGES]
    at_release = read_shipped(shipped_file("chips-minerals", "today"))

    def of_any(_work: Work, _state: PageState) -> ShippedAnswer:
        return at_release

    def rows() -> list[list[tuple[str, str, tuple[bool, bool]]]]:
        found = (all_effects(work, each, page_voice(each.lang)) for each in states)
        return [sorted((each.lever, each.value, each.clear) for each in one) for one in found]

    monkeypatch.setattr(Work, "shipped", of_any)
    first = rows()
    assert first[0] == first[1] != []
    clear = ChoiceCounts((0.0, 0.0, 0.0, 1.0), (0.3, 0.3), (True, True))
    for lever, value, _ in choice_states(work, states[0]):  # in English alone
        work.choice_effects.get(effect_key(states[0], lever, value), lambda: clear)
    assert rows() == first

    def of_none(_work: Work, _state: PageState) -> None:
        """There is no shipped answer."""

    monkeypatch.setattr(Work, "shipped", of_none)
    own = rows()  # without a release: the counts of this machine, in both languages
    assert own[0] == own[1] == [(*each[:2], (True, True)) for each in first[0]]


def test_the_effects_of_the_release_stand_on_the_cards_before_any_run() -> None:
    situation = load("today")
    at_release = read_shipped(shipped_file("chips-minerals", "today"))
    voice = voice_of(situation, "en")
    found = released_effects(situation, at_release, ("the US", "China"), voice)
    assert len(found) == len(at_release.effects)
    for effect, (setting, value, shares) in zip(found, at_release.effects, strict=True):
        assert (effect.lever.removeprefix(QuestionKind.CHOICE), effect.value) == (setting, value)
        assert effect.shares == shares
        assert effect.changes[0] == shares[0] - at_release.shares[0]
        if abs(effect.changes[0]) > 0.05:  # two counts of 1,000 differ by less through chance
            assert effect.clear[0]
        if max(map(abs, effect.changes)) < 0.01:
            assert effect.clear == (False, False)
