"""The gate of weights is that of the last look at the freeze, as the page of looks has it."""

from outlast.scenario.locate import open_contest
from outlast.truth.weights.load import load_weights
from pipeline.looks import read_looks


def test_the_gate_is_that_of_the_last_look() -> None:
    """A new look renews the gate in weights.yaml: its day, its oracle weights, its range."""
    look = [row for row in read_looks() if row["oracle"] and row["inside"]][-1]
    gate = load_weights(open_contest()).rules.gate
    assert gate is not None
    shown = (gate.day.isoformat(), f"{gate.oracle:.2f}", f"{gate.inside:.2f}")
    assert shown == (look["day"], look["oracle"], look["inside"])
