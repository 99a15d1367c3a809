"""Helpers for tests of runs beyond one process: small chunks, and the same arrays, bit for bit."""

from pathlib import Path
from typing import Any

import pytest

from outlast.ensemble import ensemble, run_ensemble
from outlast.ensemble.task_executor import On, task_executor
from outlast.results import Results
from outlast.scenario.load import Situation

CHUNK = 60
"""Futures of a small chunk."""


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client cut runs into small chunks."""
    monkeypatch.setattr(ensemble, "CHUNK", CHUNK)


def assert_same(one: Results, other: Results) -> None:
    """Assert that two runs left the same arrays, bit for bit."""
    assert list(one.record) == list(other.record)
    for name in one.record:
        ours, theirs = one.record[name], other.record[name]
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape), name
        assert ours.tobytes() == theirs.tobytes(), name
    assert sorted(one.bands) == sorted(other.bands)
    for name, band in one.bands.items():
        for part in ("counts", "total", "least", "most"):
            ours, theirs = getattr(band, part), getattr(other.bands[name], part)
            assert ours.tobytes() == theirs.tobytes(), (name, part)


def run_on(on: On, situation: Situation, folder: Path | None = None, **more: Any) -> Results:  # noqa: ANN401
    """Return the results of a run on an executor."""
    with task_executor(on) as executor:
        return run_ensemble(situation, folder=folder, executor=executor, **more)
