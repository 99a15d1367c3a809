"""Exposure: losses of national economies, published losses beside the model's, and their curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, NamedTuple

from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.losses import Range
from outlast.facts import Source
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

COLUMNS: Final = (
    FrameColumn("kind", "published, or ours for a country"),
    FrameColumn("country", "country"),
    FrameColumn("institution", "institution"),
    FrameColumn("title", "case"),
    FrameColumn("published_low", "published loss, low end", "1"),
    FrameColumn("published_median", "published loss, share of GDP", "1"),
    FrameColumn("published_high", "published loss, high end", "1"),
    FrameColumn("ours_low", "the model's loss, 5 of 100 draws below", "1"),
    FrameColumn("ours_median", "the model's loss, share of GDP, median", "1"),
    FrameColumn("ours_high", "the model's loss, 5 of 100 draws above", "1"),
    FrameColumn("ours_bn_low", "the same, low end", "USD_bn"),
    FrameColumn("ours_bn_median", "the same, median", "USD_bn"),
    FrameColumn("ours_bn_high", "the same, high end", "USD_bn"),
    FrameColumn("tied_share_low", "tied share of GDP, low end", "1"),
    FrameColumn("tied_share_median", "tied share of GDP, median", "1"),
    FrameColumn("tied_share_high", "tied share of GDP, high end", "1"),
    FrameColumn("cut_median", "share of supply that is cut, median", "1"),
    FrameColumn("elasticity_median", "elasticity of substitution, median", "1"),
    FrameColumn("months", "months of the restriction within one year", "month"),
    FrameColumn("stock", "stocks of users, months of full use", "month"),
    FrameColumn("needed_tied_share", "tied share that gives the published loss", "1"),
    FrameColumn("needed_elasticity", "elasticity that gives the published loss", "1"),
    FrameColumn("grade", "weakest grade of the published numbers"),
    FrameColumn("day", "day of publication"),
    FrameColumn("sources", "sources of the published numbers"),
    FrameColumn("counts", "the thing that the published number counts"),
    FrameColumn("why", "the reason for which it lies apart"),
)
"""The columns of a table of exposure."""


def _spread(name: str, values: Range | None) -> dict[str, float | None]:
    """Return the cells of a range; empty ones where it is unknown."""
    ends = dict.fromkeys(Range._fields) if values is None else values._asdict()
    return {f"{name}_{end}": value for end, value in ends.items()}


@dataclass(frozen=True)
class CountryExposure:
    """The loss of one national economy."""

    country: str
    title: str
    title_zh: str
    denied: str
    denied_title: str
    denied_title_zh: str
    controllers: tuple[str, ...]
    loss: Range
    """The share of GDP that is lost in the year."""

    loss_bn: Range | None
    """USD billion; None where GDP is unknown."""

    tied_share: Range
    """The share of GDP that cannot run without the good."""

    cut: Range
    """The share of supply that is cut."""

    elasticity: Range
    own_table: bool
    """Whether a table of the caller's own stands in the place of the contest's aggregates."""


@dataclass(frozen=True)
class PublishedExposure:
    """One published loss, and the model's under the assumptions of its publication."""

    key: str
    institution: str
    title: str
    title_zh: str
    country: str
    published: Range
    """The published loss as a share of GDP."""

    published_bn: Range
    ours: Range
    """The model's loss as a share of GDP."""

    months: float
    stock: float
    cut: Range
    elasticity: Range
    tied_share: Range
    needed_tied_share: float | None
    """The tied share of GDP at which the model gives the published loss; None if none does."""

    needed_elasticity: float | None
    """The elasticity at which it does; None if none does."""

    counts: str
    """One sentence: the thing that the published number counts; empty if not stated."""

    counts_zh: str
    why: str
    """One sentence: the reason for which it lies apart from the others."""

    why_zh: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    grade: str
    """The weakest grade of its facts."""

    day: date
    """The day of publication."""

    after_freeze: bool
    """Whether it was published after the day to which the model's priors are held."""

    @property
    def inside(self) -> bool:
        """Whether the published value lies within the model's range."""
        return self.ours.low <= self.published.median <= self.ours.high

    def row(self) -> dict[str, Any]:
        """Return a row of the table of exposure."""
        return {
            "kind": "published",
            "country": self.country,
            "institution": self.institution,
            "title": self.title,
            **_spread("published", self.published),
            **_spread("ours", self.ours),
            **_spread("tied_share", self.tied_share),
            "cut_median": self.cut.median,
            "elasticity_median": self.elasticity.median,
            "months": self.months,
            "stock": self.stock,
            "needed_tied_share": self.needed_tied_share,
            "needed_elasticity": self.needed_elasticity,
            "grade": self.grade,
            "day": self.day,
            "sources": " ".join(self.sources),
            "counts": self.counts,
            "why": self.why,
        }


class CurvePoint(NamedTuple):
    """The median loss of a country at one elasticity and one duration beyond its stock."""

    country: str
    months: int
    elasticity: float
    loss: float


@dataclass(frozen=True, repr=False)
class Exposure(Brief, Tabular):
    """The answer to a question about exposure."""

    ROW_NAME: ClassVar[str] = "case"

    asked: ExposureRequest
    countries: tuple[CountryExposure, ...]
    published: tuple[PublishedExposure, ...]
    curves: tuple[CurvePoint, ...]
    assumed: int
    """Uncertain numbers behind it that nobody publishes."""

    uncertain: int
    """Uncertain numbers behind it."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the table."""
        return COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return one row for each country, and one for each published loss."""
        asked = self.asked
        ours = [
            {
                "kind": "ours",
                "country": each.country,
                "title": each.denied_title,
                **_spread("ours", each.loss),
                **_spread("ours_bn", each.loss_bn),
                **_spread("tied_share", each.tied_share),
                "cut_median": each.cut.median,
                "elasticity_median": each.elasticity.median,
                "months": asked.months,
                "stock": asked.stock,
            }
            for each in self.countries
        ]
        return [*ours, *(each.row() for each in self.published)]

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        return f"Exposure, {self.asked.futures} draws, seed {self.asked.seed}"


def exposure_producers(found: Exposure, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the publishers behind the published losses, in their order."""
    cited = dict.fromkeys(source for each in found.published for source in each.sources)
    return tuple(dict.fromkeys(sources[source].producer for source in cited))
