"""Forks: the dates on which the record branches, because an open question decides a measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outlast.policy.measure import Measure
from outlast.policy.reaching import kept
from outlast.policy.timeline import Timeline


@dataclass(frozen=True)
class Fork:
    """A date on which a switch decides a measure or several."""

    day: date
    """The first day on which its answer has effect."""

    switch: str
    """The switch, by name."""

    question: str
    """Its question, for readers."""

    answers: tuple[str, ...]
    """The names of its branches."""

    measures: tuple[str, ...]
    """The measures that it decides on that day, by id."""


def forks(timeline: Timeline, measures: Iterable[Measure] | None = None) -> tuple[Fork, ...]:
    """Return every fork of a record, in order of time; a question that a reader settled is none.

    Args:
        timeline: The record.
        measures: The measures to look at; all if absent.
    """
    if measures is None:
        return kept(timeline, "forks", lambda: _forks(timeline, timeline.measures.values()))
    return _forks(timeline, measures)


def _forks(timeline: Timeline, measures: Iterable[Measure]) -> tuple[Fork, ...]:
    """Return the forks of some measures, in order of time."""
    found: dict[tuple[date, str], list[str]] = {}
    for measure in measures:
        for day, standing in measure.status.items():
            if standing.when is not None and standing.when.switch not in timeline.settlements:
                found.setdefault((day, standing.when.switch), []).append(measure.id)
    return tuple(
        Fork(
            day,
            switch,
            timeline.switches[switch].question,
            tuple(timeline.switches[switch].branches),
            tuple(dict.fromkeys(decided)),
        )
        for (day, switch), decided in sorted(found.items())
    )


def next_fork(timeline: Timeline, day: date) -> Fork | None:
    """Return the first fork after a day, or None if the record knows none."""
    return next((fork for fork in forks(timeline) if fork.day > day), None)


def passed_forks(timeline: Timeline, today: date) -> tuple[Fork, ...]:
    """Return the first fork of each switch whose date has come and whose answer is not recorded."""
    first: dict[str, Fork] = {}
    for fork in forks(timeline):
        if fork.day <= today:
            first.setdefault(fork.switch, fork)
    return tuple(first.values())
