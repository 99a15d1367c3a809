"""The one computation of who breaks first: how each future of a set of services ends, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Bools, Ints, Reals
from outlast.lower import Lowered
from outlast.reading import Brief
from outlast.results.odds import SetOdds, difference_error, standard_error
from outlast.results.weights import quantiles, weighted_mean

ONE, OTHER, BOTH, NEITHER = range(4)
"""How a future ends: one side breaks first, the other does, both in one week, neither."""

RULES: Final = ("strict", "quorum", "attributable")
"""How a set breaks: with its first line; past its quorum; with a break that denial causes."""

CLOCKS: Final = ("from-date", "since-denial", "new-only")
"""From when breaks count: a service short on the date counts as week 0; every break since the
common start at its own week; services short on the date are left out until they have recovered."""

HEADLINE_CLOCK: Final = CLOCKS[0]
"""The clock of the headline, and of all that does not name another."""

ENDINGS: Final = {"from-date": "", "since-denial": "_ever", "new-only": "_new"}
"""The ending of the fields of the record that hold the times of each clock."""


@dataclass(frozen=True, repr=False, eq=False)
class FirstBreaks(Brief):
    """One set of services under one definition of need, rule and clock, future by future."""

    service_set: str
    title: str
    definition: str
    rule: str
    clock: str
    sides: tuple[str, str]
    """The two sides, in the order in which the record declares them."""

    horizon: float
    """Weeks from the scenario's date to the end."""

    times: Reals
    """Weeks from the date until each side breaks, below 0 if it broke before, later than the
    horizon if it never does: [future, side]."""

    short: Bools
    """Whether a service of each side is short on the date: [future, side]."""

    weights: Reals | None = None
    """The weight of each future; none if all are even: [future]."""

    @cached_property
    def ends(self) -> Ints:
        """How each future ends, by whole weeks: `ONE`, `OTHER`, `BOTH` or `NEITHER`."""
        broken = self.times <= self.horizon
        weeks = np.where(broken, np.floor(self.times), np.inf)
        one, other = weeks[:, 0], weeks[:, 1]
        ends = np.select(
            [~broken.any(axis=1), one < other, other < one], [NEITHER, ONE, OTHER], BOTH
        )
        return ends.astype(np.int32)

    @cached_property
    def weeks(self) -> Reals:
        """Weeks until the first side breaks, horizon + 1 if neither does: [future]."""
        return np.where(self.ends == NEITHER, self.horizon + 1.0, self.times.min(axis=1))

    @cached_property
    def indicators(self) -> Reals:
        """1 for the end of each future, else 0: [future, end]."""
        return (self.ends[:, None] == np.arange(4)).astype(np.float64)

    @cached_property
    def shares(self) -> tuple[float, float, float, float]:
        """The shares of futures by how they end."""
        shares = weighted_mean(self.indicators, self.weights)
        one, other, both, neither = (float(share) for share in shares)
        return one, other, both, neither

    @cached_property
    def errors(self) -> tuple[float, float, float, float]:
        """The standard errors of `shares`."""
        one, other, both, neither = (
            standard_error(column, self.weights) for column in self.indicators.T
        )
        return one, other, both, neither

    @property
    def already(self) -> tuple[float, float]:
        """The share of futures in which a service of each side is short on the date."""
        short = self.short.astype(np.float64)
        one, other = (float(share) for share in weighted_mean(short, self.weights))
        return one, other

    @property
    def odds(self) -> SetOdds:
        """The odds over all futures."""
        return self.odds_where(np.ones(len(self.ends), np.bool_))

    def odds_where(self, chosen: Bools) -> SetOdds:
        """Return the odds among some futures.

        Args:
            chosen: Whether each future counts: [future].
        """
        ends, marks = self.indicators[chosen], self.short[chosen].astype(np.float64)
        weights = None if self.weights is None else self.weights[chosen]
        shares = weighted_mean(ends, weights) if len(ends) else np.zeros(4)
        short = weighted_mean(marks, weights) if len(ends) else np.zeros(2)
        kinds = (*self.sides, "same", "neither")
        errors = {kind: standard_error(ends[:, place], weights) for place, kind in enumerate(kinds)}
        apart = difference_error(ends[:, ONE] - ends[:, OTHER], weights)
        return SetOdds(
            service_set=self.service_set,
            title=self.title,
            definition=self.definition,
            rule=self.rule,
            clock=self.clock,
            first={side: float(shares[place]) for place, side in enumerate(self.sides)},
            same=float(shares[BOTH]),
            neither=float(shares[NEITHER]),
            already={side: float(short[place]) for place, side in enumerate(self.sides)},
            errors={**errors, "difference": apart},
        )

    def share_by(self, end: int, weeks: float) -> float:
        """Return the share of all futures that end so and have done so within some weeks."""
        return float(weighted_mean((self.ends == end) & (self.weeks <= weeks), self.weights))

    def quantiles(self, end: int, *, later: bool = False) -> tuple[float, float, float] | None:
        """Return the weeks after which 10, 50 and 90 of 100 futures that end so have broken.

        Args:
            end: How the futures end.
            later: Whether only those count in which neither side has broken by the date.
        """
        counts = (self.ends == end) & ((self.weeks > 0) | (not later))
        chosen = self.weeks[counts]
        if not len(chosen):
            return None
        weights = None if self.weights is None else self.weights[counts]
        early, middle, late = quantiles(chosen, (0.1, 0.5, 0.9), weights)
        return early, middle, late


def line_times(
    record: Mapping[str, NDArray[Any]], clock: str = HEADLINE_CLOCK, *, without_denial: bool = False
) -> NDArray[Any]:
    """Return the weeks from the date until each line breaks on a clock: [future, line].

    Args:
        record: The record of the futures, by field.
        clock: One of `CLOCKS`.
        without_denial: Whether to take the same futures without denial.
    """
    return record[f"first{ENDINGS[clock]}{'_free' if without_denial else ''}"]


def short_on_date(record: Mapping[str, NDArray[Any]]) -> Bools:
    """Return whether each line is short on the scenario's date: [future, line]."""
    return record["since"] > 0


def side_times(
    lowered: Lowered,
    record: Mapping[str, NDArray[Any]],
    case: tuple[str, str],
    rows: tuple[int | None, ...],
) -> Reals:
    """Return the weeks until each side of a set breaks: [future, side].

    Args:
        lowered: The scenario as arrays.
        record: The record of the futures, by field.
        case: One of `RULES` and one of `CLOCKS`.
        rows: The row of each side in `lowered.names.sets`; none if it has no service in the set,
            so that it never breaks.
    """
    plan, (rule, clock) = lowered.plan, case
    never = plan.horizon * plan.step + 1.0
    futures = len(record["status"])
    times = np.full((futures, len(rows)), never)
    for place, row in enumerate(rows):
        if row is None:
            continue
        if rule != "attributable":
            times[:, place] = record[f"{rule}{ENDINGS[clock]}"][:, row]
        elif members := list(lowered.members(row)):
            caused = line_times(record, clock, without_denial=True)[:, members] >= never
            first = np.where(caused, line_times(record, clock)[:, members], never)
            times[:, place] = first.min(axis=1)
    return times


def sides_short(
    lowered: Lowered, record: Mapping[str, NDArray[Any]], rows: tuple[int | None, ...]
) -> Bools:
    """Return whether a service of each side of a set is short on the date: [future, side].

    Args:
        lowered: The scenario as arrays.
        record: The record of the futures, by field.
        rows: The row of each side in `lowered.names.sets`; none if it has no service in the set.
    """
    short = np.zeros((len(record["status"]), len(rows)), np.bool_)
    for place, row in enumerate(rows):
        if row is not None and (members := list(lowered.members(row))):
            short[:, place] = short_on_date(record)[:, members].any(axis=1)
    return short
