"""`outlast study sensitivity`: its forms, its refusals, and the line that a run shows of it."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from outlast.cli import main
from outlast.results import Manifest
from outlast.study.sensitivity import DecidingGroup

TOY = ("study", "sensitivity", "lilliput", "--futures", "20")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no study in the cache, and runs in an empty folder."""
    monkeypatch.setattr("outlast.api.sensitivity.keep", list[object]().append)
    monkeypatch.chdir(tmp_path)


def test_json_has_every_group_outcome_and_branch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*TOY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "outlast/sensitivity/1"
    assert list(answer["outcomes"]) == ["big", "little", "neither", "log cost"]
    assert [each["group"] for each in answer["groups"]] == ["patience"]
    assert answer["futures"] == 20
    assert answer["deciding"] == []


def test_the_table_says_what_its_numbers_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(TOY)) == 0
    out = capsys.readouterr().out
    for words in ("Which inputs decide the answer", "with all its interactions", "20 futures"):
        assert words in out


def test_csv_has_one_row_a_group_and_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*TOY, "--csv"]) == 0
    assert capsys.readouterr().out.startswith("group,title,inputs,outcome,total,total_error")


def test_a_wrong_setting_is_refused_before_anything_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*TOY, "--set", "panik=1"]) == 1
    assert "panik" in capsys.readouterr().err


def test_a_run_names_the_command_that_finds_what_decides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", "lilliput", "--futures", "20", "--set", "premium=0.2", "--full"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "outlast study sensitivity lilliput --contest lilliput --set premium=0.2" in out or (
        "outlast study sensitivity lilliput --set premium=0.2" in out
    )


def test_a_run_names_the_groups_of_a_kept_study(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (DecidingGroup("users-stocks", "users' stocks", 0.7, 0.04),), 1000

    def found(manifest: Manifest) -> tuple[tuple[DecidingGroup, ...], int]:
        assert manifest.scenario == "lilliput"
        return kept

    monkeypatch.setattr("outlast.cli.answer_view.kept_deciding", found)
    assert main(["run", "lilliput", "--futures", "20", "--full"]) == 0
    out = capsys.readouterr().out
    assert "What decides it, with all interactions: users' stocks 0.70 ±0.04" in out
    assert "a study of 1,000 futures" in out
    assert "outlast study sensitivity" not in out


def test_a_cancelled_study_says_so_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    monkeypatch.setattr("outlast.api.sensitivity.keep", kept.append)
    monkeypatch.setattr("outlast.cli.study.stopping", lambda: nullcontext(lambda: True))
    assert main(list(TOY)) == 130
    assert "Stopped." in capsys.readouterr().err
    assert not kept


def test_help_lists_the_studies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "--help"]) == 0
    assert "sensitivity" in capsys.readouterr().out
