"""The headline: one error everywhere, and clauses under the definition of the counted sentence."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from outlast.engine.arrays import Bools, Reals
from outlast.present.answer_text import answer_text
from outlast.present.by_open_question import by_open_question
from outlast.present.headline import answer, plus_minus
from outlast.results import Results
from outlast.results.first_breaks import ONE
from tests.present.fake import on_every_clock, outcome, speak

SWITCH = "kuala-lumpur-extension"
DESIGN, DESIGNS = 125, 16
NEVER = 1e4


def with_times(results: Results, times: Mapping[str, tuple[Reals, Reals]]) -> Results:
    """Return results in which the sides of every set break at given times, by definition."""
    futures = len(next(iter(times.values()))[0])
    sets = results.lowered.names.sets
    strict = np.full((futures, len(sets)), NEVER)
    for row, each in enumerate(sets):
        pair = times.get(each.definition)
        if pair is not None:
            strict[:, row] = pair[results.sides.index(each.side)]
    empty: Mapping[str, Any] = {
        name: np.repeat(values[:1], futures, axis=0) for name, values in results.record.items()
    }
    never = np.full(strict.shape, NEVER)
    record = {**empty, **on_every_clock("strict", strict), **on_every_clock("quorum", never)}
    return replace(results, record=record)


def spread_evenly() -> Reals:
    """Return numbers between 0 and 1 for sixteen designs, each spread evenly: [future]."""
    rng = np.random.default_rng(3)
    designs = [(rng.permutation(DESIGN) + 0.5) / DESIGN for _ in range(DESIGNS)]
    return np.concatenate(designs)


def test_the_headline_and_the_table_have_the_same_error() -> None:
    cells = spread_evenly()
    breaks = np.where(cells < 0.4, 20.0, NEVER)
    results = with_times(outcome(), {"flow": (breaks, np.full(len(breaks), NEVER))})
    odds = next(each for each in results.sets() if each.rule == "strict")
    error = odds.errors[results.sides[ONE]]
    assert error < 0.3 * np.sqrt(0.24 / len(cells))  # what random points would have
    found = re.search(r"\(±([\d.]+)\)", answer_text(results, speak("en")))
    assert found is not None
    assert found[1] == plus_minus(error, speak("en"))
    row = answer(results, speak("en")).table.rows[0]
    assert row["error"] == found[1]


def test_a_plus_minus_keeps_one_figure_under_one() -> None:
    shown = [plus_minus(error, speak("en")) for error in (0.9, 0.0161, 0.002, 0.00002)]
    assert shown == ["100", "3", "0.4", "0.004"]


def test_the_headline_and_the_table_agree_on_what_is_close() -> None:
    # 5.6 in a hundred apart: clear between designs, and not as of random points.
    cells = spread_evenly()[:1000]
    one = np.where(cells < 0.456, 20.0, NEVER)
    other = np.where(cells >= 0.6, 20.0, NEVER)
    results = with_times(outcome(), {"flow": (one, other)})
    odds = next(each for each in results.sets() if each.rule == "strict")
    assert not odds.close
    assert not answer_text(results, speak("en")).startswith("Too close to call")


def flipping(definition: str) -> Results:
    """Return results that a switch turns round under one definition of need, and no other."""
    results = outcome("today")
    futures = results.futures
    held: Bools = np.arange(futures) % 2 == 0
    always, never = np.full(futures, 20.0), np.full(futures, NEVER)
    times = dict.fromkeys(results.definitions(), (never, always))
    times[definition] = (np.where(held, 20.0, NEVER), np.where(held, NEVER, 20.0))
    found = with_times(results, times)
    found.__dict__["switch_branches"] = {SWITCH: (("extended", held), ("lapses", ~held))}
    return found


def test_the_clause_of_a_switch_stands_under_the_definition_of_the_counted_sentence() -> None:
    results = flipping("plan")
    assert SWITCH in results.verdict().flips_on
    clause = by_open_question(results, speak("en", "today"))
    assert "“extended”, the US side" in clause
    assert "“lapses”, the Chinese side" in clause
    assert clause in answer_text(results, speak("en", "today"))


def test_a_switch_that_flips_another_definition_alone_does_not_contradict_the_sentence() -> None:
    results = flipping("keep")
    assert results.definitions()[0] == "plan"
    assert SWITCH in results.verdict().flips_on
    by_branch = [
        odds.winner
        for branch in results.branches()
        for odds in branch.sets
        if odds.key == ("all", "plan", "strict", "from-date")
    ]
    assert by_branch == ["cn", "cn"]
    assert by_open_question(results, speak("en", "today")) == ""


def test_a_clause_follows_the_definition_that_is_asked_for() -> None:
    results = flipping("keep")
    assert "“extended”, the US side" in by_open_question(
        results, speak("en", "today"), definition="keep"
    )
