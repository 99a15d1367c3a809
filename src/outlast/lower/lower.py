"""Lowering: the whole scenario becomes a Plan, a way to draw, and the names of both."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.errors import InputError, Problems
from outlast.lower.compute import compute_fields, list_holdings
from outlast.lower.draws.sampler import Drawing, drawing
from outlast.lower.index import Names, numbered
from outlast.lower.network.base_network import Fields, Network, network
from outlast.lower.network.routes import route_fields
from outlast.lower.network.service_lines import breath_fields
from outlast.lower.rules.coverage import DENY, LICENCE, QUOTA
from outlast.lower.rules.measure_rows import Rules, rule_fields, rules
from outlast.lower.rules.threats import threat_fields
from outlast.lower.stocks_and_projects import account_fields, project_fields, reserve_fields
from outlast.scenario.load import Situation


@dataclass(frozen=True)
class Lowered:
    """What the engine runs, and what its rows are called."""

    plan: Plan
    names: Names
    drawing: Drawing
    silent: tuple[str, ...]
    """Measures that do nothing on any route of this world."""

    rules: Rules
    """What the measures do on the routes of this world."""

    def sample(self, points: Reals) -> Draw:
        """Return the draws at points of the unit cube, one future a row."""
        return self.drawing.sample(points)

    def redrawn(self, situation: Situation) -> "Lowered":
        """Return the same with the priors of a situation that differs in their distributions alone.

        Nothing but draws rests on a distribution, so that all else stands as it was lowered.

        Raises:
            InputError: Everything that cannot be drawn, all at once.
        """
        problems = Problems()
        made = drawing(situation, self.drawing.built, self.rules, problems)
        problems.stop_if_any(InputError)
        return replace(self, drawing=made)


def lower(situation: Situation) -> Lowered:
    """Return a scenario as arrays.

    Raises:
        InputError: Everything that cannot be lowered, all at once.
    """
    problems = Problems()
    built = network(situation)
    route_fields(situation, built, problems)
    list_holdings(situation, built)
    found = rules(situation, built)
    fields: Fields = {
        **_clock_fields(situation),
        **reserve_fields(situation, built),
        **project_fields(situation, built),
        **rule_fields(situation, built, found),
        **threat_fields(situation, built, found),
        **compute_fields(situation, built, found),
        **account_fields(situation, built),
        **breath_fields(situation, built, problems),
    }
    built.fields |= fields
    built.fields |= _zone_fields(situation, built, found)
    made = drawing(situation, built, found, problems)
    _check_uses(built, problems)
    problems.stop_if_any(InputError)
    plan = Plan(**{name: built.fields[name] for name in Plan._fields})
    return Lowered(plan, built.names, made, tuple(found.silent), found)


def _clock_fields(situation: Situation) -> Fields:
    clock, scenario = situation.clock, situation.scenario
    free = clock.weeks(scenario.denial_from) / clock.step if scenario.denial_from else 0.0
    return {
        "step": clock.step,
        "steps": clock.steps,
        "start": clock.start,
        "horizon": clock.horizon,
        "free_from": max(0, int(free)),
        "paired": 1,
    }


HALF: Final = 0.5
"""A site is outside if controls reach half of the share of trade that they reach anywhere."""


def _zone_fields(situation: Situation, built: Network, found: Rules) -> Fields:
    """Return the zone of each site: inside the market of whoever denies, licenses or rations.

    Inside are its own sites, and those that buy of it where its controls hardly reach.
    """
    world, names = situation.world, built.names
    ways = {way.name: way for way in names.routes}
    reached: dict[str, float] = {}
    inside: set[str] = set()
    for row, ruled in enumerate(found.rows):
        for act in ruled.acts:
            way = ways[act.route]
            own = world.blocs[world.sites[way.origin].bloc].side == ruled.side
            if own and act.kind in (DENY, LICENCE, QUOTA) and built.fields["force"][row].any():
                inside.add(way.origin)
                reached[way.destination] = max(reached.get(way.destination, 0.0), act.share)
    most: dict[str, float] = {}
    for key, share in reached.items():
        good = world.sites[key].good
        most[good] = max(most.get(good, 0.0), share)
    for way in names.routes:
        good = world.sites[way.destination].good
        if way.origin in inside and reached.get(way.destination, 0.0) < HALF * most[good]:
            inside.add(way.destination)
    zone = np.array([0 if key in inside else 1 for key in names.sites], np.int8)
    goods = numbered(names.goods)
    price = [2 * goods[world.sites[key].good] + z for key, z in zip(names.sites, zone, strict=True)]
    tied = {
        ways[act.route].destination
        for ruled in found.rows
        for act in ruled.acts
        if act.kind == LICENCE
    }
    return {
        "site_zone": zone,
        "site_price": np.array(price, np.int32),
        "queue_row": _queues(built, found),
        "site_tied": np.array([key in tied for key in names.sites], np.int8),
    }


def _queues(built: Network, found: Rules) -> Ints:
    """Return the row of each route's licence queue, -1 where no licence touches it."""
    licensed = {act.route for ruled in found.rows for act in ruled.acts if act.kind == LICENCE}
    rows = numbered(way.name for way in built.names.routes if way.name in licensed)
    return np.array([rows.get(way.name, -1) for way in built.names.routes], np.int32)


def _check_uses(built: Network, problems: Problems) -> None:
    """Note sites into which goods come and where nobody uses them."""
    used = {edge.site for edge in built.names.edges if built.need[edge] > 0}
    for way in built.names.routes:
        if way.destination not in used | built.newcomers:
            problems.add("", 0, f'"{way.name}" leads to "{way.destination}", where none is used.')
