"""Exposure: losses of national economies, published losses beside the model's, and their curves."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from outlast.economy.losses import Range
from outlast.reading import Brief


class ExposureRequest(NamedTuple):
    """The question; its defaults are a year without any of the controller's exports."""

    countries: tuple[str, ...]
    restriction: float = 1.0
    """The share of the controllers' exports that is held back."""

    months: float = 12.0
    stock: float = 0.0
    """Stocks of users, months of full use."""

    elasticity: float | None = None
    """Between the denied good and everything else; None draws the contest's prior."""

    futures: int = 400
    """Draws of the uncertain numbers."""

    seed: int = 1


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


class CurvePoint(NamedTuple):
    """The median loss of a country at one elasticity and one duration beyond its stock."""

    country: str
    months: int
    elasticity: float
    loss: float


@dataclass(frozen=True, repr=False)
class Exposure(Brief):
    """The answer to a question about exposure."""

    asked: ExposureRequest
    countries: tuple[CountryExposure, ...]
    published: tuple[PublishedExposure, ...]
    curves: tuple[CurvePoint, ...]
    assumed: int
    """Uncertain numbers behind it that nobody publishes."""

    uncertain: int
    """Uncertain numbers behind it."""
