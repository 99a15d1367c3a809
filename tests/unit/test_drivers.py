"""The drivers of an answer: a planted cause is found, and chance is not."""

from functools import cache
from importlib import import_module
from typing import Any, cast

import numpy as np
import pytest

from outlast.ensemble import luck
from outlast.lower import lower
from outlast.scenario.load import load_scenario
from outlast.study.drivers import HARMONICS, Driver, Drivers, shares
from outlast.study.inputs import UncertainInput, acting_inputs

FUTURES = 1000


@cache
def inputs(scenario: str) -> tuple[UncertainInput, ...]:
    return acting_inputs(lower(load_scenario(scenario)).drawing)


def points(dimensions: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return luck([f"d{number}" for number in range(dimensions)], range(FUTURES), 1)


def test_a_planted_cause_has_its_share_and_the_rest_is_noise() -> None:
    given = points(40)
    outcome = np.where(given[:, 7] > 0.5, 1.0, -1.0)
    outcome[given[:, 3] > 0.8] = 0.0
    share, floor = shares(given, outcome)
    assert share[7] == pytest.approx(0.8, abs=0.1)
    assert int(np.argmax(share)) == 7
    others = np.delete(share, [3, 7])
    assert (others < floor).all()
    assert floor < 0.06


def test_a_cause_with_a_hump_is_seen() -> None:
    given = points(12)
    outcome = np.where(np.abs(given[:, 5] - 0.5) < 0.25, 1.0, -1.0)
    share, floor = shares(given, outcome)
    assert share[5] > 0.8
    assert share[5] > 10 * floor


@pytest.mark.parametrize("futures", [64, 65, 200, 999, 1000])
def test_the_shares_are_those_of_salib(futures: int) -> None:
    rng = np.random.default_rng(futures)
    given = rng.random((futures, 70))
    outcome = np.sign(given[:, 7] - 0.5 + 0.3 * rng.standard_normal(futures))
    harmonics = min(HARMONICS, futures // 8)
    method = cast("Any", import_module("SALib.analyze.rbd_fast"))  # without types
    theirs = [
        method.unskew_S1(
            method.compute_first_order(method.permute_outputs(each, outcome), harmonics),
            harmonics,
            futures,
        )
        for each in given.T
    ]
    assert shares(given, outcome)[0] == pytest.approx(theirs, abs=1e-12)


def test_an_outcome_of_chance_has_no_driver() -> None:
    rng = np.random.default_rng(3)
    share, floor = shares(points(40), rng.choice([-1.0, 0.0, 1.0], FUTURES))
    assert (share <= floor).all()


def test_the_same_ensemble_has_the_same_floor() -> None:
    given = points(5)
    outcome = np.sign(given[:, 0] - 0.4)
    assert shares(given, outcome)[1] == shares(given, outcome)[1]


def test_every_acting_input_of_the_shipped_world_has_title_grade_and_role() -> None:
    found = inputs("today")
    assert len({each.name for each in found}) == len(found)
    dimensions = [number for each in found for number in each.dimensions]
    assert len(set(dimensions)) == len(dimensions)
    for each in found:
        assert each.title
        assert each.grade in ("measured", "derived", "judged", "assumed")
        assert each.role in ("assumption", "lever", "definition", "switch")
    roles = {each.role for each in found}
    assert {"assumption", "lever", "switch"} <= roles
    assert not any(each.ordered for each in found if each.role == "switch")


def test_levers_stand_apart_and_the_judged_share_is_computed() -> None:
    found = Drivers(
        "all",
        "flow",
        (
            Driver("a", "A", 0.3, "judged", "lever", 1.0, "little"),
            Driver("b", "B", 0.1, "measured", "assumption", 0.0, None),
        ),
        0.02,
        9,
    )
    assert [each.name for each in found.levers] == ["a"]
    assert [each.name for each in found.assumptions] == ["b"]
    assert found.judged_share == pytest.approx(0.75)
    assert found.explained == pytest.approx(0.4)
