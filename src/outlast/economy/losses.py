"""Losses from a shock: of an industry, of a mineral alone, and of all minerals together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np

from outlast.economy.request import ShockRequest
from outlast.engine.arrays import Reals
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

COLUMNS: Final = (
    FrameColumn("kind", "all of the bloc, a mineral alone, or an industry"),
    FrameColumn("key", "key of the bloc or mineral, or code of the industry"),
    FrameColumn("title", "its name"),
    FrameColumn("gdp_median", "median loss of value added; a loss is negative", "USD billion"),
    FrameColumn("gdp_low", "5 % of draws lie below", "USD billion"),
    FrameColumn("gdp_high", "5 % of draws lie above", "USD billion"),
    FrameColumn("direct_median", "median of its own cut, before it spreads", "USD billion"),
    FrameColumn("price_change_median", "median rise, as a share of the price before", "1"),
    FrameColumn("cut_median", "median share of the use of the mineral that is lost", "1"),
)
"""The columns of a shock as a table."""

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
class Shock(Brief, Tabular):
    """The loss of one bloc from a shock, USD billion of the table's year; a loss is negative."""

    ROW_NAME: ClassVar[str] = "loss_row"

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

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the losses."""
        return COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the loss of the bloc, then that of each mineral alone and of each industry."""
        price = self.price_change.median if self.price_change else None
        whole = {
            **_named("bloc", self.bloc, self.bloc_title, self.gdp_bn),
            "direct_median": self.direct_bn.median,
            "price_change_median": price,
        }
        minerals = [
            {
                **_named("mineral", each.mineral, each.title, each.gdp_bn),
                "price_change_median": each.price_change.median,
                "cut_median": each.cut.median,
            }
            for each in self.minerals
        ]
        industries = [
            {
                **_named("industry", each.code, each.title, each.gdp_bn),
                "direct_median": each.direct_bn,
            }
            for each in self.industries
        ]
        return [whole, *minerals, *industries]

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        return f"{self.bloc_title} {self.year}: {self.asked.futures:,} draws, USD billion"


def _named(kind: str, key: str, title: str, loss: Range) -> dict[str, Any]:
    """Return the first cells of a row."""
    named = {"kind": kind, "key": key, "title": title}
    return {**named, **{f"gdp_{end}": getattr(loss, end) for end in Range._fields}}
