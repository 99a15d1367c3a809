"""Frozen scoring never uses weights: it runs where none can be computed."""

from datetime import date
from typing import NoReturn

import numpy as np
import pytest

from outlast.results import weights as statistics
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.scorecard import BacktestRequest, backtest
from outlast.truth.weights import weigh


def test_a_backtest_runs_where_no_weight_can_be_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a weight was computed")

    for module, name in ((statistics, "tempered"), (weigh, "future_weights"), (weigh, "tempered")):
        monkeypatch.setattr(module, name, refuse)
    card = backtest(BacktestRequest(day=date(2024, 12, 2), months=3, futures=8), open_contest())
    score = card.scores[0]
    made = card.forecasts.series[score.key]
    row = [each.name for each in made.periods].index(score.points[0].observed.period.name)
    even = float(np.median(made.by_forecaster["model"][row]))
    assert score.points[0].median == even
