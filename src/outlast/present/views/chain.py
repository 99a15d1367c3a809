"""Why one future went as it did, in words: from a service back to the goods that were withheld."""

from dataclasses import dataclass

import numpy as np

from outlast.errors import InputError
from outlast.present.display.names import bloc_name, good_name, service_name, side_names
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.withheld import withholding_act
from outlast.results import FirstBreaks, LineOdds, Results
from outlast.results.first_breaks import ONE, OTHER, line_times
from outlast.study.trace import Link, LinkKind, Trace, trace


@dataclass(frozen=True)
class ChainText:
    """A chain of causes in words."""

    title: str
    lines: tuple[str, ...]
    """From the effect to the cause."""

    future: int
    futures: int


def chain(results: Results, voice: Voice, future: int | None = None) -> ChainText:
    """Return why a future went as it did.

    Args:
        results: The results.
        voice: The language.
        future: Its number; if absent, the median one of those in which the likelier side breaks
            first.

    Raises:
        InputError: There is no such future.
    """
    breaks = results.first_breaks()
    chosen = _median(breaks) if future is None else future
    if not 0 <= chosen < results.futures:
        cure = f"They are numbered from 0 to {results.futures - 1}."
        raise InputError.of(f"there is no future {chosen}.", cure)
    line = first_line(results, breaks, chosen)
    point = results.point(chosen)
    traced = trace(results.lowered, point, chosen, line.service, line.definition)
    return in_words(results, voice, traced)


def side_chains(
    results: Results, voice: Voice, future: int | None = None
) -> tuple[tuple[str, ChainText], tuple[str, ChainText]]:
    """Return why the first service of each side went as it did, with the side's name.

    Args:
        results: The results.
        voice: The language.
        future: The number of one future; if absent, for each side the median one of those in which
            it breaks first.
    """
    breaks = results.first_breaks()
    found: list[tuple[str, ChainText]] = []
    for end, name in zip((ONE, OTHER), side_names(results, voice), strict=True):
        chosen = _median(breaks, end) if future is None else future
        line = _earliest(results, breaks, chosen, (breaks.sides[end],))
        point = results.point(chosen)
        traced = trace(results.lowered, point, chosen, line.service, line.definition)
        found.append((name, in_words(results, voice, traced)))
    return found[0], found[1]


def _median(breaks: FirstBreaks, end: int | None = None) -> int:
    """Return the future whose first break is the middle one of a side's, by default the likelier's.

    Where that side never breaks first, all futures count.
    """
    if end is None:
        end = ONE if breaks.shares[ONE] >= breaks.shares[OTHER] else OTHER
    rows = np.flatnonzero(breaks.ends == end)
    if not len(rows):
        rows = np.arange(len(breaks.ends))
    return int(rows[np.argsort(breaks.weeks[rows], kind="stable")[len(rows) // 2]])


def first_line(results: Results, breaks: FirstBreaks, future: int) -> LineOdds:
    """Return the line that breaks first in a future, of the side that does if only one does."""
    end = int(breaks.ends[future])
    sides = (breaks.sides[end],) if end in (ONE, OTHER) else breaks.sides
    return _earliest(results, breaks, future, sides)


def _earliest(
    results: Results, breaks: FirstBreaks, future: int, sides: tuple[str, ...]
) -> LineOdds:
    """Return the line of some sides that breaks first in a future, the deepest if none does."""
    first, depth = line_times(results.record)[future], results.record["depth"][future]

    def earliest(line: LineOdds) -> tuple[float, float]:
        row = results.row_of(line.service, line.definition)
        return float(first[row]), -float(depth[row])

    lines = [
        line
        for line in results.lines()
        if line.side in sides and line.definition in ("flow", breaks.definition)
    ]
    return min(lines, key=earliest)


def in_words(results: Results, voice: Voice, traced: Trace) -> ChainText:
    """Return a trace in words."""
    service = service_name(results, traced.service, voice)
    if traced.definition != "flow":
        definition = voice.say(f"definition.{traced.definition}")
        service = voice.say("name.defined", name=service, definition=definition)
    key = "chain.title" if traced.broke else "chain.lowest"
    title = voice.say(key, future=f"{traced.future}", of=f"{results.futures}", service=service)
    lines = tuple(_line(results, voice, link, service) for link in traced.links)
    return ChainText(title, lines, traced.future, results.futures)


def _line(results: Results, voice: Voice, link: Link, service: str) -> str:
    """Return one step of the chain as a line."""
    when = _when(results, voice, link.week)
    share = voice.percent(link.share)
    site = site_name(results, voice, link.name)
    match link.kind:
        case LinkKind.SHORT:
            return voice.say("chain.short", when=when, service=service, share=share)
        case LinkKind.LACKS:
            return voice.say("chain.lacks", good=site, share=share)
        case LinkKind.WITHHELD:
            act = withholding_act(results, link.measure, voice)
            return voice.say(
                "chain.withheld",
                good=site,
                origin=site_name(results, voice, link.origin),
                share=share,
                measure=act.title,
                source=act.source,
            )
        case LinkKind.UNDELIVERED:
            origin = site_name(results, voice, link.origin)
            key = "chain.starved" if link.starved else "chain.undelivered"
            return voice.say(key, good=site, origin=origin, share=share)
        case LinkKind.SPENT:
            return voice.say("chain.spent", when=when)
        case LinkKind.HELD:
            return voice.say(
                "chain.held",
                when=when,
                cover=voice.span(link.cover),
                left=voice.span(link.left),
                source=_stock(results, voice, link.prior),
            )


def _when(results: Results, voice: Voice, weeks: float) -> str:
    """Return a week, counted from the date or back from it, with its month."""
    month = date_at(results.situation.clock, weeks, voice)
    if round(weeks) < 0:
        return voice.say("chain.before", n=-round(weeks), month=month)
    return voice.say("chain.when", week=f"{round(weeks)}", month=month)


def site_name(results: Results, voice: Voice, key: str) -> str:
    """Return a good with its bloc."""
    site = results.situation.world.sites.get(key)
    if site is None:
        return key
    name, bloc = good_name(results, site.good, voice), bloc_name(results, site.bloc, voice)
    return voice.say("name.of-bloc", name=name, bloc=bloc)


def _stock(results: Results, voice: Voice, prior: str) -> str:
    """Return the source of the size of a stock, with its grade."""
    if not prior:
        return voice.say("chain.world")
    declared = results.situation.priors[prior]
    title = voice.name("prior", prior, declared.title)
    return voice.say("chain.prior", title=title, grade=voice.say(f"grade.{declared.grade.value}"))
