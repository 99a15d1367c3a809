"""Dependence in two columns: suppliers on the left, needed goods on the right, with its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from outlast.present.display.names import bloc_name, good_name, is_installed
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import MONTH, Voice
from outlast.present.view import Row, Table, listed
from outlast.results import Results
from outlast.results.supply import inflow_shares, stock_weeks
from outlast.scenario.clock import Clock
from outlast.study.dependence import SupplyAt, supply_at
from outlast.web.tables import PageTable, page_table

COVERS: Final = (1.0, 3.0, 6.0)
"""Months of cover at which the colour changes."""

LEAST: Final = 0.02
"""A smaller share of a good's inflow has no band."""

RIVAL: Final = 0.1
"""Goods are shown of which the rival supplies at least this share."""

ROW: Final = 30
"""Pixels of a good."""

BAND: Final = 22
"""Pixels of a band that carries all of a good's inflow."""


@dataclass(frozen=True)
class Columns:
    """The places of the columns in a picture, pixels."""

    name: str
    width: int
    left: int
    right: int
    """The bands run from the left to the right column."""

    brief: bool = False
    """Whether the unit of cover stands once, above its column."""


COLUMNS: Final = (Columns("wide", 560, 130, 280), Columns("narrow", 360, 108, 170, brief=True))
"""The picture on wide and on narrow screens."""


@dataclass(frozen=True)
class Need:
    """One good that a bloc needs, with the shares of its origins."""

    good: str
    months: float
    """Months of cover: on the date the mean over futures, later those of one future."""

    origins: tuple[tuple[str, float], ...]
    """The blocs from which it comes, the largest share first."""

    rival: float
    """The share that comes from the other side."""


@dataclass(frozen=True)
class BlocNeeds:
    """The goods that one bloc needs from its rival."""

    title: str
    finding: str
    picture: Markup
    """The picture for each width; the style sheet shows one."""


@dataclass(frozen=True)
class WhoNeedsWhom:
    """The dependence of all blocs of the two sides."""

    key: str
    """How widths and colours are read."""

    months: tuple[tuple[int, str], ...]
    """The months after the date that a reader can choose, with their names."""

    month: int | None
    """The chosen one; none for the date."""

    blocs: tuple[BlocNeeds, ...]
    table: PageTable


def months_after(clock: Clock) -> range:
    """Return the whole months between the date and the horizon, by their numbers."""
    return range(1, int(clock.horizon_weeks / MONTH) + 1)


def who_needs_whom(
    results: Results, voice: Voice, futures: tuple[int, int], month: int | None = None
) -> WhoNeedsWhom:
    """Return the goods that each bloc of a side needs from the other side, with their cover.

    Args:
        results: The results.
        voice: The language.
        futures: For each side, the future whose months are shown.
        month: The month after the date; none for the supply of the base year and the cover on the
            date. One beyond the horizon is the last one.

    Raises:
        RunError: A future failed its audit.
    """
    world, clock = results.situation.world, results.situation.clock
    choices = tuple(months_after(clock))
    month = min(month, choices[-1]) if month is not None and choices else None
    later: dict[int, dict[tuple[str, str], SupplyAt]] = {}
    if month is not None:
        weeks = month * MONTH
        later = {
            future: supply_at(results.lowered, results.point(future), future, weeks)
            for future in set(futures)
        }
    of_side = dict(zip(results.sides, futures, strict=True))
    needs = {
        bloc: _needs(results, bloc, later.get(of_side[each.side]))
        for bloc, each in world.blocs.items()
        if each.side in of_side
    }
    rows: list[Row] = [
        {
            "bloc": bloc_name(results, bloc, voice),
            "good": good_name(results, each.good, voice),
            "origin": bloc_name(results, origin, voice),
            "share": voice.percent(share),
            "cover-months": voice.number(round(each.months, 1)),
        }
        for bloc, found in needs.items()
        for each in found
        for origin, share in each.origins
    ]
    table: Table = listed(voice, ("bloc", "good", "origin", "share", "cover-months"), rows)
    named = {each: date_at(clock, each * MONTH, voice) for each in choices}
    year = f"{world.base_year}"
    key = voice.say("page.needs-key", year=year)
    if month is not None:
        key = voice.say("page.needs-key-month", year=year, month=named[month])
    return WhoNeedsWhom(
        key,
        tuple(named.items()),
        month,
        tuple(_bloc(results, voice, bloc, found) for bloc, found in needs.items() if found),
        page_table(table, voice),
    )


def _needs(
    results: Results, bloc: str, later: Mapping[tuple[str, str], SupplyAt] | None
) -> list[Need]:
    """Return the goods that a bloc needs from its rival, the largest share of the base year first.

    Args:
        results: The results.
        bloc: The bloc.
        later: The supply in a month of a future; that of the base year if absent.
    """
    stocks = stock_weeks(results)
    found: list[tuple[float, Need]] = []
    for (destination, good), base in inflow_shares(results).items():
        if destination != bloc or is_installed(results, good):
            continue
        before = _from_rival(results, bloc, base)
        if before < RIVAL:
            continue
        now = SupplyAt(base, stocks.get((bloc, good), 0.0))
        if later is not None:
            now = later[bloc, good]
        shares = sorted(now.shares.items(), key=lambda pair: -pair[1])
        kept = tuple((origin, share) for origin, share in shares if share >= LEAST)
        rival = _from_rival(results, bloc, now.shares)
        found.append((before, Need(good, now.cover / MONTH, kept, rival)))
    return [need for _, need in sorted(found, key=lambda pair: -pair[0])]


def _from_rival(results: Results, bloc: str, origins: Mapping[str, float]) -> float:
    """Return the share of a bloc's supply that comes from the other side."""
    blocs = results.situation.world.blocs
    own = (None, blocs[bloc].side)
    return sum(share for origin, share in origins.items() if blocs[origin].side not in own)


def _bloc(results: Results, voice: Voice, bloc: str, needs: list[Need]) -> BlocNeeds:
    """Return the goods of one bloc as a picture."""
    name, first = bloc_name(results, bloc, voice), max(needs, key=lambda each: each.rival)
    least = min(needs, key=lambda each: each.months)
    finding = voice.say(
        "page.needs-finding",
        bloc=name,
        good=good_name(results, first.good, voice),
        share=voice.percent(first.rival),
        least=good_name(results, least.good, voice),
        span=voice.span(least.months * MONTH),
    )
    title = voice.say("page.needs-title", bloc=name)
    drawn = [_picture(results, voice, (bloc, needs), finding, each) for each in COLUMNS]
    return BlocNeeds(title, finding, Markup("").join(drawn))


def _picture(
    results: Results, voice: Voice, whose: tuple[str, list[Need]], finding: str, at_x: Columns
) -> Markup:
    """Return suppliers, bands and goods as SVG, at one width."""
    bloc, needs = whose
    totals: dict[str, float] = {}
    for each in needs:
        for origin, share in each.origins:
            totals[origin] = totals.get(origin, 0.0) + share
    height = 34 + ROW * len(needs)
    scale = (height - 40 - 8 * len(totals)) / max(sum(totals.values()), 1e-9)
    thick = min(BAND, scale)
    place: dict[str, float] = {}
    at = 30.0
    parts: list[str] = []
    blocs = results.situation.world.blocs
    for origin, total in sorted(totals.items(), key=lambda pair: -pair[1]):
        place[origin] = at
        side = "rival" if blocs[origin].side not in (None, blocs[bloc].side) else "own"
        tall = max(total * thick, 2.0)
        parts.append(
            f'<rect class="{side}" x="{at_x.left}" y="{at:.1f}" width="8" height="{tall:.1f}"/>'
        )
        label = escape(bloc_name(results, origin, voice))
        parts.append(_text(at_x.left - 8, at + tall / 2 + 4, "end", label, "label"))
        at += max(tall, 16.0) + 8
    heads = [(at_x.left + 8, "end", "page.supplies"), (at_x.right + 12, "start", "page.needs")]
    if at_x.brief:
        heads.append((at_x.width, "end", "page.months"))
    parts += [_text(x, 14, anchor, voice.say(key), "tick") for x, anchor, key in heads]
    for number, each in enumerate(needs):
        name = escape(good_name(results, each.good, voice))
        parts += _good((name, each), voice, (30 + ROW * number, thick), place, at_x)
    tall = f"{max(height, at):.0f}"
    box = f'viewBox="0 0 {at_x.width} {tall}" width="{at_x.width}" height="{tall}"'
    head = f'<svg class="needs {at_x.name}" {box} role="img" aria-label={quoteattr(finding)}>'
    return Markup(f"{head}{''.join(parts)}</svg>")  # noqa: S704  its texts are escaped


def _good(
    named: tuple[str, Need],
    voice: Voice,
    where: tuple[float, float],
    place: dict[str, float],
    at_x: Columns,
) -> list[str]:
    """Return the bands of one good, and its label."""
    (name, need), (top, thick) = named, where
    cover = sum(need.months >= each for each in COVERS)
    y, parts = top, list[str]()
    for origin, share in need.origins:
        wide, middle = max(1.0, share * thick), (at_x.left + 8 + at_x.right) / 2
        begin, end = place[origin] + wide / 2, y + wide / 2
        curve = f"C{middle} {begin:.1f} {middle} {end:.1f} {at_x.right} {end:.1f}"
        parts.append(
            f'<path class="band cover{cover}" stroke-width="{wide:.1f}" '
            f'd="M{at_x.left + 8} {begin:.1f}{curve}"/>'
        )
        place[origin] += share * thick
        y += share * thick
    number = round(need.months, 1)
    months = voice.number(number) if at_x.brief else voice.say("page.cover", n=number)
    box = f'x="{at_x.right}" y="{top:.1f}" width="8" height="{max(2.0, y - top):.1f}"'
    parts.append(f'<rect class="cover{cover}" {box}/>')
    parts.append(_text(at_x.right + 14, top + 12, "start", name, "label"))
    parts.append(_text(at_x.width, top + 12, "end", escape(months), "tick"))
    return parts


def _text(x: float, y: float, anchor: str, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
