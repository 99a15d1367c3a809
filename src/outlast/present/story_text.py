"""The story of one future in words: how it ends, the chain of causes, and its events by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from outlast.errors import InputError
from outlast.present.display.names import side_names
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_side
from outlast.present.views.chain import (
    ChainText,
    first_lines,
    in_words,
    served_name,
    since,
    site_name,
    traced_name,
)
from outlast.present.withheld import withholding_act
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.study.story import EventKind, Story, StoryEvent, story

AFTER: Final = 13
"""Weeks after the first break that the story still tells."""


@dataclass(frozen=True)
class StoryText:
    """The story of one future in words."""

    future: int
    futures: int
    end: int
    """How it ends, by the codes of first breaks."""

    title: str
    chains: tuple[ChainText, ...]
    """The chain of causes of each service that the title names."""

    months: tuple[tuple[str, tuple[str, ...]], ...]
    """The name of each month with the events in it."""


def story_text(results: Results, voice: Voice, future: int) -> StoryText:
    """Return the story of a future.

    Raises:
        InputError: There is no such future.
        RunError: The future failed its audit.
    """
    if not 0 <= future < results.futures:
        cure = f"They are numbered from 0 to {results.futures - 1}."
        raise InputError.of(f"there is no future {future}.", cure)
    breaks = results.first_breaks()
    rows = [
        results.row_of(each.service, each.definition)
        for each in first_lines(results, breaks, future)
    ]
    members = [
        results.row_of(each.service, each.definition)
        for each in results.lines_of(breaks.service_set, breaks.definition)
    ]
    followed = story(results.lowered, results.point(future), future, rows, members)
    return StoryText(
        future,
        results.futures,
        int(breaks.ends[future]),
        _title(results, breaks, followed, voice),
        tuple(in_words(results, voice, traced) for traced in followed.traces),
        tuple(_months(results, breaks, followed, voice)),
    )


def _title(results: Results, breaks: FirstBreaks, followed: Story, voice: Voice) -> str:
    """Return how a future ends, with the services and the month of its chains of causes."""
    future, traces = followed.future, followed.traces
    end, weeks = int(breaks.ends[future]), float(breaks.weeks[future])
    words = {
        "future": f"{future}",
        "of": f"{results.futures:,}",
        "service": voice.join([traced_name(results, traced, voice) for traced in traces]),
        "month": since(results, traces[0], voice),
    }
    if end == NEITHER:
        return voice.say("story.neither", **words)
    one, other = side_names(results, voice)
    side = voice.capital({ONE: one, OTHER: other}.get(end, voice.say("story.both")))
    if weeks <= 0:
        key = "story.already-both" if end == BOTH else "story.already"
        return voice.say(key, side=side, **words)
    key = "story.ends-both" if end == BOTH else "story.ends"
    return voice.say(key, side=side, span=voice.span(weeks), **words)


def _months(
    results: Results, breaks: FirstBreaks, followed: Story, voice: Voice
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each month in which something happens, until a while after the first break."""
    clock = results.situation.clock
    last = float(np.clip(breaks.weeks[followed.future] + AFTER, 0, clock.horizon_weeks))
    events = [event for event in followed.events if event.weeks <= last]
    for month, part in groupby(events, key=lambda event: date_at(clock, event.weeks, voice)):
        found = list(part)
        broken = {event.name for event in found if event.kind is EventKind.BROKEN}
        told = (e for e in found if e.kind is not EventKind.SHORT or e.name not in broken)
        yield month, tuple(dict.fromkeys(_event(results, event, voice) for event in told))


def _event(results: Results, event: StoryEvent, voice: Voice) -> str:
    """Return one event as a line."""
    match event.kind:
        case EventKind.FORCE | EventKind.LIFTED:
            act = withholding_act(results, event.name, voice)
            side = short_side(results, act.side, voice)
            return voice.say(f"story.{event.kind.value}", name=act.title, side=side)
        case EventKind.SPENT:
            name = site_name(results, voice, event.name)
        case EventKind.SHORT | EventKind.BROKEN:
            name = served_name(results, event.name, voice)
    return voice.say(f"story.{event.kind.value}", name=name)
