"""A run with any one prior at either bound passes its audit, and its answer is strict JSON."""

import json
from typing import Final

import pytest

from outlast.api.run import load, run
from outlast.scenario.adjust import numeric_priors
from outlast.scenario.bounds import bounds_of
from outlast.scenario.load import Situation

FUTURES: Final = 4
SENSIBLE: Final = 1e16
"""The greatest number that an answer may hold: a hundred times what the world produces a year, in
US dollars."""


def at_bounds(situation: Situation) -> list[tuple[str, float]]:
    """Return every prior that can be fixed at a number, with its least and its greatest one."""
    units = situation.ledger.units
    return [
        (key, value)
        for key, prior in numeric_priors(situation).items()
        for value in bounds_of(prior, units)
    ]


def greatest(content: object) -> float:
    """Return the greatest absolute number within plain content."""
    match content:
        case dict():
            return max(map(greatest, content.values()), default=0.0)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
        case list():
            return max(map(greatest, content), default=0.0)  # pyright: ignore[reportUnknownArgumentType]
        case float() | int():
            return abs(content)
        case _:
            return 0.0


def answer_at(situation: Situation, name: str, value: float) -> float:
    """Return the greatest number of the answer with one prior fixed; it is strict JSON."""
    answer = run(situation, futures=FUTURES, given={name: value}, threads=1)
    text = json.dumps(answer.plain(), allow_nan=False, default=str)
    assert float(answer.results.manifest.given[name]) == value
    return greatest(json.loads(text))


def test_the_toy_runs_with_any_prior_at_either_bound() -> None:
    situation = load("lilliput")
    for name, value in at_bounds(situation):
        assert answer_at(situation, name, value) < SENSIBLE, (name, value)


@pytest.mark.slow
def test_the_shipped_contest_runs_with_any_prior_at_either_bound() -> None:
    situation = load("today")
    for name, value in at_bounds(situation):
        assert answer_at(situation, name, value) < SENSIBLE, (name, value)
