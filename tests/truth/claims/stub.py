"""Inputs of claims, and runs that never ran, for tests of queries and verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from outlast.api import library
from outlast.facts import Ledger
from outlast.truth.claims.evaluate import ClaimInputs, Evaluator, RunStatistic, not_run
from outlast.truth.claims.interval import EvidenceItem, Interval, interval
from outlast.truth.claims.model import Claim
from outlast.truth.claims.query import RunQuery


def inputs(ledger: Ledger | None = None) -> ClaimInputs:
    """Return the inputs of the shipped claims, with another ledger if one is given."""
    shipped = library().claim_inputs
    return replace(shipped, ledger=ledger or shipped.ledger)


def evaluator(run_statistic: RunStatistic = not_run, ledger: Ledger | None = None) -> Evaluator:
    """Return an evaluator of the shipped claims."""
    return Evaluator(inputs(ledger), run_statistic)


def shipped_claim(name: str) -> Claim:
    """Return a shipped claim."""
    return library().claims[name]


@dataclass(frozen=True)
class FixedChances:
    """Answers every query on a run with the chance of its scenario, one half if none is given."""

    chances: Mapping[str, float] | None = None
    margin: float = 0.02

    def statistic(self, query: RunQuery) -> Interval:
        """Return the chance of the scenario."""
        chance = 0.5 if self.chances is None else self.chances[query.scenario]
        unit = "H100e" if query.asks == "compute" and query.than is None else "1"
        low, high = max(0.0, chance - self.margin), min(1.0, chance + self.margin)
        evidence = EvidenceItem("run", query.scenario, query.asks, f"{chance:g}")
        return replace(
            interval(chance, low, high, unit),
            evidence=(evidence,),
            depends_on=(f"the draws of {query.scenario}",),
        )
