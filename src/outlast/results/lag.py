"""The lag in months of one service behind another: compute, methods and copying."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.facts import Fact
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.draws.quantiles import draws
from outlast.results.results import Results
from outlast.scenario.conduct import Lag

MONTHS: Final = 12.0
"""Months in a year."""


@dataclass(frozen=True)
class LagMonths:
    """The lag of a service behind its leader, on the date and at the end: docs/model/lag.md."""

    leader: str
    follower: str
    on_date: Reals
    """Months on the scenario's date: [future]."""

    at_end: Reals
    """Months at the end of the horizon: [future]."""

    published: Fact | None
    """The published lag, which stands beside it."""


def lag_months(results: Results) -> LagMonths | None:
    """Return the lag that the contest declares, or None if it declares none."""
    situation, declared = results.situation, results.situation.conduct.lag
    services = list(results.lowered.names.services)
    if declared is None or not {declared.leader, declared.follower} <= set(services):
        return None
    names = (declared.leader, declared.follower)
    year = round(WEEKS_A_YEAR / situation.clock.step)
    median = results.bands["usable"].quantile(0.5)[services.index(declared.leader)]
    published = situation.ledger.fact(declared.published) if declared.published else None
    return LagMonths(
        *names,
        on_date=_months(results, declared, "date", _growth(median[: year + 1], year)),
        at_end=_months(results, declared, "end", _growth(median[-year - 1 :], year)),
        published=published,
    )


def _usable(results: Results, name: str, when: str) -> Reals:
    """Return the usable compute of a service on the date or at the end: [future]."""
    plan, row = results.lowered.plan, list(results.lowered.names.services).index(name)
    held = results.record[f"installed_{when}"][:, :, plan.service_profile[row]]
    return held @ plan.holding_share[row]


def _growth(median: Reals, year: int) -> float:
    """Return the log rate a year of a path; 0 where it is too short or has no compute."""
    steps = len(median) - 1
    if steps < 1 or median[0] <= 0.0 or median[-1] <= 0.0:
        return 0.0
    return float(np.log(median[-1] / median[0])) * year / steps


def _months(results: Results, declared: Lag, when: str, growth: float) -> Reals:
    """Return the months of each future in which there is a lag to state."""
    leader = _usable(results, declared.leader, when)
    follower = _usable(results, declared.follower, when)
    halving, copied, delay = (
        _drawn(results, prior) for prior in (declared.methods, declared.copying, declared.delay)
    )
    pace = np.log(2.0) / (halving / MONTHS)
    sound = (leader > 0.0) & (follower > 0.0) & (growth + pace > 0.0)
    ratio = leader[sound] / follower[sound]
    gap = (1.0 - copied[sound]) * np.log(np.maximum(1.0, ratio))
    behind = gap + pace[sound] * delay[sound] / MONTHS
    return MONTHS * behind / (growth + pace)[sound]


def _drawn(results: Results, prior: str) -> Reals:
    """Return the draws of a prior that no row of the engine reads, on dice of its own name."""
    manifest, found = results.manifest, results.situation.priors[prior]
    text = f"{manifest.seed}:{prior}"
    dice = np.random.default_rng(int.from_bytes(sha256(text.encode()).digest()[:8], "big"))
    return draws(found.distribution, dice.random(results.futures), found.bounds)
