"""Moves as a picture: the chance of each kind of move within 3, 6 and 12 months, by side."""

from collections.abc import Mapping

from outlast.errors import InputError
from outlast.present.display.voice import Voice
from outlast.present.dot_rows import DotRows, dot_rows
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.truth.move_forecasts import DAYS, MoveChance, MovesReport


def moves_figure(found: MovesReport, sides: Mapping[str, str], voice: Voice, version: str) -> View:
    """Return the view of the chances of moves.

    Args:
        found: The report.
        sides: The titles of the sides, by key.
        voice: The language, with the names of the contest.
        version: The version of the program.

    Raises:
        InputError: No move is drawn in the scenario.
    """
    if not found.chances:
        cure = "It has drawn moves where the contest has a fitted process, and not `record-only`."
        raise InputError.of("no move is drawn in this scenario.", cure)
    marks: list[Row] = [
        {
            "panel": _panel(each, sides, voice),
            "move": _name(each, voice),
            "part": voice.say("moves.within", n=months),
            "at": round(100 * chance, 1),
        }
        for each in found.chances
        for months, chance in each.within.items()
    ]

    def draw(view: View, look: Look) -> Drawn:
        parts = tuple(voice.say("moves.within", n=months) for months in DAYS)
        rows = DotRows("moves", "move", voice.say("moves.axis"), parts, (0, 100))
        return dot_rows(view, look, rows)

    return View(
        name="moves",
        title=voice.say("moves.title"),
        finding=_finding(found, sides, voice),
        data={"moves": marks},
        table=listed(voice, ("panel", "move", "part", "at"), marks),
        caption=(
            voice.say(
                "moves.run",
                day=found.fitted_until or found.knows_until,
                scenario=found.scenario,
                version=version,
            ),
        ),
        stamp={
            "scenario": found.scenario,
            "knows_until": f"{found.knows_until}",
            "version": version,
        },
        draw=draw,
    )


def _finding(found: MovesReport, sides: Mapping[str, str], voice: Voice) -> str:
    """Return the chance of any move of each side, and of a deal, within the longest span."""
    longest = max(DAYS)
    whole = [each for each in found.chances if not each.ladder]
    clauses = [
        voice.say(
            "moves.one" if each.side else "moves.one-deal",
            side=_side(each, sides, voice),
            chance=voice.hundred(each.within[longest]),
        )
        for each in whole
    ]
    return voice.say(
        "moves.finding",
        day=found.knows_until,
        n=longest,
        moves=voice.say("list.clause").join(clauses),
    )


def _panel(each: MoveChance, sides: Mapping[str, str], voice: Voice) -> str:
    """Return the side of a move; both for a deal."""
    if not each.side:
        return voice.say("moves.both")
    return voice.capital(_side(each, sides, voice))


def _side(each: MoveChance, sides: Mapping[str, str], voice: Voice) -> str:
    """Return the side of a move within a sentence; nothing for a deal."""
    return voice.side(each.side, sides[each.side]) if each.side else ""


def _name(each: MoveChance, voice: Voice) -> str:
    """Return the kind of a move."""
    if each.ladder:
        return voice.name("ladder", each.ladder, each.title)
    return voice.say("moves.any" if each.side else "moves.deal")
