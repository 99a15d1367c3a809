"""Dots for a terminal: one side above the axis of time, the other below, neither at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outlast.present.display.fonts import cells
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_sides
from outlast.present.terminal import GLYPHS, TextSpan
from outlast.present.views.dots import dealt, is_already
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER

COUNTS: Final = (50, 25, 20, 10, 5)
"""Numbers of dots: the largest whose stacks have room is taken."""

TALL: Final = 5
"""The most dots on top of each other, on either side of the axis."""

APART: Final = 3
"""Columns between the time and the blocks beside it."""

LEAST: Final = 20
"""The fewest columns of the time from the date to the horizon."""

Line = list[TextSpan]


@dataclass(frozen=True)
class _Layout:
    """The columns of the dots."""

    already: int
    """Columns of the dots that are short on the date; 0 without such dots."""

    time: int
    never: int

    @property
    def begin(self) -> int:
        """The column of the date."""
        return self.already + APART if self.already else 0

    @property
    def right(self) -> int:
        """The first column of the futures in which neither side breaks."""
        return self.begin + self.time + APART

    @property
    def width(self) -> int:
        """All columns."""
        return self.right + self.never


def sided_dots(results: Results, breaks: FirstBreaks, voice: Voice, width: int) -> list[Line]:
    """Return the dots as lines of text, with their labels, the axis and its dates.

    Args:
        results: The results.
        breaks: The first breaks of a set.
        voice: The language.
        width: Columns of the terminal.
    """
    clock, (one, other) = results.situation.clock, short_sides(results, voice)
    layout, upper, lower, count = _stacked(breaks, width)
    names = [voice.capital(one), voice.capital(other), voice.say("dots.both")]
    label = [_label(end, names[end], breaks, voice) for end in (ONE, OTHER, BOTH)]
    never = voice.say("dots.neither", p=voice.hundred(breaks.shares[NEITHER]))
    above = [TextSpan(GLYPHS[ONE], ONE), TextSpan(f" {label[ONE]}")]
    if breaks.shares[BOTH] > 0:
        above += [TextSpan(f"   {GLYPHS[BOTH]}", BOTH), TextSpan(f" {label[BOTH]}")]
    taken = sum(cells(span.text) for span in above)
    marked = f"{GLYPHS[NEITHER]} {never}"
    gap = max(2, min(layout.right, layout.width - cells(marked)) - taken)
    if taken + gap + cells(marked) <= width:
        above += [
            TextSpan(" " * gap),
            TextSpan(f"{GLYPHS[NEITHER]}", NEITHER),
            TextSpan(f" {never}"),
        ]
    axis = "─" * layout.already + "  ├" if layout.already else ""
    axis += "─" * layout.time + "┤  " + "─" * layout.never
    first, last = (date_at(clock, weeks, voice) for weeks in (0, clock.horizon_weeks))
    half = date_at(clock, clock.horizon_weeks / 2, voice)
    before = voice.say("axis.already") if layout.already else ""
    room = layout.time - cells(first) - cells(last)
    middle = half if room > cells(half) + 1 else ""
    space = " " * max(1, (room - cells(middle)) // 2)
    rest = " " * max(1, room - cells(middle) - len(space)) if middle else ""
    before += " " * (layout.begin - cells(before))
    dates = f"{before}{first}{space}{middle}{rest}{last}"
    below = [TextSpan(GLYPHS[OTHER], OTHER), TextSpan(f" {label[OTHER]}")]
    each = voice.say("dots.each", n=100 // count)
    gap = layout.width - sum(cells(span.text) for span in below) - cells(each)
    below += [TextSpan(" " * gap + each)] if gap > 1 else []
    return [
        above,
        *reversed(_rows(upper, layout)),
        [TextSpan(axis)],
        *_rows(lower, layout),
        below,
        [TextSpan(dates)],
    ]


def _label(end: int, name: str, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the direct label of one end."""
    key = "dots.both-label" if end == BOTH else "dots.label"
    return voice.say(key, name=name, p=voice.hundred(breaks.shares[end]))


Stacks = dict[int, list[int]]


def _stacked(breaks: FirstBreaks, width: int) -> tuple[_Layout, Stacks, Stacks, int]:
    """Return the layout, the stacks above and below, and the number of dots."""
    for count in COUNTS:
        picked = dealt(breaks, count)
        layout = _layout(picked, width)
        upper, lower = _stacks(picked, breaks.horizon, layout)
        tallest = max((len(stack) for half in (upper, lower) for stack in half.values()), default=0)
        if tallest <= TALL or count == COUNTS[-1]:
            return layout, upper, lower, count
    raise AssertionError


def _layout(picked: Sequence[tuple[int, float]], width: int) -> _Layout:
    """Return the columns of dots for a width."""
    block = max(2, min(10, (width - LEAST) // 4))
    already = block if any(end != NEITHER and is_already(weeks) for end, weeks in picked) else 0
    taken = block + APART + (already + APART if already else 0)
    return _Layout(already, max(4, width - taken), block)


def _stacks(
    picked: Sequence[tuple[int, float]], horizon: float, layout: _Layout
) -> tuple[Stacks, Stacks]:
    """Return the ends of dots by column, above the axis and below it."""
    upper: Stacks = {}
    lower: Stacks = {}
    for end, weeks in picked:
        half = lower if end == OTHER else upper
        if end == NEITHER or is_already(weeks):
            begin, size = (layout.right, layout.never) if end == NEITHER else (0, layout.already)
            place = min(range(begin, begin + size), key=lambda at: len(half.get(at, ())))
        else:
            place = layout.begin + min(layout.time - 1, int(weeks / horizon * layout.time))
        half.setdefault(place, []).append(end)
    return upper, lower


def _rows(stacks: Stacks, layout: _Layout) -> list[Line]:
    """Return stacks as lines, the one beside the axis first."""
    tallest = max((len(stack) for stack in stacks.values()), default=0)
    rows: list[Line] = []
    for level in range(tallest):
        line: Line = []
        for at in range(layout.width):
            stack = stacks.get(at, [])
            end = stack[level] if level < len(stack) else None
            line.append(TextSpan(GLYPHS[end] if end is not None else " ", end))
        rows.append(line)
    return rows
