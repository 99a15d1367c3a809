"""Why one future went as it did, in words: from a service back to the goods that were withheld."""

from dataclasses import dataclass
from math import floor

import numpy as np

from outlast.errors import InputError
from outlast.present.display.names import bloc_name, good_name, side_names
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.withheld import withholding_act
from outlast.results import FirstBreaks, LineOdds, Results
from outlast.results.first_breaks import BOTH, ONE, OTHER, line_times
from outlast.study.kept_traces import kept_trace
from outlast.study.trace import LITTLE, Link, LinkKind, Trace


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
    line = first_lines(results, breaks, chosen)[0]
    return in_words(results, voice, kept_trace(results, line, chosen))


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
        line = _earliest(results, breaks, chosen, breaks.sides[end])
        found.append((name, in_words(results, voice, kept_trace(results, line, chosen))))
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


def first_lines(results: Results, breaks: FirstBreaks, future: int) -> tuple[LineOdds, ...]:
    """Return the lines with which a future of a set ends: that of the side that breaks first.

    Where both sides break in one week, each has its line; where neither breaks, it is the line of
    either side that comes closest.
    """
    end = int(breaks.ends[future])
    if end == BOTH:
        return tuple(_earliest(results, breaks, future, side) for side in breaks.sides)
    side = breaks.sides[end] if end in (ONE, OTHER) else None
    return (_earliest(results, breaks, future, side),)


def _earliest(results: Results, breaks: FirstBreaks, future: int, side: str | None) -> LineOdds:
    """Return the line of a set that breaks first in a future, of one side or of either.

    Of lines that are short on the date it is the deepest, and where none breaks, the one whose
    level comes closest to its threshold. Services in no set break beside the answer: they are no
    part of a set's story.
    """
    record, thresholds = results.record, results.thresholds
    first, depth, least = (
        values[future] for values in (line_times(record), record["depth"], record["level_least"])
    )

    def earliest(line: LineOdds) -> tuple[float, float, float]:
        row = results.row_of(line.service, line.definition)
        return float(first[row]), -float(depth[row]), float(least[row] - thresholds[row])

    return min(results.lines_of(breaks.service_set, breaks.definition, side), key=earliest)


def in_words(results: Results, voice: Voice, traced: Trace) -> ChainText:
    """Return a trace in words."""
    service = traced_name(results, traced, voice)
    key = "chain.title" if traced.broke else "chain.lowest"
    title = voice.say(
        key,
        future=f"{traced.future}",
        of=f"{results.futures}",
        month=since(results, traced, voice),
        service=service,
    )
    service_line = _service_line(results, voice, traced, service)
    others = (_line(results, voice, link) for link in traced.links[1:])
    return ChainText(title, (service_line, *others), traced.future, results.futures)


def traced_name(results: Results, traced: Trace, voice: Voice) -> str:
    """Return the service of a trace, with its definition of need where it has several."""
    name = served_name(results, traced.service, voice)
    if traced.definition == "flow":
        return name
    definition = voice.say(f"definition.{traced.definition}")
    return voice.say("name.defined", name=name, definition=definition)


def served_name(results: Results, key: str, voice: Voice) -> str:
    """Return a service with its bloc, as it stands within a line of a story."""
    service = results.situation.world.services[key]
    name, bloc = voice.name("service", key, service.title), service.bloc
    return voice.say("name.within", name=name, bloc=bloc_name(results, bloc, voice))


def since(results: Results, traced: Trace, voice: Voice) -> str:
    """Return the month since which the service of a trace is short; of its lowest week, else."""
    return date_at(results.situation.clock, traced.links[0].week, voice)


def _service_line(results: Results, voice: Voice, traced: Trace, service: str) -> str:
    """Return the effect at the head of a chain: the service, since when, and by how much."""
    link = traced.links[0]
    if not traced.broke and link.share <= LITTLE:
        return voice.say("chain.met", service=service, little=voice.percent(LITTLE))
    key = "chain.short" if traced.broke else "chain.lowest-week"
    when, share = _when(results, voice, link.week), voice.percent(link.share)
    return voice.say(key, when=when, service=service, share=share)


def _line(results: Results, voice: Voice, link: Link) -> str:
    """Return one cause along a chain as a line."""
    when = _when(results, voice, link.week)
    share = voice.percent(link.share)
    site = site_name(results, voice, link.name)
    match link.kind:
        case LinkKind.SHORT:
            raise AssertionError(LinkKind.SHORT)  # the head of a chain has a line of its own
        case LinkKind.LACKS:
            return voice.say("chain.lacks", good=site, share=share)
        case LinkKind.WITHHELD:
            act = withholding_act(results, link.measure, voice)
            return voice.say(
                "chain.own" if act.side == _side_of(results, link.name) else "chain.withheld",
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
    """Return the month of a time, with its week counted from the date or back from it.

    A week counts from its begin, as the weeks do by which a future ends.
    """
    month = date_at(results.situation.clock, weeks, voice)
    if round(weeks) < 0:
        return voice.say("chain.before", n=-round(weeks), month=month)
    return voice.say("chain.when", week=f"{max(0, floor(weeks))}", month=month)


def _side_of(results: Results, key: str) -> str | None:
    """Return the side of the bloc in which a site lies."""
    world = results.situation.world
    site = world.sites.get(key)
    return None if site is None else world.blocs[site.bloc].side


def site_name(results: Results, voice: Voice, key: str) -> str:
    """Return a good with its bloc."""
    site = results.situation.world.sites.get(key)
    if site is None:
        return key
    name, bloc = good_name(results, site.good, voice), bloc_name(results, site.bloc, voice)
    return voice.say("name.within", name=name, bloc=bloc)


def _stock(results: Results, voice: Voice, prior: str) -> str:
    """Return the source of the size of a stock, with its grade."""
    if not prior:
        return voice.say("chain.world")
    declared = results.situation.priors[prior]
    title = voice.name("prior", prior, declared.title)
    return voice.say("chain.prior", title=title, grade=voice.say(f"grade.{declared.grade.value}"))
