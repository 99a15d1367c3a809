"""The fit of the process of moves: counts of the record, and its test against flat rates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Final

from outlast.scenario.moves import MarkClass, MoveEvent, MoveProcess, RatePrior, ReplyPrior

HALVED: Final = 0.5
"""The weight of each day of waiting for a reply over that of the day before."""


@dataclass(frozen=True)
class DayCounts:
    """The counts of the record that rates and the chance of a reply follow from."""

    days: int
    """Days of the record."""

    acted: int
    """Days on which the first side acted."""

    own: int
    """Days on which the second side acted, and answered nothing."""

    open_: int
    """Days of the first side whose time for an answer is over."""

    answered: int
    """Those of them that were answered."""


@dataclass(frozen=True)
class MoveFit:
    """The counts of the record up to a day, from which moves are drawn."""

    until: date
    counts: DayCounts
    classes: Mapping[MarkClass, float]
    """Marks of events that answer nothing, by class, of both sides."""

    reply_classes: Mapping[MarkClass, Mapping[MarkClass, float]]
    """Marks of replies by class, for each class of the day that they answer."""

    ladders: Mapping[str, float]
    """Marks by ladder."""

    deals: int


def fit(process: MoveProcess, knows_until: date) -> MoveFit:
    """Return the fit to the events up to a day, and to none after the day on which fitting ends."""
    until = min(knows_until, process.fitted_until)
    events = [event for event in process.events if event.day <= until]
    acts = [event for event in events if event.side == process.acts]
    rest = [event for event in events if event.side == process.replies]
    counts = count_days(
        _ordinals(acts), _ordinals(rest), process.begins.toordinal(), until.toordinal(),
        process.reply.window,
    )  # fmt: skip
    classes = dict.fromkeys(MarkClass, 0.0)
    replies = {trigger: dict.fromkeys(MarkClass, 0.0) for trigger in MarkClass}
    ladders = dict.fromkeys(process.ladders, 0.0)
    for event in events:
        trigger = _trigger(event, acts, process.reply.window) if event in rest else None
        for name in event.ladders:
            ladders[name] += 1.0 / len(event.ladders)
        for mark, share in _classes(process, event).items():
            if trigger is None:
                classes[mark] += share
            else:
                for cause, part in _classes(process, trigger).items():
                    replies[cause][mark] += part * share
    deals = sum(day <= until for day in process.deals.days)
    return MoveFit(until, counts, classes, replies, ladders, deals)


def count_days(
    acts: Sequence[int], rest: Sequence[int], begins: int, until: int, window: int
) -> DayCounts:
    """Return the counts of two lists of days up to a day.

    Args:
        acts: The days of the first side.
        rest: The days of the second side.
        begins: The first day of the record.
        until: The day up to which it is known.
        window: The days within which an answer counts as a reply.
    """
    before = [day for day in acts if until - day > window]
    own = [day for day in rest if not any(0 <= day - each <= window for each in acts)]
    answered = sum(any(0 <= day - each <= window for day in rest) for each in before)
    return DayCounts(until - begins, len(acts), len(own), len(before), answered)


def mean_rate(prior: RatePrior, events: int, days: float) -> float:
    """Return the posterior mean of a rate, events a day."""
    return (prior.events + events) / (prior.days + days)


def mean_reply(prior: ReplyPrior, counts: DayCounts) -> float:
    """Return the posterior mean of the chance of a reply."""
    return (prior.answered + counts.answered) / (prior.answered + prior.unanswered + counts.open_)


def reply_weights(window: int) -> list[float]:
    """Return the chance of each day of waiting, given that a reply comes."""
    weights = [HALVED**day for day in range(window + 1)]
    return [weight / sum(weights) for weight in weights]


def rolling_score(process: MoveProcess, *, replies: bool) -> dict[str, float]:
    """Return the log score of each side, every day foreseen from the days before it.

    Args:
        process: The process.
        replies: Whether days of the first side raise the chance of the second, or its rate is
            flat.
    """
    first, last = process.scored_from.toordinal(), process.fitted_until.toordinal()
    known = [event for event in process.events if event.day <= process.fitted_until]
    acts = _ordinals(event for event in known if event.side == process.acts)
    rest = _ordinals(event for event in known if event.side == process.replies)
    score = {process.acts: 0.0, process.replies: 0.0}
    for day in range(first, last + 1):
        chances = _chances(process, acts, rest, day, replies=replies)
        for side, days in ((process.acts, acts), (process.replies, rest)):
            score[side] += log(chances[side] if day in days else 1.0 - chances[side])
    return score


def _chances(
    process: MoveProcess, acts: list[int], rest: list[int], day: int, *, replies: bool
) -> dict[str, float]:
    """Return the chance that each side acts on a day, as foreseen on the day before."""
    begins, window = process.begins.toordinal(), process.reply.window
    past_acts, past_rest = ([each for each in days if each < day] for days in (acts, rest))
    first = mean_rate(process.rate, len(past_acts), day - begins)
    if not replies:
        flat = mean_rate(process.rate, len(past_rest), day - begins)
        return {process.acts: first, process.replies: flat}
    counts = count_days(past_acts, past_rest, begins, day, window)
    chance = mean_rate(process.rate, counts.own, day - begins)
    today = [*past_acts, day] if day in acts else past_acts
    unanswered = [
        day - each
        for each in today
        if day - each <= window and not any(each <= other < day for other in past_rest)
    ]
    if unanswered:
        waited, weights = min(unanswered), reply_weights(window)
        reply = mean_reply(process.reply, counts)
        hazard = reply * weights[waited] / (1.0 - reply * sum(weights[:waited]))
        chance = 1.0 - (1.0 - chance) * (1.0 - hazard)
    return {process.acts: first, process.replies: chance}


def _ordinals(events: "Iterator[MoveEvent] | Sequence[MoveEvent]") -> list[int]:
    return sorted(event.day.toordinal() for event in events)


def _classes(process: MoveProcess, event: MoveEvent) -> dict[MarkClass, float]:
    """Return the part of each class in the marks of an event."""
    parts = dict.fromkeys(MarkClass, 0.0)
    for name in event.ladders:
        parts[process.ladders[name].class_] += 1.0 / len(event.ladders)
    return parts


def _trigger(event: MoveEvent, acts: Sequence[MoveEvent], window: int) -> MoveEvent | None:
    """Return the latest day of the first side that an event may answer, or None."""
    before = [each for each in acts if 0 <= (event.day - each.day).days <= window]
    return max(before, key=lambda each: each.day, default=None)
