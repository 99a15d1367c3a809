"""A row of measures with its acts and its series: a measure, a supposed rule or a rung of moves."""

from dataclasses import dataclass
from typing import NamedTuple

from outlast.engine.arrays import Reals
from outlast.lower.index import MeasureKey
from outlast.lower.rules.acts import RouteAct


class MeasureSeries(NamedTuple):
    """The force of one row of measures by step."""

    force: Reals
    """Phased-in share of the step in which the measure is in force."""

    on: Reals
    """Share of the step in which the measure is in force."""

    announced: Reals
    """Share of the step in which the measure is only announced."""


@dataclass(frozen=True)
class MeasureRow:
    """One row of measures with its acts and its series."""

    key: MeasureKey
    side: str
    acts: tuple[RouteAct, ...]
    series: MeasureSeries
    was_suspended: bool
    """Whether the measure was suspended at some time."""

    ladder: str = ""
    """The ladder of moves that begins or suspends it; empty if no move does."""

    rung: int = -1
    """The number of its rung among those that its ladder has left; -1 for rows of the record."""
