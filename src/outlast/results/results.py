"""Results: an ensemble of one scenario, where arrays get their names back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Bools, Reals
from outlast.errors import InputError, nearest
from outlast.lower import Lowered
from outlast.reading import brief
from outlast.results.bands import Bands
from outlast.results.costs import Cost, costs
from outlast.results.drawn_branches import drawn_branches
from outlast.results.first_breaks import (
    CLOCKS,
    HEADLINE_CLOCK,
    RULES,
    FirstBreaks,
    line_times,
    short_on_date,
    side_times,
    sides_short,
)
from outlast.results.manifest import Manifest
from outlast.results.odds import LineOdds, SetOdds, standard_error, week_by
from outlast.results.verdict import BranchOdds, SetVerdict, verdict
from outlast.results.weights import FutureWeights, quantiles, weighted_mean
from outlast.scenario.load import Situation
from outlast.scenario.sets import ServiceSet

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

SAME: Final = ("digest", "seed", "futures", "precision", "version")
"""Fields of the manifest that are equal for two runs of the same futures."""


@dataclass(frozen=True, repr=False, eq=False)
class Results:
    """The futures of a scenario, with the names of their rows.

    Two results are equal if they are those of the same futures: of one digest, seed, number,
    precision and version.
    """

    situation: Situation
    lowered: Lowered
    manifest: Manifest
    record: Mapping[str, NDArray[Any]]
    """The engine's Record by field, futures first; weeks from the date, never is horizon + 1."""

    bands: Mapping[str, Bands]
    """The engine's Series by field, counted over futures."""

    throw: Callable[[range], Reals]
    """Draws the luck of some futures again."""

    weights: FutureWeights | None = None
    """The weights of the futures by the observations of the day; none where nobody asked."""

    def __repr__(self) -> str:
        return brief(
            self, **{key: getattr(self.manifest, key) for key in ("scenario", "contest", *SAME)}
        )

    def __eq__(self, other: object) -> bool:
        return self.identity == other.identity if isinstance(other, Results) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def identity(self) -> tuple[object, ...]:
        """The digest, seed, number, precision and version of the futures."""
        return tuple(getattr(self.manifest, key) for key in SAME)

    def points(self, futures: range | None = None) -> Reals:
        """Return the luck of futures, of all if absent: [future, dimension of the drawing]."""
        return self.throw(range(self.futures) if futures is None else futures)

    def point(self, future: int) -> Reals:
        """Return the luck of one future: [dimension]."""
        return self.throw(range(future, future + 1))[0]

    @property
    def in_use(self) -> Reals | None:
        """The weight of each future, if the weighted answer leads: [future]."""
        return self.weights.by_future if self.weights is not None and self.weights.leads else None

    def led(self, *, weighted: bool) -> "Results":
        """Return the same results with every number weighted, or with none."""
        if self.weights is None or self.weights.leads == weighted:
            return self
        return replace(self, weights=replace(self.weights, leads=weighted))

    @property
    def futures(self) -> int:
        """The number of futures."""
        return len(self.record["status"])

    @property
    def horizon(self) -> float:
        """Weeks from the date to the end."""
        plan = self.lowered.plan
        return plan.horizon * plan.step

    @property
    def thresholds(self) -> Reals:
        """The mean level below which each line is out of breath: [line]."""
        return self.lowered.plan.threshold

    @property
    def sides(self) -> tuple[str, str]:
        """The two sides, in the order in which the record declares them."""
        one, other = self.situation.timeline.sides
        return one, other

    # services

    def lines(self) -> tuple[LineOdds, ...]:
        """Return the odds of every service, under every definition of need that it has."""
        return self._lines

    @cached_property
    def _lines(self) -> tuple[LineOdds, ...]:
        return tuple(self._line(row) for row in range(len(self.lowered.names.lines)))

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], int]:
        return {
            (line.service, line.definition): row
            for row, line in enumerate(self.lowered.names.lines)
        }

    def row_of(self, service: str, definition: str) -> int:
        """Return the row of a service under a definition along the axis `line`.

        Raises:
            InputError: There is no such line.
        """
        row = self._rows.get((service, definition))
        if row is None:
            known = [", ".join(key) for key in self._rows]
            wanted = f"{service}, {definition}"
            raise InputError.of(f'"{wanted}" is not a line.', nearest(wanted, known))
        return row

    def _line(self, row: int) -> LineOdds:
        names, world, record = self.lowered.names, self.situation.world, self.record
        line = names.lines[row]
        service = world.services[line.service]
        first, ever, new = (line_times(record, clock)[:, row] for clock in CLOCKS)
        free = line_times(record, without_denial=True)[:, row]
        broke = first <= self.horizon
        caused = broke & (free > self.horizon)
        since, was = record["since"][:, row], short_on_date(record)[:, row]
        weights = self.in_use
        t10, t50, t90 = (week_by(first, share, self.horizon, weights) for share in (0.1, 0.5, 0.9))

        def mean(values: NDArray[Any]) -> float:
            return float(weighted_mean(values, weights))

        def among(chosen: Bools) -> Reals | None:
            return None if weights is None else weights[chosen]

        return LineOdds(
            service=line.service,
            title=service.title,
            bloc=service.bloc,
            side=world.blocs[service.bloc].side,
            definition=line.definition,
            p_break=mean(broke),
            p_since_denial=mean(ever <= self.horizon),
            p_new_only=mean(new <= self.horizon),
            p_free=mean(free <= self.horizon),
            p_attributable=mean(caused),
            error=standard_error(broke.astype(np.float64), weights),
            t10=t10,
            t50=t50,
            t90=t90,
            recovery=week_by(record["recovered"][broke, row], 0.5, self.horizon, among(broke)),
            depth=mean(record["depth"][:, row]),
            since_share=mean(was),
            since_weeks=quantiles(since[was], (0.5,), among(was))[0] if was.any() else None,
            level_date=mean(record["level0"][:, row]),
        )

    # sets of services

    @cached_property
    def set_names(self) -> tuple[str, ...]:
        """The sets of services that are compared; the last is the default."""
        return tuple(dict.fromkeys(side.service_set for side in self.lowered.names.sets))

    def service_set(self, name: str | None = None) -> ServiceSet:
        """Return a set of services as the contest declares it: the named one, or the default.

        Raises:
            InputError: There is no such set.
        """
        return self.situation.sets[self.set_name(name)]

    def set_name(self, name: str | None = None) -> str:
        """Return the name of a set of services: the named one, or the default.

        Raises:
            InputError: There is no such set.
        """
        chosen = name or self.set_names[-1]
        if chosen not in self.set_names:
            cure = nearest(chosen, list(self.set_names))
            raise InputError.of(f'"{chosen}" is not a set of services.', cure)
        return chosen

    def definitions(self, service_set: str | None = None) -> tuple[str, ...]:
        """Return the definitions of need under which a set is compared; the first is the default.

        Raises:
            InputError: There is no such set.
        """
        name = self.set_name(service_set)
        sides = [side for side in self.lowered.names.sets if side.service_set == name]
        return tuple(dict.fromkeys(side.definition for side in sides))

    def _side_rows(self, name: str, definition: str) -> dict[str, int]:
        """Return the rows of a set's sides along the axis `set`, by side."""
        return {
            side.side: row
            for row, side in enumerate(self.lowered.names.sets)
            if (side.service_set, side.definition) == (name, definition)
        }

    def _case(self, service_set: str | None, definition: str | None) -> tuple[str, str]:
        """Return a set and a definition that it has, each the given one or the default."""
        name = self.set_name(service_set)
        known = self.definitions(name)
        chosen = definition or known[0]
        if chosen not in known:
            what = f'"{chosen}" is not a definition of need of "{name}".'
            raise InputError.of(what, nearest(chosen, list(known)))
        return name, chosen

    def lines_of(
        self,
        service_set: str | None = None,
        definition: str | None = None,
        side: str | None = None,
    ) -> tuple[LineOdds, ...]:
        """Return the odds of the services of a set, of one side or of both.

        Args:
            service_set: The set; the default one if absent.
            definition: The definition of need that counts for compute; the first if absent.
            side: The side; both if absent.

        Raises:
            InputError: There is no such set or definition.
        """
        rows = self._side_rows(*self._case(service_set, definition))
        return tuple(
            self._lines[line]
            for key, row in rows.items()
            if side in (None, key)
            for line in self.lowered.members(row)
        )

    def first_breaks(
        self,
        service_set: str | None = None,
        definition: str | None = None,
        rule: str = RULES[0],
        clock: str = HEADLINE_CLOCK,
    ) -> FirstBreaks:
        """Return which side breaks first in each future, and when.

        Args:
            service_set: The set; the default one if absent.
            definition: The definition of need that counts for compute; the first if absent.
            rule: One of `first_breaks.RULES`.
            clock: One of `first_breaks.CLOCKS`; the headline's, from the date, if absent.

        Raises:
            InputError: There is no such set, definition, rule or clock.
        """
        name, chosen = self._case(service_set, definition)
        if rule not in RULES:
            raise InputError.of(f'"{rule}" is not a rule of counting.', nearest(rule, list(RULES)))
        if clock not in CLOCKS:
            raise InputError.of(f'"{clock}" is not a clock.', nearest(clock, list(CLOCKS)))
        found = self._side_rows(name, chosen)
        rows = tuple(found.get(side) for side in self.sides)
        return FirstBreaks(
            service_set=name,
            title=self.service_set(name).title,
            definition=chosen,
            rule=rule,
            clock=clock,
            sides=self.sides,
            horizon=self.horizon,
            times=side_times(self.lowered, self.record, (rule, clock), rows),
            short=sides_short(self.lowered, self.record, rows),
            weights=self.in_use,
        )

    def _cases(self) -> Iterator[FirstBreaks]:
        """Yield every set under every definition, clock and rule; each holds all futures."""
        for name in self.set_names:
            for definition, clock, rule in product(self.definitions(name), CLOCKS, RULES):
                yield self.first_breaks(name, definition, rule, clock)

    def sets(self) -> tuple[SetOdds, ...]:
        """Return the odds of every set, under every definition, clock and rule."""
        return self._sets

    @cached_property
    def _sets(self) -> tuple[SetOdds, ...]:
        return tuple(case.odds for case in self._cases())

    @cached_property
    def switch_branches(self) -> Mapping[str, tuple[tuple[str, Bools], ...]]:
        """The futures in which each switch that is drawn takes each of its branches."""
        return drawn_branches(self.lowered.drawing, self.throw, self.futures)

    def branches(self) -> tuple[BranchOdds, ...]:
        """Return the odds of every set by the branch of each drawn switch."""
        return self._branches

    @cached_property
    def _branches(self) -> tuple[BranchOdds, ...]:
        ways = [
            (switch, branch, chosen)
            for switch, branches in self.switch_branches.items()
            for branch, chosen in branches
            if chosen.any()
        ]
        odds = [[case.odds_where(chosen) for *_, chosen in ways] for case in self._cases()]
        return tuple(
            BranchOdds(
                switch,
                branch,
                float(weighted_mean(chosen.astype(np.float64), self.in_use)),
                tuple(each[place] for each in odds),
            )
            for place, (switch, branch, chosen) in enumerate(ways)
        )

    def verdict(self, service_set: str | None = None) -> SetVerdict:
        """Return which side breaks first in a set, the default one if absent, or why neither."""
        return verdict(self.set_name(service_set), self.sets(), self.branches())

    # cost, and files

    def costs(self) -> tuple[Cost, ...]:
        """Return the cost of denial to each bloc, by kind, where any future has one."""
        world = self.situation.world
        titles = {key: bloc.title for key, bloc in world.blocs.items()}
        return costs(self.record, self.lowered.names.blocs, titles, self.in_use)

    def to_xarray(self, *, each_future: bool = True) -> "Dataset":
        """Return the quantiles of all series, as an xarray Dataset with units and long names.

        Args:
            each_future: Whether the record and the draws of every future are in it, too.
        """
        from outlast.results.datasets import dataset  # noqa: PLC0415  xarray is slow to import
        from outlast.results.drawn_inputs import drawn_inputs  # noqa: PLC0415

        clock, lowered = self.situation.clock, self.lowered
        made = dataset(
            lowered.names,
            self.record if each_future else {},
            self.bands,
            self.manifest.plain(),
            draws=drawn_inputs(lowered.drawing, self.points()) if each_future else None,
            clock=(clock.on, clock.step),
        )
        if self.weights is not None and each_future:
            named = {"long_name": "weight of the future by what was observed", "units": "1"}
            made["weight"] = (("future",), self.weights.by_future, named)
        return made

    def to_frame(self) -> "DataFrame":
        """Return the odds of services as a pandas DataFrame; units and names are in its `attrs`."""
        from outlast.results.service_frame import service_frame  # noqa: PLC0415  pandas is slow

        return service_frame(self.lines(), self.situation.clock.on)

    def _repr_html_(self) -> str:
        """Return the odds of services as a notebook shows them."""
        from outlast.results.service_frame import services_html  # noqa: PLC0415

        return services_html(self.lines(), self.manifest)
