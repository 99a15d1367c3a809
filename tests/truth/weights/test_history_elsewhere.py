"""The history behind weights: an executor computes the same weights, bit for bit."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import outlast as ol
from outlast.ensemble.task_executor import task_executor
from outlast.errors import InputError
from outlast.truth.weights import weigh
from outlast.truth.weights.kept import HistoryIdentity
from outlast.truth.weights.weigh import WeightRun, future_weights
from tests.truth.weights.toy_weights import toy_weights

FUTURES = 70


def nothing_kept(_identity: HistoryIdentity, _folder: Path | None) -> None:
    """Return None, as if no history were in the cache."""


def test_an_executor_computes_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weigh, "CHUNK", 32)
    monkeypatch.setattr(weigh, "kept_history", nothing_kept)
    folder = toy_weights(tmp_path)
    later = ol.load(folder / "scenarios" / "later.yaml", contest="lilliput", overlays=[folder])
    here = future_weights(later, FUTURES, 1, WeightRun(threads=1))
    with ThreadPoolExecutor(2) as pool, task_executor(pool) as executor:
        how = WeightRun(executor=executor)
        there = future_weights(later, FUTURES, 1, how)
        with pytest.raises(InputError, match="cancelled"):
            future_weights(later, FUTURES, 1, replace(how, should_cancel=lambda: True))
    assert there.by_future.tobytes() == here.by_future.tobytes()
    assert there.terms == here.terms
