"""The usual cause of a side's first shortages: traced over futures of all times, and counted."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.api.run import run
from outlast.present.display.voice import voice_of
from outlast.present.first_service import TRACED, first_service
from outlast.present.reasons import because
from outlast.results import Results
from outlast.results.first_breaks import OTHER
from outlast.study import kept_traces as module
from outlast.study.kept_traces import kept_trace, kept_traces
from outlast.study.trace import TOGETHER, trace


@pytest.fixture(scope="module")
def results() -> Results:
    return run("lilliput", futures=TOGETHER + 8, given={"review": 2.5}).results


def test_futures_traced_together_have_the_traces_that_they_have_alone(results: Results) -> None:
    for line in results.lines()[:2]:
        futures = list(range(results.futures))[::-1]
        alone = [
            trace(results.lowered, results.point(each), each, line.service, line.definition)
            for each in futures
        ]
        assert kept_traces(results, line, futures) == alone


def test_no_future_is_traced_twice(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    line = results.lines()[0]
    first = kept_trace(results, line, 3)
    monkeypatch.setattr(module, "traces", None)
    assert kept_trace(results, line, 3) is first


def test_the_futures_are_spread_evenly_over_their_times() -> None:
    results = run("today", futures=200, precision="float32").results
    breaks = results.first_breaks()
    found = first_service(results, breaks, OTHER, voice_of(results.situation, "en"))
    assert found is not None
    assert len(found.futures) == TRACED
    assert (breaks.ends[list(found.futures)] == OTHER).all()
    theirs = np.sort(breaks.weeks[np.flatnonzero(breaks.ends == OTHER)])
    weeks = breaks.weeks[list(found.futures)]
    assert (np.diff(weeks) >= 0).all()
    assert weeks[-1] > np.quantile(theirs, 0.9)
    assert abs(np.median(weeks) - np.median(theirs)) < np.quantile(theirs, 0.6) - theirs[0]


def test_a_heavy_future_counts_by_its_weight() -> None:
    results = run("today", futures=200, precision="float32").results
    breaks = results.first_breaks()
    voice = voice_of(results.situation, "en")
    first = first_service(results, breaks, OTHER, voice)
    assert first is not None
    heavy = first.futures[5]
    weights = np.full(results.futures, 0.001)
    weights[heavy] = 1.0
    found = first_service(results, replace(breaks, weights=weights), OTHER, voice)
    assert found is not None
    assert found.futures.count(heavy) > TRACED / 2


@pytest.mark.parametrize(
    ("causes", "text"),
    [
        (["a", "b", "a", "a"], "It: typically a"),
        (["a", "b", "b", "a"], "It: typically a"),
        (["a", "b", "c", "b", "d"], "It: often b"),
        (["", "", "b"], "It"),
        (["a", "b", "c", "d", "e"], "It"),
    ],
)
def test_a_cause_of_fewer_than_half_of_them_is_called_frequent_alone(
    results: Results, causes: list[str], text: str
) -> None:
    assert because("It", causes, voice_of(results.situation, "en")) == text
