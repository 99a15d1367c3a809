"""A file of observations: the rows that are scored, and the words with which others are refused."""

from datetime import date
from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.facts.units import COMMON_UNITS
from outlast.truth.backtest.observations import ObservedPoint, read_points
from tests.truth.backtest.stub import declaration

WINDOW = date(2025, 6, 30), date(2026, 12, 31)
HEAD = "# format: outlast/observations/1\ndate,series,value,unit,source\n"

WRONG = {
    "2026-01,us-imports-galium,1,t/month,Census": ("is not a series", '"us-imports-gallium"'),
    "2026-01,us-imports-gallium,1,USD/kg,Census": ("is not measured in USD/kg", "t/month"),
    "2026-01,us-imports-gallium,-1,t/month,Census": ("less than zero", ""),
    "2025-06,us-imports-gallium,1,t/month,Census": ("begins before the end", "--freeze"),
    "2027-02,us-imports-gallium,1,t/month,Census": ("beyond the forecast", "--months"),
    "2026,us-imports-gallium,1,t/month,Census": ("longer than a month", "2026-01"),
    "2026-02-15,us-imports-gallium,1,t/month,Census": ("shorter than a month", "2026-02"),
    "2026-01,nvidia-h20-flow-units-cn,1,chip,10-Q": ("shorter than a quarter", "2026-Q1"),
    "2026-Q1,us-imports-gallium,1,t/month,Census": ("longer than a month", "2026-01"),
    "2026-13,us-imports-gallium,1,t/month,Census": ("not a period", "2022-05"),
    "2026-01,us-imports-gallium,many,t/month,Census": ("number", ""),
    "2026-01,us-imports-gallium,1,t/month,": ("source", ""),
    "2026-Q1,first-stop-us-car-magnets,0.4,1,Ford": ("happened, 0 if not", ""),
    "2026-01,nvidia-revenue-world,1,USD_bn,10-Q": ("games and networks", "--series"),
    "2026-01,us-imports-gallium,1": ("3 cells", ""),
}


def written(folder: Path, *rows: str) -> Path:
    file = folder / "mine.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def read(file: Path) -> list[ObservedPoint]:
    return read_points(file, declaration(), COMMON_UNITS, WINDOW)


def test_values_are_read_in_the_unit_of_their_series(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "2026-01,us-imports-gallium,1500,kg/month,Census of March 2026",
        "2026-02,us-imports-gallium,2,t/month,Census of April 2026",
        "2026-Q1,first-stop-us-car-magnets,0,1,press",
    )
    assert [(each.period.name, each.value) for each in read(file)] == [
        ("2026-01", 1.5),
        ("2026-02", 2.0),
        ("2026-Q1", 0.0),
    ]


@pytest.mark.parametrize("row", list(WRONG))
def test_a_wrong_row_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    good = "2025-08,us-imports-gallium,2,t/month,Census"
    with pytest.raises(InputError) as refusal:
        read(written(tmp_path, good, row))
    message = str(refusal.value)
    assert "mine.csv:4" in message
    for words in WRONG[row]:
        assert words in message


def test_all_wrong_rows_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read(written(tmp_path, *WRONG))
    lines = {problem.line for problem in refusal.value.problems}
    assert lines == set(range(3, 3 + len(WRONG)))


def test_one_month_has_one_value(tmp_path: Path) -> None:
    row = "2025-08,us-imports-gallium,2,t/month,Census"
    with pytest.raises(InputError, match="has a value for 2025-08 already"):
        read(written(tmp_path, row, row))


def test_another_form_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("date,series,value,unit,source\n", encoding="utf-8")
    with pytest.raises(InputError, match="outlast/observations/1"):
        read(file)
    with pytest.raises(InputError, match="holds no observation"):
        read(written(tmp_path))
