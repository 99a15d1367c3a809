"""A user's file of observations: what is scored, and what is refused with which words."""

import json
from datetime import date
from pathlib import Path

import pytest

from outlast.cli import main
from outlast.errors import InputError
from outlast.truth.backtest.own_series import read_given
from outlast.truth.backtest.series import load_declared

DAY, UNTIL = date(2025, 6, 30), date(2026, 12, 31)
HEAD = "# format: outlast/observations/1\ndate,series,value,unit,source\n"

WRONG = {
    "2026-01,us-imports-galium,1,t/month,Census": ("is not a series", '"us-imports-gallium"'),
    "2026-01,us-imports-gallium,1,USD/kg,Census": ("is stated in USD/kg", "t/month"),
    "2026-01,us-imports-gallium,-1,t/month,Census": ("less than nothing", ""),
    "2025-06,us-imports-gallium,1,t/month,Census": ("begins before the freeze", "--freeze"),
    "2027-02,us-imports-gallium,1,t/month,Census": ("beyond the forecast", "--months"),
    "2026,us-imports-gallium,1,t/month,Census": ("longer than a month", "2026-01"),
    "2026-13,us-imports-gallium,1,t/month,Census": ("not a period", "2022-05"),
    "2026-01,us-imports-gallium,many,t/month,Census": ("number", ""),
    "2026-01,us-imports-gallium,1,t/month,": ("source", ""),
    "2026-Q1,first-stop-us-car-magnets,0.4,1,Ford": ("happened (1) or not (0)", ""),
    "2026-01,nvidia-revenue-world,1,USD_bn,10-Q": ("games and networks", "--series"),
    "2026-01,us-imports-gallium,1": ("3 cells", ""),
}


def written(folder: Path, *rows: str) -> Path:
    file = folder / "mine.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_what_is_right_is_read_in_the_unit_of_its_series(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "2026-01,us-imports-gallium,1500,kg/month,Census of March 2026",
        "2026-02-15,us-imports-gallium,2,t/month,Census of April 2026",
        "2026-03-31,first-stop-us-car-magnets,0,1,press",
    )
    found = read_given(file, load_declared(), DAY, UNTIL)
    assert [(each.slot.name, each.value) for each in found] == [
        ("2026-01", 1.5),
        ("2026-02", 2.0),
        ("2026-Q1", 0.0),
    ]


@pytest.mark.parametrize("row", list(WRONG))
def test_a_wrong_row_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    good = "2025-08,us-imports-gallium,2,t/month,Census"
    with pytest.raises(InputError) as refusal:
        read_given(written(tmp_path, good, row), load_declared(), DAY, UNTIL)
    said = str(refusal.value)
    assert "mine.csv:4" in said
    for words in WRONG[row]:
        assert words in said


def test_all_wrong_rows_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read_given(written(tmp_path, *WRONG), load_declared(), DAY, UNTIL)
    lines = {problem.line for problem in refusal.value.problems}
    assert lines == set(range(3, 3 + len(WRONG)))


def test_one_month_has_one_value(tmp_path: Path) -> None:
    row = "2025-08,us-imports-gallium,2,t/month,Census"
    with pytest.raises(InputError, match="has a value for 2025-08 already"):
        read_given(written(tmp_path, row, row), load_declared(), DAY, UNTIL)


def test_another_form_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("date,series,value,unit,source\n", encoding="utf-8")
    with pytest.raises(InputError, match="outlast/observations/1"):
        read_given(file, load_declared(), DAY, UNTIL)
    with pytest.raises(InputError, match="holds no observation"):
        read_given(written(tmp_path), load_declared(), DAY, UNTIL)


def test_the_command_refuses_before_it_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, next(iter(WRONG)))
    assert main(["backtest", "--observed", str(file)]) == 1
    assert "mine.csv:3" in capsys.readouterr().err


def test_the_command_scores_a_file_that_nobody_has_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path,
        "2025-08,us-imports-gallium,2,t/month,Census",
        "2026-Q1,ascend-910b-output-cn,100,chip,press",
    )
    file.write_text(file.read_text(encoding="utf-8").replace("2026-Q1,asc", "2026,asc"), "utf-8")
    arguments = ["backtest", "--observed", str(file), "--futures", "16", "--json"]
    assert main(arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "outlast/backtest-answer/1"
    scored = {each["series"]: each["n"] for each in answer["scores"]}
    assert scored == {"us-imports-gallium": 1, "ascend-910b-output-cn": 1}


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


def test_every_observed_series_is_forecast_or_said_not_to_be() -> None:
    from outlast.errors import Problems  # noqa: PLC0415
    from outlast.facts import load_ledger  # noqa: PLC0415
    from outlast.reading import DATA  # noqa: PLC0415

    declared = load_declared()
    observed = set(load_ledger(DATA, Problems()).observed)
    assert observed <= set(declared.series) | set(declared.not_forecast)
    assert not set(declared.series) & set(declared.not_forecast)
