"""Lowering: the whole scenario becomes a Plan, a way to draw, and the names of both."""

from collections.abc import Iterator
from typing import NamedTuple

from outlast.engine.plan import Plan
from outlast.errors import InputError, Problem
from outlast.lower import compute, lines, markets, prices, projects, sets, stocks, tallies
from outlast.lower.draws.drawing import make_drawing
from outlast.lower.index import AxisNames
from outlast.lower.lowered import Lowered
from outlast.lower.network import route_arrays, service_arrays, site_arrays, worth
from outlast.lower.network.network import Network, base_network
from outlast.lower.network.routes import travel_problems
from outlast.lower.rules import rule_arrays, threats
from outlast.lower.rules.measure_rows import Rules, measure_rules
from outlast.scenario.load import Situation


def lower(situation: Situation) -> Lowered:
    """Return a scenario as arrays.

    Raises:
        InputError: All problems that prevent lowering, at once.
    """
    network = base_network(situation)
    rules = measure_rules(situation, network)
    names = _names(situation, network, rules)
    plan = _plan(situation, network, rules, names)
    drawing, faults = make_drawing(situation, network, rules, names, plan)
    problems = [
        *travel_problems(situation, network.routes, network.detours),
        *lines.window_problems(situation, names.lines),
        *_goods_without_users(network),
        *site_arrays.learning_problems(situation, network),
        *worth.worth_problems(situation),
        *faults,
    ]
    if problems:
        raise InputError(sorted(set(problems)))
    return Lowered(plan, names, drawing, rules)


def _names(situation: Situation, network: Network, rules: Rules) -> AxisNames:
    """Return the names of every axis of the arrays."""
    holdings = compute.list_holdings(situation)
    return AxisNames(
        blocs=network.blocs,
        goods=network.goods,
        sites=network.sites,
        processes=network.processes,
        learners=network.learners,
        services=network.services,
        service_kinds=network.service_kinds,
        valued=service_arrays.valued_services(situation, network),
        edges=network.edges,
        routes=network.routes,
        measures=tuple(row.key for row in rules.rows),
        practices=rule_arrays.practices(situation, network, rules),
        paths=rule_arrays.paths(situation, network, rules),
        projects=projects.project_names(situation, network),
        holdings=holdings.names,
        profiles=holdings.profiles,
        lines=lines.service_lines(network),
        sets=sets.set_sides(situation, network),
        tallies=tuple(situation.conduct.tallies),
        dropped={**network.dropped, **projects.dropped_projects(situation, network)},
    )


def _plan(situation: Situation, network: Network, rules: Rules, names: AxisNames) -> Plan:
    """Return the Plan, put together from one part for each subject.

    Every field belongs to exactly one part: Python refuses a missing or a double one.
    """
    holdings = compute.Holdings(names.holdings, names.profiles)
    return Plan(
        **clock_fields(situation)._asdict(),
        **site_arrays.site_arrays(situation, network)._asdict(),
        **site_arrays.process_arrays(situation, network)._asdict(),
        **service_arrays.service_arrays(situation, network)._asdict(),
        **service_arrays.edge_arrays(situation, network)._asdict(),
        **worth.worth_arrays(situation, network)._asdict(),
        **route_arrays.route_arrays(situation, network)._asdict(),
        **route_arrays.route_lists(situation, network)._asdict(),
        **stocks.reserve_arrays(situation, network)._asdict(),
        **stocks.delivery_arrays(situation, network)._asdict(),
        **projects.project_arrays(situation, network, names.projects)._asdict(),
        **rule_arrays.measure_arrays(situation, rules)._asdict(),
        **rule_arrays.act_arrays(situation, network, rules, names)._asdict(),
        **rule_arrays.practice_arrays(situation, names.practices)._asdict(),
        **threats.threat_arrays(situation, network, rules)._asdict(),
        **markets.market_arrays(situation, network, rules)._asdict(),
        **compute.holding_arrays(situation, network, holdings)._asdict(),
        **compute.performance_arrays(situation, network, holdings)._asdict(),
        **compute.bar_arrays(situation, holdings, rules)._asdict(),
        **lines.line_arrays(situation, network, names.lines)._asdict(),
        **sets.set_arrays(situation, network, names.lines, names.sets)._asdict(),
        **prices.price_arrays(situation, network)._asdict(),
        **tallies.tally_arrays(situation, network)._asdict(),
    )


class ClockFields(NamedTuple):
    """Fields of the Plan that describe the steps of a run."""

    step: float
    steps: int
    start: int
    horizon: int
    free_from: int
    paired: int


def clock_fields(situation: Situation) -> ClockFields:
    """Return the length of a run in steps, and the step from which no denial is assumed."""
    clock, denial = situation.clock, situation.scenario.denial_from
    free = clock.weeks(denial) / clock.step if denial else 0.0
    return ClockFields(
        step=clock.step,
        steps=clock.steps,
        start=clock.start,
        horizon=clock.horizon,
        free_from=max(0, int(free)),
        paired=1,
    )


def _goods_without_users(network: Network) -> Iterator[Problem]:
    """Yield every route that leads to a site without users."""
    used = {edge.site for edge in network.edges if network.requirement[edge] > 0}
    for route in network.routes:
        if route.destination not in used | network.newcomers:
            what = f'"{route.name}" leads to "{route.destination}", where nobody uses the good.'
            yield Problem("", 0, what)
