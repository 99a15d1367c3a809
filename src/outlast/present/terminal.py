"""The answer as plain text for a terminal: fifty dots, the table of services, the drivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outlast.present.display.fonts import cells
from outlast.present.display.names import end_names, line_name
from outlast.present.display.time_axis import date_at, horizon
from outlast.present.display.voice import Voice
from outlast.present.view import Row, Table, listed
from outlast.present.views.dots import dealt, is_already
from outlast.present.views.drivers import driver_row, finding
from outlast.results import LineOdds, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.scenario.clock import Clock
from outlast.study.drivers import Driver

BLOCK: Final = 10
"""Columns of the dots that are short on the date, and of those in which nothing breaks."""

APART: Final = 3
"""Columns between these dots and the time from the date to the horizon."""

LEAST: Final = 8
"""Columns of the dots up to the horizon, and those of the text, in the narrowest terminal."""

SELDOM: Final = 0.01
"""A short table leaves out services that break in a smaller share of futures."""

GLYPHS: Final = {ONE: "●", OTHER: "◇", BOTH: "▲", NEITHER: "·"}
"""The mark of each end of a future, distinguishable without colour."""


@dataclass(frozen=True)
class TextSpan:
    """A piece of a line of text, with the end of a future that it marks, or none."""

    text: str
    end: int | None = None


def dots_text(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
    width: int = 64,
) -> list[list[TextSpan]]:
    """Return fifty dots as lines of text: the stacks, an axis, its labels, and a legend.

    Futures in which a service is short on the date stand in a block of their own at the left.

    Args:
        results: The results.
        voice: The language.
        service_set: The set of services; the default one if absent.
        definition: The definition of need; the first if absent.
        width: Columns of the dots.
    """
    breaks = results.first_breaks(service_set, definition)
    clock = results.situation.clock
    dots = dealt(breaks)
    blocks = 2 if any(is_already(weeks) for _, weeks in dots) else 1
    block = BLOCK if width >= 2 * blocks * (BLOCK + APART) + LEAST else BLOCK // 2
    block = min(block, max(1, (width - LEAST) // blocks - APART))
    left = (block + APART) * (blocks - 1)
    places = max(LEAST, width - left - block - APART)
    stacks: dict[int, list[int]] = {}
    for end, weeks in sorted(dots, key=lambda dot: (dot[0] == OTHER, dot[0])):
        if end == NEITHER or is_already(weeks):
            begin = left + places + APART if end == NEITHER else 0
            columns = range(begin, begin + block)
            place = min(columns, key=lambda at: len(stacks.get(at, ())))
        else:
            place = left + min(places - 1, int(weeks / clock.horizon_weeks * places))
        stacks.setdefault(place, []).append(end)
    tallest = max((len(stack) for stack in stacks.values()), default=0)
    lines: list[list[TextSpan]] = []
    for level in reversed(range(tallest)):
        at = [
            stacks[place][level] if len(stacks.get(place, ())) > level else None
            for place in range(left + places + APART + block)
        ]
        lines.append([TextSpan(GLYPHS[end] if end is not None else " ", end) for end in at])
    before = "─" * block + "  ├" if left else ""
    lines.append([TextSpan(before + "─" * places + "┤  " + "─" * block)])
    legend: list[TextSpan] = []
    for end, name in enumerate(end_names(results, voice)):
        legend += [TextSpan(GLYPHS[end], end), TextSpan(f" {name}   ")]
    return [*lines, *_axis_labels(clock, voice, (left, places, block)), legend]


def _axis_labels(clock: Clock, voice: Voice, columns: tuple[int, int, int]) -> list[list[TextSpan]]:
    """Return the dates under the dots: beginning, middle and end, as far as there is room.

    Args:
        clock: The scenario's clock.
        voice: The language.
        columns: Columns before the date, none if no service is short on it; columns from the date
            to the horizon; columns of the futures in which nothing breaks.
    """
    left, places, block = columns
    half = date_at(clock, clock.horizon_weeks / 2, voice)
    first, last = (date_at(clock, weeks, voice) for weeks in (0, clock.horizon_weeks))
    never, room = voice.say("axis.never"), places - cells(first) - cells(last)
    already = voice.say("axis.already") if left else ""
    already += " " * (left - cells(already))
    if room < 1:
        span = voice.say("span.range", low=first, high=last)
        begin = left + places + APART - max(0, cells(never) - block)
        gap = " " * max(1, begin - cells(already))
        return [[TextSpan(span)], [TextSpan(already + gap + never)]]
    middle = half if room > cells(half) + 1 else ""
    space = middle.center(room - cells(middle) + len(middle))
    return [[TextSpan(f"{already}{first}{space}{last}   {never}")]]


def services_table(
    results: Results, voice: Voice, lines: Sequence[LineOdds] | None = None
) -> Table:
    """Return how every service fares: odds, dates, recovery, the same without denial.

    Args:
        results: The results.
        voice: The language.
        lines: The services to show; all if absent.
    """
    clock = results.situation.clock
    keys = ("service", "breaks", "t10", "t50", "t90", "recovery", "free", "attributable", "since")
    rows: list[Row] = []
    for line in lines if lines is not None else results.lines():
        times = {
            key: _when(clock, weeks, voice)
            for key, weeks in (("t10", line.t10), ("t50", line.t50), ("t90", line.t90))
        }
        rows.append(
            {
                "service": line_name(results, line, voice),
                "breaks": voice.hundred(line.p_break),
                **times,
                "recovery": voice.span(line.recovery) if line.recovery is not None else None,
                "free": voice.hundred(line.p_free),
                "attributable": voice.hundred(line.p_attributable),
                "since": _since(line, voice),
            }
        )
    return listed(voice, keys, rows)


def _when(clock: Clock, weeks: float | None, voice: Voice) -> str:
    """Return the date of a break: never, already on the scenario's date, or a later date."""
    if weeks is None:
        return voice.say("axis.never")
    return voice.say("axis.already") if is_already(weeks) else date_at(clock, weeks, voice)


def breaking(results: Results) -> list[LineOdds]:
    """Return the services that do not seldom break: those of sides first, the likeliest first."""
    lines = [line for line in results.lines() if line.p_break >= SELDOM]
    return sorted(lines, key=lambda line: (line.side is None, -line.p_break))


def _since(line: LineOdds, voice: Voice) -> str | None:
    """Return how long a service has been out of breath on the date, and in how many futures."""
    if not line.since_weeks or line.since_share <= 0:
        return None
    return voice.say(
        "services.since", span=voice.span(line.since_weeks), share=voice.hundred(line.since_share)
    )


def services_note(results: Results, voice: Voice, *, shown: int | None = None) -> str:
    """Explain the columns of services, and say how many services are left out.

    Args:
        results: The results.
        voice: The language.
        shown: The number of services in the table; all if absent.
    """
    note = voice.say("services.note", within=horizon(results.situation.clock, voice))
    left = 0 if shown is None else len(results.lines()) - shown
    return voice.sentences([note, voice.say("services.left", n=left) if left else ""])


def drivers_lines(drivers: Sequence[Driver], voice: Voice, *, shown: int = 6) -> list[str]:
    """Return the finding on drivers and the strongest of them, one a line."""
    ranked = sorted(drivers, key=lambda driver: (-driver.share, driver.name))
    rows = [driver_row(driver, voice) for driver in ranked[:shown]]
    return [
        finding(ranked, voice),
        *(f"  {row['label']}  {row['driver']} ({row['role']})" for row in rows),
    ]
