"""The choice of the layer's numbers: the best point of the grid, on outcomes that were known."""

from functools import cache

import pytest

from outlast.scenario.locate import open_contest
from outlast.truth.backtest.scorecard import BacktestRequest, Scorecard, backtest
from pipeline.forecast_layer import GRID, ORIGINS, choose, score_of
from tests.truth.backtest.stub import DAY, FUTURES, MONTHS, declaration


@cache
def cards() -> tuple[Scorecard, ...]:
    return (backtest(BacktestRequest(DAY, MONTHS, FUTURES), open_contest()),)


def test_the_choice_is_the_best_of_the_grid() -> None:
    freeze = declaration().freezes[0]
    best = choose(cards(), freeze)
    assert best.numbers in GRID
    for numbers in ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.25, 0.5, 0.0)):
        assert best.ratio <= score_of(numbers, cards(), freeze).ratio
    assert best.error > 0.0


def test_numbers_of_zero_have_the_score_of_the_model() -> None:
    from outlast.truth.backtest.central import MODEL  # noqa: PLC0415  beside its use
    from outlast.truth.backtest.objects import track_score  # noqa: PLC0415

    own = track_score(cards()[0]).mean(MODEL)
    assert own is not None
    found = score_of((0.0, 0.0, 0.0), cards(), declaration().freezes[0])
    assert found.ratio == pytest.approx(own.ratio, rel=0.15)  # cut by series, not by object


def test_the_origins_leave_half_a_year_before_the_freeze() -> None:
    freeze = declaration().freezes[0]
    assert all((freeze - origin).days >= 180 for origin in ORIGINS)
