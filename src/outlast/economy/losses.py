"""Losses from a shock: of an industry, of a mineral alone, and of all minerals together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from outlast.economy.request import ShockRequest
from outlast.engine.arrays import Reals
from outlast.reading import Brief

ENDS: Final = (0.05, 0.5, 0.95)
"""The shares of draws below the low end, the median and the high end of a range."""


class Range(NamedTuple):
    """The median of draws with the ends of their 90 % range."""

    low: float
    median: float
    high: float


def range_of(values: Reals) -> Range:
    """Return the range of draws."""
    return Range(*(float(each) for each in np.quantile(values, ENDS)))


@dataclass(frozen=True)
class IndustryLoss:
    """The loss of one industry, USD billion; negative."""

    code: str
    title: str
    gdp_bn: Range
    direct_bn: float
    """The median of its own cut, before anything spreads."""

    title_zh: str = ""
    """Its title in Chinese, where the table has one."""


@dataclass(frozen=True)
class MineralLoss:
    """One mineral alone: its price, its loss, and the published figures."""

    mineral: str
    title: str
    controller: str
    controller_title: str
    price_change: Range
    """Share of the price before."""

    cut: Range
    """Share of use."""

    gdp_bn: Range
    price_paid_bn: Range
    """Dearer imports of the mineral itself, USD billion a year; negative. No part of GDP."""

    published_bn: Range | None
    published_price_change: float | None
    held_to: tuple[float, float] | None
    """The published range of price rises to which the draws are held."""

    why_different: str


@dataclass(frozen=True, repr=False)
class Shock(Brief):
    """The loss of one bloc from a shock, USD billion of the table's year; a loss is negative."""

    asked: ShockRequest
    bloc: str
    bloc_title: str
    year: int
    gdp_bn: Range
    share_of_gdp: Range
    price_change: Range | None
    """Of the mineral, None for several."""

    direct_bn: Range
    propagated_bn: Range
    by_closure: Mapping[str, float]
    """The median loss by the way in which a cut spreads."""

    minerals: tuple[MineralLoss, ...]
    industries: tuple[IndustryLoss, ...]
    """The largest losses first."""

    assumed: int
    """Uncertain numbers behind it that nobody publishes."""

    uncertain: int
    """Uncertain numbers behind it."""
