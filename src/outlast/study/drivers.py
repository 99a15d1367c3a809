r"""Drivers: which uncertain inputs decide who is out of breath first, from the ensemble itself.

The outcome of a future is 1 where the first side breaks first, -1 where the other does, else 0.
The share of an input is its first-order index by random balance (Tarantola et al. 2006; Plischke
2010), $S = \operatorname{Var} E[y \mid x] / \operatorname{Var} y$, corrected for its bias (Tissot
and Prieur 2012): from given data, without a further run. An input counts if its share is more than
that of the luckiest of as many inputs that do nothing.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from threading import Thread
from typing import Any, Final, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts import Grade
from outlast.results import Results
from outlast.scenario.prior import Role
from outlast.study.inputs import Input, acting

HARMONICS: Final = 6
"""Waves that are summed along an input: a shape of three humps is still seen."""

DUMMIES: Final = 600
"""Inputs that do nothing, from which the noise is learned; as many as the largest world has."""

MOST: Final = 8192
"""Futures that are looked at; more would not change the ranking, and take long."""

FEWEST: Final = 64
"""Futures under which nothing can be told apart from chance."""

SURE: Final = 3.0
"""Standard errors from which a direction is told."""

WEAK: Final = (Grade.JUDGED.value, Grade.ASSUMED.value)
"""The grades of what nobody counted."""


METHOD: Final = "SALib.analyze.rbd_fast"
"""The module of the method."""


def warm() -> Thread:
    """Import what the drivers need, which takes seconds, while something else goes on.

    Whoever goes on to libraries that look for pandas joins the thread first: half imported, it
    breaks them.
    """
    warming = Thread(target=import_module, args=(METHOD,), daemon=True)
    warming.start()
    return warming


@dataclass(frozen=True)
class Driver:
    """One uncertain input and how much of the answer's spread hangs on it."""

    name: str
    title: str
    share: float
    """Its share of the variance of who is first, alone."""

    grade: str
    role: str
    direction: float
    """1 where more of it puts the first break off, -1 where it brings it nearer, 0 unclear."""

    toward: str | None
    """The side that is first more often the more there is of it; none where that is unclear."""


@dataclass(frozen=True)
class Drivers:
    """What decides an answer: the inputs that stand out from chance, the strongest first."""

    contest: str
    definition: str
    found: tuple[Driver, ...]
    floor: float
    """The share that an input which does nothing can have by chance."""

    inputs: int
    """How many inputs were looked at."""

    @property
    def levers(self) -> tuple[Driver, ...]:
        """What a side can set."""
        return tuple(each for each in self.found if each.role == Role.LEVER)

    @property
    def assumptions(self) -> tuple[Driver, ...]:
        """Everything else: what is assumed, defined, or open in the record."""
        return tuple(each for each in self.found if each.role != Role.LEVER)

    @cached_property
    def explained(self) -> float:
        """The share of the spread that the drivers explain, each alone."""
        return min(1.0, sum(each.share for each in self.found))

    @cached_property
    def judged_share(self) -> float | None:
        """The part of what is explained that comes from inputs graded judged or assumed."""
        whole = sum(each.share for each in self.found)
        weak = sum(each.share for each in self.found if each.grade in WEAK)
        return weak / whole if whole > 0 else None


def drivers(results: Results, contest: str | None = None, definition: str | None = None) -> Drivers:
    """Return what decides a contest; the last declared, under its first definition, if not told."""
    halves = results.lowered.names.sets
    contest = contest or list(results.situation.contests)[-1]
    ours = [(row, half) for row, half in enumerate(halves) if half.contest == contest]
    definition = definition or ours[0][1].definition
    pair = [(row, half.side) for row, half in ours if half.definition == definition]
    inputs = acting(results.lowered.drawing)
    ends = results.ends(contest, definition)[:MOST]
    outcome = ends[:, 0] - ends[:, 1]
    if len(outcome) < FEWEST or float(outcome.std()) == 0.0:
        return Drivers(contest, definition, (), 1.0, len(inputs))
    times = results.record["strict"][:MOST, [row for row, _ in pair]].min(axis=1)
    points = results.points()[:MOST]
    share, floor = shares(points, outcome)
    sides = (pair[0][1], pair[1][1])
    found = [
        _driver(each, share, points, (outcome, np.asarray(times, np.float64)), sides)
        for each in inputs
        if max(share[number] for number in each.dimensions) > floor
    ]
    found.sort(key=lambda driver: (-driver.share, driver.name))
    return Drivers(contest, definition, tuple(found), floor, len(inputs))


def shares(points: Reals, outcome: Reals) -> tuple[Reals, float]:
    """Return the share of each dimension, and the largest share that chance alone gives.

    The dummies are drawn anew from a fixed seed, so that the same ensemble has the same drivers.
    """
    count = max(DUMMIES, points.shape[1])
    dummies = np.random.default_rng(len(outcome)).random((count, len(outcome)))
    found = _first_order(points.T, outcome)
    return found, float(_first_order(dummies, outcome).max())


def _first_order(inputs: Reals, outcome: Reals) -> Reals:
    """Return the first-order index of each input, by SALib's random balance design."""
    method = cast("Any", import_module(METHOD))  # slow to import: see `warm`
    futures, harmonics = len(outcome), min(HARMONICS, len(outcome) // 8)
    found = [
        method.unskew_S1(
            method.compute_first_order(method.permute_outputs(each, outcome), harmonics),
            harmonics,
            futures,
        )
        for each in inputs
    ]
    return np.array(found, np.float64)


def _driver(
    given: Input,
    share: Reals,
    points: Reals,
    told: tuple[Reals, Reals],
    sides: tuple[str, str],
) -> Driver:
    """Return a driver with its share and what more of it does to the outcome and to the times."""
    columns = points[:, list(given.dimensions)]
    toward, later = (_sign(columns, each) if given.ordered else 0.0 for each in told)
    return Driver(
        name=given.name,
        title=given.title,
        share=float(sum(max(0.0, share[number]) for number in given.dimensions)),
        grade=given.grade,
        role=given.role,
        direction=later,
        toward=None if toward == 0.0 else sides[0 if toward > 0 else 1],
    )


def _sign(columns: Reals, outcome: Reals) -> float:
    """Return the sign of the correlation with the mean of some dimensions; 0 if unsure."""
    if np.ptp(outcome) == 0.0:
        return 0.0
    slope = float(np.corrcoef(columns.mean(axis=1), outcome)[0, 1])
    return float(np.sign(slope)) if abs(slope) * np.sqrt(len(outcome)) > SURE else 0.0
