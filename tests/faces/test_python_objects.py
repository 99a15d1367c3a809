"""Objects for programs: shown briefly, compared, sent to processes, used by threads at once."""

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

import outlast as ol
from outlast.results.first_breaks import CLOCKS, RULES

MOST = 2000
"""The letters of a representation at most."""

TOGETHER = """
from concurrent.futures import ThreadPoolExecutor
import outlast as ol
def answer(number):
    return ol.run("lilliput", futures=16, seed=number % 2).sentence
with ThreadPoolExecutor(6) as pool:
    print(len(set(pool.map(answer, range(6)))))
"""
"""A program whose first call of all is made by six threads at once."""


@cache
def toy(seed: int = 1) -> ol.Answer:
    return ol.run("lilliput", futures=16, seed=seed)


def run_toy(seed: int) -> ol.Answer:
    return ol.run("lilliput", futures=16, seed=seed)


def sentence(scenario: Any) -> str:  # noqa: ANN401  an answer or a scenario
    """Run a scenario in another process, or read the answer that came there."""
    answer = scenario if isinstance(scenario, ol.Answer) else ol.run(scenario, futures=16)
    return answer.sentence


def held(thing: Any, depth: int) -> Generator[Any, None, None]:  # noqa: ANN401  any object
    """Yield an object and the declared ones that it holds."""
    yield thing
    if depth:
        names = [each.name for each in fields(thing)] if is_dataclass(thing) else []
        for name in names:
            inner = getattr(thing, name)
            if is_dataclass(inner) or isinstance(inner, BaseModel):
                yield from held(inner, depth - 1)


def test_every_representation_is_short_and_useful() -> None:
    answer = ol.run("today", futures=16)
    compared = ol.compare(toy(), toy(2).results.situation, futures=None)
    found = [answer, compared, compared.runs, ol.levers("lilliput", futures=16)]
    seen = [each for one in found for each in held(one, 3) if not isinstance(each, tuple)]
    long = {type(each).__name__: len(repr(each)) for each in seen if len(repr(each)) > MOST}
    assert not long
    assert len(seen) > 20
    for told in ("scenario='today'", "seed=1", "futures=16", "runs short first"):
        assert told in repr(answer)
    assert "contest='chips-minerals'" in repr(answer.results.situation)
    assert "facts=<" in repr(answer.results.situation.origin.contest)


def test_answers_are_equal_when_their_futures_are() -> None:
    again = ol.run("lilliput", futures=16)
    assert (toy() == again) is True
    assert (toy() == toy(2)) is False
    assert (toy() != again) is False
    assert toy() != "lilliput"
    assert len({toy(), again, toy(2)}) == 2
    assert toy().results.situation == again.results.situation
    assert (toy().results.lowered == again.results.lowered) in {True, False}
    assert (toy().results.record == again.results.record) in {True, False}


@pytest.mark.parametrize("make", [toy, lambda: toy().results, lambda: toy().results.situation])
def test_a_pickled_object_is_the_same(make: Callable[[], Any]) -> None:
    thing = make()
    copy = pickle.loads(pickle.dumps(thing))  # noqa: S301  our own
    assert copy == thing


def test_a_pickled_answer_answers() -> None:
    answer = toy()
    copy: ol.Answer = pickle.loads(pickle.dumps(answer))  # noqa: S301  our own
    assert copy.plain() == answer.plain()
    points = copy.results.points()
    for mine, theirs in zip(
        copy.results.lowered.sample(points), answer.results.lowered.sample(points), strict=True
    ):
        pair = [np.asarray(getattr(each, "values", each)) for each in (mine, theirs)]
        assert pair[0].dtype != object
        assert np.array_equal(pair[0], pair[1])
    assert ol.run(copy.results.situation, futures=16) == answer


@pytest.mark.parametrize(
    "method",
    ["spawn", pytest.param("fork", marks=pytest.mark.skipif(os.name == "nt", reason="POSIX"))],
)
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_objects_go_to_processes(method: str) -> None:
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        told = list(pool.map(sentence, [toy(), toy().results.situation, "lilliput"], timeout=240))
    assert told == [toy().sentence] * 3


def test_an_answer_outlives_a_change_of_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ol.run("lilliput", futures=16, out="kept")
    monkeypatch.chdir("/")
    assert answer.plain()["sentence"] == toy().sentence


def test_threads_that_run_at_once_get_the_same_answers() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run_toy, [1, 2] * 3))
    assert {each.sentence for each in found[::2]} == {toy().sentence}
    for each in found:
        other = toy(each.results.manifest.seed)
        for name, values in other.results.record.items():
            assert np.array_equal(values, each.results.record[name], equal_nan=True)


def test_the_first_calls_of_a_program_may_come_from_threads() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {"1", "2"}


def test_the_floating_point_errors_of_a_caller_change_nothing(tmp_path: Path) -> None:
    asked = {"given": {"refile": 0.3}, "futures": 64, "horizon": 60}
    before = ol.run("lilliput", **asked)  # pyright: ignore[reportArgumentType]
    with np.errstate(all="raise"):
        answer = ol.run("lilliput", **asked)  # pyright: ignore[reportArgumentType]
        assert answer.plain() == before.plain()
        assert len(answer.to_frame()) == len(before.to_frame())
        assert answer.to_xarray().sizes == before.to_xarray().sizes
        assert ol.load_run(answer.save(tmp_path / "kept")) == before
        assert ol.compare(answer, before).sentence
        assert ol.levers("lilliput", futures=16) == ol.levers("lilliput", futures=16)
        results = answer.results
        found = (results.lines(), results.sets(), results.branches(), results.verdict())
        assert len(found[1]) == len(RULES) * len(CLOCKS)
        assert answer._repr_html_()  # pyright: ignore[reportPrivateUsage]  as a notebook does
