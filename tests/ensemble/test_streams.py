"""The luck of a future: the same whatever is drawn beside it, even along each dimension."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.ensemble.streams import luck
from outlast.results.odds import DESIGN

NAMES = ["hoarding", "line-first", "switch:a", "project:b"]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(0, 700), st.integers(1, 300), st.integers(0, 9))
def test_a_future_is_the_same_in_any_batch(first: int, count: int, seed: int) -> None:
    whole = luck(NAMES, range(1000), seed)
    assert np.array_equal(
        luck(NAMES, range(first, first + count), seed), whole[first : first + count]
    )


def test_a_dimension_is_the_same_whatever_else_is_drawn() -> None:
    alone = luck(["switch:a"], range(300), 3)[:, 0]
    assert np.array_equal(luck(NAMES, range(300), 3)[:, NAMES.index("switch:a")], alone)


def test_every_design_fills_each_cell_of_each_dimension_once() -> None:
    points = luck(NAMES, range(4 * DESIGN), 1)
    cells = np.floor(points * DESIGN).astype(int).reshape(4, DESIGN, len(NAMES))
    assert (np.sort(cells, axis=1) == np.arange(DESIGN)[None, :, None]).all()
    assert not np.array_equal(cells[0], cells[1])


def test_dimensions_and_seeds_are_strangers() -> None:
    points = luck([f"d{i}" for i in range(40)], range(2000), 1)
    apart = np.corrcoef(points.T) - np.eye(40)
    assert np.abs(apart).max() < 4.5 / np.sqrt(2000)
    assert not np.array_equal(luck(NAMES, range(50), 1), luck(NAMES, range(50), 2))


def test_the_mean_of_a_design_is_far_nearer_than_that_of_random_points() -> None:
    means = luck(NAMES, range(40 * DESIGN), 5).reshape(40, DESIGN, -1).mean(axis=1)
    random = np.sqrt(1 / 12 / DESIGN)
    assert means.std(axis=0).max() < 0.05 * random


def test_some_points_are_as_they_were_on_every_machine() -> None:
    first = luck(["hoarding"], range(3), 1)[:, 0]
    assert [value.hex() for value in first.tolist()] == POINTS


POINTS = ["0x1.2cde0ffbeb61cp-4", "0x1.152001c3b18e8p-1", "0x1.aca2b021fb314p-1"]
"""Bits, not decimals: draws are bit-equal everywhere."""
