"""The process of moves: the days on which states acted, and the next steps that each could take."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts import Ledger, Quantity
from outlast.facts.bounds import SHARE
from outlast.policy import Timeline
from outlast.reading import Brief, Day, Finding, Findings, Frozen, Place, each_unknown, unknown
from outlast.scenario.numbers import check_number
from outlast.scenario.scenario import RATED, Kind
from outlast.scenario.supposed import RATE
from outlast.world import World

FORM: Final = "moves"
"""The name of the file and of its form."""

FACTOR: Final = (0.01, 100.0)
"""The bounds of the factor of a regime."""

SPAN: Final = (1.0, 2_000.0)
"""The bounds of a length, weeks."""


NOTICE: Final = 3
"""The days between the announcement of a change, whose day the record may not hold, and its day."""


class MarkClass(StrEnum):
    """The classes of marks: a tariff answers tariffs more often than a control does."""

    CONTROL = "control"
    TARIFF = "tariff"


class MoveEvent(Frozen):
    """One side's new measures of one day."""

    day: Day
    """The day on which they were announced."""

    side: str
    """The side that acted."""

    ladders: tuple[str, ...] = Field(min_length=1)
    """The ladders on which it moved; each counts an equal part."""

    measures: tuple[str, ...] = Field(min_length=1)
    """The measures of the record that were announced or amended on that day."""

    note: str | None = Field(default=None, min_length=5)
    """The source of the day where no measure of the record has it."""


class Rung(Frozen):
    """One step on a ladder: an act on goods between blocs."""

    kind: Kind
    """Its effect."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods of the world that it names."""

    origins: tuple[str, ...] = Field(min_length=1)
    """The blocs from which they come."""

    destinations: tuple[str, ...] = Field(min_length=1)
    """The blocs to which they go."""

    share: Quantity | None = None
    """The share of trade that it covers; if absent, of each good as much as the measures of its
    ladder cover, and all where they cover none."""

    rate: Quantity | None = None
    """A quota as a share of base trade, a fee as a share of value, a floor as a multiple of the
    price of the base year."""

    by: tuple[str, ...] = ()
    """The measures of the record that reach it."""

    why: str = Field(min_length=5)
    """Why it would be the next step."""

    @model_validator(mode="after")
    def _has_a_rate(self) -> "Rung":
        if (self.kind in RATED) != (self.rate is not None):
            raise ValueError("quotas, fees and price floors have a rate, and nothing else has one.")
        return self


class Ladder(Frozen):
    """The next steps of one side on one group of goods, in order."""

    side: str
    """The side whose steps they are."""

    title: str = Field(min_length=3)
    """Its name for readers."""

    class_: MarkClass = Field(alias="class")
    """The class of its marks."""

    rungs: dict[str, Rung] = Field(default_factory=dict[str, Rung])
    """Its steps by name, the mildest first; none if they act on no good of the world."""


class RatePrior(Frozen):
    """A gamma prior of a rate, as events seen in days."""

    events: FiniteFloat = Field(gt=0)
    """The shape."""

    days: FiniteFloat = Field(gt=0)
    """The days in which they count as seen."""

    why: str = Field(min_length=5)
    """The reason."""


class ReplyPrior(Frozen):
    """A beta prior of the chance of a reply, as days answered and not."""

    answered: FiniteFloat = Field(gt=0)
    """Days answered."""

    unanswered: FiniteFloat = Field(gt=0)
    """Days not answered."""

    window: int = Field(ge=1, le=60)
    """The days within which an answer counts as a reply."""

    why: str = Field(min_length=5)
    """The reason."""


class Regimes(Frozen):
    """The times in which states act less or more often than on average."""

    factors: dict[str, Quantity]
    """By regime, the factor on both rates."""

    length: Quantity
    """The weeks for which it lasts from the last known day."""

    since: dict[Day, str] = Field(default_factory=dict[Day, str])
    """The regime from each day of the record; before the first there is none."""

    branches: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    """The regime that each branch of an open question brings, by switch."""

    def on(self, day: Day) -> str:
        """Return the regime of a day; empty if there is none."""
        past = [since for since in self.since if since <= day]
        return self.since[max(past)] if past else ""


class Deals(Frozen):
    """The days on which both sides suspend measures together."""

    rate: RatePrior
    """The rate of deals."""

    days: tuple[Day, ...] = ()
    """The deals of the record."""

    reach: Quantity
    """The weeks before a deal in which a measure that it can suspend was announced."""

    covers: Quantity
    """The chance that a deal covers a ladder."""

    length: Quantity
    """The weeks of a suspension, up to its stated end."""

    extended: Quantity
    """The chance that a suspension is extended at its stated end."""

    early: Quantity
    """The chance that it ends before."""


class CrowdForecast(Frozen):
    """A forecast of a crowd on one question on one day, as a fact."""

    question: str = Field(min_length=10)
    """The question."""

    fact: str
    """The fact that holds the forecast, with its source and day."""

    day: Day
    """The day on which it was read."""

    until: Day
    """The last day of the question."""

    happened: bool | None = None
    """Whether it happened; absent if it is not resolved."""

    side: str
    """The side that would act."""

    ladders: tuple[str, ...] = ()
    """The ladders of which the first move would be a yes; none if the process has no such move."""


class MoveProcess(Brief, Frozen):
    """A file of moves: the fitted process of one contest."""

    begins: Day
    """The first day on which events were counted."""

    fitted_until: Day
    """The last day whose events are used for fitting."""

    scored_from: Day
    """The first day of the rolling score."""

    acts: str
    """The side whose days the other may answer."""

    replies: str
    """The side that acts of its own and may answer."""

    rate: RatePrior
    """The prior of the rate of each side."""

    reply: ReplyPrior
    """The prior of the chance of a reply."""

    weight: FiniteFloat = Field(gt=0)
    """The weight of each class and ladder before any event."""

    ladders: dict[str, Ladder] = Field(min_length=1)
    """The ladders of both sides."""

    events: tuple[MoveEvent, ...] = Field(min_length=1)
    """The events of the record."""

    regimes: Regimes
    """The times of fewer or more moves."""

    deals: Deals
    """The deals."""

    crowds: tuple[CrowdForecast, ...] = ()
    """Forecasts of others on the same questions."""


def check_moves(process: MoveProcess, world: World, timeline: Timeline, ledger: Ledger) -> Findings:
    """Yield names that lead nowhere, events without their measure, and numbers beyond bounds."""
    for field in ("acts", "replies"):
        yield from unknown((field,), getattr(process, field), timeline.sides, "a side")
    for key, ladder in process.ladders.items():
        yield from unknown(("ladders", key, "side"), ladder.side, timeline.sides, "a side")
        for name, rung in ladder.rungs.items():
            yield from _check_rung(("ladders", key, "rungs", name), rung, world, timeline, ledger)
    for index, event in enumerate(process.events):
        yield from _check_event(("events", index), event, process, timeline)
    yield from _check_regimes(process.regimes, timeline, ledger)
    for name in ("covers", "extended", "early"):
        yield from check_number(("deals", name), getattr(process.deals, name), "1", ledger, SHARE)
    for name in ("reach", "length"):
        number = getattr(process.deals, name)
        yield from check_number(("deals", name), number, "week", ledger, SPAN)
    for index, each in enumerate(process.crowds):
        place = ("crowds", index)
        yield from unknown((*place, "fact"), each.fact, ledger.facts, "a fact")
        yield from unknown((*place, "side"), each.side, timeline.sides, "a side")
        yield from each_unknown((*place, "ladders"), each.ladders, process.ladders, "a ladder")


def _check_rung(
    place: Place, rung: Rung, world: World, timeline: Timeline, ledger: Ledger
) -> Findings:
    yield from each_unknown((*place, "goods"), rung.goods, world.goods, "a good")
    yield from each_unknown((*place, "origins"), rung.origins, world.blocs, "a bloc")
    yield from each_unknown((*place, "destinations"), rung.destinations, world.blocs, "a bloc")
    yield from each_unknown((*place, "by"), rung.by, timeline.measures, "a measure")
    if rung.share is not None:
        yield from check_number((*place, "share"), rung.share, "1", ledger, SHARE)
    if rung.rate is not None:
        yield from check_number((*place, "rate"), rung.rate, "1", ledger, RATE)


def _check_event(
    place: Place, event: MoveEvent, process: MoveProcess, timeline: Timeline
) -> Findings:
    """Yield an event of unknown side, ladder or measure, and one on no day of its measures."""
    yield from unknown((*place, "side"), event.side, timeline.sides, "a side")
    yield from each_unknown((*place, "ladders"), event.ladders, process.ladders, "a ladder")
    yield from each_unknown((*place, "measures"), event.measures, timeline.measures, "a measure")
    for name in event.ladders:
        ladder = process.ladders.get(name)
        if ladder is not None and ladder.side != event.side:
            yield Finding((*place, "ladders"), f'"{name}" is no ladder of "{event.side}".', "")
    known = [key for key in event.measures if key in timeline.measures]
    after = [(day - event.day).days for key in known for day in days_of(key, timeline)]
    if known and event.note is None and not any(0 <= days <= NOTICE for days in after):
        what = f"on {event.day} none of its measures was announced or about to change."
        yield Finding((*place, "day"), what, "Name the measure of that day.")
    if not process.begins <= event.day <= process.fitted_until:
        what = f"{event.day} lies outside the record from {process.begins}."
        yield Finding((*place, "day"), what, f"Events up to {process.fitted_until} are fitted.")


def days_of(measure: str, timeline: Timeline) -> frozenset[Day]:
    """Return every day on which a measure was announced, took force or was amended."""
    found = timeline.measures[measure]
    days = {day for _, schedule in found.schedules() for day in schedule.root}
    for day, standing in found.status.items():
        days |= {day} | ({standing.announced} if standing.announced else set())
    return frozenset(days | {found.announced})


def _check_regimes(regimes: Regimes, timeline: Timeline, ledger: Ledger) -> Findings:
    yield from check_number(("regimes", "length"), regimes.length, "week", ledger, SPAN)
    known = regimes.factors
    for name, factor in regimes.factors.items():
        yield from check_number(("regimes", "factors", name), factor, "1", ledger, FACTOR)
    for day, name in regimes.since.items():
        yield from unknown(("regimes", "since", f"{day}"), name, known, "a regime")
    for switch, branches in regimes.branches.items():
        place = ("regimes", "branches", switch)
        yield from unknown(place, switch, timeline.switches, "a switch")
        declared: Mapping[str, object] = (
            timeline.switches[switch].branches if switch in timeline.switches else {}
        )
        for branch, name in branches.items():
            yield from unknown((*place, branch), branch, declared, "a branch")
            yield from unknown((*place, branch), name, known, "a regime")
