"""Pick-freeze finds the known indices of Ishigami's function, with errors that are honest."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.study.pick_freeze import Effect, effect
from outlast.study.sensitivity import samples

Reals = NDArray[np.float64]
FUTURES = 2000
NAMES = ("x1", "x2", "x3")
GROUPS = {"x1": (0,), "x2": (1,), "x3": (2,), "x1 and x3": (0, 2), "all": (0, 1, 2)}

KNOWN = {
    "x1": (0.314, 0.558),
    "x2": (0.442, 0.442),
    "x3": (0.0, 0.244),
    "x1 and x3": (0.558, 0.558),
    "all": (1.0, 1.0),
}
"""First and total indices for a = 7 and b = 0.1 (Ishigami and Homma 1990), in closed form."""


def ishigami(points: Reals) -> Reals:
    one, two, three = (2.0 * np.pi * points[:, each] - np.pi for each in range(3))
    return np.sin(one) + 7.0 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


@cache
def found(group: str, seed: int = 1) -> Effect:
    one, other = samples(NAMES, FUTURES, seed)
    mixed, columns = one.copy(), list(GROUPS[group])
    mixed[:, columns] = other[:, columns]
    made = effect(ishigami(one), ishigami(other), ishigami(mixed))
    assert made is not None
    return made


@pytest.mark.parametrize("group", list(KNOWN))
def test_indices_of_groups_are_those_of_the_closed_form(group: str) -> None:
    first, total = KNOWN[group]
    assert found(group).first == pytest.approx(first, abs=3.5 * found(group).first_error)
    assert found(group).total == pytest.approx(total, abs=3.5 * found(group).total_error)
    assert found(group).total_error < 0.05


@pytest.mark.parametrize("group", ["x1", "x2", "x3"])
def test_the_error_is_the_spread_over_seeds(group: str) -> None:
    made = [found(group, seed) for seed in range(1, 31)]
    for name in ("first", "total"):
        spread = np.std([getattr(each, name) for each in made], ddof=1)
        stated = np.mean([getattr(each, f"{name}_error") for each in made])
        assert 0.4 * stated < spread < 1.6 * stated, name  # Latin designs are a little better


def test_an_outcome_without_spread_has_no_effect() -> None:
    assert effect(np.ones(50), np.ones(50), np.ones(50)) is None


def test_a_group_that_moves_nothing_has_an_error_all_the_same() -> None:
    one, other = samples(NAMES, 500, 3)
    made = effect(ishigami(one), ishigami(other), ishigami(one))
    assert made is not None
    assert made.total == 0.0
    assert made.total_error > 0.001


def test_the_two_samples_are_independent_and_the_first_is_the_run() -> None:
    from outlast.ensemble import luck  # noqa: PLC0415  beside its use

    one, other = samples(NAMES, 130, 1)
    assert (one == luck(NAMES, range(130), 1)).all()
    assert (other == luck(NAMES, range(250, 380), 1)).all()
