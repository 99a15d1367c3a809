"""The lag behind the frontier: laws of its months, its sentence, and its place in the answer."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from outlast.engine.arrays import Reals
from outlast.present.views.lag import lag, lag_line, lag_row
from outlast.results import Results
from outlast.results.lag import LagMonths, lag_months
from outlast.scenario.distribution import Distribution
from tests.present.fake import outcome, speak


def found(results: Results) -> LagMonths:
    """Return the lag of results that have one."""
    months = lag_months(results)
    assert months is not None
    return months


def with_compute(results: Results, factors: Mapping[str, float]) -> Results:
    """Return results in which the blocs hold more or less compute on the date."""
    names = results.lowered.names.holdings
    scale = np.array([factors.get(bloc, 1.0) for bloc, _ in names])
    held: Reals = results.record["installed_date"] * scale[:, None]
    return replace(results, record={**results.record, "installed_date": held})


def fixed(results: Results, **values: float) -> Results:
    """Return results whose priors of the lag are fixed."""
    situation = results.situation
    lag_of = situation.conduct.lag
    assert lag_of is not None
    names = {"methods": lag_of.methods, "copying": lag_of.copying, "delay": lag_of.delay}
    priors = dict(situation.priors)
    for role, value in values.items():
        made = Distribution.model_validate({"fixed": {"value": value}})
        priors[names[role]] = priors[names[role]].model_copy(update={"distribution": made})
    return replace(results, situation=replace(situation, priors=priors))


def test_more_compute_of_the_leader_never_shortens_the_lag() -> None:
    results = outcome("today")
    less = found(with_compute(results, {"CN": 0.1, "US": 1.0})).on_date
    least = found(with_compute(results, {"CN": 0.1, "US": 10.0})).on_date
    assert np.all(least > less)


def test_an_equal_follower_without_delay_is_not_behind() -> None:
    results = fixed(with_compute(outcome("today"), {"CN": 1e6}), delay=0.0)
    assert np.all(found(results).on_date == 0.0)


def test_whole_copying_leaves_the_delay_alone() -> None:
    results = with_compute(outcome("today"), {"CN": 0.01})
    copied = found(fixed(results, copying=1.0, delay=6.0, methods=8.0)).on_date
    # methods alone make up the gap: six months of them at the pace of methods and compute together
    assert np.all((copied > 0.0) & (copied <= 6.0))
    assert np.all(found(fixed(results, copying=0.0, delay=6.0, methods=8.0)).on_date > copied)


def test_the_sentence_names_the_published_lag_beside_the_models() -> None:
    results = outcome("today")
    english, chinese = (lag_line(results, speak(each, "today")) for each in ("en", "zh"))
    assert english is not None
    assert chinese is not None
    assert "7 months on average" in english
    assert "7个月" in chinese
    assert lag(results, speak("en", "today")).finding == english


def test_the_answer_holds_the_lag_and_a_contest_without_one_says_nothing() -> None:
    row = lag_row(outcome("today"))
    assert row is not None
    assert row["published"] == {
        "fact": "capability-lag-cn-2026-01", "mean": 7.0, "low": 4.0, "high": 14.0,
    }  # fmt: skip
    assert row["on_date"]["low"] <= row["on_date"]["median"] <= row["on_date"]["high"]
    assert lag_row(outcome()) is None
    assert lag_line(outcome(), speak("en")) is None
