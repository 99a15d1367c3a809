"""The lowered scenario: its Plan, the names of the Plan's rows, and how its draws are made."""

from dataclasses import dataclass, replace
from typing import Any

from outlast.engine.arrays import Reals
from outlast.engine.draw import Draw
from outlast.engine.from_date import Draws, in_two_spans
from outlast.engine.plan import Plan
from outlast.errors import InputError
from outlast.lower.draws.drawing import Drawing, make_drawing
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.lower.index import AxisNames
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.reading import Brief
from outlast.scenario.from_date import values_from_date
from outlast.scenario.load import Situation


@dataclass(frozen=True)
class BaseFlow:
    """The flow of one good on one base route in the base year."""

    route: str
    """The name of the route."""

    good: str
    origin: str
    """The site of the sellers."""

    destination: str
    """The site of the buyers; the site of the sellers where a bloc uses its own output."""

    origin_bloc: str
    destination_bloc: str
    units_a_week: float
    """Units of the good per week."""


@dataclass(frozen=True, repr=False, eq=False)
class Lowered(Brief):
    """A scenario as arrays for the engine, with the names of their rows."""

    plan: Plan
    names: AxisNames
    drawing: Drawing
    rules: Rules
    """The acts and the force of every measure on the routes of this world."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts from which a copy is made: how draws are made is code, and no data."""
        made = self.drawing
        parts = (made.situation, made.network, self.rules, self.names, made.plan)
        return _restored, (self.plan, parts)

    @property
    def measures_without_acts(self) -> tuple[str, ...]:
        """Measures that act on no route of this world."""
        return self.rules.without_acts

    def sample(self, points: Reals) -> Draw:
        """Return the draws at points of the unit cube, which hold up to the scenario's date.

        Args:
            points: One future a row: [future, dimension of `drawing`].
        """
        return self.drawing.sample(points)

    def in_spans(self, points: Reals) -> Draws:
        """Return the draws at points, with those from the date on where levers move there."""
        later = values_from_date(self.drawing.situation.scenario)
        if not later:
            return Draws(self.sample(points))
        redrawn = RedrawnDraws(self.drawing, points)
        return in_two_spans(self.plan, redrawn.at({}), redrawn.at(later))

    def both_in_spans(self, points: Reals) -> tuple[Draws, Draws]:
        """Return the same with the moves of the states, and without any."""
        later = values_from_date(self.drawing.situation.scenario)
        if not later:
            moved, still = self.drawing.sample_both(points)
            return Draws(moved), Draws(still)
        redrawn = RedrawnDraws(self.drawing, points)
        (moved, still), (moved_later, still_later) = redrawn.both_at({}), redrawn.both_at(later)
        return (
            in_two_spans(self.plan, moved, moved_later),
            in_two_spans(self.plan, still, still_later),
        )

    def with_priors(self, situation: Situation) -> "Lowered":
        """Return the same arrays with the priors of another situation.

        The situation may differ in the distributions of its priors alone: only draws depend on
        a distribution, so everything else stays as it was lowered.

        Raises:
            InputError: All draws that cannot be made, at once.
        """
        before = self.drawing
        drawing, problems = make_drawing(
            situation, before.network, self.rules, self.names, before.plan
        )
        if problems:
            raise InputError(sorted(set(problems)))
        return replace(self, drawing=drawing)

    def base_flows(self) -> tuple[BaseFlow, ...]:
        """Return the flow of every base route in the base year, units a week, in row order.

        Routes from a site's sellers to its own users are included; detours carry nothing in the
        base year and are left out.
        """
        plan, names = self.plan, self.names
        return tuple(
            BaseFlow(
                route=route.name,
                good=names.goods[plan.site_good[plan.origin[row]]],
                origin=route.origin,
                destination=route.destination,
                origin_bloc=names.blocs[plan.site_bloc[plan.origin[row]]],
                destination_bloc=names.blocs[plan.site_bloc[plan.destination[row]]],
                units_a_week=float(plan.flow0[row]),
            )
            for row, route in enumerate(names.routes[: plan.bases])
        )

    def members(self, row: int) -> tuple[int, ...]:
        """Return the rows of `names.lines` that belong to one side of a set of services.

        Args:
            row: The row of the set's side in `names.sets`.
        """
        begin, end = self.plan.set_ptr[row], self.plan.set_ptr[row + 1]
        return tuple(self.plan.set_line[begin:end].tolist())

    def edges_of(self, service: str) -> tuple[int, ...]:
        """Return the rows of `names.edges` through which a service draws on sites.

        Raises:
            ValueError: No service has this name.
        """
        row = self.names.services.index(service)
        begin, end = self.plan.service_edge_ptr[row], self.plan.service_edge_ptr[row + 1]
        return tuple(range(int(begin), int(end)))


def _restored(plan: Plan, parts: tuple[Situation, Network, Rules, AxisNames, Plan]) -> Lowered:
    """Return a lowered scenario from its pickled parts."""
    situation, network, rules, names, before = parts
    drawing, _ = make_drawing(situation, network, rules, names, before)
    return Lowered(plan, names, drawing, rules)
