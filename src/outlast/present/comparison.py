"""Two runs on the same dice, in words: a sentence, the differences that matter, and all ends."""

from dataclasses import dataclass
from typing import Final

from outlast.present.clocks import clock_label, clock_name
from outlast.present.display.names import (
    end_names,
    scenario_name,
    set_name,
    side_name,
    side_names,
)
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_service
from outlast.present.view import Row, Table, listed
from outlast.results.comparison import Difference, PairedRuns

COLUMNS: Final = (
    "contest",
    "definition",
    "clock",
    "rule",
    "end-of",
    "one",
    "other",
    "difference",
    "interval",
)


MOST: Final = 10
"""Differences that a screen or a terminal shows."""


@dataclass(frozen=True)
class DifferenceRow:
    """One difference: the same event in both runs."""

    event: str
    one: str
    other: str
    change: str
    interval: str
    at: int | None
    """The place of the side that the event concerns."""


def comparison_sentence(runs: PairedRuns, voice: Voice) -> str:
    """Return how the second run changes the default set, counted on every clock."""
    return voice.sentences([headline_change(runs, voice), _other_clocks(runs, voice)])


def headline_change(runs: PairedRuns, voice: Voice, titles: tuple[str, str] | None = None) -> str:
    """Return how the second run changes the headline's counts.

    Args:
        runs: The two runs.
        voice: The language.
        titles: The titles of the runs; those of their scenarios if absent.
    """
    one, other = titles or (scenario_name(runs.one, voice), scenario_name(runs.other, voice))
    ends = [
        voice.say(
            "compare.end",
            side=side_name(runs.one, end.what, voice),
            p=voice.hundred(end.one),
            q=voice.hundred(end.other),
            change=signed(counted_change(end.other, end.one)),
            low=signed(end.low),
            high=signed(end.high),
        )
        for end in runs.headline.ends[:2]
    ]
    return voice.say(
        "compare.sentence",
        one=one,
        other=other,
        ends=voice.say("list.clause").join(ends),
    )


def _other_clocks(runs: PairedRuns, voice: Voice) -> str:
    """Return how the default set ends in both runs on the clocks that the sentence leaves out."""
    head = runs.headline
    clauses = [
        voice.say(
            "compare.clock",
            clock=clock_name(each.clock, voice),
            ends=voice.join(
                [
                    voice.say(
                        "compare.end-short",
                        side=side_name(runs.one, end.what, voice),
                        p=voice.hundred(end.one),
                        q=voice.hundred(end.other),
                    )
                    for end in each.ends[:2]
                ]
            ),
        )
        for each in runs.sets
        if (each.service_set, each.definition, each.rule)
        == (head.service_set, head.definition, head.rule)
        and each.clock != head.clock
    ]
    return voice.capital(voice.say("list.clause").join(clauses)) + voice.say("list.stop")


def comparison_table(runs: PairedRuns, voice: Voice) -> Table:
    """Return how each set ends in both runs, under every definition, clock and rule."""
    names = end_names(runs.one, voice)
    rows: list[Row] = [
        {
            "contest": set_name(runs.one, each.service_set, voice),
            "definition": voice.say(f"definition.{each.definition}"),
            "clock": clock_label(each.clock, voice),
            "rule": voice.say(f"rule.{each.rule}"),
            "end-of": name,
            "one": voice.hundred(end.one),
            "other": voice.hundred(end.other),
            "difference": signed(counted_change(end.other, end.one)),
            "interval": voice.say("span.range", low=signed(end.low), high=signed(end.high)),
        }
        for each in runs.sets
        for name, end in zip(names, each.ends, strict=True)
    ]
    return listed(voice, COLUMNS, rows)


def differences(runs: PairedRuns, voice: Voice) -> list[DifferenceRow]:
    """Return the differences that are clear of chance: the headline's, then the largest."""
    sides = side_names(runs.one, voice)
    head = runs.headline
    first = [
        _difference_row(voice.say("end.first", side=voice.capital(sides[at])), end, at)
        for at, end in enumerate(head.ends[:2])
    ]
    found: list[tuple[float, DifferenceRow]] = []
    for each in runs.sets:
        same = (each.definition, each.rule, each.clock) == (head.definition, head.rule, head.clock)
        if not same or each.service_set == head.service_set:
            continue
        for at, end in enumerate(each.ends[:2]):
            if not end.clear:
                continue
            title = voice.say("end.first", side=voice.capital(sides[at]))
            name = f"{set_name(runs.one, each.service_set, voice)}: {title}"
            found.append((abs(end.difference), _difference_row(name, end, at)))
    sides_of = {line.service: line.side for line in runs.one.lines()}
    for each in runs.lines:
        if each.breaks.clear and each.definition in ("flow", head.definition):
            name = voice.say(
                "compare.breaks",
                service=short_service(runs.one, each.service, voice),
                definition=voice.say(f"definition.short.{each.definition}"),
            )
            side = sides_of[each.service]
            at = list(runs.one.sides).index(side) if side in runs.one.sides else None
            found.append((abs(each.breaks.difference), _difference_row(name, each.breaks, at)))
    ranked = [row for _, row in sorted(found, key=lambda pair: -pair[0])]
    largest = [row for row in ranked if row.one != row.other]  # others differ in hundredths
    changed = any(end.difference for end in head.ends[:2])
    return [*first, *largest] if changed or largest else []


def _difference_row(event: str, end: Difference, at: int | None) -> DifferenceRow:
    return DifferenceRow(
        event,
        f"{round(100 * end.one)}",
        f"{round(100 * end.other)}",
        signed(counted_change(end.other, end.one)),
        f"{signed(end.low)} … {signed(end.high)}",
        at,
    )


def counted_change(now: float, before: float) -> float:
    """Return the change of a share of futures: the difference of the two counts that are shown."""
    return (round(100 * now) - round(100 * before)) / 100


def signed(share: float) -> str:
    """Return a difference in hundredths of futures, with its sign."""
    hundredths = round(100 * share)
    return f"{hundredths:+d}".replace("-", "\N{MINUS SIGN}") if hundredths else "0"
