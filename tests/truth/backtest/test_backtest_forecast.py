"""Forecasts: the rivals, and their order where a rule acts."""

import numpy as np
import pytest

from outlast.truth.backtest.central import MODEL, NO_EFFECT, STRICT
from outlast.truth.backtest.forecast import PERSISTENCE
from tests.truth.backtest.stub import FUTURES, shipped_forecasts


def test_rivals_differ_where_a_rule_acts() -> None:
    made = shipped_forecasts().series["us-imports-gallium-from-cn"].by_forecaster
    assert made[STRICT].mean() <= made[MODEL].mean() <= made[NO_EFFECT].mean()
    assert made[STRICT].mean() < made[NO_EFFECT].mean()


def test_persistence_is_the_mean_of_the_last_points() -> None:
    made = shipped_forecasts().series["us-imports-gallium"]
    level = made.history.level
    assert level == pytest.approx(np.mean(list(made.history.points.values())[-3:]))
    assert made.by_forecaster[PERSISTENCE].mean() == pytest.approx(level, rel=0.1)


def test_a_yearly_price_has_no_period_in_half_a_year() -> None:
    made = shipped_forecasts().series["price-of-year-samarium"]
    assert not made.periods
    assert made.by_forecaster[MODEL].shape == (0, FUTURES)
