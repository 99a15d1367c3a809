"""The faces of weights: JSON, terminal, page words, Python, run folders, and which answer leads."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import outlast as ol
from outlast.api.answer import Answer
from outlast.api.load_run import load_run
from outlast.present.display.voice import LANGUAGES, voice_of
from outlast.present.weights import reasons, weights_lines
from outlast.results.weights import LeadRule
from tests.faces.own import answer, command
from tests.truth.weights.toy_weights import toy_weights

Capture = pytest.CaptureFixture[str]

FUTURES = 16


@cache
def shipped() -> Answer:
    """Return the answer of `june-2025` on few futures."""
    return ol.run("june-2025", futures=FUTURES, moves="record-only")


def leading(found: Answer) -> Answer:
    """Return an answer with uneven weights that lead."""
    results = found.results
    assert results.weights is not None
    uneven = np.linspace(0.0, 2.0, results.futures)
    weights = replace(results.weights, by_future=uneven, leads=True)
    return replace(found, results=replace(results, weights=weights))


def words(folder: Path) -> tuple[str, ...]:
    scenario = toy_weights(folder / "toy") / "scenarios" / "later.yaml"
    return ("run", str(scenario), "--contest", "lilliput", "--with", str(folder / "toy"))


def test_both_answers_are_in_json_and_the_unweighted_one_leads() -> None:
    plain = shipped().plain()
    row = plain["weights"]
    assert plain["unweighted"] is None
    assert row["leads"] is False
    assert "gate for calibration" in row["why"]
    assert row["known_until"] == "2025-06-30"
    assert 0 <= row["exponent"] <= 1
    assert row["futures"] == FUTURES
    assert FUTURES / 4 - 1e-9 <= row["effective_futures"] <= FUTURES
    assert {each["clock"] for each in row["sets"]} == {"from-date", "since-denial", "new-only"}
    assert [each["contest"] for each in row["sets"]] == [each["contest"] for each in plain["sets"]]
    shares = sum(each["share"] for each in (*row["terms"], *row["silences"]))
    assert shares == pytest.approx(1.0) or shares == 0.0


def test_no_point_after_the_day_weighs_a_frozen_scenario() -> None:
    """Everything that June 2025 knows had ended by that day, silence too."""
    row = shipped().plain()["weights"]
    assert not [each for each in row["silences"] if "later" in each["non_event"]]
    assert "accelerators-world" not in [each["object"] for each in row["terms"]]  # of April 2026


def test_where_weights_lead_the_main_answer_is_weighted() -> None:
    before = shipped().plain()
    found = leading(shipped())
    after = found.plain()
    assert after["unweighted"]["sets"] == before["sets"]
    assert after["unweighted"]["services"] == before["services"]
    assert after["unweighted"]["sentence"] == before["sentence"]
    assert after["sets"] == after["weights"]["sets"]
    assert after["sets"] != before["sets"]
    assert after["services"] != before["services"]
    weights = found.results.in_use
    assert weights is not None
    broke = found.results.record["first"][:, 0] <= found.results.horizon
    share = float((weights * broke).sum() / weights.sum())
    assert found.results.lines()[0].p_break == pytest.approx(share)


def test_a_comparison_takes_the_weights_of_the_first() -> None:
    found = leading(shipped())
    other = ol.run("june-2025", futures=FUTURES, moves="record-only", given={"hoarding": 0.0})
    paired = ol.compare(found, other).runs.headline
    weights = found.results.in_use
    assert weights is not None
    mine, theirs = (each.results.first_breaks().indicators[:, 0] for each in (shipped(), other))
    wanted = float((weights * (theirs - mine)).sum() / weights.sum())
    assert paired.ends[0].difference == pytest.approx(wanted)


def test_the_words_stand_in_every_language() -> None:
    for language in LANGUAGES:
        for found in (shipped(), leading(shipped())):
            voice = voice_of(found.results.situation, language)
            for named in (False, True):
                lines = weights_lines(found.results, voice, named=named)
                assert 2 <= len(lines) <= 3
                assert all("{" not in line for line in lines)


def test_every_reason_has_its_words() -> None:
    weights = shipped().results.weights
    assert weights is not None
    voice = voice_of(shipped().results.situation)
    good = LeadRule(gain=0.1, oracle=0.7, inside=0.9, most=0.75, least=0.8)
    assert good.holds(0.3)
    for rule, exponent, said in (
        (replace(good, oracle=0.76), 1.0, "gate"),
        (replace(good, inside=0.79), 1.0, "gate"),
        (replace(good, oracle=None), 1.0, "no look"),
        (good, 0.29, "exponent"),
        (replace(good, gain=None), 1.0, "too few"),
        (replace(good, gain=0.0), 1.0, "do not improve"),
    ):
        assert not rule.holds(exponent)
        assert said in reasons(replace(weights, rule=rule, exponent=exponent), voice)


def test_python_has_the_weight_of_each_future() -> None:
    weights = shipped().weights
    assert weights is not None
    frame = weights.to_frame()
    assert list(frame.columns) == ["future", "weight"]
    assert len(frame) == FUTURES
    assert frame["weight"].to_numpy().sum() == pytest.approx(FUTURES)
    dataset = shipped().to_xarray()
    assert dataset["weight"].dims == ("future",)
    assert dataset["weight"].to_numpy() == pytest.approx(weights.by_future)


def test_a_contest_without_observations_says_so(capsys: Capture, tmp_path: Path) -> None:
    out = answer(capsys, "run", "lilliput", "--futures", "8", "--out", str(tmp_path / "run"))
    assert out["unweighted"] is None
    row = out["weights"]
    assert (row["leads"], row["exponent"], row["effective_futures"]) == (False, 1.0, 8.0)
    assert row["terms"] == row["silences"] == row["sets"] == []
    assert "no observation" in row["why"]
    code, text, _ = command(capsys, "run", "lilliput", "--futures", "8", "--full")
    assert code == 0
    assert "every future weighs one" in " ".join(text.split())


def test_a_run_folder_keeps_the_weights(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "cache"))
    first = answer(capsys, *words(tmp_path), "--futures", "24", "--out", "kept")
    assert list((tmp_path / "kept" / "chunks").glob("history-*"))
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "another"))
    again = load_run(Path("kept"))
    assert again.plain()["weights"] == first["weights"]
    saved = again.save(tmp_path / "saved")
    assert load_run(saved).plain()["weights"] == first["weights"]


def test_a_setting_keeps_the_weights(capsys: Capture, tmp_path: Path) -> None:
    line = (*words(tmp_path), "--futures", "24")
    plain = answer(capsys, *line, "--out", str(tmp_path / "a"))["weights"]
    moved = answer(capsys, *line, "--set", "tied=0.5", "--out", str(tmp_path / "b"))["weights"]
    keys = ("exponent", "effective_futures", "terms", "silences", "beyond_reach")
    assert [moved[key] for key in keys] == [plain[key] for key in keys]


def test_a_small_run_is_never_refused(capsys: Capture, tmp_path: Path) -> None:
    for futures in ("1", "3", "20"):
        folder = str(tmp_path / futures)
        row = answer(capsys, *words(tmp_path), "--futures", futures, "--out", folder)["weights"]
        assert row["futures"] == int(futures)


def test_a_wrong_line_is_reported_before_the_run(capsys: Capture, tmp_path: Path) -> None:
    line = words(tmp_path)
    file = tmp_path / "toy" / "non-events.yaml"
    file.write_text(file.read_text("utf-8").replace("[breakfast]", "[brekfast]"), "utf-8")
    code, _, err = command(capsys, *line, "--futures", "8")
    assert code == 1
    assert "non-events.yaml:6" in err
    assert 'Did you mean "breakfast"' in err
