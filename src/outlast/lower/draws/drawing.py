"""The drawing of a scenario: how points of the unit cube become draws, a pure function of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from outlast.engine.arrays import Bools, Reals, Rows
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.errors import Problem
from outlast.facts.units import WEEKS_A_YEAR
from outlast.lower.draws.draw_source import CONSTANT, DEFAULT, WORLD, DrawnValues, DrawSource
from outlast.lower.draws.move_draws import MoveDraws, move_draws, no_moves
from outlast.lower.draws.practice_draws import (
    ESCALATED,
    PracticeDraws,
    practice_draws,
    practice_paths,
)
from outlast.lower.draws.quantiles import EDGE, branch, quantile_means, rounded
from outlast.lower.draws.rows import SPECS, DrawRow, draw_rows, is_read
from outlast.lower.draws.settings import row_settings, setting_problems
from outlast.lower.draws.sources import (
    patience_dimension,
    project_dimension,
    row_sources,
    switch_dimension,
)
from outlast.lower.draws.trend import growth_reached, remaining_growth
from outlast.lower.index import AxisNames, numbered
from outlast.lower.network.network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.lower.rules.move_rows import rung_name
from outlast.reading import Brief
from outlast.scenario.load import Situation

COVER: Final = ("cover_mean", "cover_spread", "cover_thinnest")
"""The draws from which the cover of cohorts follows."""


@dataclass(frozen=True)
class RowWithoutPrior:
    """A row that no prior sets."""

    row: DrawRow
    value: float
    origin: str
    """`world` where the world states it, else `default`."""


@dataclass(frozen=True, repr=False, eq=False)
class Drawing(Brief):
    """How points of the unit cube become draws."""

    situation: Situation
    network: Network
    names: AxisNames
    plan: Plan
    dimensions: tuple[str, ...]
    """The named dimensions of luck, one uniform number each."""

    rows: Mapping[str, list[DrawRow]]
    """The rows of every draw, in the order of the arrays."""

    sources: Mapping[str, list[DrawSource]]
    """The source of every row, by draw."""

    factors: Mapping[str, list[list[DrawSource]]]
    """Switches and factors that multiply a row, by draw and row."""

    trends: Mapping[str, list[int]]
    """Rows of a draw whose number is a share of the growth of need, docs/model/need.md."""

    priors_without_rows: tuple[str, ...]
    """Priors whose settings match no row of this scenario."""

    moves: MoveDraws | None
    """How the moves of the states are drawn; None where the record stands still."""

    practice: PracticeDraws | None
    """How the paths of practice are drawn; None where no office is declared."""

    @cached_property
    def switches(self) -> dict[str, int]:
        """The dimension of each drawn switch on which a measure depends."""
        used = dict.fromkeys(switch for row in self.names.measures for switch, _ in row.branches)
        return {switch: self._numbers[switch_dimension(switch)] for switch in used}

    @cached_property
    def _severity_rows(self) -> list[int]:
        """The row of measures whose severity each row has: a rung has that of its ladder's.

        A reader who switches controls off means those to come, too.
        """
        found = list(range(len(self.names.measures)))
        process = self.situation.moves
        for ladder, declared in process.ladders.items() if process else ():
            recorded = {measure for rung in declared.rungs.values() for measure in rung.by}
            own = [n for n, row in enumerate(self.names.measures) if row.measure in recorded]
            rungs = {rung_name(ladder, rung) for rung in declared.rungs}
            for number, row in enumerate(self.names.measures):
                if own and row.measure in rungs:
                    found[number] = own[0]
        return found

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each dimension."""
        return numbered(self.dimensions)

    def rows_without_prior(self) -> list[RowWithoutPrior]:
        """Return every row that the engine reads and no prior sets, with its middle value."""
        middle = np.full(1, 0.5)
        return [
            RowWithoutPrior(row, float(source.make(source.drawn(middle))[0]), source.origin)
            for name, sources in self.sources.items()
            for row, source in zip(self.rows[name], sources, strict=True)
            if source.origin in (WORLD, DEFAULT) and self.reads(row)
        ]

    def reads(self, row: DrawRow) -> bool:
        """Return whether the engine reads a row."""
        return is_read(self.plan, row)

    def sample(self, points: Reals) -> Draw:
        """Return the draws at points of the unit cube, one future a row of points.

        A pure function of the points: a future does not depend on its neighbours.
        """
        points = np.asfortranarray(points)
        return self.finished(self._values(points), self.events(points))

    def sample_both(self, points: Reals) -> tuple[Draw, Draw]:
        """Return the draws at points with the moves of the states, and without any.

        The second ones differ from the first ones from the first move on.
        """
        points = np.asfortranarray(points)
        values, events = self._values(points), self.events(points)
        moved = self.finished(values, events)
        return moved, self.without_moves(moved, values, events)

    def without_moves(
        self, moved: Draw, values: Mapping[str, Reals], events: Mapping[str, Reals]
    ) -> Draw:
        """Return draws of which the moves of the states are taken away.

        Args:
            moved: The draws with moves, finished.
            values: All rows of each draw that they were finished from.
            events: The events that they were finished with.
        """
        if self.moves is None:
            return moved
        futures = len(moved.hoarding)
        still = {**events, ESCALATED: np.zeros_like(events.get(ESCALATED, np.zeros(0)))}
        practice = Rows(practice_paths(values, still, self.plan))
        rows = {name: Rows(each) for name, each in self.moves.none(futures).items()}
        return moved._replace(**rows, practice=practice)

    def _values(self, points: Reals) -> dict[str, Reals]:
        """Return all rows of each draw, futures last."""
        drawn = DrawnValues()
        return {name: self.values_of(name, points, drawn) for name in self.sources}

    def finished(self, values: Mapping[str, Reals], events: Mapping[str, Reals]) -> Draw:
        """Return the draw of single rows and events: trends, plans and cover follow from them.

        Args:
            values: All rows of each draw, futures last; rows of trends are overwritten.
            events: The results of `events`.
        """
        draws = dict(values)
        for name, numbers in self.trends.items():
            draws[name][numbers] *= self._followed(self.reach[numbers], draws)
        origins = [source.origin for source in self.sources["plan_growth_now"]]
        draws["plan_growth_now"] = remaining_growth(self.situation, origins, draws)
        draws["cover"] = self._cover(*(draws.pop(name) for name in COVER))
        draws["practice"] = practice_paths(draws, events, self.plan)
        severity = draws.pop("severity")[self._severity_rows]
        draws |= {**events, "gate": events["gate"] * severity}
        return Draw(
            **{
                name: (draws[name] if draws[name].ndim == 1 else Rows(draws[name]))  # type: ignore[arg-type]
                for name in Draw._fields
            }
        )

    @cached_property
    def reach(self) -> Reals:
        """The weight of each service's growth in that of each process: [process, service]."""
        return growth_reached(self.plan)

    def _followed(self, weights: Reals, draws: Mapping[str, Reals]) -> Reals:
        """Return the growth at which capacity meets need at the end, docs/model/need.md.

        The sum runs service by service, so that no future changes another.

        Args:
            weights: The weight of each service's growth: [row, service].
            draws: The draws of growth of need: [service, future].
        """
        clock = self.situation.clock
        years = clock.steps * clock.step / WEEKS_A_YEAR
        decay, far = draws["growth_decay"], draws["growth_far"]
        fades = decay * -np.expm1(-years / decay)
        grown = np.exp(far * years + (draws["growth_now"] - far) * fades)
        total = np.zeros((len(weights), grown.shape[1]))
        for weight, times in zip(weights.T, grown, strict=True):
            total += weight[:, None] * times
        return rounded(np.log(np.where(total > 0, total, 1.0)) / years)

    def values_of(self, name: str, points: Reals, drawn: DrawnValues) -> Reals:
        """Return all rows of one draw, futures last.

        Args:
            name: The draw.
            points: The luck of the futures: [future, dimension].
            drawn: The values drawn so far; those of this draw are added to it.
        """

        def row_of(source: DrawSource) -> Reals:
            key = (source.origin, source.dimension)
            if key not in drawn:
                drawn[key] = source.drawn(_column(points, source.dimension))
            return source.make(drawn[key])

        spec, rows = SPECS[name], self.rows[name]
        made: list[Reals] = []
        for source, factors in zip(self.sources[name], self.factors[name], strict=True):
            row = row_of(source)
            for factor in factors:
                row = row * row_of(factor)
            made.append(np.clip(row, spec.low, spec.high))
        if not spec.axes:
            return made[0]
        shape = [
            max((row.index[axis] for row in rows), default=-1) + 1 for axis in range(len(spec.axes))
        ]
        return np.array(made, np.float64).reshape(*shape, len(points))

    def _cover(self, mean: Reals, spread: Reals, thinnest: Reals) -> Reals:
        """Return the cover of each cohort, docs/model/base-year.md: [edge, cohort, future]."""
        unlike, which = np.unique(spread, axis=0, return_inverse=True)
        cover = quantile_means(self.plan.cohort_weight, unlike)[which] * mean[:, None, :]
        for edge, source in enumerate(self.sources["cover_thinnest"]):
            if source.origin != DEFAULT:
                cover[edge, 0] = thinnest[edge]
        return cover

    def switch_branches(self, points: Reals) -> dict[str, tuple[tuple[str, Bools], ...]]:
        """Return for each drawn switch its branches, and the futures in which each was drawn."""
        branches: dict[str, tuple[tuple[str, Bools], ...]] = {}
        for switch, dimension in self.switches.items():
            declared = self.situation.timeline.switches[switch].branches
            weights = [self.situation.ledger.value(each, "1") for each in declared.values()]
            drawn = branch(_column(points, dimension), weights)
            branches[switch] = tuple((name, drawn == n) for n, name in enumerate(declared))
        return branches

    def events(self, points: Reals) -> dict[str, Reals]:
        """Return the gates of measures, their moves, the chances of projects, the luck of loss.

        Args:
            points: The luck of the futures: [future, dimension].
        """
        futures, names, situation = len(points), self.names, self.situation
        gate = np.ones((len(names.measures), futures))
        came = {switch: dict(each) for switch, each in self.switch_branches(points).items()}
        for row, measure in enumerate(names.measures):
            for switch, wanted in measure.branches:
                gate[row] *= came[switch][wanted]
        on = np.zeros((len(names.projects), futures))
        for row, key in enumerate(names.projects):
            chance = situation.ledger.value(situation.world.projects[key].chance, "1")
            on[row] = _column(points, self._numbers[project_dimension(key)]) < chance
        patience = np.zeros((len(names.processes), futures))
        for row, key in enumerate(names.processes):
            luck = _column(points, self._numbers[patience_dimension(key)])
            patience[row] = rounded(-np.log1p(-np.clip(luck, EDGE, 1 - EDGE)))
        moved = self.moves.histories(points, came) if self.moves else None
        still = no_moves(np.zeros(len(gate), np.bool_), futures)
        weeks = self.moves.weeks(moved) if self.moves and moved else still
        practice = self.practice.events(points, moved) if self.practice else {}
        return {"gate": gate, "project_on": on, "patience": patience, **weeks, **practice}


def _column(points: Reals, dimension: int) -> Reals:
    """Return the luck of every future in one dimension; the middle for what does not vary."""
    return points[:, dimension] if dimension != CONSTANT else np.full(len(points), 0.5)


def make_drawing(
    situation: Situation, network: Network, rules: Rules, names: AxisNames, plan: Plan
) -> tuple[Drawing, list[Problem]]:
    """Return how every row of the draw is made, and all problems with the priors behind it."""
    rows = draw_rows(situation, network, names, rules)
    settings = row_settings(situation, rows)
    made = row_sources(situation, network, names, rows, settings)
    trends: dict[str, list[int]] = {}
    for each in settings:
        if each.setting.as_ == "trend":
            trends.setdefault(each.row.draw, []).append(each.number)
    matched = {each.prior for each in settings}
    priors = situation.priors.items()
    drawing = Drawing(
        situation=situation,
        network=network,
        names=names,
        plan=plan,
        dimensions=made.dimensions,
        rows=rows,
        sources=made.sources,
        factors=made.factors,
        trends=trends,
        priors_without_rows=tuple(key for key, each in priors if each.sets and key not in matched),
        moves=move_draws(situation, rules, numbered(made.dimensions)),
        practice=practice_draws(situation, names, plan, numbered(made.dimensions)),
    )
    problems = list(setting_problems(situation, names, rows, settings))
    return drawing, problems or list(_channel_problems(drawing))


def _channel_problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield every edge that is given two short-run channels of substitution at once."""
    situation, names = drawing.situation, drawing.names
    services = numbered(names.services)
    for number, edge in enumerate(names.edges):
        thrift = drawing.sources["thrift_floor"][number].origin
        cost = float(drawing.plan.cost_share[number])
        if thrift in (WORLD, DEFAULT) or edge.of_process or cost <= 0:
            continue
        row = services[edge.user]
        elasticity = drawing.sources["elasticity"][row]
        chain = [elasticity, *drawing.factors["elasticity"][row]]
        value = np.prod([source.make(source.drawn(np.full(1, 0.75)))[0] for source in chain])
        if elasticity.origin != DEFAULT and value > 0:
            file, line = situation.places.get(thrift, ("", 0))
            what = f'"{thrift}" gives thrift to "{edge.user}", whose need responds to prices.'
            yield Problem(file, line, what, "An edge has one short-run channel of substitution.")
