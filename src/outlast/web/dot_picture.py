"""The dots of the first screen: one side above the axis of time, the other below it.

The picture is plain SVG without colours of its own: the page's style sheet gives both themes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from outlast.present.display.time_axis import date_at, ticks
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_sides
from outlast.present.sharing.dot_field import (
    PHONE,
    DotField,
    FieldDot,
    FieldSize,
    field_ticks,
    outline,
    placed,
)
from outlast.present.views.dots import dealt_futures, is_already
from outlast.results import Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.scenario.clock import Clock
from outlast.scenario.load import Situation

RADIUS: Final = 0.4
"""The radius of a dot, of the way from one to the next."""

FRAMES: Final = {
    "wide": FieldSize(760, 16.0, 13, 6, 3),
    "narrow": FieldSize(360, 10.5, 12, 6, 2),
}
"""The picture on wide and on narrow screens."""


@dataclass(frozen=True)
class Dot:
    """A future as a dot at its place."""

    at: FieldDot
    weeks: float
    future: int
    """Its number; negative where the future itself is not at hand."""


@dataclass(frozen=True)
class DealtDots:
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
        before = DealtDots(baseline.situation, dealt_futures(there), there.shares)
    now = DealtDots(results.situation, dealt_futures(breaks), breaks.shares)
    return deal_pictures(now, voice, before)


def deal_pictures(now: DealtDots, voice: Voice, before: DealtDots | None = None) -> dict[str, str]:
    """Return dots as SVG by frame, with others behind them as outlines."""
    return {name: _picture(now, voice, before, name) for name in FRAMES}


def _picture(now: DealtDots, voice: Voice, before: DealtDots | None, name: str) -> str:
    """Return the dots in one frame."""
    clock, size = now.situation.clock, FRAMES[name]
    deals = [now.picked, before.picked if before else ()]
    already = any(is_already(weeks) for picked in deals for _, weeks, _ in picked)
    fields = [
        placed(
            [(end, weeks) for end, weeks, _ in picked], size, clock.horizon_weeks, already=already
        )
        for picked in deals
    ]
    dots, ghosts = (
        [Dot(at, weeks, future) for at, (_, weeks, future) in zip(field.dots, picked, strict=True)]
        for field, picked in zip(fields, deals, strict=True)
    )
    reach = [each.at.y for each in (*dots, *ghosts)]
    axis = round(
        2.2 * size.letters + max(-min(reach, default=0.0), 2 * size.pitch) + size.pitch / 2, 1
    )
    floor = axis + max(*reach, 2 * size.pitch) + size.pitch / 2 + 1.4 * size.letters
    height = floor + 1.6 * size.letters
    other_day = before is not None and before.situation.clock.on != clock.on
    marks = _ticks(clock, voice, size, by_month=other_day)
    parts = [
        *_axis(fields[0], marks, (axis, floor), size),
        *(_mark(dot, axis, size, ghost=True) for dot in ghosts),
        *_labels(now, voice, (fields[0], floor), size),
        *_gap(now, voice, fields[0], axis, size),
        *(_mark(dot, axis, size, said=_said(now, voice, dot)) for dot in dots),
    ]
    box = f'viewBox="0 0 {size.width} {height:.0f}" width="{size.width}" height="{height:.0f}"'
    label = quoteattr(voice.say("page.dots-label", **_counts(now, voice)))
    return f'<svg class="dots {name}" {box} role="img" aria-label={label}>{"".join(parts)}</svg>'


def _counts(now: DealtDots, voice: Voice) -> dict[str, str]:
    one, other = short_sides(now, voice)
    return {
        "one": voice.capital(one),
        "other": voice.capital(other),
        "p_one": voice.hundred(now.shares[ONE]),
        "p_other": voice.hundred(now.shares[OTHER]),
        "both": voice.hundred(now.shares[BOTH]),
        "neither": voice.hundred(now.shares[NEITHER]),
    }


def _said(now: DealtDots, voice: Voice, dot: Dot) -> str:
    """Return a dot in words."""
    one, other = short_sides(now, voice)
    clock = now.situation.clock
    if dot.at.end == NEITHER:
        return voice.say("page.dot-neither", future=f"{dot.future}")
    side = voice.capital({ONE: one, OTHER: other}.get(dot.at.end, voice.say("end.both")))
    if is_already(dot.weeks):
        return voice.say("page.dot-already", side=side, future=f"{dot.future}")
    month = date_at(clock, dot.weeks, voice)
    return voice.say("page.dot", side=side, month=month, future=f"{dot.future}")


def _mark(dot: Dot, axis: float, size: FieldSize, *, said: str = "", ghost: bool = False) -> str:
    """Return the mark of a dot."""
    end = dot.at.end
    shape = outline(end, dot.at.x, dot.at.y + axis, RADIUS * size.pitch) + "/>"
    if ghost:
        return f'<g class="ghost end{end}">{shape}</g>'
    if dot.future < 0:
        return f'<g class="end{end}">{shape}</g>'  # no story can be told of it
    return (
        f'<g class="dot end{end}" data-future="{dot.future}" data-said={quoteattr(said)}>'
        f"<title>{escape(said)}</title>{shape}</g>"
    )


def _gap(now: DealtDots, voice: Voice, field: DotField, axis: float, size: FieldSize) -> list[str]:
    """Return the mark of the place for neither where no dot stands there, and why it is empty."""
    if field.gap is None:
        return []
    x, y = field.gap[0], field.gap[1] + axis
    shape = outline(NEITHER, x, y, RADIUS * size.pitch)
    parts = [f'<g class="gap end{NEITHER}">{shape}/></g>']
    if now.shares[NEITHER] > 0 and size.width > PHONE:  # a phone has no room for the words
        below = y + size.pitch + size.letters
        parts.append(_text("tick", x, below, "middle", voice.say("dots.under-one")))
    return parts


def _axis(
    field: DotField,
    marks: Sequence[tuple[float, str]],
    places: tuple[float, float],
    size: FieldSize,
) -> list[str]:
    """Return the axis with its grid and its labels."""
    axis, floor = places
    parts: list[str] = []
    for weeks, label in marks:
        x = field.x(weeks)
        parts.append(f'<path class="grid" d="M{x:.1f} {size.letters}V{floor:.1f}"/>')
        parts.append(_text("tick", x, floor + 1.2 * size.letters, "middle", label))
    parts.append(f'<path class="axis" d="M{field.left:.1f} {axis}H{field.right:.1f}"/>')
    return parts


def _ticks(
    clock: Clock, voice: Voice, size: FieldSize, *, by_month: bool
) -> list[tuple[float, str]]:
    """Return the ticks of the axis: calendar years of a long horizon, else months or weeks.

    Args:
        clock: The clock of the results.
        voice: The language.
        size: The measures of the picture.
        by_month: Whether to count months from the date, as two scenarios of different dates need.
    """
    every = 1 if size.width > PHONE else 2
    if by_month:
        return [(weeks, label[0]) for weeks, label in ticks(clock, voice, size.width)][::every]
    return field_ticks(clock, voice, every)


def _labels(
    now: DealtDots, voice: Voice, where: tuple[DotField, float], size: FieldSize
) -> list[str]:
    """Return the labels that stand directly at the dots."""
    (field, floor), counts = where, _counts(now, voice)
    line, is_wide = size.letters, size.width > PHONE
    key = "page.dots-side" if is_wide else "page.dots-side-brief"
    one = voice.say(key, side=counts["one"], n=counts["p_one"])
    other = voice.say(key, side=counts["other"], n=counts["p_other"])
    few = counts["neither"] == voice.say("number.under-one")
    share = voice.say("number.under-one-brief") if few else counts["neither"]
    neither = voice.say("page.dots-neither", n=share)
    middle = (field.right + size.width) / 2 + size.pitch * 0.2
    found = [
        _text("label end0", field.right, 1.2 * line, "end", one),
        _text("label end1", field.right, floor - 0.4 * line, "end", other),
        _text("label end3", middle, 1.2 * line, "middle", neither),
    ]
    if field.already:
        found.append(_text("tick", 0, 1.2 * line, "start", voice.say("page.dots-already")))
    if now.shares[BOTH] and is_wide and any(dot.end == BOTH for dot in field.dots):
        said = voice.say("page.dots-both", n=counts["both"])
        found.append(_text("label end2", field.left + 4, floor - 0.4 * line, "start", said))
    return found


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(text)}</text>'
