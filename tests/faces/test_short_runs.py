"""Runs of one or two weeks and of one or two futures: every sentence reads properly."""

import re
from pathlib import Path

import pytest

from outlast.api.answer import Answer
from outlast.api.load_run import load_run
from outlast.api.run import run
from outlast.present.answer_text import answer_text
from outlast.present.citation import citation
from outlast.present.display.caption import caption
from outlast.present.display.time_axis import ticks
from outlast.present.display.voice import voice, voice_of
from outlast.present.registry import FIGURES, Subject
from outlast.results.odds import ENOUGH
from tests.faces import own

WRONG = re.compile(
    r"\b1 (weeks|months|years|futures|claims|facts|files|problems|entries|inputs|services|pairs)\b"
    r"|\b(\d+ \w+) \(\2 to \2\)"
    r"|\b0 weeks\b|\bnan\b|\bNone\b"
)
"""A plural after one, a range without width, a span without length."""

NOT_OF_THE_TOY = ("compute", "cost", "exposure", "gap")
"""Figures that need compute, or an economy, which this world does not have."""
LONG, SHORT = 156, (1, 2, 3, 12)


def answered(futures: int, horizon: int) -> Answer:
    """Return the answer of the small contest."""
    return run("lilliput", futures=futures, horizon=horizon)


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("futures", [1, 2, 16])
@pytest.mark.parametrize("horizon", [*SHORT, LONG])
def test_every_text_reads_properly(futures: int, horizon: int) -> None:
    results = answered(futures, horizon).results
    english = voice_of(results.situation)
    texts = [answer_text(results, english), citation(results, english), *caption(results, english)]
    subject = Subject(results)
    for name, entry in FIGURES.items():
        if entry.needs_lever_effects or name in NOT_OF_THE_TOY:
            continue
        view = entry.build(subject, english)
        texts += [f"{name}: {view.finding}", view.title]
        texts += [cell for row in view.table.lines(english) for cell in row]
    for text in texts:
        assert not WRONG.search(text), text


@pytest.mark.parametrize("arguments", [("1", "1"), ("2", "2"), ("1", "156")])
def test_the_terminal_reads_properly(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    futures, horizon = arguments
    line = ("run", "lilliput", "--futures", futures, "--horizon", horizon)
    code, out, err = own.command(capsys, *line)
    assert code == 0, err
    told = re.sub(r"\s+", " ", out)
    assert not WRONG.search(told), told
    assert "futures · seed" in told or futures == "1"
    assert ("1 future · seed" in told) == (futures == "1")


@pytest.mark.parametrize("futures", range(1, ENOUGH))
def test_few_futures_name_no_winner(futures: int) -> None:
    results = answered(futures, LONG).results
    english = voice_of(results.situation)
    text = answer_text(results, english)
    noun = "1 future was" if futures == 1 else f"{futures} futures were"
    assert f"Only {noun} run: too few" in text
    odds = results.first_breaks().odds
    assert odds.errors["difference"] >= 1 / ENOUGH**0.5
    if futures <= 4:
        assert odds.winner is None
    assert "±1)" not in text


def test_enough_futures_are_not_warned_about() -> None:
    results = answered(ENOUGH, LONG).results
    assert "too few" not in answer_text(results, voice_of(results.situation))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_short_horizon_is_dated_in_days(language: str) -> None:
    clock = answered(1, 2).results.situation.clock
    labels = [label for _, lines in ticks(clock, voice(language)) for label in lines]
    day = voice(language).day(clock.on)
    assert day in labels
    assert len(set(labels)) == len(labels)


def test_the_table_of_a_short_run_has_days(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = own.command(
        capsys,
        "run",
        "lilliput",
        "--futures",
        "8",
        "--horizon",
        "12",
        "--out",
        "twelve",
        "--full",
    )
    assert code == 0, err
    day = voice("en").day(load_run("twelve").results.situation.clock.on)
    axis = next(line for line in out.splitlines() if line.strip().endswith("never"))
    assert axis.startswith(day)
    assert len(axis.split(day)) == 2
