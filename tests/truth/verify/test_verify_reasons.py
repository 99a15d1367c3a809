"""A row that fails says why, from its futures, its parts and the observations."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from outlast.engine.plan import Plan
from outlast.facts.units import Units
from outlast.lower import Lowered
from outlast.scenario.load import Situation
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.flows import PeriodFlow, TalliedFlows
from outlast.truth.backtest.forecast_runs import ForecastRun
from outlast.truth.backtest.periods import Frequency, period_of
from outlast.truth.verify.computation import FlowRatio
from outlast.truth.verify.episodes import Episode, EpisodeRuns, read_episode
from outlast.truth.verify.published import PublishedResult
from outlast.truth.verify.reasons import EpisodeReasons
from outlast.truth.verify.verify import ResultVerdict, published_results, verify

FUTURES = np.array([0.9, 1.0, 1.1])
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 5))
BASE = 10.0


def episode() -> Episode:
    """Return an episode in which every month of eggs has 8 t, give or take a tenth, and salt 4."""
    months = [period_of(Frequency.MONTH, date.fromisoformat(f"{name}-01")) for name in MONTHS]
    flows = tuple(PeriodFlow("eggs", month, row, 1.0, BASE) for row, month in enumerate(months))
    empty = np.zeros((1, 3))
    sums = {("eggs", name): 8.0 * FUTURES for name in MONTHS}
    sums |= {("salt", name): np.full(3, 4.0) for name in MONTHS}
    return Episode(
        situation=cast("Situation", None),
        lowered=cast("Lowered", None),
        flows=TalliedFlows(cast("Plan", None), flows, {}),
        run=ForecastRun(*[empty] * 6),
        sums=sums,
    )


def reasons(**observed: dict[str, float]) -> EpisodeReasons:
    """Return the reasons where series were observed, tonnes by month."""
    contest = open_contest()
    units: Units = contest.ledger.units
    points = {
        key: tuple(SimpleNamespace(period=at, value=value, unit="t") for at, value in each.items())
        for key, each in observed.items()
    }
    series = {key: SimpleNamespace(unit="t") for key in ("eggs", "salt")}
    ledger = SimpleNamespace(observed=points, units=units)
    return EpisodeReasons(episode(), cast("Any", series), cast("Any", ledger))


def why(form: FlowRatio, low: float, high: float, **observed: dict[str, float]) -> str:
    given = reasons(**observed)
    published = cast("PublishedResult", SimpleNamespace(low=low, high=high))
    return given.of(published, form, read_episode(form, given.episode))


def test_a_month_out_of_line_is_told_from_a_wrong_level() -> None:
    """Each month has 0.72, 0.8 or 0.88 of normal, and one month of the record none."""
    form = FlowRatio(series="eggs", periods=("2025-03",))
    said = why(form, 0.0, 0.2, eggs={"2025-01": 9.0, "2025-02": 8.0, "2025-03": 0.0})
    assert "0 of 3 futures lie within the range" in said
    assert "in 4 months around it the median month lies from 0.8 to 0.8, and 0 of 12" in said
    assert "over the 3 months among them that are observed the series moves from 0 to 0.9" in said
    assert "the flow is evener in the run than in the record" in said
    level = why(form, 0.0, 0.75, eggs={"2025-02": 7.0, "2025-03": 7.0})
    assert "1 of 3 futures" in level
    assert "and 4 of 12 months of single futures lie within the range" in level
    assert "evener" not in level


def test_a_ratio_names_the_part_that_misses() -> None:
    """Eggs are as observed; of salt twice as much was observed as the run has."""
    form = FlowRatio(series="eggs", periods=("2025-01", "2025-02"), over_series="salt")
    both = dict.fromkeys(MONTHS, 8.0)
    said = why(form, 0.9, 1.1, eggs=both, salt=both)
    assert "its numerator is 16 t, observed 16; its denominator is 8 t, observed 16" in said
    assert "with the observed numerator alone it is 2, outside the range" in said
    assert "with the observed denominator alone it is 1, within the range" in said


def test_a_part_that_was_not_observed_is_not_named() -> None:
    form = FlowRatio(series="eggs", periods=("2025-01", "2025-02"), over_series="salt")
    said = why(form, 0.9, 1.1, eggs={"2025-01": 8.0}, salt=dict.fromkeys(MONTHS, 8.0))
    assert said == "0 of 3 futures lie within the range"


PARTS = {
    "gallium-may-2025": "months of single futures lie within the range",
    "share-of-china-2025": "with the observed denominator alone it is 0.00",
    "exposure-imf-de": "instead of our tied share of",
}


def test_a_row_that_fails_says_why() -> None:
    """These three fail today; a row that passes one day has no reason, and leaves this list."""
    contest = open_contest()
    published = published_results(contest)
    runs = EpisodeRuns(contest, published.series)
    for found in verify(published, contest, tuple(PARTS), runs):
        assert found.verdict is ResultVerdict.FAILS
        assert PARTS[found.key] in found.reason


def test_a_closed_form_that_fails_says_by_how_much() -> None:
    contest = open_contest()
    given = published_results(contest).results["stockpile"]
    moved = given.model_copy(update={"low": 6.494, "high": 7.0, "value": 6.6})
    changed = published_results(contest).model_copy(update={"results": {"stockpile": moved}})
    (found,) = verify(changed, contest)
    assert found.reason.startswith("it lies 0.5 outside the range")
