"""Bands count every number once, in its own bin."""

import numpy as np
import pytest

from outlast.ensemble.chunks import SumInOrder
from outlast.results.bands import BINS, SCALES, Bands

ROWS = np.array([0, 2, 3, 7, 8])
SHAPE = (9, 5, 16)


@pytest.mark.parametrize("name", SCALES)
def test_each_number_is_counted_once(name: str) -> None:
    scale, luck = SCALES[name], np.random.default_rng(3)
    place = luck.uniform(-0.1 * BINS, 1.1 * BINS, SHAPE)
    values = scale.value(place)
    found = Bands.empty(scale, *SHAPE[:2])
    found.add(values[..., :10], ROWS)
    found.add(values[..., 10:], ROWS)
    wanted, bins = np.zeros((*SHAPE[:2], BINS), np.int32), scale.bins(values)
    for row in ROWS:
        for step in range(SHAPE[1]):
            for future in range(SHAPE[2]):
                wanted[row, step, bins[row, step, future]] += 1
    assert np.array_equal(found.counts, wanted)
    assert found.counts.sum() == len(ROWS) * SHAPE[1] * SHAPE[2]
    assert np.array_equal(found.least[ROWS], values[ROWS].min(axis=2))
    assert np.array_equal(found.most[ROWS], values[ROWS].max(axis=2))
    assert np.allclose(found.total[ROWS], values[ROWS].sum(axis=2))


@pytest.mark.parametrize(("most", "bits"), [(200, 8), (255, 8), (256, 16), (1000, 16), (10**7, 32)])
def test_counts_are_as_wide_as_their_number_needs(most: int, bits: int) -> None:
    narrow = Bands.empty(SCALES["level"], 3, 4, most)
    assert narrow.counts.dtype.itemsize * 8 == bits
    wide = Bands.empty(SCALES["level"], 3, 4)
    values = np.random.default_rng(5).uniform(0.0, 1.3, (3, 4, 40))
    rows = np.arange(3)
    for _ in range(most // 40 if most <= 1000 else 2):
        narrow.add(values, rows)
        wide.add(values, rows)
    assert wide.counts.dtype == narrow.wide.dtype == np.int32
    assert np.array_equal(narrow.wide, wide.counts)
    assert narrow.futures == wide.futures
    assert np.array_equal(narrow.mean(), wide.mean())
    for q in (0.05, 0.5, 0.95):
        assert np.array_equal(narrow.quantile(q), wide.quantile(q))


def test_narrow_counts_become_wide_before_others_are_added() -> None:
    values, rows = np.full((1, 2, 200), 0.5), np.array([0])
    one, other = (Bands.empty(SCALES["level"], 1, 2, 200) for _ in range(2))
    for each in (one, other):
        each.add(values, rows)
    one.merge(other)
    assert one.counts.max() == one.futures == 400
    assert other.counts.max() == 200


@pytest.mark.parametrize("shape", [(1, 2), (1, 300), (7, 31), (40, 2)])
def test_a_sum_is_that_of_its_parts_in_order(shape: tuple[int, int]) -> None:
    luck = np.random.default_rng(7)
    parts = luck.lognormal(0.0, 9.0, (63, *shape))
    found = SumInOrder()
    for number in luck.permutation(63).tolist():
        found.add(parts[number], 16 * number, 16)
    assert not found.early
    assert np.array_equal(found.total, np.sum(list(parts), axis=0))
    backwards = np.sum(list(parts[::-1]), axis=0)
    assert not np.array_equal(found.total, backwards)


def test_a_sum_holds_no_part_that_came_in_its_turn() -> None:
    found = SumInOrder()
    for number, early in ((0, 0), (2, 1), (3, 2), (1, 0), (4, 0)):
        found.add(np.ones((2, 2)), 16 * number, 16)
        assert len(found.early) == early
    assert np.array_equal(found.total, np.full((2, 2), 5.0))
