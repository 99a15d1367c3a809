"""Two runs on the same dice: differences future by future, refusals, and their words."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.present.comparison import (
    comparison_sentence,
    comparison_table,
    counted_change,
    differences,
    signed,
)
from outlast.present.display.voice import voice, voice_of
from outlast.results import Results
from outlast.results.comparison import PairedRuns, paired_runs
from outlast.results.odds import Z_95, standard_error
from tests.present.fake import outcome


def pair() -> PairedRuns:
    return paired_runs(outcome(shares=(0.6, 0.2)), outcome(shares=(0.5, 0.3)))


def breaks_first(results: Results, side: str) -> Reals:
    """Return 1 for each future in which a side breaks first, counted from the record alone."""
    rows = {each.side: row for row, each in enumerate(results.lowered.names.sets)}
    weeks = {key: np.floor(results.record["strict"][:, row]) for key, row in rows.items()}
    mine = weeks.pop(side)
    (other,) = weeks.values()
    return (mine < other).astype(np.float64)


def test_a_difference_is_that_of_pairs_of_futures() -> None:
    runs = pair()
    for side, end in zip(runs.one.sides, runs.headline.ends, strict=False):
        before, after = (breaks_first(run, side) for run in (runs.one, runs.other))
        change = after - before
        half = Z_95 * standard_error(change)
        assert (end.what, end.one, end.other) == (side, before.mean(), after.mean())
        assert end.difference == pytest.approx(change.mean())
        assert end.low == pytest.approx(max(-1.0, change.mean() - half))
        assert end.high == pytest.approx(min(1.0, change.mean() + half))
        assert end.clear


def test_the_differences_of_the_ends_sum_to_zero() -> None:
    for each in pair().sets:
        assert sum(end.difference for end in each.ends) == pytest.approx(0.0)


def test_a_run_beside_itself_differs_in_nothing() -> None:
    runs = paired_runs(outcome(), outcome())
    ends = [end for each in runs.sets for end in each.ends]
    assert not any(end.difference or end.clear for end in ends)
    assert all(end.low < 0 < end.high for end in ends)  # other futures may yet differ
    assert not any(line.breaks.difference for line in runs.lines)


def test_runs_that_cannot_be_compared_are_refused() -> None:
    toy, today = outcome(), outcome("today")
    with pytest.raises(InputError, match="same sets of services"):
        paired_runs(toy, today)
    seeded = replace(toy, manifest=replace(toy.manifest, seed=8))
    with pytest.raises(InputError, match="same dice"):
        paired_runs(toy, seeded)
    clock = toy.lowered.plan._replace(horizon=52)
    shorter = replace(toy, lowered=replace(toy.lowered, plan=clock))
    with pytest.raises(InputError, match="weeks"):
        paired_runs(toy, shorter)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentence_and_table_count_both_runs(language: str) -> None:
    runs, said = pair(), voice(language)
    text = comparison_sentence(runs, said)
    for end in runs.headline.ends[:2]:
        assert f"{said.hundred(end.one)}" in text
        assert signed(counted_change(end.other, end.one)) in text
    table = comparison_table(runs, said)
    assert len(table.rows) == sum(len(each.ends) for each in runs.sets)
    assert len({row["end-of"] for row in table.rows}) == 4
    assert "{" not in text


def test_a_difference_has_its_sign() -> None:
    assert [signed(share) for share in (0.1, -0.1, 0.001)] == ["+10", "\N{MINUS SIGN}10", "0"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentence_and_rows_show_the_same_change_of_counts(language: str) -> None:
    runs, said = pair(), voice(language)
    head = runs.headline
    numbers = {"one": 0.125, "other": 0.049, "difference": -0.076, "low": -0.089, "high": -0.063}
    ends = (replace(head.ends[0], **numbers), *head.ends[1:])
    sets = tuple(replace(each, ends=ends) if each is head else each for each in runs.sets)
    changed = replace(runs, sets=sets)
    minus = "\N{MINUS SIGN}"
    row = differences(changed, said)[0]
    assert (row.one, row.other, row.change) == ("12", "5", f"{minus}7")
    assert row.interval == f"{minus}9 … {minus}6"
    text = comparison_sentence(changed, said)
    assert f"{minus}7" in text
    assert f"{minus}9" in text
    assert f"{minus}8" not in text


def test_the_differences_that_matter_are_told_in_the_words_of_the_answer() -> None:
    runs = paired_runs(outcome("today", (0.6, 0.2)), outcome("today", (0.5, 0.3)))
    broken = replace(runs.lines[0].breaks, one=0.2, other=0.5, difference=0.3, low=0.2, high=0.4)
    lines = tuple(
        replace(each, breaks=broken)
        if (each.service, each.definition) == ("cn-inference", runs.headline.definition)
        else each
        for each in runs.lines
    )
    said = voice_of(runs.one.situation)
    events = [each.event for each in differences(replace(runs, lines=lines), said)]
    short = said.say(f"definition.short.{runs.headline.definition}")
    assert f"Computing to run AI, China: short of {short}" in events
    assert not any("Use of models" in event or "cn" in event.split() for event in events)
