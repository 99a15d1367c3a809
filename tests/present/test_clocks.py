"""The three clocks in words: one source for all counts, and equal words for both sides."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from outlast.engine.arrays import Bools, Reals
from outlast.present.answer_text import answer_text
from outlast.present.clocks import clocks_table, other_clocks
from outlast.present.headline import answer
from outlast.present.terminal import dots_text, services_table
from outlast.present.views.dots import ALREADY_AT, BLOCK, dots
from outlast.results import Results
from outlast.results.first_breaks import CLOCKS, ENDINGS
from tests.present.fake import outcome, speak

LATE = 40.0
"""A week after the date."""

BEFORE = 11.0
"""Weeks before the date in which services broke that are short on it."""


def on_clocks(shares: Mapping[str, tuple[float, float]], short: tuple[float, float]) -> Results:
    """Return results in which each side breaks first in given shares of futures, by clock.

    The one side breaks first in the first futures, the other in the last.

    Args:
        shares: For each clock the share of futures in which each side breaks first.
        short: The share of futures in which each side is short on the date.
    """
    results = outcome()
    place, never = np.arange(results.futures) / results.futures, results.horizon + 1.0
    record: dict[str, Any] = dict(results.record)

    def chosen(side: int, share: float) -> Bools:
        return place < share if side == 0 else place >= 1.0 - share

    record["since"] = np.zeros_like(record["since"])
    for row, each in enumerate(results.lowered.names.sets):
        side = results.sides.index(each.side)
        already = chosen(side, short[side])
        line = results.lowered.members(row)[0]
        record["since"][:, line] = np.where(already, BEFORE, 0.0)
        for clock, ending in ENDINGS.items():
            week = np.where(
                already, {"from-date": 0.0, "since-denial": -BEFORE}.get(clock, LATE), LATE
            )
            breaks = np.where(chosen(side, shares[clock][side]), week, never)
            for rule in ("strict", "quorum"):
                record[f"{rule}{ending}"] = record[f"{rule}{ending}"].copy()
                record[f"{rule}{ending}"][:, row] = breaks
    return replace(results, record=record)


AGREE = on_clocks(
    {"from-date": (0.60, 0.20), "since-denial": (0.70, 0.10), "new-only": (0.50, 0.30)},
    (0.30, 0.10),
)
TURNED = on_clocks(
    {"from-date": (0.60, 0.20), "since-denial": (0.70, 0.10), "new-only": (0.15, 0.40)},
    (0.45, 0.05),
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_counts_of_sentence_table_and_odds_come_from_one_object(language: str) -> None:
    results, voice = TURNED, speak(language)
    text = answer_text(results, voice)
    table = clocks_table(results, voice).rows
    bars = answer(results, voice).table.rows
    for number, clock in enumerate(CLOCKS):
        breaks = results.first_breaks(clock=clock)
        odds = next(each for each in results.sets() if each.key == breaks.odds.key)
        counts = [voice.hundred(share) for share in odds.first.values()]
        assert [table[number]["one-first"], table[number]["other-first"]] == counts
        bar = [row["futures"] for row in bars[4 * number : 4 * number + 4]]
        assert [bar[0], bar[3]] == counts  # the sides stand at the ends of the bar
        assert all(re.search(rf"(?<!\d){count}(?!\d)", text) for count in counts)
        short = [voice.hundred(share) for share in odds.already.values()]
        assert [table[number]["already-one"], table[number]["already-other"]] == short
        assert short == ["45", "5"]


def test_the_sentence_says_in_order_what_each_clock_counts() -> None:
    text = answer_text(TURNED, speak("en"))
    counted = r"In 60 of 100 futures \(±[\d.]+\) .+ runs short first, in 20 "
    already = (
        r"On 2 Jan 2023 a service of .+ is already short in 45 of 100 futures, and one of .+ in 5"
    )
    denial = r"[Cc]ounted since denial began, .+ runs short first in 70 and .+ in 10"
    new = r"counting new shortages alone, .+ runs short first in 15 and .+ in 40"
    places = [re.search(pattern, text) for pattern in (counted, already, denial, new)]
    assert all(places), text
    starts = [place.start() for place in places if place]
    assert starts == sorted(starts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_says_where_clocks_disagree_and_only_there(language: str) -> None:
    voice = speak(language)
    depends = voice.say("answer.depends", what=voice.say("clock.what"), cases="")[:-1]
    assert depends in answer_text(TURNED, voice)
    assert depends not in answer_text(AGREE, voice)
    assert "clock" in TURNED.verdict().flips_on
    assert "clock" not in AGREE.verdict().flips_on


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_sides_are_worded_alike(language: str) -> None:
    def words(share: tuple[float, float], short: tuple[float, float]) -> str:
        found = on_clocks(dict.fromkeys(CLOCKS, share), short)
        text = other_clocks(found, found.first_breaks(), speak(language))
        one, other = (speak(language).side(side, side) for side in found.sides)
        return re.sub(r"\d+", "#", text).replace(one, "SIDE").replace(other, "SIDE")

    assert words((0.6, 0.2), (0.3, 0.0)) == words((0.2, 0.6), (0.0, 0.3))


def test_no_service_short_on_the_date_is_said_too() -> None:
    nobody = on_clocks(dict.fromkeys(CLOCKS, (0.6, 0.2)), (0.0, 0.0))
    assert "On 2 Jan 2023 no service of either side is short." in answer_text(nobody, speak("en"))


def test_dots_of_week_0_stand_apart_as_already() -> None:
    shown = dots(AGREE, speak("en"))
    already = [row for row in shown.data["dots"] if float(str(row["x"])) < 0]
    assert len(already) == round(50 * (0.30 + 0.10))
    width = AGREE.horizon / 36
    assert all(
        ALREADY_AT * width <= float(str(row["x"])) <= (ALREADY_AT + BLOCK) * width
        for row in already
    )
    assert {row["said"] for row in already} == {"already short on 2 Jan 2023"}
    assert sum(bool(row["on-date"]) for row in shown.table.rows) == len(already)


@pytest.mark.parametrize("width", [20, 40, 64])
def test_the_terminal_shows_them_apart_in_any_width(width: int) -> None:
    lines = [
        "".join(span.text for span in line) for line in dots_text(AGREE, speak("en"), width=width)
    ]
    assert any(line.startswith("already") for line in lines)
    assert all(len(line) <= width for line in lines[:-1])
    none = on_clocks(dict.fromkeys(CLOCKS, (0.6, 0.2)), (0.0, 0.0))
    plain = [
        "".join(span.text for span in line) for line in dots_text(none, speak("en"), width=width)
    ]
    assert not any("already" in line for line in plain)


def test_a_service_that_is_mostly_short_on_the_date_breaks_already() -> None:
    results = outcome()
    first: Reals = np.zeros_like(results.record["first"])
    record = {**results.record, "first": first, "since": first + BEFORE}
    table = services_table(replace(results, record=record), speak("en"))
    assert {row["t50"] for row in table.rows} == {"already"}
    assert {row["breaks"] for row in table.rows} == {"100"}
