"""The moves of the states in words: whether they are drawn, and the answer without them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outlast.scenario.scenario import DRAWN, RECORD_ONLY

if TYPE_CHECKING:  # a screening says whether moves are drawn, and needs no arrays
    from outlast.present.display.voice import Voice
    from outlast.results import Results
    from outlast.scenario.load import Situation


def moves_line(situation: "Situation", voice: "Voice") -> str:
    """Return whether moves are drawn after the last known day, or why they are not."""
    day = situation.scenario.knows_until
    if situation.moves is not None:
        return voice.say("moves.drawn", day=day)
    fitted = situation.origin.contest.moves is not None
    return voice.say("moves.record-only" if fitted else "moves.none", day=day)


def moves_row(situation: "Situation") -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "treated": DRAWN if situation.moves else RECORD_ONLY,
        "fitted": situation.origin.contest.moves is not None,
        "after": situation.scenario.knows_until.isoformat(),
    }


def without_line(results: "Results", held: Mapping[str, Any] | None, voice: "Voice") -> str:
    """Return the counts of the default set without drawn moves; empty where none are drawn.

    Args:
        results: The results with drawn moves.
        held: The counts without, as the answer holds them.
        voice: The language.
    """
    from outlast.present.display.names import side_names

    if held is None:
        return ""
    breaks = results.first_breaks()
    odds = next(
        each
        for each in held["sets"]
        if (each["contest"], each["definition"], each["rule"], each["clock"])
        == (breaks.service_set, breaks.definition, breaks.rule, breaks.clock)
    )
    one, other = side_names(results, voice)
    shares = [voice.hundred(odds["first"][side]) for side in breaks.sides]
    return voice.say(
        "moves.without",
        day=results.situation.scenario.knows_until,
        one=one,
        other=other,
        p_one=shares[0],
        p_other=shares[1],
    )
