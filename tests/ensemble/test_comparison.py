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
    signed,
)
from outlast.present.display.voice import voice
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
