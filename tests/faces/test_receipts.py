"""Receipts of screenings: kept, checked against the answers of now, and compared row by row."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

H20 = ("screen", "H20", "--to", "CN", "--on", "2025-04-16")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def kept(capsys: Capture, *words: str) -> dict[str, Any]:
    """Return the receipt of the H20 that the command keeps."""
    code, _, err = say(capsys, *H20, "--receipt", "h20.json", *words)
    assert code == 0, err
    return json.loads(Path("h20.json").read_text(encoding="utf-8"))


def checked(capsys: Capture, *words: str) -> dict[str, Any]:
    """Return the one check of the receipt."""
    code, out, err = say(capsys, "screen", "--check", "h20.json", "--json", *words)
    assert code == 0, err
    (check,) = json.loads(out)
    assert check["format"] == "outlast/receipt-check/1"
    return check


def alter(**values: object) -> None:
    receipt = json.loads(Path("h20.json").read_text(encoding="utf-8"))
    Path("h20.json").write_text(json.dumps({**receipt, **values}), encoding="utf-8")


def test_a_receipt_holds_question_answer_and_decision(capsys: Capture) -> None:
    receipt = kept(capsys, "--reviewer", "J. Doe", "--decision", "held back")
    assert receipt["format"] == "outlast/receipt/1"
    assert receipt["query"] == {"item": "H20", "to": "CN", "on": "2025-04-16"}
    assert (receipt["verdict"], receipt["policy"]) == ("licence", "presumption-of-denial")
    assert (receipt["reviewer"], receipt["decision"]) == ("J. Doe", "held back")
    rule = receipt["rules"][0]
    assert rule["id"] == "us-letter-h20-2025"
    assert rule["address"].startswith("https://")
    assert receipt["digest"]
    assert receipt["version"]
    assert receipt["notice"] == "A reading of public texts, not legal advice."


def test_a_receipt_of_now_is_unchanged(capsys: Capture) -> None:
    kept(capsys)
    check = checked(capsys)
    assert (check["changed"], check["causes"], check["moved"]) == ({}, [], [])
    _, out, _ = say(capsys, "screen", "--check", "h20.json")
    assert "unchanged: licence, presumption-of-denial" in out
    assert "1 receipt, 0 changed." in out


def test_another_day_changes_the_law(capsys: Capture) -> None:
    kept(capsys)
    check = checked(capsys, "--on", "2025-12-01")
    assert check["causes"] == ["law"]
    assert check["changed"]["policy"] == {"then": "presumption-of-denial", "now": "case-by-case"}
    _, out, _ = say(capsys, "screen", "--check", "h20.json", "--on", "2025-12-01")
    assert "because of the law" in out


@pytest.mark.parametrize(
    ("values", "causes"),
    [
        ({"digest": "0000000000"}, ["record"]),
        ({"version": "0.0.1"}, ["program"]),
        ({"digest": "0000000000", "version": "0.0.1"}, ["record", "program"]),
        ({}, ["receipt"]),
    ],
)
def test_the_cause_of_a_change_is_named(
    values: dict[str, str], causes: list[str], capsys: Capture
) -> None:
    kept(capsys)
    alter(verdict="not-caught", policy=None, **values)
    check = checked(capsys)
    assert check["causes"] == causes
    assert check["changed"]["verdict"] == {"then": "not-caught", "now": "licence"}


def test_a_record_that_moved_without_effect_is_named(capsys: Capture) -> None:
    kept(capsys)
    alter(digest="0000000000")
    check = checked(capsys)
    assert (check["changed"], check["causes"], check["moved"]) == ({}, [], ["record"])


def test_an_overlay_is_another_record(capsys: Capture) -> None:
    kept(capsys)
    over = Path("over/policy/us")
    over.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "src/outlast/data/contests/chips-minerals/policy/us"
    letter = (shipped / "us-letter-h20-2025.yaml").read_text(encoding="utf-8")
    (over / "us-letter-h20-2025.yaml").write_text(f"{letter}# mine\n", encoding="utf-8")
    check = checked(capsys, "--with", "over")
    assert (check["changed"], check["moved"]) == ({}, ["record"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense", "is not JSON"),
        ("{}", "does not name its form"),
        ('{"format": "outlast/receipt/9"}', "receipt 1, format"),
        ('[{"format": "outlast/receipt/1"}]', "receipt 1, query"),
    ],
)
def test_a_file_that_is_no_receipt_is_refused(text: str, told: str, capsys: Capture) -> None:
    Path("h20.json").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "screen", "--check", "h20.json")
    assert (code, out) == (1, "")
    assert told in err


def test_a_receipt_is_not_written_over(capsys: Capture) -> None:
    Path("h20.json").write_text("mine", encoding="utf-8")
    code, out, err = say(capsys, *H20, "--receipt", "h20.json")
    assert (code, out) == (1, "")
    assert "exists already" in err
    assert Path("h20.json").read_text(encoding="utf-8") == "mine"
    assert say(capsys, *H20, "--receipt", "h20.json", "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--check", "h20.json", "--to", "CN"), "--to changes nothing"),
        (("H20", "--to", "CN", "--reviewer", "J"), "--reviewer changes nothing"),
        (("H20", "--to", "CN", "--since", "h20.json"), "--since changes nothing"),
        (("H20", "--to", "CN", "--receipt", "h20.csv"), "ends in no kind of receipt"),
    ],
)
def test_an_option_without_effect_is_refused(
    words: tuple[str, ...], told: str, capsys: Capture
) -> None:
    code, out, err = say(capsys, "screen", *words)
    assert (code, out) == (1, "")
    assert told in err


def test_a_list_prints_only_the_rows_that_changed(capsys: Capture) -> None:
    Path("parts.csv").write_text("part\nH20\nA100\n", encoding="utf-8")
    listed = ("screen", "--list", "parts.csv", "--to", "CN")
    assert say(capsys, *listed, "--on", "2025-04-16", "--receipt", "r.json")[0] == 0
    receipts = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [each["query"]["item"] for each in receipts] == ["H20", "A100"]
    _, out, err = say(capsys, *listed, "--on", "2025-04-16", "--since", "r.json")
    assert len(out.splitlines()) == 1
    assert "0 rows changed since the receipt." in err
    _, out, _ = say(capsys, *listed, "--on", "2025-12-01", "--since", "r.json")
    assert [line.partition(",")[0] for line in out.splitlines()] == ["part", "H20"]
    Path("parts.csv").write_text("part\nH20\nA100\nH100\n", encoding="utf-8")
    _, out, _ = say(capsys, *listed, "--on", "2025-04-16", "--since", "r.json")
    assert [line.partition(",")[0] for line in out.splitlines()] == ["part", "H100"]


def test_a_receipt_names_its_contest_and_opens_it_again(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = kept(capsys)["record"]
    assert (record["contest"], record["overlays"]) == ("chips-minerals", [])
    monkeypatch.setenv("OUTLAST_SETTLED", str(Path("settled").absolute()))
    file = Path("settled/chips-minerals/policy/settlements.yaml")
    file.parent.mkdir(parents=True)
    file.write_text(
        "format: outlast/settlements/1\nsettlements:\n  affiliates-suspension:\n"
        "    answer: lapses\n    on: 2026-11-10\n    source: {url: 'https://example.org/x'}\n",
        encoding="utf-8",
    )
    assert checked(capsys)["moved"] == ["settlement"]
    assert checked(capsys, "--as-recorded")["moved"] == []
