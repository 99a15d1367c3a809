"""Outcomes of scenarios that were never run, for tests of what is asked of runs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from outlast.engine.arrays import Reals
from outlast.truth.claims.interval import Evidence, Figure, measured
from outlast.truth.claims.query import Run


@dataclass(frozen=True)
class Stub:
    """Runs that answer every question with a chance given for its scenario."""

    chances: Mapping[str, float] | None = None
    error: float = 0.02

    def statistic(self, run: Run) -> Figure:
        """Return the chance of the scenario."""
        chance = 0.5 if self.chances is None else self.chances[run.scenario]
        unit = "H100e" if run.asks == "compute" and run.than is None else "1"
        low, high = max(0.0, chance - self.error), min(1.0, chance + self.error)
        found = measured(chance, low, high, unit)
        evidence = Evidence("run", run.scenario, run.asks, f"{chance:g}")
        return replace(found, evidence=(evidence,), hinges=(f"the dice of {run.scenario}",))


@dataclass(frozen=True)
class Flat:
    """A band in which every quantile of every row is the same line."""

    level: float
    steps: int = 400

    def quantile(self, share: float, /) -> Reals:
        """Return the line."""
        del share
        return np.full((100, self.steps), self.level)
