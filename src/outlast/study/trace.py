"""Why a service fell short in one future: what it lacked, what was refused, when stocks were gone.

Everything is read from the state of that future, run again a step at a time.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import walk
from outlast.engine.workspace import Room
from outlast.errors import InputError, Problem, nearest
from outlast.lower import Lowered
from outlast.lower.index import COMPUTE, INSTALLER
from outlast.lower.rules.coverage import DENY, LICENCE, QUOTA

RECENT: Final = 13
"""Weeks over which refusals and deliveries before a shortage are counted."""

LITTLE: Final = 0.02
"""The share under which a shortage or a refusal is not told."""

YEAR: Final = 52
"""Weeks before a shortage in which a stock is looked for at its highest."""

GONE: Final = 0.5
"""Weeks of use under which a stock counts as used up."""

STOPPING: Final = (DENY, LICENCE, QUOTA)
"""The kinds of acts that keep goods back."""

DEEPEST: Final = 4
"""Goods along a chain at most."""


@dataclass(frozen=True)
class Link:
    """One step of a chain of causes, told from the effect to the cause."""

    kind: str
    """short, lacks, withheld, undelivered, spent or held."""

    week: float
    """Weeks from the scenario's date; below 0 before it."""

    share: float = 0.0
    """What is missing of what was required, or was not sent of what was ordered."""

    name: str = ""
    """The service, or the site."""

    origin: str = ""
    """The site that did not send."""

    measure: str = ""
    """The measure that keeps it back."""

    cover: float = 0.0
    """Weeks of use that the stock would have lasted."""

    left: float = 0.0
    """The same when the service fell short."""

    prior: str = ""
    """The prior that says how large stocks are; empty where the world does."""


@dataclass(frozen=True)
class Trace:
    """The chain of one service in one future."""

    service: str
    definition: str
    future: int
    broke: bool
    """Whether it ran out of breath; else the chain is that of its lowest week."""

    links: tuple[Link, ...]


@dataclass
class Seen:
    """What is kept of each step: arrays of [step, row]."""

    steps: dict[str, list[Reals]] = field(default_factory=dict[str, list[Reals]])

    def keep(self, name: str, values: Reals) -> None:
        """Keep the first lane of rows."""
        self.steps.setdefault(name, []).append(values[..., 0].copy())

    def __getitem__(self, name: str) -> Reals:
        """Return what was kept of a field."""
        return np.array(self.steps[name])


def trace(lowered: Lowered, point: Reals, future: int, service: str, definition: str) -> Trace:
    """Return why a service fell short in a future.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        point: The future's point of the unit cube.
        future: Its number, told again.
        service: The service.
        definition: The definition of need, `flow` for what is no compute.

    Raises:
        InputError: There is no such line.
    """
    names = lowered.names
    lines = [(line.service, line.definition) for line in names.lines]
    if (service, definition) not in lines:
        known = [f"{one}, {other}" for one, other in lines]
        what = f'"{service}, {definition}" is not a line.'
        raise InputError([Problem("", 0, what, nearest(f"{service}, {definition}", known))])
    seen = Seen()
    draw = lowered.sample(point[None, :])
    kept = ("available", "order_route", "sent", "requirement", "plan")

    def each(step: int, room: Room) -> None:
        del step
        for name in kept:
            seen.keep(name, getattr(room.week, name).values)
        seen.keep("line", room.week.line_level.values)
        seen.keep("effect", room.week.effect.values)
        seen.keep("stock", room.state.stock.values.sum(axis=1))
        seen.steps["first"] = [room.record.first.values[:, 0].copy()]

    walk(lowered.plan, draw, each)
    return Chain(lowered, seen).told(lines.index((service, definition)), future)


@dataclass
class Chain:
    """Walks from what fell short back to why."""

    lowered: Lowered
    seen: Seen
    arrays: dict[str, Reals] = field(default_factory=dict[str, Reals])

    def of(self, name: str) -> Reals:
        """Return a field by step and row."""
        if name not in self.arrays:
            self.arrays[name] = self.seen[name]
        return self.arrays[name]

    def week(self, step: int) -> float:
        """Return the weeks from the scenario's date to a step."""
        plan = self.lowered.plan
        return (step - plan.start) * plan.step

    def told(self, row: int, future: int) -> Trace:
        """Return the chain of a line."""
        plan, names = self.lowered.plan, self.lowered.names
        line = names.lines[row]
        level = self.of("line")[plan.start :, row]
        first = float(self.of("first")[0][row])
        broke = first <= plan.horizon
        at = round(first / plan.step) if broke else int(level.argmin())
        step = plan.start + min(at, len(level) - 1)
        short = 1.0 - float(self.of("line")[step, row])
        links = [Link("short", self.week(step), short, line.service)]
        user = names.services.index(line.service)
        if short > LITTLE:
            if names.kinds[user] == COMPUTE:
                links += self.compute(user, step)
            else:
                begins = plan.service_edge_ptr
                links += self.inputs(range(int(begins[user]), int(begins[user + 1])), step, set())
        return Trace(line.service, line.definition, future, broke, tuple(links))

    def inputs(self, edges: range, step: int, told: set[int]) -> list[Link]:
        """Return why the scarcest input of a user was scarce."""
        plan = self.lowered.plan
        known = [edge for edge in edges if plan.essential[edge] <= 1]
        if not known or len(told) >= DEEPEST:
            return []
        edge = min(known, key=lambda each: float(self.of("available")[step, each]))
        site = int(plan.edge_site[edge])
        missing = 1.0 - float(self.of("available")[step, edge])
        if missing <= LITTLE or site in told:
            return []
        told.add(site)
        found = Link("lacks", self.week(step), missing, self.lowered.names.sites[site])
        return [found, *self.supply(site, step, told), *self.stock(edge, step)]

    def compute(self, user: int, step: int) -> list[Link]:
        """Return what a bloc's installers did not get."""
        plan, names = self.lowered.plan, self.lowered.names
        bloc = int(plan.service_bloc[user])
        holders = [
            int(plan.edge_site[plan.service_edge_ptr[each]])
            for each, kind in enumerate(names.kinds)
            if kind == INSTALLER and plan.holding_bloc[plan.install_holding[each]] == bloc
        ]
        found = [links for site in holders if (links := self.supply(site, step, {site}))]
        return max(found, key=lambda links: links[0].share, default=list[Link]())

    def supply(self, site: int, step: int, told: set[int]) -> list[Link]:
        """Return who did not send what a site's users ordered: kept back by rule, or lacking."""
        plan, names = self.lowered.plan, self.lowered.names
        span = slice(max(0, step - round(RECENT / plan.step) + 1), step + 1)
        routes = [r for r in range(plan.bases) if plan.destination[r] == site]
        ordered = self.of("order_route")[span].sum(axis=0)
        missing = ordered - self.of("sent")[span].sum(axis=0) / plan.step
        worst = max(routes, key=lambda r: float(missing[r]), default=-1)
        whole = sum(float(ordered[r]) for r in routes)
        if worst < 0 or missing[worst] <= LITTLE * max(whole, 1e-12):
            return []
        measure, seller = self.measure(worst, step), int(plan.origin[worst])
        share = float(missing[worst] / ordered[worst])
        kind = "withheld" if measure else "undelivered"
        ends = (names.sites[site], names.sites[seller])
        found = Link(kind, self.week(step), share, *ends, measure)
        return [found] if measure else [found, *self.maker(seller, step, told)]

    def maker(self, seller: int, step: int, told: set[int]) -> list[Link]:
        """Return what the makers at a site lacked."""
        plan = self.lowered.plan
        makers = plan.site_process[
            plan.site_process_ptr[seller] : plan.site_process_ptr[seller + 1]
        ]
        begins = plan.process_edge_ptr
        for process in sorted(makers, key=lambda p: -float(self.of("plan")[step, p])):
            edges = range(int(begins[process]), int(begins[process + 1]))
            if links := self.inputs(edges, step, told):
                return links
        return []

    def measure(self, route: int, step: int) -> str:
        """Return the measure in force that keeps most back on a route; nothing if none does."""
        plan, names = self.lowered.plan, self.lowered.names
        acts = range(int(plan.act_ptr[route]), int(plan.act_ptr[route + 1]))
        found = {
            int(plan.act_measure[act]): float(plan.act_share[act])
            * float(self.of("effect")[step, plan.act_measure[act]])
            for act in acts
            if plan.act_kind[act] in STOPPING
        }
        strongest = max(found, key=lambda row: found[row], default=-1)
        return names.measures[strongest].measure if found.get(strongest, 0.0) > LITTLE else ""

    def stock(self, edge: int, step: int) -> list[Link]:
        """Return when a user's stock was gone, and how long it would have lasted at its highest."""
        plan = self.lowered.plan
        begin = max(0, step - round(YEAR / plan.step))
        use = np.maximum(self.of("requirement")[begin : step + 1, edge], 1e-12)
        cover = self.of("stock")[begin : step + 1, edge] / use
        most = int(cover.argmax())
        gone = np.flatnonzero(cover[most:] < GONE)
        origin = self.lowered.drawing.sources["cover_mean"][edge].origin
        prior = "" if origin in ("world", "default") else origin
        highest, left = float(cover[most]), float(cover[-1])
        if highest < GONE:
            return []
        held = Link("held", self.week(begin + most), cover=highest, left=left, prior=prior)
        spent = [Link("spent", self.week(begin + most + int(gone[0])))] if len(gone) else []
        return [*spent, held]
