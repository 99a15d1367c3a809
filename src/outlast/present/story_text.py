"""The story of one future in words: how it ends, the chain of causes, and its events by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from outlast.errors import InputError
from outlast.present.display.names import service_name, side_names
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice
from outlast.present.views.chain import ChainText, first_line, in_words, site_name
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
    chain: ChainText
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
    line = first_line(results, breaks, future)
    row = results.row_of(line.service, line.definition)
    members = [
        results.row_of(each.service, each.definition)
        for each in results.lines_of(breaks.service_set, breaks.definition)
    ]
    followed = story(results.lowered, results.point(future), future, [row], members)
    return StoryText(
        future,
        results.futures,
        int(breaks.ends[future]),
        _title(results, breaks, future, voice),
        in_words(results, voice, followed.traces[0]),
        tuple(_months(results, breaks, followed, voice)),
    )


def _title(results: Results, breaks: FirstBreaks, future: int, voice: Voice) -> str:
    """Return how a future ends, in a sentence."""
    end, weeks = int(breaks.ends[future]), float(breaks.weeks[future])
    number = {"future": f"{future}", "of": f"{results.futures:,}"}
    if end == NEITHER:
        return voice.say("story.neither", **number)
    one, other = side_names(results, voice)
    side = voice.capital({ONE: one, OTHER: other}.get(end, voice.say("story.both")))
    if weeks <= 0:
        return voice.say("story.already", side=side, **number)
    month = date_at(results.situation.clock, weeks, voice)
    key = "story.ends-both" if end == BOTH else "story.ends"
    return voice.say(key, side=side, month=month, span=voice.span(weeks), **number)


def _months(
    results: Results, breaks: FirstBreaks, followed: Story, voice: Voice
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each month in which something happens, until a while after the first break."""
    clock = results.situation.clock
    last = float(np.clip(breaks.weeks[followed.future] + AFTER, 0, clock.horizon_weeks))
    events = [event for event in followed.events if event.weeks <= last]
    for month, part in groupby(events, key=lambda event: date_at(clock, event.weeks, voice)):
        yield month, tuple(_event(results, event, voice) for event in part)


def _event(results: Results, event: StoryEvent, voice: Voice) -> str:
    """Return one event as a line."""
    match event.kind:
        case EventKind.FORCE | EventKind.LIFTED:
            name = withholding_act(results, event.name, voice).title
        case EventKind.SPENT:
            name = site_name(results, voice, event.name)
        case EventKind.SHORT | EventKind.BROKEN:
            name = service_name(results, event.name, voice)
    return voice.say(f"story.{event.kind.value}", name=name)
