r"""Drivers: the uncertain inputs that decide which side breaks first, from the ensemble itself.

The outcome of a future is 1 where the first side breaks first, -1 where the other does, else 0.
The share of an input is its first-order index by random balance (Tarantola et al. 2006; Plischke
2010), $S = \operatorname{Var} E[y \mid x] / \operatorname{Var} y$, corrected for its bias (Tissot
and Prieur 2012). It is estimated from the futures that were run. An input counts if its share is
larger than the largest share of as many inputs that have no effect. A test holds the shares equal
to those of SALib, whose import costs more than all of them: decision 49.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts import Grade
from outlast.reading.frames import FrameColumn, Tabular
from outlast.results import Results
from outlast.scenario.prior import Role
from outlast.study.inputs import UncertainInput, acting_inputs

HARMONICS: Final = 6
"""Waves that are summed along an input: enough to see a shape of three humps."""

DUMMIES: Final = 600
"""Inputs without effect, from which the noise is estimated; as many as the largest world has."""

MOST: Final = 8192
"""Futures that are used at most; more would not change the ranking, and take long."""

FEWEST: Final = 64
"""Futures that are needed; with fewer, nothing can be distinguished from chance."""

SURE: Final = 3.0
"""Standard errors from which a direction is stated."""

WEAK: Final = (Grade.JUDGED.value, Grade.ASSUMED.value)
"""The grades of numbers that nobody measured."""

BLOCK: Final = 64
"""Inputs whose spectra are computed at once, so that memory stays small."""


@dataclass(frozen=True)
class Driver:
    """One uncertain input, and its part in the spread of the answer."""

    name: str
    title: str
    share: float
    """Its share of the variance of which side breaks first, alone."""

    grade: str
    role: str
    direction: float
    """1 if more of it delays the first break, -1 if more of it brings it nearer, 0 if unclear."""

    toward: str | None
    """The side that breaks first more often the more there is of it; none if that is unclear."""


COLUMNS: Final = (
    FrameColumn("name", "name of the input"),
    FrameColumn("title", "title of the input"),
    FrameColumn("role", "lever, assumption, or another role"),
    FrameColumn("grade", "grade of the evidence behind it"),
    FrameColumn("share", "share of the variance of which side breaks first, alone", "1"),
    FrameColumn("direction", "1 if more of it delays the first break, -1 if it brings it nearer"),
    FrameColumn("toward", "side that breaks first more often the more there is of it"),
)
"""The columns of drivers as a table."""


@dataclass(frozen=True)
class Drivers(Tabular):
    """The inputs that decide an answer: those that stand out from chance, the strongest first."""

    ROW_NAME: ClassVar[str] = "driver"

    service_set: str
    definition: str
    ranked: tuple[Driver, ...]
    noise: float
    """The largest share that an input without effect has by chance."""

    inputs: int
    """The number of inputs that were examined."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the drivers."""
        return COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the drivers, the strongest first."""
        return [vars(each) for each in self.ranked]

    def frame_caption(self) -> str:
        """Return the share that chance alone gives."""
        return (
            f"{len(self.ranked)} of {self.inputs} inputs stand out from chance ({self.noise:.3f})"
        )

    @property
    def levers(self) -> tuple[Driver, ...]:
        """The inputs that a side can set."""
        return tuple(each for each in self.ranked if each.role == Role.LEVER)

    @property
    def assumptions(self) -> tuple[Driver, ...]:
        """All others: assumptions, definitions, and questions that the record leaves open."""
        return tuple(each for each in self.ranked if each.role != Role.LEVER)

    @cached_property
    def explained(self) -> float:
        """The share of the spread that the drivers explain, each alone."""
        return min(1.0, sum(each.share for each in self.ranked))

    @cached_property
    def judged_share(self) -> float | None:
        """The part of the explained spread that comes from inputs graded judged or assumed."""
        return judged_share(self.ranked)


def judged_share(drivers: Sequence[Driver]) -> float | None:
    """Return the part of the drivers' shares that comes from inputs graded judged or assumed."""
    whole = sum(each.share for each in drivers)
    weak = sum(each.share for each in drivers if each.grade in WEAK)
    return weak / whole if whole > 0 else None


def drivers(
    results: Results, service_set: str | None = None, definition: str | None = None
) -> Drivers:
    """Return the drivers of one set of services.

    Args:
        results: The results.
        service_set: The set; the default one if absent.
        definition: The definition of need; the first if absent.

    Raises:
        InputError: There is no such set or definition.
    """
    breaks = results.first_breaks(service_set, definition)
    inputs = acting_inputs(results.lowered.drawing)
    ends = breaks.indicators[:MOST]
    outcome = ends[:, 0] - ends[:, 1]
    if len(outcome) < FEWEST or float(outcome.std()) == 0.0:
        return Drivers(breaks.service_set, breaks.definition, (), 1.0, len(inputs))
    times = breaks.times[:MOST].min(axis=1)
    points = results.points(range(min(results.futures, MOST)))
    share, noise = shares(points, outcome)
    ranked = [
        _driver(each, share, points, (outcome, times), breaks.sides)
        for each in inputs
        if max(share[number] for number in each.dimensions) > noise
    ]
    ranked.sort(key=lambda driver: (-driver.share, driver.name))
    return Drivers(breaks.service_set, breaks.definition, tuple(ranked), noise, len(inputs))


def shares(points: Reals, outcome: Reals) -> tuple[Reals, float]:
    """Return the share of each dimension, and the largest share that chance alone gives.

    The dummies have a fixed seed, so that the same ensemble has the same drivers.

    Args:
        points: The luck of the futures: [future, dimension].
        outcome: The outcome of each future: [future].
    """
    count = max(DUMMIES, points.shape[1])
    dummies = np.random.default_rng(len(outcome)).random((count, len(outcome)))
    return _first_order(points.T, outcome), float(_first_order(dummies, outcome).max())


def _first_order(inputs: Reals, outcome: Reals) -> Reals:
    r"""Return the first-order index of each input by random balance design: [input].

    Along an input that goes up over every other future and down over the rest, the outcome's power
    at the first M harmonics is the variance that the input explains,
    $S = \sum_{h=1}^{M} p_h / \sum_h p_h$; chance adds $\lambda = 2M/N$, so that the index is
    $S - \lambda (1 - S) / (1 - \lambda)$.

    Args:
        inputs: The luck of each input: [input, future].
        outcome: The outcome of each future, not constant: [future].
    """
    futures, harmonics = len(outcome), min(HARMONICS, len(outcome) // 8)
    centred = outcome - outcome.mean()
    found: list[Reals] = []
    for first in range(0, len(inputs), BLOCK):
        order = np.argsort(inputs[first : first + BLOCK], axis=1)
        wave = np.concatenate([order[:, ::2], order[:, 1::2][:, ::-1]], axis=1)
        power = np.abs(np.fft.rfft(centred[wave], axis=1)[:, 1:]) ** 2
        if futures % 2 == 0:
            power[:, -1] /= 2.0  # the last wave has no mirror image
        found.append(power[:, :harmonics].sum(axis=1) / power.sum(axis=1))
    share, chance = np.concatenate(found), 2.0 * harmonics / futures
    return share - chance / (1.0 - chance) * (1.0 - share)


def _driver(
    uncertain: UncertainInput,
    share: Reals,
    points: Reals,
    effects: tuple[Reals, Reals],
    sides: tuple[str, str],
) -> Driver:
    """Return a driver with its share, and with its directions.

    Args:
        uncertain: The input.
        share: The share of each dimension.
        points: The luck of the futures: [future, dimension].
        effects: The outcome and the time of the first break: [future] each.
        sides: The two sides.
    """
    columns = points[:, list(uncertain.dimensions)]
    toward, later = (_sign(columns, each) if uncertain.ordered else 0.0 for each in effects)
    return Driver(
        name=uncertain.name,
        title=uncertain.title,
        share=float(sum(max(0.0, share[number]) for number in uncertain.dimensions)),
        grade=uncertain.grade,
        role=uncertain.role,
        direction=later,
        toward=None if toward == 0.0 else sides[0 if toward > 0 else 1],
    )


def _sign(columns: Reals, outcome: Reals) -> float:
    """Return the sign of the correlation with the mean of some dimensions; 0 if it is unclear."""
    if np.ptp(outcome) == 0.0:
        return 0.0
    slope = float(np.corrcoef(columns.mean(axis=1), outcome)[0, 1])
    return float(np.sign(slope)) if abs(slope) * np.sqrt(len(outcome)) > SURE else 0.0
