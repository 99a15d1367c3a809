"""The usual causes of a side's first shortages: traced over futures of all times, and counted."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.api.run import run
from outlast.present.causes import OFTEN, Cause, begun_texts
from outlast.present.display.voice import voice_of
from outlast.present.first_service import TRACED, evenly_spread
from outlast.results import Results
from outlast.scenario.load import load_scenario
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


ONE = Cause("withheld", "magnets", {"actor": "China"})
SAME = Cause("withheld", "yttrium", {"actor": "China"})
OWN = Cause("limited-quota", "magnets", {"actor": "the US"})
LACK = Cause("lacks", "gallium")


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        ([ONE, OWN, ONE, ONE, ONE], ": typically China holds back magnets."),
        ([ONE, OWN, LACK, None, None, ONE, ONE], ": often China holds back magnets."),
        ([ONE, SAME], ", as China holds back magnets or yttrium."),
        ([OWN, ONE, OWN, None], ", as the US itself limits imported magnets by quota or China"),
        ([ONE, None, None, None], "."),
        ([ONE, None], ": typically China holds back magnets."),
        ([None, ONE, None], "."),
        ([ONE, SAME, OWN, LACK, None], "."),
    ],
)
def test_one_cause_is_typical_or_frequent_and_two_frequent_ones_are_both_named(
    results: Results, causes: list[Cause | None], said: str
) -> None:
    texts = begun_texts("car motors", causes, voice_of(results.situation, "en"))
    assert texts[0].startswith(f"It usually starts with car motors{said}")
    assert texts[-1] == "It usually starts with car motors."
    assert min(texts, key=len) == texts[-1]


@given(st.lists(st.sampled_from([ONE, OWN, LACK, None]), min_size=1, max_size=32))
def test_no_rare_cause_is_named_and_every_frequent_one_but_a_third(
    causes: list[Cause | None],
) -> None:
    voice = voice_of(load_scenario("lilliput"), "en")
    text = begun_texts("car motors", causes, voice)[0]
    counts = Counter(cause for cause in causes if cause is not None)
    named = {cause for cause in counts if cause.in_words(voice) in text}
    frequent = {cause for cause, count in counts.items() if count >= OFTEN * len(causes)}
    assert named <= frequent
    if causes.count(None) < max(counts.values(), default=0):
        assert len(named) == min(2, len(frequent))
