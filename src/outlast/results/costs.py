"""The cost of denial to each bloc over the horizon, by kind of cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.results.weights import quantiles, weighted_mean

KINDS: Final = ("direct", "sender", "terms_of_trade", "fiscal")
"""The kinds of cost, in the order of the record."""


@dataclass(frozen=True)
class Cost:
    """The cost that a bloc bears from the scenario's date to the end, USD."""

    bloc: str
    title: str
    kind: str
    """`direct`: value added that is lost; `sender`: sales lost by the side that denies;
    `terms_of_trade`: dearer imports less dearer exports; `fiscal`: state spending."""

    mean: float
    low: float
    """One in ten futures lies below."""

    high: float
    """One in ten futures lies above."""


def costs(
    record: Mapping[str, NDArray[Any]],
    blocs: Sequence[str],
    titles: Mapping[str, str],
    weights: Reals | None = None,
) -> tuple[Cost, ...]:
    """Return the cost of denial to each bloc, by kind, where any future has one.

    Denial costs the difference from the paired run without it.

    Args:
        record: The record of the futures, by field.
        blocs: The blocs, in the order of the record.
        titles: Their titles.
        weights: The weight of each future; even if absent.
    """
    difference = record["cost"] - record["cost_free"]
    found: list[Cost] = []
    for row, bloc in enumerate(blocs):
        for column, kind in enumerate(KINDS):
            values = np.asarray(difference[:, row, column], np.float64)
            if values.any():
                low, high = quantiles(values, (0.1, 0.9), weights)
                mean = float(weighted_mean(values, weights))
                found.append(Cost(bloc, titles[bloc], kind, mean, low, high))
    return tuple(found)
