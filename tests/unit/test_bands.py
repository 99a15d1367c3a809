"""Bands count every number once, in its own bin."""

import numpy as np
import pytest

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
