"""Terminals of any width: no column and no number is lost without a word."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from outlast.cli import main
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.terminal import OutputConsole

WIDE = 200
WIDTHS = (20, 30, 40, 60, 80)
LINES = (
    ("run", "lilliput", "--futures", "64", "--horizon", "60", "--full"),
    ("compare", "lilliput", "lilliput", "--futures", "16"),
    ("timeline", "--from", "2025-01-01", "--to", "2025-05-01"),
    ("verify", "stockpile", "esri-toy"),
    ("claims", "--no-runs"),
    ("facts", "gallium"),
    ("inputs", "gallium"),
    ("backtest", "--series"),
)
LEFT_OUT = re.compile(r"Left out for want of room: ([^.]*)\.")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("widths"))


def shown(
    line: tuple[str, ...],
    width: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """Return the output of a command on a terminal of a width."""
    monkeypatch.setenv("COLUMNS", f"{width}")
    assert main(line) == 0
    return capsys.readouterr().out


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, in order."""
    told = re.sub(r"All of it: .*|5 to 95 %", "", text)  # a folder; a title without values
    return sorted(re.findall(r"\d[\d,.:]*", told))


def test_a_width_of_none_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert main(("facts", "gallium")) == 0
    whole = capsys.readouterr().out
    assert shown(("facts", "gallium"), 0, monkeypatch, capsys) == whole != ""


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_number_of_the_wide_answer_stands_in_the_narrow_one(
    line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = set(numbers(shown(line, WIDE, monkeypatch, capsys)))
    assert whole
    for width in WIDTHS:
        narrow = shown(line, width, monkeypatch, capsys)
        if LEFT_OUT.search(narrow):
            continue
        broken = re.sub(r"\s+", "", narrow)
        missing = {number for number in whole if number.rstrip(".,:") not in broken}
        assert not missing, (width, narrow)


@pytest.mark.parametrize("line", [line for line in LINES if line[0] != "verify"])
def test_no_line_is_longer_than_the_terminal(
    line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for width in (20, 80):
        lines = shown(line, width, monkeypatch, capsys).splitlines()
        for each in lines[1:] if line[0] == "run" else lines:  # a headline is one line in a file
            assert len(each) <= width or each.startswith("All of it: ")


def test_columns_that_are_left_out_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ("run", "lilliput", "--futures", "64", "--full")
    texts = {width: shown(line, width, monkeypatch, capsys) for width in (40, 60, 80, 120)}
    for width, text in texts.items():
        head = next((row for row in text.splitlines() if row.startswith("of 100 futures ")), "")
        stacked = "T90 " in text
        named = LEFT_OUT.search(text)
        for title in ("T90", "back after", "free"):
            assert title in head or stacked or (named and title in named[1]), (width, title)


CELLS = st.text("abc 0123456789中…", max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
    width=st.integers(8, 60),
    right=st.booleans(),
)
def test_no_letter_of_a_table_is_lost(rows: list[list[str]], width: int, right: bool) -> None:  # noqa: FBT001
    columns = [GridColumn("one"), GridColumn("two", right=right), GridColumn("three", whole=True)]
    console = OutputConsole(width=width)
    with console.capture() as captured:
        show_grid(console, columns, [[Text(cell) for cell in row] for row in rows])
    out = captured.get()
    letters = sorted(re.sub(r"\s", "", "".join(cell for row in rows for cell in row)))
    found = sorted(re.sub(r"\s", "", out))
    for letter in set(letters):
        assert found.count(letter) >= letters.count(letter)
