"""Readings of an episode, on flows and a first stop that were made up."""

from datetime import date
from typing import cast

import numpy as np
import pytest

from outlast.engine.plan import Plan
from outlast.lower import Lowered
from outlast.scenario.load import Situation
from outlast.truth.backtest.flows import PeriodFlow, TalliedFlows
from outlast.truth.backtest.forecast_runs import ForecastRun
from outlast.truth.backtest.periods import Frequency, period_of
from outlast.truth.verify.computation import EpisodeReading, FlowRatio, FlowSum
from outlast.truth.verify.episodes import Episode, read_episode

FLOWS = {"2024-11": 4.0, "2024-12": 6.0, "2025-01": 5.0, "2025-02": 15.0}
"""The flow of the series `eggs` by month."""


def episode() -> Episode:
    """Return an episode of two futures; in the second, all flows are twice as large."""
    factors = np.array([1.0, 2.0])
    months = [period_of(Frequency.MONTH, date.fromisoformat(f"{name}-01")) for name in FLOWS]
    flows = [PeriodFlow("eggs", month, row, 1.0, 10.0) for row, month in enumerate(months)]
    empty = np.zeros((1, 2))
    sums = {("eggs", name): flow * factors for name, flow in FLOWS.items()}
    sums |= {("salt", name): np.full(2, 2.0) for name in FLOWS}
    return Episode(
        situation=cast("Situation", None),
        lowered=cast("Lowered", None),
        flows=TalliedFlows(cast("Plan", None), tuple(flows), {}),
        run=ForecastRun(empty, empty, empty, empty, empty, empty),
        sums=sums,
    )


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (FlowRatio(series="eggs", periods=("2025-02",), over_periods=("2025-01",)), (3.0, 3.0)),
        (FlowRatio(series="eggs", periods=("2025",), over_periods=("2024",)), (2.0, 2.0)),
        (FlowRatio(series="eggs", periods=("2025-02",), over_series="salt"), (7.5, 15.0)),
        (FlowRatio(series="eggs", periods=("2025-01",)), (0.5, 1.0)),
        (
            FlowRatio(
                series="eggs",
                periods=("2025-02",),
                over_periods=("2024-11", "2024-12", "2025-01"),
                over_largest=True,
                change=True,
            ),
            (1.5, 1.5),
        ),
        (FlowSum(series=("eggs", "salt"), periods=("2024-Q4",), start=1.0), (15.0, 25.0)),
    ],
)
def test_flows_are_summed_and_divided(form: EpisodeReading, values: tuple[float, float]) -> None:
    assert read_episode(form, episode()) == pytest.approx(values)
