"""The dots of card, explorer and page: one side above the axis of time, the other below it.

Places, shapes and ticks are the same for all; card and explorer are drawn here as plain SVG, with
colours inside, so that the file needs nothing else.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from outlast.present.display.theme import LIGHT, Theme, mixed
from outlast.present.display.time_axis import day_at, ticks
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_sides
from outlast.present.views.dots import dealt, is_already, lying
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.scenario.clock import DAYS_A_WEEK, Clock

LONG: Final = 110
"""Weeks of a horizon from which the axis shows calendar years."""

TALLEST: Final = 6
"""Dots of one stack before it is pressed together."""

STRONG: Final = 0.7
"""The share of a side's colour in its text; the rest is ink, so that it can be read."""


@dataclass(frozen=True)
class FieldSize:
    """The measures of the picture, pixels."""

    width: int
    pitch: float
    """From one dot to the next."""

    letters: int
    """The height of a line of text."""

    block: int
    """Dots in a row of the block of futures in which neither side breaks."""

    early: int = 0
    """Dots in a row of the block before the axis; as many as in the other one if 0."""

    @property
    def before(self) -> int:
        """Dots in a row of the block before the axis."""
        return self.early or self.block


CARD_SIZE: Final = FieldSize(1112, 23.0, 22, 6)
PAGE_SIZE: Final = FieldSize(760, 15.0, 13, 6)
PHONE_SIZE: Final = FieldSize(360, 10.0, 13, 4)

PHONE: Final = 500
"""Pixels of width below which labels are shortened."""


@dataclass(frozen=True)
class FieldDot:
    """A dot with its place; the axis lies at y = 0."""

    end: int
    x: float
    y: float


@dataclass(frozen=True)
class DotField:
    """Dots with their places, and the axis between the blocks at its ends."""

    dots: tuple[FieldDot, ...]
    left: float
    right: float
    horizon: float
    already: bool
    """Whether a block of services that are short on the date stands before the axis."""

    gap: tuple[float, float] | None = None
    """The place of the futures in which neither side breaks, where no dot stands for them."""

    def x(self, weeks: float) -> float:
        """Return the place of a time."""
        return self.left + (self.right - self.left) * weeks / self.horizon


def placed(
    picked: Sequence[tuple[int, float]], size: FieldSize, horizon: float, *, already: bool
) -> DotField:
    """Return dots with their places.

    Args:
        picked: How each future ends, and after how many weeks.
        size: The measures of the picture.
        horizon: The weeks of the axis.
        already: Whether a block for services that are short on the date stands before the axis.
    """
    pitch = size.pitch
    left = (size.before + 1.5) * pitch if already else pitch / 2
    right = size.width - (size.block + 1.5) * pitch
    columns = max(1, int((right - left) / pitch))

    def column_of(end: int, weeks: float) -> int:
        if end == NEITHER:
            return columns
        return -1 if is_already(weeks) else min(columns - 1, int(weeks / horizon * columns))

    places: list[tuple[int, int, int]] = []
    tall = Counter[tuple[int, int]]()
    for end, weeks in picked:
        column = column_of(end, weeks)
        side = lying(end, column, size.before if column < 0 else 1, tall)
        places.append((side, column, tall[side, column]))
        tall[side, column] += 1
    dots: list[FieldDot] = []
    for (end, _), (side, column, number) in zip(picked, places, strict=True):
        wide = size.block if end == NEITHER else size.before if column < 0 else 1
        row, in_row = divmod(number, wide)
        rows = -(-tall[side, column] // wide)
        if end == NEITHER:
            x, y = right + (in_row + 1.5) * pitch, (row - (rows - 1) / 2) * pitch
            dots.append(FieldDot(end, x, y))
            continue
        x = (in_row + 0.5) * pitch if column < 0 else left + (column + 0.5) * pitch
        far = (row * min(1.0, TALLEST / rows) + 0.8) * pitch
        dots.append(FieldDot(end, x, 0.0 if side == BOTH else -far if side == ONE else far))
    empty = all(end != NEITHER for end, _ in picked)
    middle = ((right + size.width) / 2 + pitch * 0.2, 0.0)
    return DotField(tuple(dots), left, right, horizon, already, middle if empty else None)


def dot_field(
    results: Results,
    voice: Voice,
    size: FieldSize,
    *,
    baseline: FirstBreaks | None = None,
    theme: Theme | None = LIGHT,
) -> tuple[str, float]:
    """Return the dots of results as a group of SVG, and its height.

    Args:
        results: The results.
        voice: The language, with the words of this package.
        size: The measures of the picture.
        baseline: The first breaks of other results, whose dots stand behind as outlines.
        theme: The colours; None leaves them to the style sheet of a page, by class.
    """
    breaks, clock = results.first_breaks(), results.situation.clock
    picked, old = dealt(breaks), dealt(baseline) if baseline is not None else []
    already = any(is_already(weeks) for _, weeks in (*picked, *old))
    fields = [placed(each, size, clock.horizon_weeks, already=already) for each in (picked, old)]
    reach = [dot.y for each in fields for dot in each.dots]
    line, half, pen = size.letters, size.pitch, Pen(size, theme)
    axis = 1.7 * line + max(-min(reach, default=0.0), 2 * half) + half / 2
    floor = axis + max(*reach, 2 * half) + half / 2 + 0.4 * line
    parts = _axis(pen, fields[0], clock, voice, (axis, floor))
    parts += [pen.mark(dot, axis, ghost=True) for dot in fields[1].dots]
    parts += [pen.mark(dot, axis) for dot in fields[0].dots]
    parts += _labels(pen, (results, breaks), voice, (fields[0], floor))
    if fields[0].gap is not None:
        x, y = fields[0].gap
        parts.append(pen.gap(x, y + axis))
        if breaks.shares[NEITHER] > 0 and size.width >= PHONE:  # a phone has no room for the words
            said = voice.say("dots.under-one")
            parts.append(pen.text((x, y + axis + half + line), said, anchor="middle"))
    return "".join(parts), floor + 2.9 * line


def standalone(body: str, width: float, height: float, label: str) -> str:
    """Return a group of SVG as a picture of its own.

    Args:
        body: The group.
        width: Pixels.
        height: Pixels.
        label: The picture in words.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.0f}" '
        f'role="img"><title>{escape(label)}</title>{body}</svg>'
    )


def outline(end: int, x: float, y: float, r: float) -> str:
    """Return the shape of an end as an open tag: circle, diamond, triangle or square."""
    d = 1.2 * r
    match end:
        case 0:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'
        case 1:
            steps = f"l{d:.1f} {d:.1f} {-d:.1f} {d:.1f} {-d:.1f} {-d:.1f}z"
            return f'<path d="M{x:.1f} {y - d:.1f}{steps}"'
        case 2:
            return f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {1.9 * r:.1f}h{-2 * r:.1f}z"'
        case _:
            side = f'width="{2 * r:.1f}" height="{2 * r:.1f}"'
            return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" {side}'


@dataclass(frozen=True)
class Pen:
    """Writes marks and texts of one size, in the colours of a theme or with classes alone."""

    size: FieldSize
    theme: Theme | None

    def paint(self, end: int) -> str:
        """Return the colour of an end of a future."""
        theme = self.theme
        return "" if theme is None else (*theme.sides, theme.both, theme.neither)[end]

    def mark(self, dot: FieldDot, axis: float, *, ghost: bool = False) -> str:
        """Return a dot: a circle, a diamond, a triangle or a square, filled or as an outline."""
        shape = outline(dot.end, dot.x, dot.y + axis, 0.42 * self.size.pitch)
        colour = self.paint(dot.end)
        style = f' fill="{colour}"' if colour else ""
        if ghost:
            style = f' fill="none" stroke="{colour}" opacity=".6"' if colour else ""
        return f'{shape} class="{"g " if ghost else ""}e{dot.end}"{style}/>'

    def gap(self, x: float, y: float) -> str:
        """Return the dashed outline that marks the place of dots where there is none."""
        style, theme = ' stroke-dasharray="3 3"', self.theme
        if theme is not None:
            style += f' fill="none" stroke="{theme.neither}"'
        return f'{outline(NEITHER, x, y, 0.42 * self.size.pitch)} class="g e{NEITHER}"{style}/>'

    def line(self, kind: str, path: str) -> str:
        """Return the axis (`ax`) or a line of the grid (`gr`)."""
        theme = self.theme
        if theme is None:
            return f'<path class="{kind}" d="{path}"/>'
        ink = theme.rule if kind == "gr" else theme.faint
        return f'<path d="{path}" stroke="{ink}" stroke-width="{1 if kind == "gr" else 1.5}"/>'

    def text(
        self, place: tuple[float, float], text: str, *, anchor: str = "start", kind: str = "t"
    ) -> str:
        """Return a text: quiet (`t`), or bold in the colour of an end (`l e0`)."""
        style, theme = f' font-size="{0.8 * self.size.letters:.1f}"', self.theme
        if theme is not None:
            end, bold = kind[-1], kind.startswith("l")
            coloured = bold and end != f"{NEITHER}"
            ink = mixed(self.paint(int(end)), theme.ink, STRONG) if coloured else theme.faint
            style += f' fill="{ink}"'
            style += ' font-weight="bold"' if bold else ""
        where = f'x="{place[0]:.1f}" y="{place[1]:.1f}" text-anchor="{anchor}"'
        return f'<text class="{kind}" {where}{style}>{escape(text)}</text>'


def _axis(
    pen: Pen, field: DotField, clock: Clock, voice: Voice, places: tuple[float, float]
) -> list[str]:
    """Return the axis with the grid of its years."""
    axis, floor = places
    line, found = pen.size.letters, list[str]()
    for weeks, label in field_ticks(clock, voice):
        x = field.x(weeks)
        found.append(pen.line("gr", f"M{x:.1f} {1.6 * line:.1f}V{floor:.1f}"))
        found.append(pen.text((x, floor + 1.05 * line), label, anchor="middle"))
    found.append(pen.line("ax", f"M{field.left:.1f} {axis:.1f}H{field.right:.1f}"))
    return found


def field_ticks(clock: Clock, voice: Voice, every: int = 2) -> list[tuple[float, str]]:
    """Return the ticks of the axis: calendar years of a long horizon, else months or weeks.

    Args:
        clock: The clock.
        voice: The language.
        every: Of months or weeks every so many ticks are kept.
    """
    if clock.horizon_weeks < LONG:
        return [(weeks, label[-1]) for weeks, label in ticks(clock, voice)][::every]
    end = day_at(clock, clock.horizon_weeks).year
    days = [date(year, 1, 1) for year in range(clock.on.year + 1, end + 1)]
    return [((day - clock.on).days / DAYS_A_WEEK, f"{day.year}") for day in days]


def _labels(
    pen: Pen, answer: tuple[Results, FirstBreaks], voice: Voice, where: tuple[DotField, float]
) -> list[str]:
    """Return the labels that stand directly at the dots."""
    (results, breaks), (field, floor) = answer, where
    line, pitch = pen.size.letters, pen.size.pitch
    top, foot = 1.15 * line, floor + 2.35 * line
    narrow = pen.size.width < PHONE
    shares = [_hundred(share, voice, brief=narrow) for share in breaks.shares]
    edge = pen.size.width if narrow else (field.right + pen.size.width) / 2
    neither = voice.say("share.neither", p=shares[NEITHER])
    found = [pen.text((edge, top), neither, anchor="end" if narrow else "middle", kind="l e3")]
    inner = field.right - (2 * pitch if narrow else 0.0)
    key = "share.side-brief" if narrow else "share.side"
    for end, name, y in zip((ONE, OTHER), short_sides(results, voice), (top, foot), strict=True):
        said = voice.say(key, side=voice.capital(name), p=shares[end])
        found.append(pen.text((inner, y), said, anchor="end", kind=f"l e{end}"))
    if field.already:
        day = voice.day(results.situation.clock.on)
        said = voice.say("share.already-now") if narrow else voice.say("share.already", day=day)
        found.append(pen.text((0.0, top), said))
    if breaks.shares[BOTH] > 0:
        said = voice.say("share.both", p=shares[BOTH])
        found.append(pen.text((0.0 if narrow else field.left, foot), said))
    return found


def _hundred(share: float, voice: Voice, *, brief: bool) -> str:
    """Return the futures of a hundred, as a sign where words would be too long."""
    said = voice.hundred(share)
    few = brief and said == voice.say("number.under-one")
    return voice.say("number.under-one-brief") if few else said
