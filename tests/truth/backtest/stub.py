"""The shipped contest, its declaration of the backtest, and a forecast from it, each made once."""

from datetime import date
from functools import cache

from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.forecast import Forecasts, ForecastSettings, forecast
from outlast.truth.backtest.freeze import frozen
from outlast.truth.backtest.load import load_backtest
from outlast.truth.backtest.periods import months_after
from outlast.truth.backtest.scorecard import weeks_to
from outlast.truth.backtest.series import Backtest

DAY = date(2024, 12, 2)
MONTHS = 6
FUTURES = 16


@cache
def declaration() -> Backtest:
    """Return the declaration of the shipped backtest."""
    contest = open_contest()
    return load_backtest(contest.layers, contest.ledger, contest.world.world)


def forecasts(contest: Contest) -> Forecasts:
    """Return the forecasts of a contest frozen on `DAY`."""
    weeks = weeks_to(DAY, months_after(DAY, MONTHS))
    freeze = frozen(contest, DAY, weeks, declaration().lag)
    return forecast(freeze, declaration(), ForecastSettings(MONTHS, FUTURES))


@cache
def shipped_forecasts() -> Forecasts:
    """Return the forecasts of the shipped contest."""
    return forecasts(open_contest())
