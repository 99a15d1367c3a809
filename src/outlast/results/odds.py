"""Odds: how often services and sets of services break, with the standard error of each count."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.results.weights import effective_size, quantiles, weighted_mean

DESIGN: Final = 125
"""Futures of one independent design, whose luck `ensemble.streams` spreads evenly."""

ENOUGH: Final = 8
"""Futures below which a run cannot tell how likely each outcome is."""

DESIGNS: Final = 8
"""Whole designs from which the error is taken between designs; below, as of random points."""

CLOSE: Final = 0.05
"""Two sides that differ by less are too close to call, whatever the error."""

PLUS_MINUS: Final = 2.0
"""Standard errors on either side of a number that is quoted with a plus-minus."""

Z_95: Final = 1.96
"""Standard errors on either side that hold 95 of 100 samples."""


@dataclass(frozen=True)
class LineOdds:
    """One service under one definition of need. Weeks count from the scenario's date."""

    service: str
    title: str
    bloc: str
    side: str | None
    definition: str
    p_break: float
    """The chance that it breaks within the horizon, or is short on the date already."""

    p_since_denial: float
    """The chance that it breaks at any time since denial began."""

    p_new_only: float
    """The chance that it breaks newly: one that is short on the date has to recover first."""

    p_free: float
    """The chance that it breaks without denial."""

    p_attributable: float
    """The chance that it breaks, and does not break without denial."""

    error: float
    """The standard error of `p_break`."""

    t10: float | None
    """Weeks after which 10 of 100 futures have broken, 0 if they are short on the date; none if
    not within the horizon."""

    t50: float | None
    """The same for 50 of 100."""

    t90: float | None
    """The same for 90 of 100."""

    recovery: float | None
    """Median weeks to recovery where it breaks; none if most do not recover within the horizon."""

    depth: float
    """Mean shortfall below the threshold, weeks."""

    since_share: float
    """The share of futures in which it was already broken on the scenario's date."""

    since_weeks: float | None
    """The median number of weeks it had then been broken."""

    level_date: float
    """The mean level on the scenario's date."""


@dataclass(frozen=True)
class SetOdds:
    """One set of services under one definition of need, one rule of counting and one clock."""

    service_set: str
    title: str
    definition: str
    rule: str
    clock: str
    first: Mapping[str, float]
    """The chance that each side breaks first, in the order in which the record declares them."""

    same: float
    """The chance that both sides break in the same week."""

    neither: float
    """The chance that neither side breaks."""

    already: Mapping[str, float]
    """The share of futures in which a service of each side is short on the date, on any clock."""

    errors: Mapping[str, float]
    """Standard errors: of each side, `same`, `neither`, and `difference` of the two sides."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The set with the definition, rule and clock under which it is counted."""
        return self.service_set, self.definition, self.rule, self.clock

    @property
    def difference(self) -> float:
        """The chance of the first side less that of the second."""
        one, other = self.first.values()
        return one - other

    @property
    def close(self) -> bool:
        """Whether the sides differ by less than twice the error, or by less than `CLOSE`."""
        return abs(self.difference) < max(PLUS_MINUS * self.errors["difference"], CLOSE)

    @property
    def winner(self) -> str | None:
        """The side that breaks first more often; none if that is too close to call."""
        return None if self.close else max(self.first, key=lambda side: self.first[side])


def week_by(
    times: Reals, share: float, horizon: float, weights: Reals | None = None
) -> float | None:
    """Return the week by which a share of futures has seen an event; none if fewer ever do.

    A quantile is taken between two events, never between the last one and a time beyond the
    horizon, which stands for never.

    Args:
        times: The week of the event, later than the horizon if there is none: [future].
        share: The share, over 0.
        horizon: Weeks to the end.
        weights: The weight of each future; even if absent.
    """
    seen = times <= horizon
    if not seen.any() or float(weighted_mean(seen.astype(np.float64), weights)) < share:
        return None
    return quantiles(np.minimum(times, times[seen].max()), (share,), weights)[0]


def standard_error(outcomes: Reals, weights: Reals | None = None) -> float:
    """Return the standard error of a share of futures, or of a difference of two shares.

    With at least `DESIGNS` whole designs it is taken between the means of independent designs,
    which is smaller than that of random points, because each design spreads its luck evenly.
    Where no future, or fewer than four, differ from the others, their spread says too little: it
    is then at least the reach of Wilson's interval (1927) around a share of 0 or 1, which falls
    with the number of futures: 0.002 for 1,000.

    Args:
        outcomes: From -1 to 1 for each future, in the order of futures: [future].
        weights: The weight of each future, by which their effective number counts; even if absent.
    """
    error = _spread_error(outcomes, weights)
    if len(outcomes) and np.count_nonzero(outcomes != np.median(outcomes)) >= PLUS_MINUS**2:
        return error
    return max(error, PLUS_MINUS / (_count(outcomes, weights) + PLUS_MINUS**2))


def _count(outcomes: Reals, weights: Reals | None) -> float:
    """Return the number of even futures that would tell as much."""
    return float(len(outcomes)) if weights is None or not len(weights) else effective_size(weights)


def difference_error(outcomes: Reals, weights: Reals | None = None) -> float:
    """Return the standard error of the difference of two sides' shares.

    Fewer futures than `ENOUGH` cannot tell their spread: it counts as the widest, from -1 to 1.

    Args:
        outcomes: 1 for a future of the one side, -1 for one of the other, else 0: [future].
        weights: The weight of each future; even if absent.
    """
    error, count = standard_error(outcomes, weights), _count(outcomes, weights)
    return error if count >= ENOUGH else max(error, 1.0 / sqrt(max(count - 1, 1)))


def _spread_error(outcomes: Reals, weights: Reals | None = None) -> float:
    """Return the standard error of a mean as the spread of futures, or of designs, shows it."""
    designs = len(outcomes) // DESIGN
    if weights is not None and len(outcomes):
        whole = designs * DESIGN if designs >= DESIGNS else len(outcomes)
        outcomes, weights = outcomes[:whole], weights[:whole]
        total = float(weights.sum())
        apart = weights * (outcomes - float(weights @ outcomes) / total)
        if designs >= DESIGNS:
            sums = apart.reshape(designs, DESIGN).sum(axis=1)
            return float(np.sqrt((sums**2).sum() * designs / (designs - 1))) / total
        variance = float((apart**2 / np.maximum(weights, np.finfo(float).tiny)).sum()) / total
        return sqrt(variance / effective_size(weights))
    if designs >= DESIGNS:
        means = outcomes[: designs * DESIGN].reshape(designs, DESIGN).mean(axis=1)
        return float(means.std(ddof=1) / np.sqrt(designs))
    return float(np.std(outcomes) / np.sqrt(len(outcomes))) if len(outcomes) else 0.0


def share_interval(outcomes: Reals, errors: float) -> tuple[float, float]:
    """Return the interval of a share of futures.

    It is Wilson's for as many random points as would have the same standard error.

    Args:
        outcomes: 0 or 1 for each future: [future].
        errors: Standard errors on either side.
    """
    share, count = float(outcomes.mean()), float(len(outcomes))
    if len(outcomes) // DESIGN >= DESIGNS and (error := _spread_error(outcomes)) > 0:
        count = share * (1 - share) / error**2
    return wilson(share, count, errors)


def wilson(share: float, count: float, errors: float) -> tuple[float, float]:
    """Return Wilson's interval of a share: within 0 and 1, with a width at both ends.

    Args:
        share: The share.
        count: The number of random points.
        errors: Standard errors on either side.
    """
    weight = errors**2 / count
    middle = (share + weight / 2) / (1 + weight)
    half = errors / (1 + weight) * sqrt(share * (1 - share) / count + weight / (4 * count))
    low = 0.0 if share == 0 else max(0.0, middle - half)  # as it is but for rounding
    high = 1.0 if share == 1 else min(1.0, middle + half)
    return low, high
