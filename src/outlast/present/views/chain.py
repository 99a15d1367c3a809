"""Why one future went as it did, in words: the chain from a service back to what was kept back."""

from dataclasses import dataclass

import numpy as np

from outlast.errors import InputError, Problem
from outlast.present.display.names import bloc_name, good_name, service_name
from outlast.present.display.time_axis import day_at
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import NEITHER, ONE, OTHER, Firsts, firsts
from outlast.results import Results
from outlast.study.trace import Link, Trace, trace


@dataclass(frozen=True)
class Chain:
    """A chain in words."""

    title: str
    lines: tuple[str, ...]
    """From the effect to the cause."""

    future: int
    futures: int


def chain(results: Results, voice: Voice, future: int | None = None) -> Chain:
    """Return why a future went as it did.

    Args:
        results: The results.
        voice: The language.
        future: Its number; the median one of those in which the likelier side is first if absent.

    Raises:
        InputError: There is no such future.
    """
    found = firsts(results)
    chosen = _median(found) if future is None else future
    if not 0 <= chosen < results.futures:
        cure = f"They are numbered from 0 to {results.futures - 1}."
        raise InputError([Problem("", 0, f"there is no future {chosen}.", cure)])
    row = _first_line(results, found, chosen)
    line = results.lowered.names.lines[row]
    point = results.points()[chosen]
    made = trace(results.lowered, point, chosen, line.service, line.definition)
    return _told(results, voice, made, chosen)


def _median(found: Firsts) -> int:
    """Return the future whose first break is the middle one of the likelier side's."""
    end = ONE if found.shares[ONE] >= found.shares[OTHER] else OTHER
    rows = np.flatnonzero(found.ends == end)
    if not len(rows):
        rows = np.arange(len(found.ends))
    return int(rows[np.argsort(found.weeks[rows], kind="stable")[len(rows) // 2]])


def _first_line(results: Results, found: Firsts, future: int) -> int:
    """Return the line that breaks first in a future, of the side that is first if one is."""
    end = int(found.ends[future])
    sides = found.sides if end == NEITHER else (found.sides[end],) if end <= OTHER else found.sides
    world = results.situation.world
    rows = [
        row
        for row, line in enumerate(results.lowered.names.lines)
        if world.blocs[world.services[line.service].bloc].side in sides
        and line.definition in ("flow", found.definition)
    ]
    first, depth = results.record["first"][future], results.record["depth"][future]
    return min(rows, key=lambda row: (float(first[row]), -float(depth[row])))


def _told(results: Results, voice: Voice, made: Trace, future: int) -> Chain:
    service = service_name(results, made.service, voice)
    if made.definition != "flow":
        definition = voice.say(f"definition.{made.definition}")
        service = voice.say("name.defined", name=service, definition=definition)
    key = "chain.title" if made.broke else "chain.lowest"
    title = voice.say(key, future=f"{future}", of=f"{results.futures}", service=service)
    lines = tuple(_line(results, voice, link, service) for link in made.links)
    return Chain(title, lines, future, results.futures)


def _line(results: Results, voice: Voice, link: Link, service: str) -> str:
    """Return one step of the chain as a line."""
    when = voice.say(
        "chain.when",
        week=f"{round(link.week)}",
        month=voice.month(day_at(results.situation.clock, link.week)),
    )
    share = voice.percent(link.share)
    site = _site(results, voice, link.name)
    match link.kind:
        case "short":
            return voice.say("chain.short", when=when, service=service, share=share)
        case "lacks":
            return voice.say("chain.lacks", good=site, share=share)
        case "withheld":
            measure = results.situation.timeline.measures[link.measure]
            reference = next(iter(measure.status.values())).reference
            return voice.say(
                "chain.withheld",
                good=site,
                origin=_site(results, voice, link.origin),
                share=share,
                measure=voice.name("measure", measure.id, measure.title),
                source=results.situation.ledger.sources[reference.source].title,
            )
        case "undelivered":
            origin = _site(results, voice, link.origin)
            return voice.say("chain.undelivered", good=site, origin=origin, share=share)
        case "spent":
            return voice.say("chain.spent", when=when)
        case _:
            return voice.say(
                "chain.held",
                when=when,
                cover=voice.span(link.cover),
                left=voice.span(link.left),
                source=_stock(results, voice, link.prior),
            )


def _site(results: Results, voice: Voice, key: str) -> str:
    """Return a good with its bloc."""
    site = results.situation.world.sites.get(key)
    if site is None:
        return key
    name, bloc = good_name(results, site.good, voice), bloc_name(results, site.bloc, voice)
    return voice.say("name.of-bloc", name=name, bloc=bloc)


def _stock(results: Results, voice: Voice, prior: str) -> str:
    """Return what says how large a stock is, with its grade."""
    if not prior:
        return voice.say("chain.world")
    found = results.situation.priors[prior]
    title = voice.name("prior", prior, found.title)
    return voice.say("chain.prior", title=title, grade=voice.say(f"grade.{found.grade.value}"))
