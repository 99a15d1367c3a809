"""Cover is a stock in weeks of use, bounded where hardly anything is used."""

import numpy as np

from outlast.engine.cover import cover


def test_cover_is_a_stock_over_its_use() -> None:
    stock, use = np.array([10.0, 0.0, 3.0]), np.array([2.0, 5.0, 12.0])
    assert cover(stock, use).tolist() == [5.0, 0.0, 0.25]


def test_without_use_there_is_no_cover_and_with_hardly_any_it_is_a_century() -> None:
    stock, use = np.array([10.0, 1e30, 1e6]), np.array([0.0, 1e-20, 1e-9])
    assert cover(stock, use).tolist() == [0.0, 5200.0, 5200.0]
