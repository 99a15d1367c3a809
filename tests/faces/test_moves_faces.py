"""The faces of moves: `--moves`, `outlast moves`, both answers in JSON, Python and run folders."""

from pathlib import Path

import pytest

import outlast as ol
from outlast.api.load_run import load_run
from outlast.errors import InputError
from outlast.present.display.voice import voice_of
from outlast.present.moves import moves_line, without_line
from tests.faces.own import answer, command
from tests.faces.toy_moves import toy_moves

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.chdir(tmp_path)
    folder = toy_moves(tmp_path / "moves")
    return ("run", "lilliput", "--with", str(folder), "--futures", "16")


def test_both_answers_are_in_json(words: tuple[str, ...], capsys: Capture) -> None:
    both = answer(capsys, *words, "--out", "both")
    assert both["moves"] == {"treated": "drawn", "fitted": True, "after": "2023-04-03"}
    held = answer(capsys, *words, "--moves", "record-only", "--out", "held")
    assert held["moves"]["treated"] == "record-only"
    assert held["record_only"] is None
    for key in ("sentence", "sets", "services"):
        assert both["record_only"][key] == held[key]
    again = load_run(Path("both"))
    assert again.record_only == both["record_only"]
    assert load_run(Path("held")).results.situation.moves is None


def test_a_contest_without_a_process_says_so(capsys: Capture, tmp_path: Path) -> None:
    out = answer(capsys, "run", "lilliput", "--futures", "8", "--out", str(tmp_path / "run"))
    assert out["moves"] == {"treated": "record-only", "fitted": False, "after": "2023-04-03"}
    assert out["record_only"] is None
    code, _, err = command(capsys, "run", "lilliput", "--futures", "8", "--moves", "drawn")
    assert code == 1
    assert "no fitted process of moves" in err
    code, _, err = command(capsys, "run", "lilliput", "--futures", "8", "--moves", "some")
    assert code == 1
    assert "record-only" in err


def test_the_terminal_shows_both(words: tuple[str, ...], capsys: Capture) -> None:
    code, out, err = command(capsys, *words, "--full")
    assert code == 0, err
    assert "If no state moved after" in out
    assert "outlast moves" in out


def test_the_command_of_a_run_repeats_its_treatment_of_moves(
    words: tuple[str, ...], capsys: Capture
) -> None:
    held = answer(capsys, *words, "--moves", "record-only", "--out", "held")
    assert held["run"]["given"] == {"moves": "record-only"}
    again = answer(capsys, *words, "--set", "moves=record-only", "--out", "again")
    assert again["run"]["digest"] == held["run"]["digest"]
    assert again["sets"] == held["sets"]


def test_moves_in_two_languages(words: tuple[str, ...]) -> None:
    found = ol.run("lilliput", contest="lilliput", overlays=[words[3]], futures=16)
    for language in ("en", "zh"):
        voice = voice_of(found.results.situation, language)
        assert moves_line(found.results.situation, voice)
        assert without_line(found.results, found.record_only, voice)


def test_python_takes_moves(words: tuple[str, ...]) -> None:
    held = ol.load("lilliput", contest="lilliput", overlays=[words[3]], moves="record-only")
    assert held.moves is None
    assert ol.load("june-2025").moves is not None
    with pytest.raises(InputError, match="no way to treat moves"):
        ol.load("june-2025", moves="never")


def test_the_command_moves(capsys: Capture) -> None:
    found = answer(capsys, "moves", "june-2025")
    assert found["knows_until"] == "2025-06-30"
    assert found["test"]["gain"] > 3
    assert {each["side"] for each in found["chances"]} == {"us", "cn", ""}
    code, out, _ = command(capsys, "moves", "lilliput")
    assert code == 0
    assert "no fitted process" in out


def test_a_way_to_treat_moves_that_is_no_text_is_refused_as_such() -> None:
    with pytest.raises(InputError, match="moves cannot be 3"):
        ol.load("today", moves=3)  # type: ignore[arg-type]
