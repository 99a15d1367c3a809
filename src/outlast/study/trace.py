"""Why a service fell short in one future: the goods it lacked, who withheld them, its stock.

Everything is read from the state of that future, run again one step at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.engine.codes import COMPUTE, DENY, INSTALLER, LICENCE, NOT_CRITICAL, QUOTA
from outlast.engine.compiled.run import block_starts, trace_block
from outlast.engine.from_date import Draws
from outlast.engine.workspace import Workspace
from outlast.ensemble.future_audit import FailedFuture, failed_futures, refuse
from outlast.errors import InputError, nearest
from outlast.lower import Lowered

RECENT: Final = 13
"""Weeks before a shortage over which refusals and deliveries are counted."""

LITTLE: Final = 0.02
"""A smaller share of shortage or of refusal is left out."""

YEAR: Final = 52
"""Weeks before a shortage in which the highest stock is looked for."""

GONE: Final = 0.5
"""A stock of fewer weeks of use counts as used up."""

NO_USE: Final = 1e-12
"""A smaller share of the greatest use counts as none."""

STOPPING: Final = (DENY, LICENCE, QUOTA)
"""The kinds of acts that withhold goods."""

DEEPEST: Final = 4
"""The largest number of goods along a chain."""

WEEK_FIELDS: Final = (
    *("available", "order_route", "sent", "requirement", "plan"),
    *("line_level", "effect"),
)
"""The fields of the week that the log keeps."""

RECORD_FIELDS: Final = ("first", "since")
"""The fields of the record that it keeps."""


class LinkKind(StrEnum):
    """The kind of one step in a chain of causes."""

    SHORT = "short"
    """A service falls short."""

    LACKS = "lacks"
    """A user lacks a good."""

    WITHHELD = "withheld"
    """A measure withholds orders."""

    UNDELIVERED = "undelivered"
    """Orders are not delivered, and no measure in force withholds them: the seller lacks goods."""

    SPENT = "spent"
    """A stock is used up."""

    HELD = "held"
    """A stock was at its highest."""


@dataclass(frozen=True)
class Link:
    """One step of a chain of causes, from the effect to the cause."""

    kind: LinkKind
    week: float
    """Weeks from the scenario's date; negative before it."""

    share: float = 0.0
    """The missing share of the requirement, or of the orders."""

    name: str = ""
    """The service, or the site."""

    origin: str = ""
    """The site that did not deliver."""

    measure: str = ""
    """The measure that withholds."""

    cover: float = 0.0
    """Weeks of use for which the stock would have lasted."""

    left: float = 0.0
    """The same when the service fell short."""

    prior: str = ""
    """The prior that sets the size of stocks; empty where the world sets it."""

    starved: bool = False
    """Whether the makers at the origin lacked an input themselves."""


@dataclass(frozen=True)
class Trace:
    """The chain of causes of one service in one future."""

    service: str
    definition: str
    future: int
    broke: bool
    """Whether the service broke; if not, the chain is that of its lowest week."""

    links: tuple[Link, ...]


@dataclass(frozen=True)
class StepLog:
    """The values of each step of one future."""

    lane: int
    """The place of the future among those that ran together."""

    fields: dict[str, Reals]
    """The values of all of these, by field: [lane, step, row]."""

    def __getitem__(self, name: str) -> Reals:
        """Return the values of a field: [step, row]."""
        return self.fields[name][self.lane]


def trace(lowered: Lowered, point: Reals, future: int, service: str, definition: str) -> Trace:
    """Return why a service fell short in a future; see `traces`."""
    return traces(lowered, point[None, :], (future,), service, definition)[0]


def traces(
    lowered: Lowered, points: Reals, futures: Sequence[int], service: str, definition: str
) -> list[Trace]:
    """Return why a service fell short in each of some futures.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        points: The futures' points of the unit cube: [future, dimension].
        futures: Their numbers, which the traces repeat.
        service: The service.
        definition: The definition of need; `flow` for a service that is not compute.

    Raises:
        InputError: There is no such line.
        RunError: A future failed its audit.
    """
    names = lowered.names
    lines = [(line.service, line.definition) for line in names.lines]
    if (service, definition) not in lines:
        known = [f"{one}, {other}" for one, other in lines]
        what = f'"{service}, {definition}" is not a line.'
        raise InputError.of(what, nearest(f"{service}, {definition}", known))
    row, draws, found = lines.index((service, definition)), lowered.in_spans(points), list[Trace]()
    for begin in block_starts(len(futures), np.float64):
        logs = _logs(lowered, draws, futures, begin)
        found += [ChainTracer(lowered, log).trace(row, future) for future, log in logs.items()]
    return found


def follow(lowered: Lowered, point: Reals, future: int) -> StepLog:
    """Return the values of each step of a future, run again one step at a time.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        point: The future's point of the unit cube.
        future: Its number, which a failure names.

    Raises:
        RunError: The future failed its audit.
    """
    return _logs(lowered, lowered.in_spans(point[None, :]), (future,), 0)[future]


def _logs(lowered: Lowered, draws: Draws, futures: Sequence[int], begin: int) -> dict[int, StepLog]:
    """Return the values of each step of the futures of one block, by future.

    Args:
        lowered: The scenario, prepared as for an ensemble.
        draws: The draws of all futures.
        futures: Their numbers, which a failure names.
        begin: The place of the first future of the block.

    Raises:
        RunError: A future failed its audit.
    """
    plan, fields, failed = lowered.plan, dict[str, Reals](), list[FailedFuture]()

    def keep(name: str, step: int, steps: int, values: Reals) -> None:
        if name not in fields:
            fields[name] = np.empty((values.shape[-1], steps, values.shape[0]))
        fields[name][:, step] = values.T

    def each(step: int, room: Workspace, count: int) -> None:
        week, record = room.week, room.record
        for name in WEEK_FIELDS:
            keep(name, step, plan.steps, getattr(week, name).values[:, :count])
        keep("stock", step, plan.steps, room.state.stock.values[..., :count].sum(axis=1))
        if step == plan.steps - 1:
            for name in RECORD_FIELDS:
                keep(name, 0, 1, getattr(record, name).values[:, :count])
            failed.extend(failed_futures(plan, lowered.names, room, range(count)))

    trace_block(plan, draws.draw, each, draws.later, begin)
    here = futures[begin : begin + len(fields["stock"])]
    refuse([each._replace(number=here[each.number]) for each in failed], len(here), None)
    return {future: StepLog(lane, fields) for lane, future in enumerate(here)}


@dataclass
class ChainTracer:
    """Follows the chain of causes from a service that fell short back through its supply."""

    lowered: Lowered
    log: StepLog

    def week(self, step: int) -> float:
        """Return the weeks from the scenario's date to a step."""
        plan = self.lowered.plan
        return (step - plan.start) * plan.step

    def trace(self, row: int, future: int) -> Trace:
        """Return the chain of the line in a row."""
        plan, names = self.lowered.plan, self.lowered.names
        line = names.lines[row]
        level = self.log["line_level"][plan.start :, row]
        broken = self.broken(row)
        at = int(level.argmin()) if broken is None else round(broken / plan.step)
        step = max(0, plan.start + min(at, len(level) - 1))
        short = 1.0 - float(self.log["line_level"][step, row])
        when = self.week(step) if broken is None else broken
        links = [Link(LinkKind.SHORT, when, short, line.service)]
        user = names.services.index(line.service)
        if short > LITTLE:
            if names.service_kinds[user] == COMPUTE:
                links += self.compute(user, step)
            else:
                edges = self.lowered.edges_of(line.service)
                links += self.inputs(edges, step, set())
        return Trace(line.service, line.definition, future, broken is not None, tuple(links))

    def broken(self, row: int) -> float | None:
        """Return the week since which a line is out of breath; none if it never is.

        It is the week of its first break from the date on; of a line that is short on the date, the
        week before the date in which it fell short.
        """
        plan = self.lowered.plan
        first, since = (float(self.log[name][0][row]) for name in ("first", "since"))
        return first - since if first <= plan.horizon * plan.step else None

    def inputs(self, edges: tuple[int, ...], step: int, visited: set[int]) -> list[Link]:
        """Return why the scarcest input of a user was scarce.

        Args:
            edges: The edges through which the user draws on sites.
            step: The step.
            visited: The sites along the chain so far.
        """
        plan = self.lowered.plan
        needed = [edge for edge in edges if plan.essential[edge] != NOT_CRITICAL]
        if not needed or len(visited) >= DEEPEST:
            return []
        edge = min(needed, key=lambda each: float(self.log["available"][step, each]))
        site = int(plan.edge_site[edge])
        missing = 1.0 - float(self.log["available"][step, edge])
        if missing <= LITTLE or site in visited:
            return []
        visited.add(site)
        name = self.lowered.names.sites[site]
        lacks = Link(LinkKind.LACKS, self.week(step), missing, name)
        return [lacks, *self.supply(site, step, visited), *self.stock(edge, step)]

    def compute(self, user: int, step: int) -> list[Link]:
        """Return the missing deliveries to a bloc's installers of compute."""
        plan, names = self.lowered.plan, self.lowered.names
        bloc = int(plan.service_bloc[user])
        sites = [
            int(plan.edge_site[plan.service_edge_ptr[each]])
            for each, kind in enumerate(names.service_kinds)
            if kind == INSTALLER and plan.holding_bloc[plan.install_holding[each]] == bloc
        ]
        chains = [links for site in sites if (links := self.supply(site, step, {site}))]
        return max(chains, key=lambda links: links[0].share, default=list[Link]())

    def supply(self, site: int, step: int, visited: set[int]) -> list[Link]:
        """Return which seller did not deliver most to a site, and why."""
        plan, names = self.lowered.plan, self.lowered.names
        span = slice(max(0, step - round(RECENT / plan.step) + 1), step + 1)
        routes = [r for r in range(plan.bases) if plan.destination[r] == site]
        ordered = self.log["order_route"][span].sum(axis=0)
        missing = ordered - self.log["sent"][span].sum(axis=0) / plan.step
        worst = max(routes, key=lambda r: float(missing[r]), default=-1)
        whole = sum(float(ordered[r]) for r in routes)
        if worst < 0 or missing[worst] <= LITTLE * whole:
            return []
        measure, seller = self.measure(worst, step), int(plan.origin[worst])
        share = float(missing[worst] / ordered[worst])
        kind = LinkKind.WITHHELD if measure else LinkKind.UNDELIVERED
        ends = (names.sites[site], names.sites[seller])
        lacking = [] if measure else self.maker(seller, step, visited)
        link = Link(kind, self.week(step), share, *ends, measure, starved=bool(lacking))
        return [link, *lacking]

    def maker(self, seller: int, step: int, visited: set[int]) -> list[Link]:
        """Return the inputs that the makers at a site lacked."""
        plan = self.lowered.plan
        makers = plan.site_process[
            plan.site_process_ptr[seller] : plan.site_process_ptr[seller + 1]
        ]
        begins = plan.process_edge_ptr
        for process in sorted(makers, key=lambda p: -float(self.log["plan"][step, p])):
            edges = tuple(range(int(begins[process]), int(begins[process + 1])))
            if links := self.inputs(edges, step, visited):
                return links
        return []

    def measure(self, route: int, step: int) -> str:
        """Return the measure in force that withholds most on a route; empty if none does."""
        plan, names = self.lowered.plan, self.lowered.names
        acts = range(int(plan.act_ptr[route]), int(plan.act_ptr[route + 1]))
        withheld = {
            int(plan.act_measure[act]): float(plan.act_share[act])
            * float(self.log["effect"][step, plan.act_measure[act]])
            for act in acts
            if plan.act_kind[act] in STOPPING
        }
        strongest = max(withheld, key=lambda row: withheld[row], default=-1)
        return names.measures[strongest].measure if withheld.get(strongest, 0.0) > LITTLE else ""

    def stock(self, edge: int, step: int) -> list[Link]:
        """Return when a user's stock was used up, and how long it would have lasted before."""
        plan = self.lowered.plan
        begin = max(0, step - round(YEAR / plan.step))
        use = self.log["requirement"][begin : step + 1, edge]
        if not use.any():
            return []
        floor = NO_USE * use.max()
        cover = self.log["stock"][begin : step + 1, edge] / np.maximum(use, floor)
        most = int(cover.argmax())
        gone = np.flatnonzero(cover[most:] < GONE)
        origin = self.lowered.drawing.sources["cover_mean"][edge].origin
        prior = "" if origin in ("world", "default") else origin
        highest, left = float(cover[most]), float(cover[-1])
        if highest < GONE:
            return []
        held = Link(LinkKind.HELD, self.week(begin + most), cover=highest, left=left, prior=prior)
        if not len(gone):
            return [held]
        return [Link(LinkKind.SPENT, self.week(begin + most + int(gone[0]))), held]
