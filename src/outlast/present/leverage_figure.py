"""Leverage: the parts of supply, output and use by which two blocs hold each other, by good."""

from typing import Final

from outlast.economy.hold import Direction, Hold, Leverage
from outlast.economy.leverage import TOGETHER
from outlast.present.cost import money
from outlast.present.display.caption import shortened
from outlast.present.display.voice import Voice
from outlast.present.dot_rows import DotRows, dot_rows
from outlast.present.view import Drawn, Look, Row, View, listed

LEAST: Final = 0.02
"""The least share of supply that is drawn."""

MOST: Final = 0.5
"""The share of supply from which a hold is counted as one over most of it."""

PARTS: Final = ("supply", "output_share", "reliance")
"""The parts that are drawn: of the target's supply, of world output, of its use."""


def leverage_figure(
    found: Leverage, voice: Voice, producers: tuple[str, ...], version: str
) -> View:
    """Return the view of leverage.

    Args:
        found: The holds of two blocs over each other.
        voice: The language, with the names of the contest.
        producers: The publishers behind the numbers.
        version: The version of the program.
    """
    rows = [
        _row(direction, hold, voice)
        for direction in found.directions
        for hold in direction.holds
        if hold.share >= LEAST
    ]
    marks: list[Row] = [
        {
            "panel": row["panel"],
            "good": row["good"],
            "part": voice.say(f"leverage.{part}"),
            "at": max(0.0, float(row[part] or 0.0)),
        }
        for row in rows
        for part in PARTS
        if row[part] is not None
    ]

    def draw(view: View, look: Look) -> Drawn:
        names = tuple(voice.say(f"leverage.{part}") for part in PARTS)
        axis = voice.say("leverage.axis")
        return dot_rows(view, look, DotRows("leverage", "good", axis, names, (0, 100)))

    columns = ("panel", "good", *PARTS, "hhi", "loss", "first_year")
    return View(
        name="leverage",
        title=voice.say("leverage.title"),
        finding=voice.sentences([_finding(each, voice) for each in found.directions]),
        data={"leverage": marks},
        table=listed(voice, columns, rows),
        caption=(
            voice.say("caption.source", sources=shortened(list(producers), voice)),
            voice.say(
                "leverage.run",
                year=f"{found.year}",
                draws=found.futures,
                seed=f"{found.seed}",
                version=version,
            ),
        ),
        stamp={
            "year": found.year,
            "futures": found.futures,
            "seed": found.seed,
            "version": version,
        },
        draw=draw,
    )


def blocs_name(keys: str, title: str, voice: Voice) -> str:
    """Return the name of a bloc, or of several that act together."""
    parts = keys.split(TOGETHER)
    if len(parts) == 1:
        return voice.name("bloc", keys, title)
    return voice.join([voice.name("bloc", each) for each in parts])


def direction_name(direction: Direction, voice: Voice) -> str:
    """Return both ends of a direction."""
    return voice.say(
        "leverage.over",
        holder=blocs_name(direction.holder, direction.holder_title, voice),
        target=blocs_name(direction.target, direction.target_title, voice),
    )


def _row(direction: Direction, hold: Hold, voice: Voice) -> Row:
    """Return the numbers of a hold, shares in per cent."""
    first = hold.first_year_bn
    bounded = hold.loss_bn is not None and hold.loss_bn.median != float("inf")
    return {
        "panel": direction_name(direction, voice),
        "good": voice.name("good", hold.good, hold.title),
        "supply": round(100 * hold.share, 1),
        "output_share": None if hold.output_share is None else round(100 * hold.output_share, 1),
        "reliance": None if hold.reliance is None else round(100 * hold.reliance, 1),
        "hhi": round(hold.hhi, 3),
        "loss": round(hold.loss_bn.median, 4) if bounded and hold.loss_bn else None,
        "first_year": None if first is None else round(first.median, 4),
    }


def _finding(direction: Direction, voice: Voice) -> str:
    """Return how many goods one bloc holds mostly, and the good with which it stops most."""
    holder = blocs_name(direction.holder, direction.holder_title, voice)
    target = blocs_name(direction.target, direction.target_title, voice)
    if not direction.holds:
        return voice.say("leverage.nothing", holder=holder, target=target)
    most = sum(each.share >= MOST for each in direction.holds)
    said = voice.say(
        "leverage.finding", holder=holder, target=target, n=most, of=len(direction.holds)
    )
    known = [each for each in direction.holds if each.first_year_bn is not None]
    if not known:
        return said
    worst = max(known, key=lambda each: each.first_year_bn.median if each.first_year_bn else 0.0)
    stops = worst.first_year_bn.median if worst.first_year_bn else 0.0
    good = voice.name("good", worst.good, worst.title)
    more = voice.say("leverage.stops", good=good, money=money(stops, voice))
    return voice.sentences([said, more])
