"""`outlast backtest`: the list of series, scores of a file of one's own, and refusals."""

import json
from pathlib import Path

import pytest

from outlast.cli import main

HEAD = "# format: outlast/observations/1\ndate,series,value,unit,source\n"


def written(folder: Path, *rows: str) -> str:
    file = folder / "mine.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(file)


def test_a_wrong_row_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "2026-01,us-imports-galium,1,t/month,Census")
    assert main(["backtest", "--observed", file]) == 1
    assert "mine.csv:3" in capsys.readouterr().err


def test_a_file_of_ones_own_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        tmp_path,
        "2025-08,us-imports-gallium,2,t/month,Census",
        "2026,ascend-910b-output-cn,100,chip,press",
    )
    assert main(["backtest", "--observed", file, "--futures", "16", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "outlast/backtest-answer/1"
    scored = {each["series"]: each["n"] for each in answer["scores"]}
    assert scored == {"us-imports-gallium": 1, "ascend-910b-output-cn": 1}


def test_json_has_tracks_points_and_intervals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "2025-08,us-imports-gallium,2,t/month,Census")
    assert main(["backtest", "--observed", file, "--futures", "16", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    point = answer["scores"][0]["points"][0]
    assert (point["period"], point["observed"]) == ("2025-08", 2.0)
    assert point["low"] <= point["median"] <= point["high"]
    assert {"model", "pool", "damped trend", "with layer"} <= set(point["crps"])
    assert [each["track"] for each in answer["tracks"]] == ["rules-known", "nothing-known"]
    for track in answer["tracks"]:
        assert track["objects"][0]["object"] == "us-imports-gallium"
        assert "the pool" in track["sentence"]
        assert track["forecasters"]["model"]["error"] is None  # one object has no spread


def test_help_shows_the_first_line_of_an_observation_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["backtest", "--help"]) == 0
    out = capsys.readouterr().out
    shown = [line.strip() for line in out.splitlines()]
    start = shown.index(HEAD.splitlines()[0])
    assert shown[start + 1] == HEAD.splitlines()[1]
    assert shown[start + 2].startswith("2026-01,us-imports-gallium,")


def test_every_series_is_listed_with_unit_and_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--series", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    listed = {each["series"]: each for each in answer["series"]}
    assert listed["us-imports-gallium"]["observed"] > 30
    assert all(each["unit"] and len(each["meaning"]) > 10 for each in listed.values())
    for words in ("us-imports", "cn-exports", "us-import-price", "licences-granted"):
        assert any(key.startswith(words) for key in listed), words
    for words in ("first-stop", "compute-added", "ascend", "nvidia"):
        assert any(key.startswith(words) for key in listed), words


def test_the_table_names_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--futures", "16", "--months", "3"]) == 0
    out = capsys.readouterr().out
    assert "Frozen on 2025-06-30" in out
    for words in ("Rules known: the model", "Nothing known: the model", "damped trend"):
        assert words in out
    for words in ("observed", "median", "persist", "covered", "The 90 % intervals contain"):
        assert words in out


@pytest.mark.parametrize("option", [(), ("--series",)])
def test_a_contest_without_a_backtest_says_so(
    option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest", "--contest", "lilliput", *option]) == 1
    assert "This contest declares no backtest." in capsys.readouterr().err
