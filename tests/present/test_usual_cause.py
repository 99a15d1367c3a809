"""The usual cause of a side's first shortages: traced over futures of all times, and counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.api.run import run
from outlast.present.display.voice import voice_of
from outlast.present.first_service import TRACED, evenly_spread
from outlast.present.reasons import because
from outlast.results import Results
from outlast.study import kept_traces as module
from outlast.study.kept_traces import kept_trace, kept_traces
from outlast.study.trace import trace

WEIGHTS = st.lists(st.floats(0.01, 100.0), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def results() -> Results:
    return run("lilliput", futures=24, given={"review": 2.5}).results


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


@given(WEIGHTS, st.booleans())
def test_each_future_stands_as_often_as_it_weighs(weights: list[float], is_weighed: bool) -> None:  # noqa: FBT001
    count = len(weights)
    weeks = np.random.default_rng(count).permutation(count).astype(float)
    shares = np.array(weights) / sum(weights) if is_weighed else np.full(count, 1 / count)
    found = evenly_spread(weeks, np.array(weights) if is_weighed else None).tolist()
    assert len(found) == TRACED
    assert (np.diff(weeks[found]) >= 0).all()
    for at in range(count):
        assert abs(found.count(at) - TRACED * shares[at]) <= 1 + 1e-9
        until = weeks <= weeks[at]
        assert abs(sum(until[found]) - TRACED * shares[until].sum()) <= 0.5 + 1e-9


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
