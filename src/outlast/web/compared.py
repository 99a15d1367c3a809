"""Two scenarios on the same dice, as the page tells it: a sentence and a table."""

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import end_names, firsts
from outlast.present.view import Row, Table, listed
from outlast.results import Results
from outlast.results.odds import RULES, error

SURE = 1.96
"""Standard errors on either side of a 95 % interval."""

COLUMNS = ("contest", "definition", "rule", "end-of", "one", "other", "difference", "interval")


def like(one: Results, other: Results) -> None:
    """Refuse results that do not answer one question.

    Raises:
        InputError: They differ in their services, contests or horizon.
    """
    names, others = one.lowered.names, other.lowered.names
    if (names.sets, names.lines, one.horizon) != (others.sets, others.lines, other.horizon):
        raise InputError(
            f'"{one.manifest.scenario}" and "{other.manifest.scenario}" are not of one world and '
            "one horizon; they cannot be compared."
        )


def table(one: Results, other: Results, voice: Voice) -> Table:
    """Return how each contest ends in both, under every definition and rule."""
    halves = one.lowered.names.sets
    rows: list[Row] = []
    for contest, definition in dict.fromkeys((half.contest, half.definition) for half in halves):
        found = firsts(one, contest, definition)
        ends = end_names(one, found, voice)
        order = _order(one, contest, definition, found.sides)
        for rule in RULES:
            a, b = (each.ends(contest, definition, rule)[:, order] for each in (one, other))
            for number, end in enumerate(ends):
                p, q, middle, low, high = _difference(a[:, number], b[:, number])
                title = one.situation.contests[contest].title
                rows.append(
                    {
                        "contest": voice.name("contest", contest, title),
                        "definition": voice.say(f"definition.{definition}"),
                        "rule": voice.say(f"rule.{rule}"),
                        "end-of": end,
                        "one": voice.hundred(p),
                        "other": voice.hundred(q),
                        "difference": _signed(middle),
                        "interval": voice.say("span.range", low=_signed(low), high=_signed(high)),
                    }
                )
    return listed(voice, COLUMNS, rows)


def sentence(one: Results, other: Results, voice: Voice) -> str:
    """Return what the second changes in the default contest, counted."""
    found = firsts(one)
    order = _order(one, found.contest, found.definition, found.sides)
    a, b = (each.ends(found.contest, found.definition)[:, order] for each in (one, other))
    told: list[str] = []
    for number, key in enumerate(found.sides):
        p, q, middle, low, high = _difference(a[:, number], b[:, number])
        side = voice.side(key, one.situation.timeline.sides[key].title)
        told.append(
            voice.say(
                "page.compared-end",
                side=side,
                p=voice.hundred(p),
                q=voice.hundred(q),
                d=_signed(middle),
                low=_signed(low),
                high=_signed(high),
            )
        )
    ends = voice.say("list.clause").join(told)
    titles = [scenario_name(each, voice) for each in (one, other)]
    return voice.say("page.compared", one=titles[0], other=titles[1], ends=ends)


def _order(one: Results, contest: str, definition: str, sides: tuple[str, str]) -> list[int]:
    """Return the columns of ends with the sides as the record declares them."""
    halves = [
        half.side
        for half in one.lowered.names.sets
        if (half.contest, half.definition) == (contest, definition)
    ]
    return [*(halves.index(side) for side in sides), 2, 3]


def _difference(one: Reals, other: Reals) -> tuple[float, float, float, float, float]:
    """Return two chances, the second less the first, and its interval over like futures."""
    apart = other - one
    middle, wide = float(np.mean(apart)), SURE * error(apart)
    return float(one.mean()), float(other.mean()), middle, middle - wide, middle + wide


def _signed(share: float) -> str:
    whole = round(100 * share)
    return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"
