"""Runs of scenarios for claims: each scenario runs once, and all runs share the same draws."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.reading import Layers
from outlast.results import Results
from outlast.scenario.adjust import with_values, without_moves
from outlast.scenario.load import Situation, load_scenario
from outlast.truth.claims.interval import Interval
from outlast.truth.claims.maker_share import MOST_FUTURES, MakerSales, maker_sales
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.run_statistics import maker_share, run_statistic

ScenarioRun: TypeAlias = Callable[[str, Mapping[str, float]], Results]
"""Runs a scenario with some priors fixed, given its name."""

SalesRun: TypeAlias = Callable[[str, Mapping[str, float]], tuple[MakerSales, Situation]]
"""Runs the sales of a scenario with some priors fixed, given its name."""

REPORTS: Final = 4
"""Progress messages of a run."""


class ScenarioRuns:
    """Answers queries on runs; a scenario runs when a query first names it."""

    def __init__(self, run: ScenarioRun, sell: SalesRun | None = None) -> None:
        """Take the functions that run a scenario, given its name, and its sales."""
        self._run, self._sell = run, sell
        self._results: dict[tuple[object, ...], Results] = {}
        self._sales: dict[tuple[object, ...], tuple[MakerSales, Situation]] = {}

    def results(self, scenario: str, fixed: Mapping[str, float] | None = None) -> Results:
        """Return the results of a scenario with some priors fixed, which runs only once."""
        key = (scenario, *sorted((fixed or {}).items()))
        if key not in self._results:
            self._results[key] = self._run(scenario, fixed or {})
        return self._results[key]

    def statistic(self, query: RunQuery) -> Interval:
        """Return the statistic that a query asks for.

        Raises:
            InputError: The scenario has no such service, set, side or bloc.
        """
        if query.asks == "maker-share":
            return maker_share(query, *self._sales_of(query))
        first = self.results(query.scenario, query.fixed)
        second = None if query.than is None else self.results(query.than)
        return run_statistic(query, first, second)

    def _sales_of(self, query: RunQuery) -> tuple[MakerSales, Situation]:
        """Return the sales of a scenario with its fixed priors, which runs only once."""
        if self._sell is None:
            raise InputError("these runs hold no sales of makers.")
        key = (query.scenario, *sorted(query.fixed.items()))
        if key not in self._sales:
            self._sales[key] = self._sell(query.scenario, query.fixed)
        return self._sales[key]


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

    def run(scenario: str, fixed: Mapping[str, float]) -> Results:
        report(f"running {scenario}: {futures} futures")
        reported = 0

        def progress(done: int, count: int) -> None:
            nonlocal reported
            quarter = REPORTS * done // count
            if quarter > reported:
                reported = quarter
                report(f"running {scenario}: {100 * quarter // REPORTS} %")

        loaded = load_scenario(scenario, layers[0], layers[1:])
        situation = with_values(without_moves(loaded), fixed)
        results = run_ensemble(
            situation, futures=futures, seed=seed, progress=progress, should_cancel=should_cancel
        )
        if results.futures < futures:
            raise InputError(f"{scenario} was cancelled after {results.futures} futures.")
        return results

    def sell(scenario: str, fixed: Mapping[str, float]) -> tuple[MakerSales, Situation]:
        report(f"running the sales of {scenario}: {min(futures, MOST_FUTURES)} futures")
        loaded = load_scenario(scenario, layers[0], layers[1:])
        situation = with_values(without_moves(loaded), fixed)
        return maker_sales(situation, futures, seed, should_cancel), situation

    return ScenarioRuns(run, sell)
