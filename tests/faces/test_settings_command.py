"""Settings on the terminal: they keep all their digits, and the page accepts the same ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from outlast.cli import main
from outlast.web.app import make_app

DIGITS = "0.123456789012"


def kept(folder: Path, *settings: str) -> dict[str, Any]:
    """Run the toy with settings; return its manifest."""
    chosen = [word for each in settings for word in ("--set", each)]
    assert main(["run", "lilliput", "--futures", "8", *chosen, "--out", str(folder)]) == 0
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_the_settings_of_a_manifest_reproduce_the_run(tmp_path: Path) -> None:
    first = kept(tmp_path / "first", f"belief={DIGITS}")
    assert first["given"] == {"belief": DIGITS}
    recorded = [f"{name}={value}" for name, value in first["given"].items()]
    assert kept(tmp_path / "again", *recorded)["digest"] == first["digest"]
    assert kept(tmp_path / "other", "belief=0.123457")["digest"] != first["digest"]


def test_a_text_that_sets_nothing_hides_no_other_wrong_setting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = ("novalue", "=5", "belief=9", "moves=x")
    words = [word for each in wrong for word in ("--set", each)]
    assert main(["run", "lilliput", "--futures", "8", *words]) == 1
    told = capsys.readouterr().err
    assert "4 problems" in told
    for text in ('"novalue" sets nothing.', '"=5" sets nothing.', "belief", '"x" is no way'):
        assert text in told
    assert main(["run", "lilliput", "--set", "belief"]) == 1
    assert '"belief" cannot be "". Write a number from 0 to 1.' in capsys.readouterr().err


def test_the_page_computes_the_run_of_the_terminal(tmp_path: Path) -> None:
    digest = kept(tmp_path / "run", f"belief={DIGITS}")["digest"]
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    answer = client.get(f"/api/answer?set.belief={DIGITS}").json()
    assert answer["notes"] == []
    assert f"digest {digest}" in answer["cited"]
    assert f"belief={DIGITS}" in answer["cited"]
    assert f"--set belief={DIGITS}" in answer["command"]
    assert f"set.belief={DIGITS}" in answer["address"]


@pytest.mark.parametrize("setting", ["belief=2", "review=-1", "refile=0.3x"])
def test_terminal_and_page_refuse_the_same_numbers(
    setting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "lilliput", "--futures", "8", "--set", setting]) == 1
    assert "Write a number" in capsys.readouterr().err
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    (note,) = client.get(f"/api/answer?set.{setting}").json()["notes"]
    assert "Write a number" in note
