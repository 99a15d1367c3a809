"""Comparing two scenarios on the same dice: differences future by future, with their intervals."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from outlast.api.answer import Answer
from outlast.api.run import FUTURES, run
from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.results.odds import RULES, error
from outlast.scenario.load import Situation

SURE: Final = 1.96
"""Standard errors on either side of a 95 % interval."""


@dataclass(frozen=True)
class Difference:
    """The chance of one thing in two scenarios, and the second less the first."""

    what: str
    one: float
    other: float
    difference: float
    low: float
    """The 95 % interval of the difference, over pairs of futures with the same luck."""
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class SetDifference:
    """How one contest ends in two scenarios, under one definition and one rule."""

    contest: str
    title: str
    definition: str
    rule: str
    ends: tuple[Difference, ...]
    """One side first, the other first, both in one week, neither."""


@dataclass(frozen=True)
class LineDifference:
    """The chance that one service breaks, in two scenarios."""

    service: str
    title: str
    bloc: str
    definition: str
    breaks: Difference


@dataclass(frozen=True)
class Comparison:
    """Two answers on the same dice."""

    one: Answer
    other: Answer
    sets: tuple[SetDifference, ...]
    lines: tuple[LineDifference, ...]

    @property
    def sentence(self) -> str:
        """What the second scenario changes in the default contest, counted."""
        contest = list(self.one.results.situation.contests)[-1]
        chosen = next(each for each in self.sets if each.contest == contest)
        sides = self.one.results.situation.timeline.sides
        told = [
            f"{sides[end.what].title} is first in {100 * end.one:.0f} of 100 futures and in "
            f"{100 * end.other:.0f} ({_signed(end)})"
            for end in chosen.ends[:2]
        ]
        first, second = (each.results.manifest.title for each in (self.one, self.other))
        return f"“{first}” and “{second}” on the same dice: {'; '.join(told)}."

    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        manifests = [each.results.manifest for each in (self.one, self.other)]
        return {
            "scenarios": [
                {"id": each.scenario, "title": each.title, "digest": each.digest}
                for each in manifests
            ],
            "seed": manifests[0].seed,
            "futures": manifests[0].futures,
            "sentence": self.sentence,
            "sets": [asdict(each) for each in self.sets],
            "services": [asdict(each) for each in self.lines],
        }

    def __str__(self) -> str:
        return self.sentence


def compare(
    one: str | Situation | Answer,
    other: str | Situation | Answer,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    **more: Any,  # noqa: ANN401  what `run` takes
) -> Comparison:
    """Return two scenarios beside each other, run on the same dice.

    Args:
        one: A scenario, or an answer that is there already.
        other: The scenario, or answer, to set beside it.
        futures: How many futures of each.
        seed: The seed of their luck, the same for both.
        more: What else `run` takes.

    Raises:
        InputError: They do not compare the same services over the same time on the same dice.
        RunError: A future failed its audit.
    """
    answers = [
        given if isinstance(given, Answer) else run(given, futures=futures, seed=seed, **more)
        for given in (one, other)
    ]
    a, b = answers
    _refuse_unlike(a, b)
    return Comparison(a, b, _sets(a, b), _lines(a, b))


def _refuse_unlike(one: Answer, other: Answer) -> None:
    """Refuse answers that do not answer the same question on the same dice."""
    a, b = one.results, other.results
    if a.lowered.names.sets != b.lowered.names.sets or a.situation.contests != b.situation.contests:
        what = "do not compare the same sets of services"
    elif a.lowered.names.lines != b.lowered.names.lines:
        what = "have not the same services"
    elif a.horizon != b.horizon:
        what = f"run over {a.horizon:g} and {b.horizon:g} weeks"
    elif (a.manifest.seed, a.futures) != (b.manifest.seed, b.futures):
        what = "were not run on the same dice"
    else:
        return
    raise InputError(
        f'"{a.manifest.scenario}" and "{b.manifest.scenario}" {what}; they cannot be compared. '
        "Choose scenarios of one world, one horizon, one seed and as many futures."
    )


def _sets(one: Answer, other: Answer) -> tuple[SetDifference, ...]:
    found: list[SetDifference] = []
    halves = one.results.lowered.names.sets
    for contest, definition in dict.fromkeys((half.contest, half.definition) for half in halves):
        sides = [
            half.side for half in halves if (half.contest, half.definition) == (contest, definition)
        ]
        for rule in RULES if len(sides) == 2 else ():  # noqa: PLR2004  a contest has two sides
            a, b = (each.results.ends(contest, definition, rule) for each in (one, other))
            ends = tuple(
                _difference(what, a[:, n], b[:, n])
                for n, what in enumerate((*sides, "same", "neither"))
            )
            title = one.results.situation.contests[contest].title
            found.append(SetDifference(contest, title, definition, rule, ends))
    return tuple(found)


def _lines(one: Answer, other: Answer) -> tuple[LineDifference, ...]:
    world, horizon = one.results.situation.world, one.results.horizon
    found: list[LineDifference] = []
    for row, line in enumerate(one.results.lowered.names.lines):
        a, b = (
            np.asarray(each.results.record["first"][:, row] <= horizon, np.float64)
            for each in (one, other)
        )
        service = world.services[line.service]
        found.append(
            LineDifference(
                line.service,
                service.title,
                service.bloc,
                line.definition,
                _difference("breaks", a, b),
            )
        )
    return tuple(found)


def _difference(what: str, one: Reals, other: Reals) -> Difference:
    """Return two chances and their difference, of futures with the same luck."""
    apart = other - one
    middle, wide = float(apart.mean()), SURE * error(apart)
    return Difference(
        what, float(one.mean()), float(other.mean()), middle, middle - wide, middle + wide
    )


def _signed(end: Difference) -> str:
    """Return a difference in words, with its interval."""
    return f"{100 * end.difference:+.0f}, {100 * end.low:+.0f} to {100 * end.high:+.0f}"
