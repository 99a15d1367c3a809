"""Shared answers: a list in which rows share their results answers as each row by itself."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from outlast.api import library
from outlast.api.screening_list import ScreenedList, screen_list

DAY = date(2025, 4, 16)
CODES = ("8112.92", "2846.90", "8505.11", "3A090", "4A090", "3B001.c", "8541.29")
USES = ("", "", "", "military", "military-user", "supercomputer", "data-center")


def mixed_rows(count: int) -> list[str]:
    """Return rows of chips by numbers, codes and names, on the days on which rules change."""
    known, luck = library(), random.Random(29)  # noqa: S311  the same rows in every run
    names = sorted(known.items)
    days = [each for each in known.timeline.changes if each >= date(2022, 10, 7)]
    rows: list[str] = []
    for index in range(count):
        day = luck.choice(days) + timedelta(days=luck.randrange(3))
        place = luck.choice(("CN", "US", "DE", "VN", "AE", "JP", "RU", "MY"))
        where = f"{place},{day},{luck.choice(USES)},{luck.choice(('', '', 'CN', 'DE'))}"
        user = luck.choice(("", "", f"Lagado {index}", "Huawei", "SMIC"))
        numbers = f",{50 + luck.randrange(2000)},8,{300 + index},{luck.randrange(500, 6000)},US"
        name = luck.choice(CODES) if index % 7 == 0 else luck.choice(names)
        origin = luck.choice(("CN", "US")) if index % 7 == 0 else ""
        part = f"{numbers}," if index % 4 == 0 else f"{name},,,,,,{origin}"
        rows.append(f"{part},{where},{user}")
    return rows


def answers(rows: list[str], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    known = library()
    monkeypatch.setattr(known, "timeline", replace(known.timeline))
    titles = "part,tops,bits,die,memory bandwidth,maker,from,to,date,end use,hq,end user"
    Path("rows.csv").write_text("\n".join((titles, *rows)), encoding="utf-8")
    found: ScreenedList = screen_list(Path("rows.csv"), known, {"on": DAY})
    return [row.content() | {"line": 0} for row in found.rows]


@pytest.mark.parametrize(
    ("listed", "alone"), [(120, 24), pytest.param(1000, 1000, marks=pytest.mark.slow)]
)
def test_rows_that_share_results_answer_as_each_alone(
    listed: int, alone: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = mixed_rows(listed)
    together = answers(rows, monkeypatch)
    for place in range(0, listed, listed // alone):
        assert answers([rows[place]], monkeypatch) == [together[place]], rows[place]


def test_the_order_of_rows_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = mixed_rows(60)
    assert answers(rows[::-1], monkeypatch)[::-1] == answers(rows, monkeypatch)
