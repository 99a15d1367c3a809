"""Two runs on the same dice: differences future by future, with their intervals, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular
from outlast.results.first_breaks import CLOCKS, RULES, line_times
from outlast.results.odds import Z_95, standard_error
from outlast.results.results import Results
from outlast.results.weights import weighted_mean

COLUMNS: Final = (
    FrameColumn("kind", "set of services, or one service"),
    FrameColumn("key", "key of the set or of the service"),
    FrameColumn("title", "name of the set or of the service"),
    FrameColumn("definition", "definition of need under which it counts"),
    FrameColumn("rule", "rule by which a set breaks"),
    FrameColumn("clock", "clock from which breaks count"),
    FrameColumn("event", "side that breaks first, same, neither, or breaks for a service"),
    FrameColumn("one", "share of futures of the first scenario", "1"),
    FrameColumn("other", "share of futures of the second scenario", "1"),
    FrameColumn("difference", "second share less the first", "1"),
    FrameColumn("standard_error", "standard error of the difference, over paired futures", "1"),
    FrameColumn("low", "lower end of the 95 % interval of the difference", "1"),
    FrameColumn("high", "upper end of the 95 % interval of the difference", "1"),
    FrameColumn("clear", "whether that interval leaves out zero"),
)
"""The columns of a comparison as a table."""


@dataclass(frozen=True)
class Difference:
    """The chance of one event in two runs, and the second less the first."""

    what: str
    """The event: a side that breaks first, `same`, `neither`, or `breaks` for a service."""

    one: float
    other: float
    difference: float
    low: float
    """The 95 % interval of the difference, over pairs of futures with the same luck."""
    high: float
    error: float = 0.0
    """The standard error of the difference."""

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class SetDifference:
    """How one set of services ends in two runs, under one definition, one rule and one clock."""

    service_set: str
    title: str
    definition: str
    rule: str
    clock: str
    ends: tuple[Difference, ...]
    """One side breaks first, the other does, both in one week, neither."""


@dataclass(frozen=True)
class LineDifference:
    """The chance that one service breaks, in two runs."""

    service: str
    title: str
    bloc: str
    definition: str
    breaks: Difference


@dataclass(frozen=True, repr=False)
class PairedRuns(Brief, Tabular):
    """Two runs of the same futures, and what differs between them."""

    ROW_NAME: ClassVar[str] = "event_row"

    one: Results
    other: Results
    sets: tuple[SetDifference, ...]
    lines: tuple[LineDifference, ...]

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the differences."""
        return COLUMNS

    def frame_rows(self) -> Sequence[dict[str, Any]]:
        """Return the differences, those of sets first."""
        of_sets = [
            {
                "kind": "set",
                "key": each.service_set,
                "title": each.title,
                "definition": each.definition,
                "rule": each.rule,
                "clock": each.clock,
                **_cells(end),
            }
            for each in self.sets
            for end in each.ends
        ]
        of_services = [
            {
                "kind": "service",
                "key": each.service,
                "title": each.title,
                "definition": each.definition,
                **_cells(each.breaks),
            }
            for each in self.lines
        ]
        return of_sets + of_services

    @property
    def headline(self) -> SetDifference:
        """The default set under its first definition, by its first service, from the date."""
        wanted = self.one.first_breaks().odds.key
        return next(
            each
            for each in self.sets
            if (each.service_set, each.definition, each.rule, each.clock) == wanted
        )


def _cells(found: Difference) -> dict[str, Any]:
    """Return a difference as cells of a table."""
    return {
        "event": found.what,
        "one": found.one,
        "other": found.other,
        "difference": found.difference,
        "standard_error": found.error,
        "low": found.low,
        "high": found.high,
        "clear": found.clear,
    }


def paired_runs(one: Results, other: Results) -> PairedRuns:
    """Return two runs beside each other.

    Raises:
        InputError: They do not compare the same services over the same time on the same dice.
    """
    _refuse_unlike(one, other)
    return PairedRuns(one, other, _sets(one, other), _lines(one, other))


def _refuse_unlike(one: Results, other: Results) -> None:
    """Refuse runs that do not answer the same question on the same dice."""
    mine, theirs = one.lowered.names, other.lowered.names
    if mine.sets != theirs.sets or one.situation.sets != other.situation.sets:
        what = "do not compare the same sets of services"
    elif mine.lines != theirs.lines:
        what = "do not have the same services"
    elif one.horizon != other.horizon:
        what = f"run over {one.horizon:g} and {other.horizon:g} weeks"
    elif (one.manifest.seed, one.futures) != (other.manifest.seed, other.futures):
        what = "were not run on the same dice"
    else:
        return
    raise InputError(
        f'"{one.manifest.scenario}" and "{other.manifest.scenario}" {what}; they cannot be '
        "compared. Choose scenarios of one world, with one horizon, one seed and as many futures."
    )


def _sets(one: Results, other: Results) -> tuple[SetDifference, ...]:
    """Return the differences of every set, under every definition, clock and rule.

    Both runs take the weights of the first, so that each pair of futures counts once.
    """
    found: list[SetDifference] = []
    for name in one.set_names:
        for definition, clock, rule in product(one.definitions(name), CLOCKS, RULES):
            here, there = (run.first_breaks(name, definition, rule, clock) for run in (one, other))
            kinds = (*here.sides, "same", "neither")
            ends = tuple(
                _difference(
                    kind, here.indicators[:, place], there.indicators[:, place], here.weights
                )
                for place, kind in enumerate(kinds)
            )
            found.append(SetDifference(name, here.title, definition, rule, clock, ends))
    return tuple(found)


def _lines(one: Results, other: Results) -> tuple[LineDifference, ...]:
    """Return the differences of every service, under every definition of need that it has."""
    found: list[LineDifference] = []
    for row, line in enumerate(one.lowered.names.lines):
        here, there = (
            np.asarray(line_times(run.record)[:, row] <= run.horizon, np.float64)
            for run in (one, other)
        )
        service = one.situation.world.services[line.service]
        breaks = _difference("breaks", here, there, one.in_use)
        found.append(
            LineDifference(line.service, service.title, service.bloc, line.definition, breaks)
        )
    return tuple(found)


def _difference(what: str, one: Reals, other: Reals, weights: Reals | None) -> Difference:
    """Return two chances and their difference, over futures with the same luck."""
    change = other - one
    mean = float(weighted_mean(change, weights))
    half = Z_95 * standard_error(change, weights)
    low, high = max(-1.0, mean - half), min(1.0, mean + half)
    error = half / Z_95
    shares = [float(weighted_mean(each, weights)) for each in (one, other)]
    return Difference(what, shares[0], shares[1], mean, low, high, error)
