"""Flows by period: a tally of the lowered scenario for each period of each series, and the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.plan import Plan
from outlast.facts.units import converted
from outlast.lower.index import Way, lists
from outlast.lower.lower import Lowered
from outlast.scenario.load import Situation
from outlast.truth.backtest.series import Flow, Series, Slot

A_MONTH: Final = "/month"
"""What ends the unit of a flow that is stated for a month, however long the period."""


@dataclass(frozen=True)
class Part:
    """One good's part of a series in one period."""

    key: str
    slot: Slot
    row: int
    """Its tally, -1 where the period lies before the common start."""

    factor: float
    """By what the tally is multiplied: performance, unit, and the days of the period over those of
    the steps that stand for it."""

    base: float
    """The base flow of the period, in the unit of the series."""


@dataclass
class Tallies:
    """Tallies under construction."""

    kinds: list[int] = field(default_factory=list[int])
    first: list[int] = field(default_factory=list[int])
    last: list[int] = field(default_factory=list[int])
    routes: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def add(self, kind: int, steps: tuple[int, int], routes: list[int]) -> int:
        """Add a tally and return its row."""
        row = len(self.kinds)
        self.kinds.append(kind)
        self.first.append(steps[0])
        self.last.append(steps[1])
        self.routes[row] = routes
        return row

    def laid(self, plan: Plan) -> Plan:
        """Return a Plan with these tallies and no others."""
        begins, listed = lists(self.routes, len(self.kinds))
        return plan._replace(
            tally_kind=np.array(self.kinds, np.int32),
            tally_from=np.array(self.first, np.int32),
            tally_to=np.array(self.last, np.int32),
            tally_ptr=begins,
            tally_route=listed,
        )


@dataclass(frozen=True)
class Flows:
    """A Plan with tallies, and which tally is what."""

    plan: Plan
    parts: tuple[Part, ...]
    silent: Mapping[str, str]
    """Series that the plan cannot carry, with the reason."""

    def sums(self, tally: Reals) -> dict[tuple[str, str], Reals]:
        """Return each series' flow in each period, futures in a row.

        Args:
            tally: The record's tallies, futures last.
        """
        found: dict[tuple[str, str], Reals] = {}
        for part in self.parts:
            made = (
                tally[part.row] * part.factor
                if part.row >= 0
                else np.full(tally.shape[1], part.base)
            )
            at = (part.key, part.slot.name)
            found[at] = found[at] + made if at in found else made
        return found


def lay(
    lowered: Lowered,
    situation: Situation,
    series: Mapping[str, Series],
    wanted: Mapping[str, Sequence[Slot]],
) -> Flows:
    """Return a Plan with a tally for every period of every flow.

    Args:
        lowered: The lowered scenario.
        situation: The scenario.
        series: The series, by key.
        wanted: The periods of each, in order.
    """
    layer = Layer(lowered, situation)
    parts: list[Part] = []
    silent: dict[str, str] = {}
    for key, each in series.items():
        if each.flow is None:
            continue
        carried = layer.carried(each.flow)
        if not carried:
            silent[key] = "no route of the world carries it on this day."
        for slot in wanted[key]:
            parts += [layer.part((key, slot), each, good, on) for good, on in carried.items()]
    return Flows(layer.tallies.laid(lowered.plan), tuple(parts), silent)


@dataclass
class Layer:
    """Lays tallies over a lowered scenario."""

    lowered: Lowered
    situation: Situation
    tallies: Tallies = field(default_factory=Tallies)

    def carried(self, flow: Flow) -> dict[str, list[int]]:
        """Return the routes whose flow counts, by good."""
        found = {good: self._routes(flow, good) for good in flow.goods}
        return {good: routes for good, routes in found.items() if routes}

    def _routes(self, flow: Flow, good: str) -> list[int]:
        sites = self.situation.world.sites
        return [
            row
            for row, way in enumerate(self.lowered.names.routes)
            if sites[way.origin].good == good
            and (not flow.origins or sites[way.origin].bloc in flow.origins)
            and (not flow.destinations or sites[way.destination].bloc in flow.destinations)
            and _passes(flow, way)
        ]

    def part(self, at: tuple[str, Slot], series: Series, good: str, routes: list[int]) -> Part:
        """Return one good's part of a series in a period, its tally laid."""
        key, slot = at
        plan, clock = self.lowered.plan, self.situation.clock
        weeks = clock.weeks(slot.after) - clock.weeks(slot.first)
        base = float(plan.flow0[routes].sum()) * weeks
        scale = self._scale(series, good, base)
        if slot.last < clock.common_start:
            return Part(key, slot, -1, 0.0, base * scale)
        first, last = steps_of(slot, self.situation, plan.steps)
        factor = scale * weeks / ((last - first + 1) * plan.step)
        kind = int(series.flow is not None and series.flow.counts == "arrived")
        row = self.tallies.add(kind, (first, last), routes)
        return Part(key, slot, row, factor, base * scale)

    def _scale(self, series: Series, good: str, base: float) -> float:
        """Return what a unit of a good is in the unit of a series, over the months of a period."""
        names = self.lowered.names
        if series.flow is None or series.flow.per == "base":
            return 1.0 / base if base > 0.0 else 0.0
        if series.flow.per == "compute":
            # Equivalents are counted in arithmetic, the profile in which it weighs the most.
            profile = int(np.argmax(names.profiles))
            return float(self.lowered.plan.good_performance[names.goods.index(good), profile])
        bare = series.unit.removesuffix(A_MONTH)
        months = series.every.months if series.unit.endswith(A_MONTH) else 1
        return converted(1.0, self.situation.world.goods[good].unit, bare) / months


def _passes(flow: Flow, way: Way) -> bool:
    match flow.ways:
        case "home":
            return True
        case "direct":
            return not way.own and not way.round_
        case "round":
            return bool(way.round_)
        case _:
            return not way.own


def steps_of(slot: Slot, situation: Situation, steps: int) -> tuple[int, int]:
    """Return the first and last step that stand for a period."""
    clock = situation.clock
    first = max(0, round(clock.weeks(slot.first) / clock.step))
    last = round(clock.weeks(slot.after) / clock.step) - 1
    return first, max(first, min(last, steps - 1))
