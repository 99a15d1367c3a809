"""The law of the freeze: no later number enters a forecast."""

import hashlib
from dataclasses import replace

from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.forecast import Forecasts
from outlast.truth.backtest.freeze import known_points
from tests.truth.backtest.stub import DAY, forecasts, shipped_forecasts


def digest(made: Forecasts) -> str:
    found = hashlib.sha256()
    for key, each in made.series.items():
        found.update(key.encode())
        for name, futures in each.by_forecaster.items():
            found.update(name.encode() + futures.tobytes())
    return found.hexdigest()


def with_points(factor: float, *, after: bool) -> Contest:
    """Return the contest with every observation after (or before) the day changed."""
    contest = open_contest()
    changed: dict[str, tuple[Observation, ...]] = {}
    for key, points in contest.ledger.observed.items():
        changed[key] = tuple(
            point.model_copy(update={"value": point.value * factor + 1.0})
            if (span(point.period)[1] > DAY) == after
            else point
            for point in points
        )
    return replace(contest, ledger=replace(contest.ledger, observed=changed))


def test_later_observations_do_not_change_a_byte_of_the_forecast() -> None:
    assert digest(forecasts(with_points(3.7, after=True))) == digest(shipped_forecasts())


def test_earlier_observations_do_change_it() -> None:
    assert digest(forecasts(with_points(3.7, after=False))) != digest(shipped_forecasts())


def test_a_later_fact_does_not_change_it() -> None:
    """A number that describes a time after the day can change: its project is dropped."""
    contest, key = open_contest(), "alcoa-wagerup-gallium-capacity-au-2025"
    fact = contest.ledger.facts[key]
    assert fact.published > DAY
    changed = fact.model_copy(update={"value": fact.high, "low": 0.0})
    ledger = replace(contest.ledger, facts={**contest.ledger.facts, key: changed})
    assert digest(forecasts(replace(contest, ledger=ledger))) == digest(shipped_forecasts())


def test_no_later_project_practice_or_measure_is_in_a_freeze() -> None:
    situation = shipped_forecasts().freeze.situation
    assert all(
        each.announced is None or situation.ledger.value(each.announced, "year") < 2025
        for each in situation.world.projects.values()
    )
    for goods in situation.conduct.practices.values():
        assert all(practice.second_from <= DAY for practice in goods.values())
    for measure in situation.timeline.measures.values():
        assert min(each.announced or at for at, each in measure.status.items()) <= DAY


def test_a_point_is_known_once_it_is_published_or_would_have_been() -> None:
    known = known_points(open_contest().ledger.observed, DAY, 90)
    census = {point.period for point in known["us-imports-gallium"]}
    assert "2024-09" in census
    assert "2024-10" not in census, "two months pass before the statistic is published"
    later = [point for point in known["nvidia-legal-flow-h100e-cn"] if point.published > DAY]
    assert {point.period for point in later} >= {"2024-Q2"}
    assert "2024-Q4" not in {point.period for point in later}
