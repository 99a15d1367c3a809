"""Results: an ensemble of one scenario, where arrays get their names back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Claim, Reals
from outlast.lower.index import Half
from outlast.lower.lower import Lowered
from outlast.results.bands import Bands
from outlast.results.manifest import Manifest
from outlast.results.odds import (
    RULES,
    LineOdds,
    SetOdds,
    error,
    half_times,
    outcome_shares,
)
from outlast.results.verdict import BranchOdds, Verdict, verdict
from outlast.scenario.load import Situation

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset


@dataclass(frozen=True)
class Results:
    """What the futures of a scenario came to."""

    situation: Situation
    lowered: Lowered
    manifest: Manifest
    record: Mapping[str, NDArray[Any]]
    """The engine's Record by field, futures first; weeks from the date, never is horizon + 1."""

    bands: Mapping[str, Bands]
    """The engine's Series by field, counted over futures."""

    throw: Callable[[], Reals]
    """The luck again."""

    def points(self) -> Reals:
        """Return the luck of the futures: [future, dimension of `lowered.drawing`]."""
        return self.throw()

    @property
    def futures(self) -> int:
        """How many futures there are."""
        return len(self.record["status"])

    @property
    def horizon(self) -> float:
        """Weeks from the date to the end."""
        plan = self.lowered.plan
        return plan.horizon * plan.step

    def lines(self) -> tuple[LineOdds, ...]:
        """Return the odds of every service, under every definition of need that it has."""
        return tuple(self._line(row) for row in range(len(self.lowered.names.lines)))

    def _line(self, row: int) -> LineOdds:
        names, world, record = self.lowered.names, self.situation.world, self.record
        line = names.lines[row]
        service = world.services[line.service]
        first, free = record["first"][:, row], record["first_free"][:, row]
        broke = first <= self.horizon
        caused = broke & (free > self.horizon)
        since = record["since"][:, row]
        was = since > 0
        t10, t50, t90 = (self._week(float(np.quantile(first, q))) for q in (0.1, 0.5, 0.9))
        recovery = np.median(record["recovered"][broke, row]) if broke.any() else np.inf
        return LineOdds(
            service=line.service,
            title=service.title,
            bloc=service.bloc,
            side=world.blocs[service.bloc].side,
            definition=line.definition,
            p_break=float(broke.mean()),
            p_free=float((free <= self.horizon).mean()),
            p_attributable=float(caused.mean()),
            error=error(broke.astype(np.float64)),
            t10=t10,
            t50=t50,
            t90=t90,
            recovery=self._week(float(recovery)),
            depth=float(record["depth"][:, row].mean()),
            since_share=float(was.mean()),
            since_weeks=float(np.median(since[was])) if was.any() else None,
            level_date=float(record["level0"][:, row].mean()),
        )

    def _week(self, week: float) -> float | None:
        return week if week <= self.horizon else None

    def sets(self) -> tuple[SetOdds, ...]:
        """Return the odds of every contest, under every definition and rule."""
        return self.sets_where(np.ones(self.futures, np.bool_))

    def sets_where(self, chosen: Claim) -> tuple[SetOdds, ...]:
        """Return the odds of every contest among the futures chosen."""
        found: list[SetOdds] = []
        rows = list(enumerate(self.lowered.names.sets))
        for _, group in groupby(rows, key=lambda row: (row[1].contest, row[1].definition)):
            halves = list(group)
            if len(halves) == 2:  # noqa: PLR2004  a contest has two sides
                found += [self._set(halves, rule, chosen) for rule in RULES]
        return tuple(found)

    def ends(self, contest: str, definition: str, rule: str = "strict") -> Reals:
        """Return how each future ends: [future, (one side, the other, same week, neither)]."""
        halves = [
            (row, half)
            for row, half in enumerate(self.lowered.names.sets)
            if (half.contest, half.definition) == (contest, definition)
        ]
        return self._ends(halves, rule)

    def _ends(self, halves: list[tuple[int, Half]], rule: str) -> Reals:
        times = half_times(self.lowered.plan, self.record, rule)
        return outcome_shares(times[:, [row for row, _ in halves]], self.horizon)

    def _set(self, halves: list[tuple[int, Half]], rule: str, chosen: Claim) -> SetOdds:
        ends = self._ends(halves, rule)[chosen]
        shares = ends.mean(axis=0) if len(ends) else np.zeros(4)
        one, other = (half for _, half in halves)
        kinds = (one.side, other.side, "same", "neither")
        errors = {kind: error(ends[:, place]) for place, kind in enumerate(kinds)}
        return SetOdds(
            contest=one.contest,
            title=self.situation.contests[one.contest].title,
            definition=one.definition,
            rule=rule,
            first={one.side: float(shares[0]), other.side: float(shares[1])},
            same=float(shares[2]),
            neither=float(shares[3]),
            errors={**errors, "difference": error(ends[:, 0] - ends[:, 1])},
        )

    @cached_property
    def fallen(self) -> Mapping[str, tuple[tuple[str, Claim], ...]]:
        """The futures of each branch of each switch that is drawn."""
        drawing = self.lowered.drawing
        return drawing.fallen(self.points()) if drawing.switches else {}

    def branches(self) -> tuple[BranchOdds, ...]:
        """Return the odds of every contest by the branch of each drawn switch."""
        return tuple(
            BranchOdds(switch, branch, float(chosen.mean()), self.sets_where(chosen))
            for switch, ways in self.fallen.items()
            for branch, chosen in ways
            if chosen.any()
        )

    def verdict(self, contest: str | None = None) -> Verdict:
        """Return who is first in a contest, the last declared if none is named, or why nobody."""
        chosen = contest or list(self.situation.contests)[-1]
        return verdict(chosen, self.sets(), self.branches())

    def to_xarray(self) -> "Dataset":
        """Return the record with its names, as an xarray Dataset."""
        from outlast.results.datasets import dataset  # noqa: PLC0415  xarray is slow to import

        return dataset(self)

    def to_frame(self) -> "DataFrame":
        """Return the odds of services as a pandas DataFrame."""
        from outlast.results.datasets import frame  # noqa: PLC0415  pandas is slow to import

        return frame(self)
