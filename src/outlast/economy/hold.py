"""Holds: the power of one bloc over another with a good, and the sources of its numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any, ClassVar, Final

from outlast.economy.losses import Range
from outlast.facts import Source
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

COLUMNS: Final = (
    FrameColumn("holder", "bloc that delivers"),
    FrameColumn("target", "bloc that uses"),
    FrameColumn("good", "good"),
    FrameColumn("title", "name of the good"),
    FrameColumn("share", "the holder's share of the target's supply", "1"),
    FrameColumn("hhi", "concentration of the target's supply by bloc", "1"),
    FrameColumn("output_share", "the holder's share of world output", "1"),
    FrameColumn("output_hhi", "concentration of world output by bloc", "1"),
    FrameColumn("reliance_published", "published net import reliance of the target", "1"),
    FrameColumn("reliance", "net imports of the target in the base year, share of use", "1"),
    FrameColumn("spending_bn", "the target's yearly spending on the good", "USD_bn/year"),
    FrameColumn("unbounded", "share of draws whose loss has no bound", "1"),
    FrameColumn("first_year_unknown", "reason for which the first year is unknown"),
    FrameColumn("esri", "share of all sales that stops if the holder's makers fail", "1"),
    FrameColumn("esri_replaced", "the same where other makers take over", "1"),
)
"""The numbers of a hold that are no ranges, as columns of a table."""

RANGES: Final = (
    FrameColumn("elasticity", "elasticity between suppliers", "1"),
    FrameColumn("loss_bn", "yearly loss from withdrawal", "USD_bn/year"),
    FrameColumn("first_year_bn", "value added of direct users that stops in a year", "USD_bn"),
)
"""The numbers of a hold that are ranges."""


def bounded_ends(values: Range | None) -> dict[str, float | None]:
    """Return a range with the names of its ends; an end that is unknown or unbounded is None."""
    if values is None:
        return dict.fromkeys(Range._fields)
    return {name: None if isinf(end) else end for name, end in values._asdict().items()}


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
    """The hold of one bloc, the holder, over another, the target, with one good."""

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
    """The value added of the services that use the good directly which stops within the first year
    with the holder's share, without stocks, USD billion; no bound of a loss; None if unknown."""

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
class Leverage(Brief, Tabular):
    """The hold of two blocs over each other."""

    ROW_NAME: ClassVar[str] = "hold"

    year: int
    """The base year."""

    futures: int
    seed: int
    directions: tuple[Direction, Direction]

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the table: one row for each hold."""
        ends = [
            FrameColumn(f"{each.key}_{end}", f"{each.long_name}, {end}", each.unit)
            for each in RANGES
            for end in Range._fields
        ]
        return (*COLUMNS, *ends, FrameColumn("sources", "sources of its numbers"))

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return one row for each hold."""
        rows: list[dict[str, Any]] = []
        for direction in self.directions:
            for hold in direction.holds:
                row: dict[str, Any] = {"holder": direction.holder, "target": direction.target}
                row |= {each.key: getattr(hold, each.key) for each in COLUMNS[2:]}
                for each in RANGES:
                    ends = bounded_ends(getattr(hold, each.key))
                    row |= {f"{each.key}_{end}": value for end, value in ends.items()}
                cited = dict.fromkeys(note.source or note.grade for note in hold.sources)
                rows.append({**row, "sources": " ".join(cited)})
        return rows

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        return f"Leverage, trade of {self.year}"


def leverage_producers(found: Leverage, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the publishers behind the numbers of all holds, those of most numbers first."""
    notes = [note for each in found.directions for hold in each.holds for note in hold.sources]
    cited = Counter(note.source for note in notes if note.source)
    return tuple(dict.fromkeys(sources[source].producer for source, _ in cited.most_common()))
