"""A rung that a state may climb has the severity of the measures of its ladder."""

import numpy as np

from outlast.lower import lower
from outlast.scenario.adjust import with_values
from outlast.scenario.load import load_scenario


def test_a_control_that_is_switched_off_stays_off_when_its_ladder_is_climbed() -> None:
    situation = load_scenario("today")
    points = np.random.default_rng(1).random((64, len(lower(situation).drawing.dimensions)))
    gates = {
        severity: lower(with_values(situation, {"severity-us-chips": severity}))
        .drawing.sample(points)
        .gate.values
        for severity in (0.0, 1.0)
    }
    names = [row.measure for row in lower(situation).names.measures]
    rows = [number for number, name in enumerate(names) if name.startswith("us-chips")]
    others = [number for number, name in enumerate(names) if name.startswith("us-tools")]
    assert rows
    assert others
    assert np.all(gates[0.0][rows] == 0)
    assert np.any(gates[1.0][rows] > 0)
    assert np.array_equal(gates[0.0][others], gates[1.0][others])
