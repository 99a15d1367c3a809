"""The freeze law: nothing of later enters a forecast; and what the score table says of vintages."""

import hashlib
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from outlast.facts.fact import Observation
from outlast.facts.period import span
from outlast.scenario.load import Parts
from outlast.scenario.prior import Distribution, Lognormal, Triangular
from outlast.truth.backtest.export import rows, told
from outlast.truth.backtest.forecast import (
    FORECASTERS,
    MODEL,
    PERSISTENCE,
    STRICT,
    Forecasts,
    How,
    forecast,
)
from outlast.truth.backtest.freeze import frozen, known_points, wide
from outlast.truth.backtest.known import USUAL, known, spread, strayed
from outlast.truth.backtest.scorecard import Asked, Scored, backtest, shipped_parts, weeks_to
from outlast.truth.backtest.series import Every, load_declared, months_on, slot, slots

DAY = date(2024, 12, 2)
MONTHS = 6
FUTURES = 16


@cache
def parts() -> Parts:
    return shipped_parts()


def made(given: Parts) -> Forecasts:
    declared = load_declared()
    until = months_on(DAY, MONTHS)
    freeze = frozen(given, DAY, weeks_to(DAY, until), declared.lag)
    return forecast(freeze, declared, How(MONTHS, FUTURES))


@cache
def first() -> Forecasts:
    return made(parts())


@cache
def scored() -> Scored:
    return backtest(Asked(DAY, MONTHS, FUTURES), parts())


def digest(forecasts: Forecasts) -> str:
    found = hashlib.sha256()
    for key, outlook in forecasts.outlooks.items():
        found.update(key.encode())
        for name, futures in outlook.by.items():
            found.update(name.encode() + futures.tobytes())
    return found.hexdigest()


def with_points(change: float, *, after: bool) -> Parts:
    """Return the data with every observation of after (or before) the day multiplied."""
    moved: dict[str, tuple[Observation, ...]] = {}
    for key, points in parts().ledger.observed.items():
        moved[key] = tuple(
            point.model_copy(update={"value": point.value * change + 1.0})
            if (span(point.period)[1] > DAY) == after
            else point
            for point in points
        )
    return replace(parts(), ledger=replace(parts().ledger, observed=moved))


def test_later_observations_do_not_move_a_byte_of_the_forecast() -> None:
    assert digest(made(with_points(3.7, after=True))) == digest(first())


def test_earlier_observations_do_move_it() -> None:
    assert digest(made(with_points(3.7, after=False))) != digest(first())


def test_a_later_fact_does_not_move_it() -> None:
    """A number that describes a time after the day can change: what it stood for is dropped."""
    key = "alcoa-wagerup-gallium-capacity-au-2025"
    fact = parts().ledger.facts[key]
    assert fact.published > DAY
    moved = fact.model_copy(update={"value": fact.high, "low": 0.0})
    ledger = replace(parts().ledger, facts={**parts().ledger.facts, key: moved})
    assert digest(made(replace(parts(), ledger=ledger))) == digest(first())


def test_no_project_practice_or_measure_of_later_is_in_a_freeze() -> None:
    freeze = first().freeze
    assert all(
        each.announced is None or freeze.situation.ledger.value(each.announced, "year") < 2025
        for each in freeze.situation.world.projects.values()
    )
    for goods in freeze.situation.conduct.practices.values():
        assert all(practice.second_from <= DAY for practice in goods.values())
    for measure in freeze.situation.timeline.measures.values():
        assert min(each.announced or at for at, each in measure.status.items()) <= DAY


def test_the_score_table_counts_its_vintages() -> None:
    answer = told(scored())
    vintages = answer["vintages"]
    facts = parts().ledger.facts
    assert all(facts[key].published <= DAY for key in vintages["facts_published"])
    assert all(facts[key].published > DAY for key in vintages["facts_pseudo_vintage"])
    assert vintages["points_pseudo_vintage"] <= vintages["points_known"]
    assert str(len(vintages["dropped"])) in vintages["words"][1]


def test_every_forecaster_is_scored_and_rows_say_so() -> None:
    table = rows(scored())
    assert table
    for row in table:
        assert row["crps_model"] is not None
        assert row["low"] <= row["median"] <= row["high"]  # type: ignore[operator]
        assert span(str(row["period"]))[0] > DAY
    assert {name for score in scored().scores for name in score.crps} == set(FORECASTERS)


def test_rivals_differ_where_a_rule_bites() -> None:
    by = first().outlooks["us-imports-gallium-from-cn"].by
    assert by[STRICT].mean() <= by[MODEL].mean() <= by["no effect"].mean()


def test_persistence_is_the_mean_of_the_last_points() -> None:
    outlook = first().outlooks["us-imports-gallium"]
    lasting = outlook.known.lasting
    assert lasting == pytest.approx(np.mean(list(outlook.known.points.values())[-3:]))
    assert outlook.by[PERSISTENCE].mean() == pytest.approx(lasting, rel=0.1)


def test_a_point_is_known_when_it_was_out_or_would_have_been() -> None:
    observed = parts().ledger.observed
    out = known_points(observed, DAY, 90)
    census = {point.period for point in out["us-imports-gallium"]}
    assert "2024-09" in census
    assert "2024-10" not in census, "two months pass before the statistic is out"
    later = [point for point in out["nvidia-legal-flow-h100e-cn"] if point.published > DAY]
    assert {point.period for point in later} >= {"2024-Q2"}
    assert "2024-Q4" not in {point.period for point in later}


def test_single_points_stray_by_what_was_seen() -> None:
    dice = np.random.default_rng(1)
    stray = np.exp(dice.normal(scale=0.4, size=400))
    assert spread(list(5.0 * stray)) == pytest.approx(0.4, abs=0.05)
    assert spread([1.0, 2.0, 3.0]) == USUAL
    factors = strayed("a-key", "2025-01", 2000, 0.4)
    assert factors.mean() == pytest.approx(1.0, abs=0.01)
    assert np.log(factors).std() == pytest.approx(0.4, abs=0.01)


def test_a_wider_prior_keeps_its_centre() -> None:
    given = Distribution(lognormal=Lognormal(median=2.0, spread=1.3))
    assert wide(given).lognormal == Lognormal(median=2.0, spread=1.3**2)
    given = Distribution(triangular=Triangular(low=0.5, mode=1.0, high=2.0))
    assert wide(given).triangular == Triangular(low=0.25, mode=1.0, high=4.0)


def test_periods_follow_each_other() -> None:
    found = slots(Every.QUARTER, date(2024, 12, 2), date(2025, 9, 30))
    assert [each.name for each in found] == ["2025-Q1", "2025-Q2", "2025-Q3"]
    assert slot(Every.YEAR, date(2024, 2, 29)).name == "2024"
    assert months_on(date(2024, 12, 2), 2) == date(2025, 2, 28)


def test_what_is_known_of_a_stock_is_its_last_level() -> None:
    declared = load_declared()
    key = "nvidia-legal-stock-h100e-cn"
    points = known_points(parts().ledger.observed, DAY, declared.lag)[key]
    then = known(declared.series[key], points, DAY, declared.recent)
    assert then.lasting == list(then.points.values())[-1]


@pytest.mark.slow
def test_all_offered_freezes_can_be_scored() -> None:
    for day in load_declared().freezes:
        assert backtest(Asked(day, None, FUTURES), parts()).scores, day
