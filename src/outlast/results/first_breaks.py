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

ONE, OTHER, BOTH, NEITHER = range(4)
"""How a future ends: one side breaks first, the other does, both in one week, neither."""

RULES: Final = ("strict", "quorum", "attributable")
"""How a set breaks: with its first line; past its quorum; with a break that denial causes."""


@dataclass(frozen=True, repr=False, eq=False)
class FirstBreaks(Brief):
    """One set of services under one definition of need and one rule, future by future."""

    service_set: str
    title: str
    definition: str
    rule: str
    sides: tuple[str, str]
    """The two sides, in the order in which the record declares them."""

    horizon: float
    """Weeks from the scenario's date to the end."""

    times: Reals
    """Weeks until each side breaks, later than the horizon if it never does: [future, side]."""

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
        one, other, both, neither = (float(share) for share in self.indicators.mean(axis=0))
        return one, other, both, neither

    @cached_property
    def errors(self) -> tuple[float, float, float, float]:
        """The standard errors of `shares`."""
        one, other, both, neither = (standard_error(column) for column in self.indicators.T)
        return one, other, both, neither

    @property
    def odds(self) -> SetOdds:
        """The odds over all futures."""
        return self.odds_where(np.ones(len(self.ends), np.bool_))

    def odds_where(self, chosen: Bools) -> SetOdds:
        """Return the odds among some futures.

        Args:
            chosen: Whether each future counts: [future].
        """
        ends = self.indicators[chosen]
        shares = ends.mean(axis=0) if len(ends) else np.zeros(4)
        kinds = (*self.sides, "same", "neither")
        errors = {kind: standard_error(ends[:, place]) for place, kind in enumerate(kinds)}
        return SetOdds(
            service_set=self.service_set,
            title=self.title,
            definition=self.definition,
            rule=self.rule,
            first={side: float(shares[place]) for place, side in enumerate(self.sides)},
            same=float(shares[BOTH]),
            neither=float(shares[NEITHER]),
            errors={**errors, "difference": difference_error(ends[:, ONE] - ends[:, OTHER])},
        )

    def quantiles(self, end: int) -> tuple[float, float, float] | None:
        """Return the weeks after which 10, 50 and 90 of 100 futures that end so have broken."""
        chosen = self.weeks[self.ends == end]
        if not len(chosen):
            return None
        early, middle, late = np.quantile(chosen, (0.1, 0.5, 0.9))
        return float(early), float(middle), float(late)


def side_times(
    lowered: Lowered, record: Mapping[str, NDArray[Any]], rule: str, rows: tuple[int | None, ...]
) -> Reals:
    """Return the weeks until each side of a set breaks under a rule: [future, side].

    Args:
        lowered: The scenario as arrays.
        record: The record of the futures, by field.
        rule: One of `RULES`.
        rows: The row of each side in `lowered.names.sets`; none if it has no service in the set,
            so that it never breaks.
    """
    plan = lowered.plan
    never = plan.horizon * plan.step + 1.0
    futures = len(record["status"])
    times = np.full((futures, len(rows)), never)
    for place, row in enumerate(rows):
        if row is None:
            continue
        if rule != "attributable":
            times[:, place] = record[rule][:, row]
        elif members := list(lowered.members(row)):
            caused = record["first_free"][:, members] >= never
            first = np.where(caused, record["first"][:, members], never)
            times[:, place] = first.min(axis=1)
    return times
