"""A hold: what one bloc holds over another with one good, and the sources of its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from outlast.economy.losses import Range
from outlast.reading import Brief


@dataclass(frozen=True)
class SourceNote:
    """One number behind a hold: a fact with its source, a prior, or an assumption."""

    of: str
    """The number of the hold that rests on it, by its key."""

    fact: str | None
    prior: str | None
    source: str | None
    """The key of the source; None for an assumption."""

    grade: str
    why: str = ""
    """The reason for an assumption."""


@dataclass(frozen=True, repr=False)
class Hold(Brief):
    """What one bloc, the holder, holds over another, the target, with one good."""

    good: str
    title: str
    share: float
    """The holder's share of the target's supply."""

    hhi: float
    """The concentration of the target's supply by bloc of origin, from 0 to 1."""

    output_share: float | None
    """The holder's share of the world's output."""

    output_hhi: float | None
    """The concentration of the world's output by bloc."""

    reliance_published: float | None
    """Published net import reliance of the target; None if unknown."""

    reliance: float | None
    """Net imports as a share of use in the base year; an exporter's is negative."""

    spending_bn: float | None
    """The target's yearly spending on the good, USD billion; None if unknown."""

    elasticity: Range
    """Between suppliers."""

    loss_bn: Range | None
    """The yearly loss from withdrawal, USD billion; an infinite end is unbounded; None if
    unknown."""

    unbounded: float
    """The share of draws for which the loss has no bound."""

    first_year_bn: Range | None
    """The value added that stops within the first year, without stocks, USD billion; None if
    unknown."""

    first_year_unknown: str
    """The reason for which it is unknown; empty if it is known."""

    esri: float | None
    """The share of all sales that stops if the holder's makers fail; None if it makes none."""

    esri_replaced: float | None
    """The same where other makers take over, by their part of sales."""

    services: Mapping[str, float]
    """The output that each of the target's services loses then, the largest first."""

    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, repr=False)
class Direction(Brief):
    """All that one bloc holds over another."""

    holder: str
    holder_title: str
    target: str
    target_title: str
    loss_bn: Range | None
    """The loss if all these goods but those of `sole` are withdrawn at once, USD billion; None if
    no loss is known."""

    sole: tuple[str, ...]
    """Goods that the holder alone delivers: their loss has no bound."""

    holds: tuple[Hold, ...]
    """The largest share first."""

    not_held: tuple[str, ...]
    """Goods that the target uses and the holder does not deliver."""

    unknown: tuple[str, ...]
    """Goods that did not reach the target in the base year."""


@dataclass(frozen=True, repr=False)
class Leverage(Brief):
    """What two blocs hold over each other."""

    year: int
    """The base year."""

    futures: int
    seed: int
    directions: tuple[Direction, Direction]
