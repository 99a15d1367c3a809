"""The three clocks in words: the services short on the date, and the answer of the other clocks."""

from typing import Final

from outlast.present.by_definition import case_words
from outlast.present.display.names import set_name, side_names
from outlast.present.display.voice import Voice
from outlast.present.view import Row, Table, listed
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.first_breaks import CLOCKS, ONE, OTHER

COLUMNS: Final = ("contest", "definition", "clock", "one-first", "other-first", "same", "neither")
"""The columns of the table of clocks."""


def clock_name(clock: str, voice: Voice) -> str:
    """Return a clock as it stands within a sentence."""
    return voice.say(f"clock.{clock}")


def clock_label(clock: str, voice: Voice) -> str:
    """Return a clock as it stands in a table or beside a bar."""
    return voice.say(f"clock.label.{clock}")


def on_each_clock(results: Results, breaks: FirstBreaks) -> tuple[FirstBreaks, ...]:
    """Return one set, definition and rule on each clock, the headline's clock first."""
    return tuple(
        breaks
        if clock == breaks.clock
        else results.first_breaks(breaks.service_set, breaks.definition, breaks.rule, clock)
        for clock in CLOCKS
    )


def already(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in how many futures a service of each side is short on the date."""
    one, other = side_names(results, voice)
    day = results.situation.clock.on
    if not any(breaks.already):
        return voice.say("answer.already-none", day=day)
    p_one, p_other = (voice.hundred(share) for share in breaks.already)
    return voice.say("answer.already", day=day, one=one, other=other, p_one=p_one, p_other=p_other)


def other_clocks(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the counts on the clocks that the counted sentence does not follow.

    Where clocks disagree on which side breaks first, it says so, with the outcome on each.
    """
    others = [each for each in on_each_clock(results, breaks) if each.clock != breaks.clock]
    here = case_words(results, breaks.odds, voice)
    outcomes = [case_words(results, each.odds, voice) for each in others]
    counts = [_counts(results, each, voice) for each in others]
    if all(outcome == here for outcome in outcomes):
        return voice.capital(voice.say("list.clause").join(counts)) + voice.say("list.stop")
    clauses = [
        voice.say("answer.clock-outcome", counts=count, outcome=outcome)
        for count, outcome in zip(counts, outcomes, strict=True)
    ]
    joined = voice.say("list.clause").join(clauses)
    return voice.say("answer.depends", what=voice.say("clock.what"), cases=joined)


def _counts(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return in how many futures each side breaks first on one clock."""
    one, other = side_names(results, voice)
    return voice.say(
        "answer.clock",
        clock=clock_name(breaks.clock, voice),
        one=one,
        other=other,
        p_one=voice.hundred(breaks.shares[ONE]),
        p_other=voice.hundred(breaks.shares[OTHER]),
    )


def clocks_table(results: Results, voice: Voice) -> Table:
    """Return how every set ends under every definition and clock, by its first service."""
    one, other = side_names(results, voice)
    rows = [
        _row(results, each.odds, voice)
        for name in results.set_names
        for definition in results.definitions(name)
        for each in on_each_clock(results, results.first_breaks(name, definition))
    ]
    table = listed(voice, (*COLUMNS, "already-one", "already-other"), rows)
    said = {
        "one-first": voice.say("end.first", side=voice.capital(one)),
        "other-first": voice.say("end.first", side=voice.capital(other)),
        "already-one": voice.say("column.already", side=one),
        "already-other": voice.say("column.already", side=other),
    }
    columns = tuple((key, said.get(key, title)) for key, title in table.columns)
    return Table(columns, table.rows)


def clocks_note(results: Results, voice: Voice) -> str:
    """Explain the three clocks."""
    return voice.say("clock.note", start=results.situation.clock.common_start)


def _row(results: Results, odds: SetOdds, voice: Voice) -> Row:
    """Return how one set ends under one definition and clock."""
    one, other = (voice.hundred(share) for share in odds.first.values())
    short_one, short_other = (voice.hundred(share) for share in odds.already.values())
    return {
        "contest": set_name(results, odds.service_set, voice),
        "definition": voice.say(f"definition.{odds.definition}"),
        "clock": clock_label(odds.clock, voice),
        "one-first": one,
        "other-first": other,
        "same": voice.hundred(odds.same),
        "neither": voice.hundred(odds.neither),
        "already-one": short_one,
        "already-other": short_other,
    }
