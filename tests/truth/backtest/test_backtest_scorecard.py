"""The scorecard: it counts vintages, and scores every forecaster on later observations."""

from functools import cache

import pytest

from outlast.errors import InputError
from outlast.facts.period import span
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.export import backtest_content, point_rows
from outlast.truth.backtest.forecast import FORECASTERS
from outlast.truth.backtest.scorecard import BacktestRequest, Scorecard, backtest
from tests.truth.backtest.stub import DAY, FUTURES, MONTHS, declaration


@cache
def scorecard() -> Scorecard:
    return backtest(BacktestRequest(DAY, MONTHS, FUTURES), open_contest())


def test_the_scorecard_counts_its_vintages() -> None:
    vintages = backtest_content(scorecard())["vintages"]
    facts = open_contest().ledger.facts
    assert all(facts[key].published <= DAY for key in vintages["facts_published"])
    assert all(facts[key].published > DAY for key in vintages["facts_pseudo_vintage"])
    assert vintages["points_pseudo_vintage"] <= vintages["points_known"]
    assert str(len(vintages["dropped"])) in vintages["words"][1]


def test_every_forecaster_is_scored_on_later_observations() -> None:
    table = point_rows(scorecard())
    assert table
    for row in table:
        assert row["crps_model"] is not None
        assert row["low"] <= row["median"] <= row["high"]  # type: ignore[operator]
        assert span(str(row["period"]))[0] > DAY
    assert {name for score in scorecard().scores for name in score.crps} == set(FORECASTERS)


def test_a_contest_without_a_backtest_says_so() -> None:
    with pytest.raises(InputError, match=r"This contest declares no backtest\."):
        backtest(BacktestRequest(DAY, MONTHS, FUTURES), open_contest("lilliput"))


@pytest.mark.slow
def test_all_suggested_freezes_can_be_scored() -> None:
    for day in declaration().freezes:
        assert backtest(BacktestRequest(day, None, FUTURES), open_contest()).scores, day
