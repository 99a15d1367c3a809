"""A freeze: what exists, what is known and what is believed on a day, and what of it is of later.

A number published by the day stands. One that was published later and describes a time before the
day stands as a *pseudo-vintage*: it could have been known, in another vintage. One that describes a
time after the day takes its project, delivery or practice with it; where nothing can go, its range
is doubled. A prior published later is doubled in width, unless it is a definition or a switch: no
later text makes those better known. Everything of this is counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import Final

from pydantic import BaseModel

from outlast.facts import Fact, Ledger, Quantity
from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.reading import Document
from outlast.scenario.conduct import Conduct
from outlast.scenario.load import Parts, Read, Situation, situation
from outlast.scenario.prior import (
    Beta,
    Distribution,
    Lognormal,
    Normal,
    Prior,
    Role,
    Triangular,
    Uniform,
)
from outlast.scenario.scenario import Differences
from outlast.world import World

WIDER: Final = 2.0
"""By what the width of a number of later is multiplied."""

UNSTATED: Final = 0.5
"""The half width, as a share of the value, of a number of later that states no range."""

DAYS_A_WEEK: Final = 7


@dataclass(frozen=True)
class Vintages:
    """What a freeze did with what was published after its day, by name."""

    stood: tuple[str, ...]
    """Facts that had been published."""

    pseudo: tuple[str, ...]
    """Facts of an earlier time, at hand only in a later vintage."""

    widened: tuple[str, ...]
    """Facts of a later time for which nothing else could stand."""

    priors: tuple[str, ...]
    """Priors published later, doubled in width."""

    dropped: tuple[str, ...]
    """Projects, deliveries and practices of later."""


@dataclass(frozen=True)
class Freeze:
    """A situation frozen on a day."""

    day: date
    situation: Situation
    vintages: Vintages


def frozen(parts: Parts, day: date, weeks: int, lag: int) -> Freeze:
    """Return what stood on a day, run on for some weeks.

    Args:
        parts: Everything that the data hold.
        day: The day of the freeze, which is the date of the scenario and the last it knows.
        weeks: Weeks to run from it.
        lag: Days after which a statistic is usually out.
    """
    world, gone = _world(parts.world.world, parts.ledger, day)
    conduct, lost = _conduct(parts.conduct, parts.ledger, day)
    used = sorted({*named_facts(world), *named_facts(conduct), *named_facts(parts.contests)})
    later = [key for key in used if parts.ledger.facts[key].published > day]
    wide = tuple(key for key in later if _is_of_later(parts.ledger.facts[key], day))
    priors = {
        key: prior
        for key, prior in parts.priors.items()
        if prior.published > day and prior.kind in (Role.ASSUMPTION, Role.LEVER)
    }
    ledger = replace(
        parts.ledger,
        facts={**parts.ledger.facts, **{key: _wide_fact(parts.ledger.facts[key]) for key in wide}},
        observed=known_points(parts.ledger.observed, day, lag),
    )
    kept = replace(
        parts,
        ledger=ledger,
        priors={**parts.priors, **{key: wide_prior(prior) for key, prior in priors.items()}},
        world=replace(parts.world, world=world),
        conduct=conduct,
    )
    vintages = Vintages(
        stood=tuple(key for key in used if key not in later),
        pseudo=tuple(key for key in later if key not in wide),
        widened=wide,
        priors=tuple(priors),
        dropped=(*gone, *lost),
    )
    return Freeze(day, situation(_scenario(day, weeks), kept), vintages)


def _scenario(day: date, weeks: int) -> Read:
    """Return a scenario that says nothing but its day."""
    said = Differences(
        id=f"freeze-{day}",
        title=f"Frozen on {day}",
        summary=f"What was known on {day}, and nothing later.",
        date=day,
        knows_until=day,
        horizon=weeks,
    )
    return Read((said,), (Document(said.id, {}, {}),))


def known_points(
    observed: Mapping[str, tuple[Observation, ...]], day: date, lag: int
) -> dict[str, tuple[Observation, ...]]:
    """Return the points that were out on a day, or would have been in another vintage."""
    return {
        key: tuple(point for point in points if _was_out(point, day, lag))
        for key, points in observed.items()
    }


def _was_out(point: Observation, day: date, lag: int) -> bool:
    last = span(point.period)[1]
    return last <= day and (point.published <= day or last <= day - timedelta(days=lag))


def _is_of_later(fact: Fact, day: date) -> bool:
    """Return whether a fact describes, for the most part, a time after a day."""
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


def _tells_later(declared: object, ledger: Ledger, day: date) -> bool:
    """Return whether declared things name a fact of a later time that came out later."""
    facts = [ledger.facts[key] for key in named_facts(declared)]
    return any(fact.published > day and _is_of_later(fact, day) for fact in facts)


def _world(world: World, ledger: Ledger, day: date) -> tuple[World, list[str]]:
    """Return a world without the projects whose numbers came later."""
    gone = [key for key, each in world.projects.items() if _tells_later(each, ledger, day)]
    kept = {key: each for key, each in world.projects.items() if key not in gone}
    return world.model_copy(update={"projects": kept}), [f"project {key}" for key in gone]


def _conduct(conduct: Conduct, ledger: Ledger, day: date) -> tuple[Conduct, list[str]]:
    """Return the conduct less what was delivered, launched and practised later."""
    changed: dict[str, object] = {}
    gone: list[str] = []
    for name in ("windfalls", "purchases"):
        table = getattr(conduct, name)
        late = [k for k, v in table.items() if v.from_ > day or _tells_later(v, ledger, day)]
        changed[name] = {key: each for key, each in table.items() if key not in late}
        gone += [f"delivery {key}" for key in late]
    practices = {
        measure: {good: each for good, each in goods.items() if each.second_from <= day}
        for measure, goods in conduct.practices.items()
    }
    gone += [
        f"practice {measure} of {good}"
        for measure, goods in conduct.practices.items()
        for good in goods
        if good not in practices[measure]
    ]
    changed["practices"] = {measure: goods for measure, goods in practices.items() if goods}
    changed["launches"] = {
        bloc: tuple(each for each in days if each <= day) for bloc, days in conduct.launches.items()
    }
    changed["tallies"] = {}
    return conduct.model_copy(update=changed), gone


def _wide_fact(fact: Fact) -> Fact:
    """Return a fact with its range doubled about its value."""
    half = UNSTATED * abs(fact.value)
    low = fact.low if fact.low is not None else fact.value - half
    high = fact.high if fact.high is not None else fact.value + half
    low, high = _stretched(low, fact.value, high)
    return fact.model_copy(update={"low": low, "high": high})


def _stretched(low: float, middle: float, high: float) -> tuple[float, float]:
    """Return a range doubled in width about its middle, by factors where all is positive."""
    if low > 0:
        return middle * (low / middle) ** WIDER, middle * (high / middle) ** WIDER
    return middle + WIDER * (low - middle), middle + WIDER * (high - middle)


def wide_prior(prior: Prior) -> Prior:
    """Return a prior of the same centre and twice the width; its bounds hold."""
    return prior.model_copy(update={"distribution": wide(prior.distribution)})


def wide(given: Distribution) -> Distribution:
    """Return a distribution of the same centre and twice the width."""
    if (each := given.lognormal) is not None:
        return Distribution(lognormal=Lognormal(median=each.median, spread=each.spread**WIDER))
    if (each := given.triangular) is not None:
        low, high = _stretched(each.low, each.mode, each.high)
        return Distribution(triangular=Triangular(low=low, mode=each.mode, high=high))
    if (each := given.uniform) is not None:
        middle = sqrt(each.low * each.high) if each.low > 0 else (each.low + each.high) / 2
        low, high = _stretched(each.low, middle, each.high)
        return Distribution(uniform=Uniform(low=low, high=high))
    if (each := given.beta) is not None:
        most = sqrt(each.mean * (1.0 - each.mean))
        # A beta as wide as it can be is two points: half the way there is the most that is taken.
        sd = max(each.sd, min(WIDER * each.sd, (each.sd + most) / 2))
        return Distribution(beta=Beta(mean=each.mean, sd=sd))
    if (each := given.normal) is not None:
        return Distribution(normal=Normal(mean=each.mean, sd=WIDER * each.sd))
    if given.choice is not None:
        even = 1.0 / len(given.choice)
        return Distribution(
            choice={name: (weight + even) / 2 for name, weight in given.choice.items()}
        )
    return given
