"""Draws: priors, switches and the world's own ranges become rows, from uniform points alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from outlast.engine.arrays import Claim, Reals, Rows
from outlast.engine.draw import Draw
from outlast.errors import Problems, nearest
from outlast.facts.units import WEEKS_A_YEAR, converted, same_dimension
from outlast.lower.draws.draw_source import Drawn, Source
from outlast.lower.draws.quantiles import EDGE, branch, draws, quantile_means, ranged, rounded
from outlast.lower.draws.rows import SPECS, DrawRow, Labels, draw_rows
from outlast.lower.draws.trend import growth_reached, left_of_plans
from outlast.lower.draws.world_ranges import Stated, stated
from outlast.lower.index import CLASSES
from outlast.lower.network.base_network import Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Setting

COVER: Final = ("cover_mean", "cover_spread")
"""The two draws from which the cover of cohorts follows."""

TREND: Final = ("capacity_growth_now", "capacity_growth_far")
"""The draws that can follow the growth of need, now and far alike."""


@dataclass(frozen=True)
class Undrawn:
    """A row that no prior sets."""

    row: DrawRow
    value: float
    origin: str
    """`world` where the world states it, else `default`."""


@dataclass
class Drawing:
    """Everything needed to turn points into draws."""

    situation: Situation
    built: Network
    dimensions: list[str] = field(default_factory=list[str])
    """The named dimensions of luck, one uniform number each."""

    rows: dict[str, list[DrawRow]] = field(default_factory=dict[str, list[DrawRow]])
    sources: dict[str, list[Source]] = field(default_factory=dict[str, list[Source]])
    gates: dict[str, list[list[Source]]] = field(default_factory=dict[str, list[list[Source]]])
    """Switches and factors that come on top of what sets a row."""

    trends: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Rows of a draw whose number is a share of the growth of need, docs/model/need.md."""

    switches: dict[str, int] = field(default_factory=dict[str, int])
    """The dimension of each switch of the record."""

    idle: list[str] = field(default_factory=list[str])
    """Priors that set no row in this world."""

    def dimension(self, name: str) -> int:
        """Return the number of a named dimension, a new one where there is none."""
        if name not in self.dimensions:
            self.dimensions.append(name)
        return self.dimensions.index(name)

    def undrawn(self) -> list[Undrawn]:
        """Return every row that no prior sets, with its value."""
        middle = np.full(1, 0.5)
        return [
            Undrawn(row, float(source.make(source.drawn(middle))[0]), source.origin)
            for name, sources in self.sources.items()
            for row, source in zip(self.rows[name], sources, strict=True)
            if source.origin in ("world", "default") and row.acts
        ]

    def sample(self, points: Reals) -> Draw:
        """Return the draws at points of the unit cube, one future a row of points.

        A pure function of the points: a future does not depend on its neighbours.
        """
        points, drawn = np.asfortranarray(points), Drawn()
        found = {name: self.rows_at(name, points, drawn) for name in self.sources}
        return self.finished(found, self.events(points))

    def finished(self, found: dict[str, Reals], events: Mapping[str, Reals]) -> Draw:
        """Return the draw of what each row alone came to: trends, plans and cover follow."""
        for name, numbers in self.trends.items():
            found[name][numbers] *= self._followed(self.reach[numbers], found)
        origins = [source.origin for source in self.sources["plan_growth_now"]]
        found["plan_growth_now"] = left_of_plans(self.situation, origins, found)
        mean, spread = (found.pop(name) for name in COVER)
        found["cover"] = self._cover(mean, spread)
        severity = found.pop("severity")
        found |= {**events, "gate": events["gate"] * severity}
        return Draw(
            **{
                name: (found[name] if found[name].ndim == 1 else Rows(found[name]))  # type: ignore[arg-type]
                for name in Draw._fields
            }
        )

    @cached_property
    def reach(self) -> Reals:
        """The weight of each service's growth in that of each process."""
        return growth_reached(self.built)

    def _followed(self, weights: Reals, found: Mapping[str, Reals]) -> Reals:
        """Return the growth at which capacity meets need at the end, docs/model/need.md.

        Added service by service, so that no future moves another.
        """
        clock = self.situation.clock
        years = clock.steps * clock.step / WEEKS_A_YEAR
        decay, far = found["growth_decay"], found["growth_far"]
        fades = decay * -np.expm1(-years / decay)
        grown = np.exp(far * years + (found["growth_now"] - far) * fades)
        total = np.zeros((len(weights), grown.shape[1]))
        for weight, times in zip(weights.T, grown, strict=True):
            total += weight[:, None] * times
        return rounded(np.log(np.where(total > 0, total, 1.0)) / years)

    def rows_at(self, name: str, points: Reals, drawn: Drawn) -> Reals:
        """Return one draw, its futures last; `drawn` is what was drawn so far."""

        def row_of(source: Source) -> Reals:
            key = (source.origin, source.dimension)
            if key not in drawn:
                drawn[key] = source.drawn(_column(points, source.dimension))
            return source.make(drawn[key])

        spec, rows = SPECS[name], self.rows[name]
        futures = len(points)
        made: list[Reals] = []
        for number, source in enumerate(self.sources[name]):
            row = row_of(source)
            for gate in self.gates.get(name, [[]] * len(rows))[number]:
                row = row * row_of(gate)
            made.append(np.clip(row, spec.least, spec.most))
        if not spec.axes:
            return made[0]
        shape = [
            max((row.index[axis] for row in rows), default=-1) + 1 for axis in range(len(spec.axes))
        ]
        return np.array(made, np.float64).reshape(*shape, futures)

    def _cover(self, mean: Reals, spread: Reals) -> Reals:
        """Return the cover of each cohort, docs/model/base-year.md."""
        weights = self.built.fields["cohort_weight"]
        unlike, which = np.unique(spread, axis=0, return_inverse=True)
        return quantile_means(weights, unlike)[which] * mean[:, None, :]

    def fallen(self, points: Reals) -> dict[str, tuple[tuple[str, Claim], ...]]:
        """Return for each drawn switch its branches, and the futures in which each came."""
        found: dict[str, tuple[tuple[str, Claim], ...]] = {}
        for switch, dimension in self.switches.items():
            declared = self.situation.timeline.switches[switch].branches
            weights = [self.situation.ledger.value(each, "1") for each in declared.values()]
            came = branch(_column(points, dimension), weights)
            found[switch] = tuple((way, came == n) for n, way in enumerate(declared))
        return found

    def events(self, points: Reals) -> dict[str, Reals]:
        """Return gates of measures, chances of projects and the luck of cancellation."""
        futures, built, situation = len(points), self.built, self.situation
        names = built.names
        gate = np.ones((len(names.measures), futures))
        ways = {switch: dict(branches) for switch, branches in self.fallen(points).items()}
        for row, measure in enumerate(names.measures):
            for switch, wanted in measure.branches:
                gate[row] *= ways[switch][wanted]
        on = np.zeros((len(names.projects), futures))
        for row, key in enumerate(names.projects):
            chance = situation.ledger.value(situation.world.projects[key].chance, "1")
            on[row] = _column(points, self.dimensions.index(f"project:{key}")) < chance
        patience = np.zeros((len(names.processes), futures))
        for row, key in enumerate(names.processes):
            luck = _column(points, self.dimensions.index(f"patience:{key}"))
            patience[row] = rounded(-np.log1p(-np.clip(luck, EDGE, 1 - EDGE)))
        return {"gate": gate, "project_on": on, "patience": patience}


def _column(points: Reals, dimension: int) -> Reals:
    return points[:, dimension] if dimension >= 0 else np.full(len(points), 0.5)


def drawing(situation: Situation, built: Network, found: Rules, problems: Problems) -> Drawing:
    """Return how every row of the draw is made: by one prior, by the world, or by its default."""
    made = Drawing(situation, built, rows=draw_rows(situation, built, found))
    setters: dict[str, list[str]] = {}
    for name, rows in made.rows.items():
        made.sources[name] = [_unset(made, row) for row in rows]
        made.gates[name] = [[] for _ in rows]
        setters[name] = ["" for _ in rows]
    for key, prior in situation.priors.items():
        hits = [_apply(made, (key, prior), setting, setters, problems) for setting in prior.sets]
        if prior.sets and not any(hits):
            made.idle.append(key)
    for row in built.names.measures:
        for switch, _ in row.branches:
            made.switches[switch] = made.dimension(f"switch:{switch}")
    for key in built.names.projects:
        made.dimension(f"project:{key}")
    for key in built.names.processes:
        made.dimension(f"patience:{key}")
    _check_channels(made, setters, problems)
    return made


def _unset(made: Drawing, row: DrawRow) -> Source:
    """Return what the world or the table of defaults says of a row."""
    said: Stated | None = stated(made.situation, made.built, row)
    default = SPECS[row.draw].default
    if said is None:
        return Source(-1, lambda points: np.full(len(points), default), "default")
    if said.low == said.high:
        value = said.turn(np.array([said.value]))[0]
        return Source(-1, lambda points: np.full(len(points), value), "world")

    def make(points: Reals) -> Reals:
        inside = np.clip(points, EDGE, 1.0 - EDGE)
        return rounded(said.turn(ranged(inside, said.value, said.low, said.high)))

    return Source(made.dimension(f"world:{said.place}"), make, "world")


def _apply(
    made: Drawing,
    named: tuple[str, Prior],
    setting: Setting,
    setters: dict[str, list[str]],
    problems: Problems,
) -> bool:
    """Let a prior set the rows that it names; return whether there are any."""
    key, prior = named
    place = made.situation.places.get(key, ("", 0))
    if setting.draw not in SPECS:
        what = f'"{key}" sets "{setting.draw}", which is not a draw.'
        problems.add(*place, what, nearest(setting.draw, list(SPECS)))
        return True
    spec, rows = SPECS[setting.draw], made.rows[setting.draw]
    if not _labels_hold(made, key, setting, problems):
        return True
    if setting.as_ == "trend" and setting.draw not in TREND:
        what = f'"{key}" makes "{setting.draw}" follow need, which it cannot.'
        problems.add(*place, what, f"What can is: {', '.join(TREND)}.")
        return True
    plain = (
        setting.as_ in ("factor", "gate", "log", "base-trade", "trend")
        or setting.values is not None
    )
    if not plain and not same_dimension(prior.unit, spec.unit):
        what = f'"{key}" is stated in {prior.unit}, and "{setting.draw}" in {spec.unit}.'
        problems.add(*place, what)
        return True
    hit = False
    for number, row in enumerate(rows):
        if not _matches(row.labels, setting):
            continue
        hit = True
        source = _source(made, key, prior, setting, row)
        if setting.as_ in ("gate", "factor"):
            made.gates[setting.draw][number].append(source)
            continue
        if setters[setting.draw][number]:
            other = setters[setting.draw][number]
            what = f'"{key}" sets {row.words}, which "{other}" sets too.'
            problems.add(*place, what, "Narrow one of the two: a row has one prior.")
        setters[setting.draw][number] = key
        made.sources[setting.draw][number] = source
        if setting.as_ == "trend":
            made.trends.setdefault(setting.draw, []).append(number)
    return hit


def _source(made: Drawing, key: str, prior: Prior, setting: Setting, at: DrawRow) -> Source:
    """Return how a prior makes one row."""
    row = at
    spec = SPECS[setting.draw]
    label = "/".join(str(index) for index in row.index)
    name = f"{key}@{setting.draw}/{label}" if setting.apart else key
    values = np.array([(setting.values or {})[each] for each in (prior.distribution.choice or ())])
    trade = _base_trade(made, row, prior.unit) if setting.as_ == "base-trade" else 1.0

    def draw(points: Reals) -> Reals:
        return draws(prior.distribution, points, prior.bounds)

    def make(drawn: Reals) -> Reals:
        if len(values):
            drawn = values[drawn.astype(np.intp)]
        match setting.as_:
            case "log":
                return rounded(np.log(drawn))
            case "base-trade":
                return drawn / trade
            case "gate" | "factor" | "trend":
                return drawn
            case _:
                return drawn if len(values) else drawn * converted(1.0, prior.unit, spec.unit)

    fixed = prior.distribution.fixed is not None
    return Source(-1 if fixed else made.dimension(name), make, key, draw)


def _base_trade(made: Drawing, row: DrawRow, unit: str) -> float:
    """Return the base trade that a detour goes round, in a prior's unit."""
    built = made.built
    way = built.names.routes[row.index[0]]
    base = next(
        i for i, each in enumerate(built.names.routes) if each.name == (way.round_ or way.name)
    )
    good = made.situation.world.sites[way.origin].good
    weekly = float(built.fields["flow0"][base])
    return converted(weekly, f"{made.situation.world.goods[good].unit}/week", unit)


def _matches(labels: Labels, setting: Setting) -> bool:
    return all(labels.get(key, frozenset()) & set(names) for key, names in setting.where.items())


def _labels_hold(made: Drawing, key: str, setting: Setting, problems: Problems) -> bool:
    """Note labels that rows of the draw do not have, and names that nothing has."""
    place = made.situation.places.get(key, ("", 0))
    keys: dict[str, set[str]] = {}
    for row in made.rows[setting.draw]:
        for label, names in row.labels.items():
            keys.setdefault(label, set()).update(names)
    known = _universe(made)
    sound = True
    for label, names in setting.where.items():
        if made.rows[setting.draw] and label not in keys:
            what = f'"{key}" looks for "{label}", by which rows of "{setting.draw}" do not differ.'
            problems.add(*place, what, nearest(label, sorted(keys)))
            sound = False
        for name in names:
            if label in known and name not in known[label]:
                what = f'"{key}" sets "{setting.draw}" of "{name}", which is not a {label}.'
                problems.add(*place, what, nearest(name, sorted(known[label])))
                sound = False
    return sound


def _universe(made: Drawing) -> Mapping[str, set[str]]:
    """Return every name that a label can have, of what the world and the record declare."""
    world, timeline = made.situation.world, made.situation.timeline
    residual = set(made.built.names.services)
    return {
        "good": set(world.goods),
        "bloc": set(world.blocs),
        "origin": set(world.blocs),
        "destination": set(world.blocs),
        "by": set(world.blocs),
        "service": set(world.services) | residual,
        "process": set(world.processes),
        "user": set(world.services) | set(world.processes) | residual,
        "measure": set(timeline.measures)
        | set(made.situation.scenario.supposed)
        | set(made.situation.known_measures),
        "class": set(CLASSES),
    }


def _check_channels(made: Drawing, setters: Mapping[str, list[str]], problems: Problems) -> None:
    """Note edges to which two short-run channels of substitution are given at once."""
    names = made.built.names
    services = {key: number for number, key in enumerate(names.services)}
    for number, edge in enumerate(names.edges):
        saves = setters["thrift_floor"][number]
        cost = float(made.built.fields["cost_share"][number])
        if not saves or edge.of_process or cost <= 0:
            continue
        row = services[edge.user]
        chain = [made.sources["elasticity"][row], *made.gates["elasticity"][row]]
        answer = np.prod([source.make(source.drawn(np.full(1, 0.75)))[0] for source in chain])
        if chain[0].origin != "default" and answer > 0:
            place = made.situation.places.get(saves, ("", 0))
            what = f'"{saves}" gives thrift to "{edge.user}", whose need answers prices already.'
            problems.add(*place, what, "An edge has one short-run channel of substitution.")
