"""Odds: how futures end, by service and by set, with the error of counting them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.plan import Plan

DESIGN: Final = 125
"""Futures of one independent design, as `ensemble.streams` throws them."""

DESIGNS: Final = 8
"""Designs from which an error is taken between them; under that, as of random points."""

CLOSE: Final = 0.05
"""Differences under this are too close to call, whatever their error."""

RULES: Final = ("strict", "quorum", "attributable")
"""How a set breaks: with its first line; past its quorum; by a break that denial causes."""


@dataclass(frozen=True)
class LineOdds:
    """One service under one definition of need. Weeks count from the scenario's date."""

    service: str
    title: str
    bloc: str
    side: str | None
    definition: str
    p_break: float
    p_free: float
    """The chance that it breaks without denial."""
    p_attributable: float
    """The chance that it breaks, and does not without denial."""
    error: float
    """The standard error of `p_break`."""
    t10: float | None
    """Weeks after which 10, 50 and 90 of 100 futures have broken; none: not within the horizon."""
    t50: float | None
    t90: float | None
    recovery: float | None
    """Median weeks to recovery where it breaks; none: most do not within the horizon."""
    depth: float
    """Mean shortfall under the threshold, weeks."""
    since_share: float
    """The share of futures in which it was out of breath on the date."""
    since_weeks: float | None
    """The median length of that by the date, weeks."""
    level_date: float
    """The mean level on the date."""


@dataclass(frozen=True)
class SetOdds:
    """One contest under one definition of need and one rule."""

    contest: str
    title: str
    definition: str
    rule: str
    first: Mapping[str, float]
    """The chance that each side is first."""
    same: float
    neither: float
    errors: Mapping[str, float]
    """Standard errors: of each side, `same`, `neither`, and `difference` of the two sides."""

    @property
    def difference(self) -> float:
        """The chance of the first side less that of the second."""
        chances = list(self.first.values())
        return chances[0] - chances[1]

    @property
    def close(self) -> bool:
        """Whether the sides differ by less than twice the error, or by less than `CLOSE`."""
        return abs(self.difference) < max(2.0 * self.errors["difference"], CLOSE)

    @property
    def winner(self) -> str | None:
        """The side that is first more often; none if that is too close to call."""
        return None if self.close else max(self.first, key=lambda side: self.first[side])


def error(outcomes: Reals) -> float:
    """Return the standard error of a mean over futures, between independent designs."""
    whole = len(outcomes) // DESIGN
    if whole >= DESIGNS:
        means = outcomes[: whole * DESIGN].reshape(whole, DESIGN).mean(axis=1)
        return float(means.std(ddof=1) / np.sqrt(whole))
    return float(np.std(outcomes) / np.sqrt(max(len(outcomes), 1)))


def half_times(plan: Plan, record: Mapping[str, Reals], rule: str) -> Reals:
    """Return when each half of a contest breaks under a rule, weeks: [future, half]."""
    if rule in ("strict", "quorum"):
        return record[rule]
    never = plan.horizon * plan.step + 1.0
    caused = np.where(record["first_free"] >= never, record["first"], never)
    times = np.full((len(caused), len(plan.set_quorum)), never)
    for row in range(len(plan.set_quorum)):
        members = plan.set_line[plan.set_ptr[row] : plan.set_ptr[row + 1]]
        if len(members):
            times[:, row] = caused[:, members].min(axis=1)
    return times


def outcome_shares(times: Reals, horizon: float) -> Reals:
    """Return for each future whether one, the other, both in one week, or neither: [future, 4]."""
    weeks = np.where(times > horizon, horizon + 1.0, np.floor(times))
    one, other = weeks[:, 0], weeks[:, 1]
    never = (one > horizon) & (other > horizon)
    return np.stack([one < other, other < one, (one == other) & ~never, never], axis=1).astype(
        np.float64
    )
