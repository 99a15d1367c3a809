r"""Weights of futures: likelihood of terms, tempering, and statistics under weights.

docs/model/weights.md has the equations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Ints, Reals
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

COLUMNS: Final = (
    FrameColumn("future", "number of the future"),
    FrameColumn("weight", "weight of the future by what was observed", "1"),
)
"""The columns of weights as a table."""

FREEDOM: Final = 4.0
"""Degrees of freedom of the likelihood of a term."""

KEPT: Final = 0.25
"""The share of the futures that the effective size never falls under."""

HALVINGS: Final = 60
"""Halvings of the interval in which the exponent lies."""

REACH: Final = (0.01, 0.99)
"""The quantiles between which an observation must lie to be a term."""

LEAST_EXPONENT: Final = 0.3
"""The exponent below which the unweighted answer leads."""

FOLDS: Final = 5
"""Groups of terms, each of which is scored with weights from the others."""


@dataclass(frozen=True)
class WeightTerm:
    """One observation of an object, or one silence, as a term of the weights."""

    key: str
    """The object, or the non-event and its service."""

    title: str
    share: float
    """Its part in the spread of the log likelihood; all parts sum to 1."""

    points: int
    """The observations behind it; 0 for a silence."""

    middle: float
    """The median log ratio of observation to model; for a silence the share of futures in which
    the event happened."""


@dataclass(frozen=True)
class UnreachedTerm:
    """An observation beyond the range of all futures."""

    key: str
    title: str
    low: float
    """The lower end of the log ratios of observation to model, from the 1st percentile."""

    high: float
    """The upper end, to the 99th percentile; both have one sign."""


@dataclass(frozen=True)
class LeadRule:
    """The three conditions under which the weighted answer leads."""

    gain: float | None = None
    """The gain in log score of terms under weights from the others; none with too few terms."""

    oracle: float | None = None
    """The ratio with oracle weights at the last look of the backtest; none without a look."""

    inside: float | None = None
    """The share of observations within the undressed range at that look."""

    most: float | None = None
    """The largest ratio with oracle weights that passes the gate."""

    least: float | None = None
    """The least share within the undressed range that passes the gate."""

    @property
    def gate(self) -> bool:
        """Whether the gate for calibration held at the last look of the backtest."""
        if self.oracle is None or self.inside is None or self.most is None or self.least is None:
            return False
        return self.oracle <= self.most and self.inside >= self.least

    def holds(self, exponent: float) -> bool:
        """Return whether all three conditions hold.

        Args:
            exponent: The exponent that tempers the terms.
        """
        better = self.gain is not None and self.gain > 0.0
        return self.gate and exponent >= LEAST_EXPONENT and better


@dataclass(frozen=True, repr=False, eq=False)
class FutureWeights(Brief, Tabular):
    """The weight of each future, and the terms from which it comes."""

    ROW_NAME: ClassVar[str] = "weight_row"

    by_future: Reals
    """The weight of each future; they sum to the number of futures: [future]."""

    exponent: float
    """The exponent that tempers all terms."""

    effective: float
    """The number of even futures that would tell as much."""

    day: str
    """The day to which observations were known."""

    terms: tuple[WeightTerm, ...]
    silences: tuple[WeightTerm, ...]
    unreached: tuple[UnreachedTerm, ...]
    rule: LeadRule
    leads: bool
    """Whether the weighted answer leads."""

    not_terms: dict[str, str] = field(default_factory=dict[str, str])
    """Series that have known points and no term, each with the reason."""

    @property
    def futures(self) -> int:
        """The number of futures."""
        return len(self.by_future)

    @property
    def acts(self) -> bool:
        """Whether any observation or silence stands behind the weights."""
        return bool(self.terms or self.silences)

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the weights."""
        return COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the weight of each future."""
        weights = self.by_future.tolist()
        return [{"future": future, "weight": weight} for future, weight in enumerate(weights)]

    def frame_caption(self) -> str:
        """Return the number of even futures that would tell as much."""
        return f"{self.futures:,} futures tell as much as {self.effective:,.0f} even ones"


def even_weights(futures: int, day: str) -> FutureWeights:
    """Return weights of one, for a contest without observations.

    Args:
        futures: The number of futures.
        day: The day to which observations would be known.
    """
    even, rule = np.ones(futures), LeadRule()
    return FutureWeights(even, 1.0, float(futures), day, (), (), (), rule, leads=False)


def term_logs(distance: Reals, scale: Reals) -> Reals:
    """Return the log likelihood of each term up to a constant: [future, term].

    Args:
        distance: The log ratio of observation to model: [future, term].
        scale: The scale of each term: [term].
    """
    return -0.5 * (FREEDOM + 1.0) * np.log1p((distance / scale) ** 2 / FREEDOM)


def silence_logs(happened: Reals, reported: Reals) -> Reals:
    """Return the log of one minus the probability of a report, where the event happened.

    Args:
        happened: 1 where the event happened: [future, non-event].
        reported: The probability that it would have been reported, under 1.
    """
    return np.log1p(-reported * happened)


def within_reach(distance: Reals) -> Ints:
    """Return the columns of the terms that some weights can reach.

    Args:
        distance: The log ratio of observation to model: [future, term].
    """
    low, high = np.quantile(distance, REACH, axis=0)
    return np.flatnonzero((low <= 0.0) & (high >= 0.0)).astype(np.int32)


def effective_size(weights: Reals) -> float:
    """Return the number of even futures that would tell as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def tempered(logs: Reals) -> tuple[Reals, float]:
    """Return weights that sum to the number of futures, and the exponent that tempers them.

    Args:
        logs: The log likelihood of each future: [future].
    """
    least = KEPT * len(logs)
    if effective_size(_weights(logs, 1.0)) >= least:
        return _weights(logs, 1.0), 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if effective_size(_weights(logs, middle)) >= least:
            low = middle
        else:
            high = middle
    return _weights(logs, low), low


def _weights(logs: Reals, exponent: float) -> Reals:
    """Return weights that sum to the number of futures."""
    raw: Reals = np.asarray(np.exp(exponent * (logs - logs.max())), np.float64)
    scaled: Reals = raw * (len(raw) / float(raw.sum()))
    return scaled


def shares_of(logs: Reals) -> Reals:
    """Return the part of each column in the spread of their sum: [column]."""
    whole = logs.sum(axis=1)
    spread = float(whole.var())
    if spread <= 0.0:
        none: Reals = np.zeros(int(logs.shape[1]), np.float64)
        return none
    apart: Reals = logs - logs.mean(axis=0)
    parts: Reals = np.asarray(apart.T @ (whole - float(whole.mean())), np.float64)
    return np.asarray(parts / (len(logs) * spread), np.float64)


def held_out_gain(terms: Reals, silences: Reals) -> float | None:
    """Return the gain in log score of terms under weights from the terms of the other groups.

    Args:
        terms: The log likelihood of each term, in the order of their names: [future, term].
        silences: The log likelihood of each silence: [future, non-event].
    """
    count = terms.shape[1]
    if count < FOLDS:
        return None
    gains: list[float] = []
    for group in range(FOLDS):
        mine = np.array([column % FOLDS == group for column in range(count)], np.bool_)
        weights, _ = tempered(terms[:, ~mine].sum(axis=1) + silences.sum(axis=1))
        for column in np.flatnonzero(mine).tolist():
            likely = np.exp(terms[:, column])
            gains.append(float(np.log((weights @ likely) / weights.sum()) - np.log(likely.mean())))
    return float(np.mean(gains))


def weighted_mean(values: NDArray[Any], weights: Reals | None) -> Reals:
    """Return the mean over futures, weighted where there are weights: [...].

    Args:
        values: The values: [future, ...].
        weights: The weight of each future, or none: [future].
    """
    if weights is None:
        return values.mean(axis=0)
    total = float(weights.sum())
    return np.tensordot(weights, values, axes=(0, 0)) / total if total > 0 else 0.0 * values[0]


def quantiles(values: Reals, shares: Sequence[float], weights: Reals | None) -> tuple[float, ...]:
    """Return quantiles over futures: interpolated if even, else the least value that holds them.

    Args:
        values: The values: [future].
        shares: The shares of the quantiles.
        weights: The weight of each future, or none: [future].
    """
    if weights is None or np.ptp(weights) == 0.0:
        return tuple(float(each) for each in np.quantile(values, shares))
    order = np.argsort(values, kind="stable")
    held = np.cumsum(weights[order])
    wanted: Reals = np.asarray(shares, np.float64) * float(held[-1]) * (1.0 - 1e-12)
    at: list[int] = np.searchsorted(held, wanted).tolist()
    return tuple(float(values[order[min(each, len(order) - 1)]]) for each in at)
