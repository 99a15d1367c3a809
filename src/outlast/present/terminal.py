"""The answer as plain text: the sentence, fifty dots, services and drivers, for a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outlast.present.display.names import line_name
from outlast.present.display.time_axis import day_at, horizon
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import BOTH, NEITHER, ONE, OTHER, end_names, firsts
from outlast.present.headline import sentence, since
from outlast.present.reads import LineOdds, Outcome
from outlast.present.view import Row, Table, listed
from outlast.present.views.dots import dealt
from outlast.present.views.drivers import Driver, finding, row

SELDOM: Final = 0.01
"""The share of futures under which a service is left out of a short table."""

GLYPHS: Final = {ONE: "●", OTHER: "◇", BOTH: "▲", NEITHER: "·"}
"""The mark of each end of a future, told apart without colour."""


@dataclass(frozen=True)
class Span:
    """A piece of a line of text, with what it marks: the end of a future, or None."""

    text: str
    end: int | None = None


def sentence_text(
    outcome: Outcome, voice: Voice, *, contest: str | None = None, definition: str | None = None
) -> str:
    """Return the counted sentence, and what is out of breath already."""
    found = firsts(outcome, contest, definition)
    return voice.sentences([sentence(outcome, found, voice), since(outcome, found, voice)])


def dots_text(
    outcome: Outcome,
    voice: Voice,
    *,
    contest: str | None = None,
    definition: str | None = None,
    width: int = 64,
) -> list[list[Span]]:
    """Return fifty dots as lines of text: the stacks, an axis, its labels, and a legend."""
    found = firsts(outcome, contest, definition)
    clock = outcome.situation.clock
    never = 10
    places = max(20, width - never - 3)
    stacks: dict[int, list[int]] = {}
    for end, weeks in sorted(dealt(found), key=lambda dot: (dot[0] == OTHER, dot[0])):
        if end == NEITHER:
            fewest = min(range(never), key=lambda at: len(stacks.get(places + 3 + at, ())))
            stacks.setdefault(places + 3 + fewest, []).append(end)
        else:
            place = min(places - 1, int(weeks / clock.horizon_weeks * places))
            stacks.setdefault(place, []).append(end)
    tallest = max((len(stack) for stack in stacks.values()), default=0)
    lines: list[list[Span]] = []
    for level in reversed(range(tallest)):
        at = [
            stacks[place][level] if len(stacks.get(place, ())) > level else None
            for place in range(places + 3 + never)
        ]
        lines.append([Span(GLYPHS[end] if end is not None else " ", end) for end in at])
    lines.append([Span("─" * places + "┤  " + "─" * never)])
    half = voice.month(day_at(clock, clock.horizon_weeks / 2))
    first, last = voice.month(clock.on), voice.month(day_at(clock, clock.horizon_weeks))
    middle = half.center(max(0, places - cells(first) - cells(last)) - cells(half) + len(half))
    lines.append([Span(f"{first}{middle}{last}   {voice.say('axis.never')}")])
    names = end_names(outcome, found, voice)
    legend: list[Span] = []
    for end, name in enumerate(names):
        legend += [Span(GLYPHS[end], end), Span(f" {name}   ")]
    return [*lines, legend]


def services_table(
    outcome: Outcome, voice: Voice, lines: Sequence[LineOdds] | None = None
) -> Table:
    """Return how every service fares: odds, dates, recovery, the same without denial."""
    clock = outcome.situation.clock
    keys = ("service", "breaks", "t10", "t50", "t90", "recovery", "free", "attributable", "since")
    rows: list[Row] = []
    for line in lines if lines is not None else outcome.lines():
        times = {
            key: voice.say("axis.never") if weeks is None else voice.month(day_at(clock, weeks))
            for key, weeks in (("t10", line.t10), ("t50", line.t50), ("t90", line.t90))
        }
        rows.append(
            {
                "service": line_name(outcome, line, voice),
                "breaks": voice.hundred(line.p_break),
                **times,
                "recovery": voice.span(line.recovery) if line.recovery is not None else None,
                "free": voice.hundred(line.p_free),
                "attributable": voice.hundred(line.p_attributable),
                "since": _since(line, voice),
            }
        )
    return listed(voice, keys, rows)


def breaking(outcome: Outcome) -> list[LineOdds]:
    """Return the lines that are not seldom out of breath, those of sides first, likeliest first."""
    world = outcome.situation.world
    lines = [line for line in outcome.lines() if max(line.p_break, line.since_share) >= SELDOM]

    def place(line: LineOdds) -> tuple[bool, float]:
        return world.blocs[world.services[line.service].bloc].side is None, -line.p_break

    return sorted(lines, key=place)


def _since(line: LineOdds, voice: Voice) -> str | None:
    """Return since when a line has been out of breath on the date, and in how many futures."""
    if not line.since_weeks or line.since_share <= 0:
        return None
    return voice.say(
        "services.since", span=voice.span(line.since_weeks), share=voice.hundred(line.since_share)
    )


def services_note(outcome: Outcome, voice: Voice, *, shown: int | None = None) -> str:
    """Return what the table of services counts, and how many are left out of it."""
    note = voice.say("services.note", within=horizon(outcome.situation.clock, voice))
    left = 0 if shown is None else len(outcome.lines()) - shown
    return voice.sentences([note, voice.say("services.left", n=left) if left else ""])


def drivers_lines(found: Sequence[Driver], voice: Voice, *, shown: int = 6) -> list[str]:
    """Return the strongest drivers as lines, the finding first."""
    ranked = sorted(found, key=lambda driver: (-driver.share, driver.name))
    told = [row(driver, voice) for driver in ranked[:shown]]
    return [
        finding(ranked, voice),
        *(f"  {each['label']}  {each['driver']} ({each['role']})" for each in told),
    ]


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes; Chinese letters take two."""
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)  # noqa: PLR2004
