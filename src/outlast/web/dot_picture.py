"""The dots of the first screen: one side above the axis of time, the other below it.

The picture is plain SVG without colours of its own: the page's style sheet gives both themes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from outlast.present.display.time_axis import date_at, day_at, ticks
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_sides
from outlast.present.views.dots import dealt_futures, is_already, lying
from outlast.results import Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.scenario.clock import DAYS_A_WEEK, Clock
from outlast.scenario.load import Situation

YEARS: Final = 110
"""Weeks of a horizon from which the axis shows calendar years."""

PHONE: Final = 500
"""Pixels of a picture up to which it is drawn for a phone, with short labels."""

DEEPEST: Final = 7
"""Dots of one stack; a taller one is pressed together."""


@dataclass(frozen=True)
class Frame:
    """The measures of the picture at one width."""

    name: str
    width: int
    pitch: float
    """Pixels from one dot to the next."""

    radius: float
    grid: int
    """Dots in a row of the block of futures in which neither side breaks."""

    block: int
    """Dots in a row of the block of futures in which a service is short on the date."""

    letters: int = 13
    """Pixels of a line of text."""


FRAMES: Final = (
    Frame("wide", 760, 16.0, 6.5, 6, 3),
    Frame("narrow", 360, 10.5, 4.4, 6, 2, 12),
)
"""The picture on wide and on narrow screens."""


@dataclass(frozen=True)
class Dot:
    """A future as a dot."""

    end: int
    weeks: float
    future: int
    """Its number; negative where the future itself is not at hand."""

    x: float
    y: float


@dataclass
class Layout:
    """The places of all parts in one frame."""

    frame: Frame
    horizon: float
    has_block: bool
    dots: list[Dot] = field(default_factory=list[Dot])

    @property
    def left(self) -> float:
        """The pixel at which the axis begins: the date of the scenario."""
        block = self.frame.block * self.frame.pitch + self.frame.pitch if self.has_block else 0.0
        return block + self.frame.pitch / 2

    @property
    def right(self) -> float:
        """The pixel at which the axis ends."""
        return self.frame.width - (self.frame.grid + 1.6) * self.frame.pitch

    def x(self, weeks: float) -> float:
        """Return the pixel of a time."""
        return self.left + (self.right - self.left) * weeks / self.horizon


def placed(
    picked: Sequence[tuple[int, float, int]], frame: Frame, horizon: float, *, has_block: bool
) -> Layout:
    """Return dots with their places; the axis of time lies at y = 0.

    Args:
        picked: The dots: how the future ends, after how many weeks, and its number.
        frame: The measures of the picture.
        horizon: The weeks of the axis.
        has_block: Whether a block for services that are short on the date stands before the axis.
    """
    layout = Layout(frame, horizon, has_block)
    pitch = frame.pitch
    columns = max(1, int((layout.right - layout.left) / pitch))
    tall = Counter((end, _column(weeks, horizon, columns)) for end, weeks, _ in picked if weeks > 0)
    used: Counter[tuple[int, int]] = Counter()
    for end, weeks, future in picked:
        if end == NEITHER:
            row, column = divmod(used[end, 0], frame.grid)
            used[end, 0] += 1
            x = layout.right + (column + 1.4) * pitch
            layout.dots.append(Dot(end, weeks, future, x, row * pitch))
            continue
        place = -1 if is_already(weeks) else _column(weeks, horizon, columns)
        width = frame.block if place < 0 else 1
        side = lying(end, place, width, used)
        row, column = divmod(used[side, place], width)
        used[side, place] += 1
        x = (column + 0.6) * pitch if place < 0 else layout.left + (place + 0.5) * pitch
        squeeze = min(1.0, DEEPEST / max(1, tall[side, place])) if place >= 0 else 1.0
        sign = -1 if side == ONE else 1
        y = 0.0 if side == BOTH else sign * (row * squeeze + 0.75) * pitch
        layout.dots.append(Dot(end, weeks, future, x, y))
    return layout


def _column(weeks: float, horizon: float, columns: int) -> int:
    return min(columns - 1, int(max(0.0, weeks) / horizon * columns))


@dataclass(frozen=True)
class Deal:
    """The dots of an answer, with the counts and the sides that its labels name."""

    situation: Situation
    picked: Sequence[tuple[int, float, int]]
    """How each future ends, after how many weeks, and its number."""

    shares: Sequence[float]
    """The shares of futures by their ends."""

    @property
    def sides(self) -> tuple[str, str]:
        """The two sides, in the order of the record."""
        one, other = self.situation.timeline.sides
        return one, other


def dot_pictures(results: Results, voice: Voice, baseline: Results | None = None) -> dict[str, str]:
    """Return the dots as SVG by frame.

    Args:
        results: The results.
        voice: The language.
        baseline: Other results, whose dots stand behind as outlines.
    """
    breaks = results.first_breaks()
    before = None
    if baseline is not None:
        there = baseline.first_breaks(breaks.service_set, breaks.definition)
        before = Deal(baseline.situation, dealt_futures(there), there.shares)
    now = Deal(results.situation, dealt_futures(breaks), breaks.shares)
    return deal_pictures(now, voice, before)


def deal_pictures(now: Deal, voice: Voice, before: Deal | None = None) -> dict[str, str]:
    """Return dots as SVG by frame, with others behind them as outlines."""
    return {frame.name: _picture(now, voice, before, frame) for frame in FRAMES}


def _picture(now: Deal, voice: Voice, before: Deal | None, frame: Frame) -> str:
    """Return the dots in one frame."""
    clock = now.situation.clock
    picked, old = now.picked, before.picked if before else []
    has_block = any(is_already(weeks) for _, weeks, _ in (*picked, *old))
    layout, ghosts = (
        placed(each, frame, clock.horizon_weeks, has_block=has_block) for each in (picked, old)
    )
    reach = [dot for dot in (*layout.dots, *ghosts.dots) if dot.end != NEITHER]
    above = max([-dot.y for dot in reach if dot.end == ONE] or [0.0])
    below = max([dot.y for dot in reach if dot.end == OTHER] or [0.0])
    axis = round(2.2 * frame.letters + max(above, 2 * frame.pitch) + frame.pitch / 2, 1)
    floor = axis + max(below, 2 * frame.pitch) + frame.pitch / 2 + 1.4 * frame.letters
    block = [dot.y for dot in (*layout.dots, *ghosts.dots) if dot.end == NEITHER]
    top = 2.2 * frame.letters
    height = max(floor + 1.6 * frame.letters, top + max(block or [0.0]) + 2 * frame.pitch)
    other_day = before is not None and before.situation.clock.on != clock.on
    marks = _ticks(clock, voice, frame, by_month=other_day)
    parts = [
        *_axis(layout, marks, (axis, floor)),
        *(_mark(dot, axis, top, frame, ghost=True) for dot in ghosts.dots),
        *_labels(now, voice, (layout, axis, floor)),
        *(_mark(dot, axis, top, frame, said=_said(now, voice, dot)) for dot in layout.dots),
    ]
    box = f"0 0 {frame.width} {height:.0f}"
    size = f'width="{frame.width}" height="{height:.0f}"'
    label = quoteattr(voice.say("page.dots-label", **_counts(now, voice)))
    return (
        f'<svg class="dots {frame.name}" viewBox="{box}" {size} role="img" aria-label={label}>'
        f"{''.join(parts)}</svg>"
    )


def _counts(now: Deal, voice: Voice) -> dict[str, str]:
    one, other = short_sides(now, voice)
    return {
        "one": voice.capital(one),
        "other": voice.capital(other),
        "p_one": voice.hundred(now.shares[ONE]),
        "p_other": voice.hundred(now.shares[OTHER]),
        "both": voice.hundred(now.shares[BOTH]),
        "neither": voice.hundred(now.shares[NEITHER]),
    }


def _said(now: Deal, voice: Voice, dot: Dot) -> str:
    """Return a dot in words."""
    one, other = short_sides(now, voice)
    clock = now.situation.clock
    if dot.end == NEITHER:
        return voice.say("page.dot-neither", future=f"{dot.future}")
    side = voice.capital({ONE: one, OTHER: other}.get(dot.end, voice.say("end.both")))
    if is_already(dot.weeks):
        return voice.say("page.dot-already", side=side, future=f"{dot.future}")
    month = date_at(clock, dot.weeks, voice)
    return voice.say("page.dot", side=side, month=month, future=f"{dot.future}")


def _mark(  # noqa: PLR0913  the parts of one mark
    dot: Dot, axis: float, top: float, frame: Frame, *, said: str = "", ghost: bool = False
) -> str:
    """Return the mark of a dot: a circle, a diamond, a triangle or a square."""
    x = dot.x
    y = dot.y + (top + frame.pitch / 2 if dot.end == NEITHER else axis)
    r = frame.radius
    if dot.end == ONE:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>'
    elif dot.end == OTHER:
        far = r * 1.22
        edge = f"{far:.1f} {far:.1f}-{far:.1f} {far:.1f}-{far:.1f}-{far:.1f}z"
        shape = f'<path d="M{x:.1f} {y - far:.1f}l{edge}"/>'
    elif dot.end == BOTH:
        shape = f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {1.9 * r:.1f}h-{2 * r:.1f}z"/>'
    else:
        shape = f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:.1f}" height="{2 * r:.1f}"/>'
    if ghost:
        return f'<g class="ghost end{dot.end}">{shape}</g>'
    if dot.future < 0:
        return f'<g class="end{dot.end}">{shape}</g>'  # no story can be told of it
    return (
        f'<g class="dot end{dot.end}" data-future="{dot.future}" data-said={quoteattr(said)}>'
        f"<title>{escape(said)}</title>{shape}</g>"
    )


def _axis(
    layout: Layout, marks: Sequence[tuple[float, str]], places: tuple[float, float]
) -> list[str]:
    """Return the axis with its grid and its labels."""
    axis, floor = places
    size = layout.frame.letters
    parts: list[str] = []
    for weeks, label in marks:
        x = layout.x(weeks)
        parts.append(f'<path class="grid" d="M{x:.1f} {size}V{floor:.1f}"/>')
        parts.append(
            f'<text class="tick" x="{x:.1f}" y="{floor + 1.2 * size:.1f}" '
            f'text-anchor="middle">{escape(label)}</text>'
        )
    parts.append(f'<path class="axis" d="M{layout.left:.1f} {axis}H{layout.right:.1f}"/>')
    return parts


def _ticks(clock: Clock, voice: Voice, frame: Frame, *, by_month: bool) -> list[tuple[float, str]]:
    """Return the ticks of the axis: calendar years of a long horizon, else months or weeks.

    Args:
        clock: The clock of the results.
        voice: The language.
        frame: The measures of the picture.
        by_month: Whether to count months from the date, as two scenarios of different dates need.
    """
    if by_month:
        found = ticks(clock, voice, frame.width)
        return [(weeks, label[0]) for weeks, label in found][:: 1 if frame.width > PHONE else 2]
    if clock.horizon_weeks < YEARS:
        found = ticks(clock, voice, frame.width)
        step = 1 if frame.width > PHONE else 2
        return [(weeks, label[-1]) for weeks, label in found][::step]
    end = day_at(clock, clock.horizon_weeks).year
    days = [date(year, 1, 1) for year in range(clock.on.year + 1, end + 1)]
    return [((day - clock.on).days / DAYS_A_WEEK, f"{day.year}") for day in days]


def _labels(now: Deal, voice: Voice, where: tuple[Layout, float, float]) -> list[str]:
    """Return the labels that stand directly at the dots."""
    layout, _, floor = where
    frame, counts = layout.frame, _counts(now, voice)
    size = frame.letters
    key = "page.dots-side" if frame.width > PHONE else "page.dots-side-brief"
    one = voice.say(key, side=counts["one"], n=counts["p_one"])
    other = voice.say(key, side=counts["other"], n=counts["p_other"])
    neither = voice.say("page.dots-neither", n=counts["neither"])
    middle = (layout.right + frame.width) / 2 + frame.pitch * 0.2
    found = [
        _text("label end0", layout.right, 1.2 * size, "end", one),
        _text("label end1", layout.right, floor - 0.4 * size, "end", other),
        _text("label end3", middle, 1.2 * size, "middle", neither),
    ]
    if layout.has_block:
        found.append(_text("tick", 0, 1.2 * size, "start", voice.say("page.dots-already")))
    if now.shares[BOTH] and frame.width > PHONE and any(dot.end == BOTH for dot in layout.dots):
        said = voice.say("page.dots-both", n=counts["both"])
        found.append(_text("label end2", layout.left + 4, floor - 0.4 * size, "start", said))
    return found


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(text)}</text>'
