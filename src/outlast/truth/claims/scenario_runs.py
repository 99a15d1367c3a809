"""Runs of scenarios for claims: each scenario runs once, and all runs share the same draws."""

from collections.abc import Callable
from typing import Final

from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.reading import Layers
from outlast.results import Results
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import load_scenario
from outlast.truth.claims.interval import Interval
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.run_statistics import run_statistic

REPORTS: Final = 4
"""Progress messages of a run."""


class ScenarioRuns:
    """Answers queries on runs; a scenario runs when a query first names it."""

    def __init__(self, run: Callable[[str], Results]) -> None:
        """Take the function that runs a scenario, given its name."""
        self._run = run
        self._results: dict[str, Results] = {}

    def results(self, scenario: str) -> Results:
        """Return the results of a scenario, which runs only once."""
        if scenario not in self._results:
            self._results[scenario] = self._run(scenario)
        return self._results[scenario]

    def statistic(self, query: RunQuery) -> Interval:
        """Return the statistic that a query asks for.

        Raises:
            InputError: The scenario has no such service, set, side or bloc.
        """
        first = self.results(query.scenario)
        second = None if query.than is None else self.results(query.than)
        return run_statistic(query, first, second)


def scenario_runs(
    layers: Layers,
    futures: int,
    seed: int,
    report: Callable[[str], None],
    should_cancel: Callable[[], bool] = never_cancel,
) -> ScenarioRuns:
    """Return runs of the scenarios of a contest.

    Args:
        layers: The folder of the contest, then the folders laid over it.
        futures: The number of futures of each scenario.
        seed: The seed of the draws, which all scenarios share, so that they can be compared.
        report: Receives a message about the scenario that runs, and its progress.
        should_cancel: Called between pieces of a run; True ends it, and the claims with it.

    Raises:
        InputError: A run was cancelled.
    """

    def run(scenario: str) -> Results:
        report(f"running {scenario}: {futures} futures")
        reported = 0

        def progress(done: int, count: int) -> None:
            nonlocal reported
            quarter = REPORTS * done // count
            if quarter > reported:
                reported = quarter
                report(f"running {scenario}: {100 * quarter // REPORTS} %")

        situation = without_moves(load_scenario(scenario, layers[0], layers[1:]))
        results = run_ensemble(
            situation, futures=futures, seed=seed, progress=progress, should_cancel=should_cancel
        )
        if results.futures < futures:
            raise InputError(f"{scenario} was cancelled after {results.futures} futures.")
        return results

    return ScenarioRuns(run)
