"""A freeze: a situation that knows only what had been published by a day.

A number published by the day stays. A number that was published later but describes a time before
the day stays as a *pseudo-vintage*: another vintage of it could have been known. A number that
describes a time after the day takes its project, delivery or practice with it; where nothing can
be dropped, its range is doubled. A prior published later is doubled in width, unless it is a
definition or a switch, about which no later text says more. The freeze counts all of these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel

from outlast.facts import Fact, Ledger, Quantity
from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.reading import Document
from outlast.scenario.chain import Chain
from outlast.scenario.conduct import Conduct
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, situation
from outlast.scenario.prior import Role
from outlast.scenario.scenario import Differences
from outlast.truth.backtest.widen import widen_fact, widen_prior
from outlast.world import World


@dataclass(frozen=True)
class Vintages:
    """The facts, priors and projects that a freeze kept, widened or dropped, by name."""

    stood: tuple[str, ...]
    """Facts that had been published by the day."""

    pseudo: tuple[str, ...]
    """Facts about an earlier time that are at hand only in a later vintage."""

    widened: tuple[str, ...]
    """Facts about a later time that nothing else could replace."""

    priors: tuple[str, ...]
    """Priors published later, doubled in width."""

    dropped: tuple[str, ...]
    """Later projects, deliveries and practices."""


@dataclass(frozen=True)
class Freeze:
    """A situation frozen on a day."""

    day: date
    situation: Situation
    vintages: Vintages


def frozen(
    contest: Contest, day: date, weeks: int, lag: int, rules_until: date | None = None
) -> Freeze:
    """Return the situation as it was known on a day.

    Args:
        contest: The contest.
        day: The day of the freeze: the date of the scenario and the last day that it knows.
        weeks: The weeks to run from that day.
        lag: Days after which a statistic is usually published.
        rules_until: The last day of the record of rules that is given; the day of the freeze if
            absent. Facts, priors, projects and practice stay those of the day.
    """
    given = rules_until or day
    world, dropped = _known_world(contest.world.world, contest.ledger, day)
    conduct, dropped_conduct = _known_conduct(contest.conduct, contest.ledger, day)
    facts = contest.ledger.facts
    used = sorted({*named_facts(world), *named_facts(conduct), *named_facts(contest.sets)})
    later = [key for key in used if facts[key].published > day]
    to_widen = tuple(key for key in later if _describes_later(facts[key], day))
    priors = {
        key: prior
        for key, prior in contest.priors.items()
        if prior.published > day and prior.kind in (Role.ASSUMPTION, Role.LEVER)
    }
    ledger = replace(
        contest.ledger,
        facts={**facts, **{key: widen_fact(facts[key]) for key in to_widen}},
        observed=known_points(contest.ledger.observed, day, lag),
    )
    known = replace(
        contest,
        ledger=ledger,
        priors={**contest.priors, **{key: widen_prior(prior) for key, prior in priors.items()}},
        world=replace(contest.world, world=world),
        conduct=conduct,
        moves=contest.moves if given <= day else None,  # a record that is given needs no moves
    )
    vintages = Vintages(
        stood=tuple(key for key in used if key not in later),
        pseudo=tuple(key for key in later if key not in to_widen),
        widened=to_widen,
        priors=tuple(priors),
        dropped=(*dropped, *dropped_conduct),
    )
    scenario = _scenario(contest.folder, day, weeks, given)
    return Freeze(day, situation(scenario, known), vintages)


def _scenario(folder: Path, day: date, weeks: int, rules_until: date) -> Chain:
    """Return a scenario that states its day, the end of its record of rules, and nothing else."""
    fields = Differences(
        id=f"freeze-{day}",
        title=f"Frozen on {day}",
        summary=f"The state of knowledge on {day}.",
        date=day,
        knows_until=rules_until,
        horizon=weeks,
    )
    return Chain((fields,), (Document(fields.id, {}, {}),), folder)


def known_points(
    observed: Mapping[str, tuple[Observation, ...]], day: date, lag: int
) -> dict[str, tuple[Observation, ...]]:
    """Return the points that had been published by a day, or another vintage of them."""
    return {
        key: tuple(point for point in points if _was_known(point, day, lag))
        for key, points in observed.items()
    }


def _was_known(point: Observation, day: date, lag: int) -> bool:
    last = span(point.period)[1]
    return last <= day and (point.published <= day or last <= day - timedelta(days=lag))


def _describes_later(fact: Fact, day: date) -> bool:
    """Return whether most of the time that a fact describes lies after a day."""
    first, last = span(fact.period)
    return first + (last - first) / 2 > day


def named_facts(declared: object) -> Iterator[str]:
    """Yield the key of every fact that declared things name."""
    if isinstance(declared, Quantity):
        if declared.fact is not None:
            yield declared.fact
    elif isinstance(declared, BaseModel):
        for name in type(declared).model_fields:
            yield from named_facts(getattr(declared, name))
    elif isinstance(declared, Mapping):
        for value in declared.values():  # type: ignore[reportUnknownVariableType]
            yield from named_facts(value)  # type: ignore[reportUnknownArgumentType]
    elif isinstance(declared, tuple):
        for value in declared:  # type: ignore[reportUnknownVariableType]
            yield from named_facts(value)  # type: ignore[reportUnknownArgumentType]


def _needs_later_fact(declared: object, ledger: Ledger, day: date) -> bool:
    """Return whether declared things name a fact about a later time that was published later."""
    facts = [ledger.facts[key] for key in named_facts(declared)]
    return any(fact.published > day and _describes_later(fact, day) for fact in facts)


def _known_world(world: World, ledger: Ledger, day: date) -> tuple[World, list[str]]:
    """Return a world without the projects that need later facts, and the names of these."""
    late = [key for key, each in world.projects.items() if _needs_later_fact(each, ledger, day)]
    known = {key: each for key, each in world.projects.items() if key not in late}
    return world.model_copy(update={"projects": known}), [f"project {key}" for key in late]


def _known_conduct(conduct: Conduct, ledger: Ledger, day: date) -> tuple[Conduct, list[str]]:
    """Return the conduct without later deliveries, launches and practices, and their names."""
    changed: dict[str, object] = {}
    dropped: list[str] = []
    for name in ("recorded_deliveries", "purchases"):
        table = getattr(conduct, name)
        late = [k for k, v in table.items() if v.from_ > day or _needs_later_fact(v, ledger, day)]
        changed[name] = {key: each for key, each in table.items() if key not in late}
        dropped += [f"delivery {key}" for key in late]
    practices = {
        measure: {good: each for good, each in goods.items() if each.second_from <= day}
        for measure, goods in conduct.practices.items()
    }
    dropped += [
        f"practice {measure} of {good}"
        for measure, goods in conduct.practices.items()
        for good in goods
        if good not in practices[measure]
    ]
    changed["practices"] = {measure: goods for measure, goods in practices.items() if goods}
    changed["refusals"] = {
        measure: {
            good: each.model_copy(update={"shares": early})
            for good, each in goods.items()
            if (early := {since: part for since, part in each.shares.items() if since <= day})
        }
        for measure, goods in conduct.refusals.items()
    }
    changed["launches"] = {
        bloc: tuple(each for each in days if each <= day) for bloc, days in conduct.launches.items()
    }
    changed["tallies"] = {}
    return conduct.model_copy(update=changed), dropped
