"""Two runs on the same dice, in words: a sentence, and a table of how each set of services ends."""

from typing import Final

from outlast.present.clocks import clock_label, clock_name
from outlast.present.display.names import (
    end_names,
    scenario_name,
    service_name,
    set_name,
    side_name,
)
from outlast.present.display.voice import Voice
from outlast.present.view import Row, Table, listed
from outlast.results.comparison import PairedRuns

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


def services_table(runs: PairedRuns, voice: Voice) -> Table:
    """Return the chance that each service breaks in both runs, under every definition."""
    rows: list[Row] = [
        {
            "service": service_name(runs.one, each.service, voice),
            "definition": voice.say(f"definition.{each.definition}"),
            "one": voice.hundred(each.breaks.one),
            "other": voice.hundred(each.breaks.other),
            "difference": signed(each.breaks.difference),
            "interval": voice.say(
                "span.range", low=signed(each.breaks.low), high=signed(each.breaks.high)
            ),
        }
        for each in runs.lines
    ]
    keys = ("service", "definition", "one", "other", "difference", "interval")
    return listed(voice, keys, rows)


def counted_change(now: float, before: float) -> float:
    """Return the change of a share of futures: the difference of the two counts that are shown."""
    return (round(100 * now) - round(100 * before)) / 100


def signed(share: float) -> str:
    """Return a difference in hundredths of futures, with its sign."""
    hundredths = round(100 * share)
    return f"{hundredths:+d}".replace("-", "\N{MINUS SIGN}") if hundredths else "0"
