"""Breath: the lines on which first passage is counted, and the sets that are compared."""

import numpy as np

from outlast.errors import Problems
from outlast.lower.index import (
    COMPUTE,
    DEFINITIONS,
    FLOW,
    Half,
    Line,
    lists,
    numbered,
)
from outlast.lower.network.base_network import Fields, Network
from outlast.scenario.load import Situation

GAP = 10.0
"""The tolerated ratio of a rival's compute where the contests state none."""


def breath_fields(situation: Situation, built: Network, problems: Problems) -> Fields:
    """Return the lines and sets; every compute service has a line under each definition."""
    names = built.names
    lines: list[Line] = []
    for key, kind in zip(names.services, names.kinds, strict=True):
        if kind == FLOW:
            lines.append(Line(key, DEFINITIONS[0]))
        elif kind == COMPUTE:
            lines.extend(Line(key, definition) for definition in DEFINITIONS[1:])
    names.lines = tuple(lines)
    services = numbered(names.services)
    world, ledger = situation.world, situation.ledger
    windows = [_window(situation, line.service, problems) for line in names.lines]
    rivals = {
        row: _rivals(situation, built, line.service)
        for row, line in enumerate(lines)
        if line.definition == "gap"
    }
    begins, listed = lists(rivals, len(lines))
    gap = GAP if situation.gap is None else situation.gap
    return {
        "line_service": np.array([services[line.service] for line in lines], np.int32),
        "line_definition": np.array(
            [DEFINITIONS.index(line.definition) for line in lines], np.int8
        ),
        "threshold": np.array(
            [ledger.value(world.services[line.service].threshold, "1") for line in lines]
        ),
        "window": np.array(windows, np.int32),
        "rival_ptr": begins,
        "rival": listed,
        "gap": np.full(len(lines), gap),
        # The pilot run of the median future fills it; until then a line of this kind is whole.
        "need_start": np.zeros(len(lines)),
        **_set_fields(situation, built),
    }


def _window(situation: Situation, service: str, problems: Problems) -> int:
    """Return a service's window in steps; what is no whole number of them is noted."""
    weeks = situation.ledger.value(situation.world.services[service].window, "week")
    steps = situation.clock.in_steps(weeks)
    if steps is None or steps < 1:
        what = f'the window of "{service}", {weeks:g} weeks, is no whole number of steps.'
        problems.add("", 0, what, f"A step is {situation.clock.step:g} weeks.")
        return 1
    return steps


def _rivals(situation: Situation, built: Network, service: str) -> list[int]:
    """Return the compute services of other sides that use compute as this one does."""
    world, ledger = situation.world, situation.ledger
    own = world.services[service]
    side = world.blocs[own.bloc].side
    found: list[int] = []
    for row, (key, kind) in enumerate(zip(built.names.services, built.names.kinds, strict=True)):
        other = world.services.get(key)
        if kind != COMPUTE or other is None or other.compute is None or own.compute is None:
            continue
        there = world.blocs[other.bloc].side
        same = ledger.value(other.compute.arithmetic, "1") == ledger.value(
            own.compute.arithmetic, "1"
        )
        if same and there is not None and there != side:
            found.append(row)
    return found


def _set_fields(situation: Situation, built: Network) -> Fields:
    """Return the sets: one side of one contest, once for each definition that it can have."""
    names, ledger = built.names, situation.ledger
    rows = {(line.service, line.definition): row for row, line in enumerate(names.lines)}
    halves: list[Half] = []
    members: list[list[tuple[int, float]]] = []
    quorums: list[float] = []
    for key, contest in situation.contests.items():
        kinds = {
            names.kinds[names.services.index(service)]
            for services in contest.members.values()
            for service in services
            if service in names.services
        }
        for definition in DEFINITIONS[1:] if COMPUTE in kinds else DEFINITIONS[:1]:
            for side, services in contest.members.items():
                found = [
                    (
                        rows.get((service, definition), rows.get((service, DEFINITIONS[0]), -1)),
                        ledger.value(weight, "1"),
                    )
                    for service, weight in services.items()
                    if service in names.services
                ]
                halves.append(Half(key, side, definition))
                members.append(found)
                quorums.append(ledger.value(contest.quorum, "1"))
    names.sets = tuple(halves)
    begins, listed = lists(
        {row: [line for line, _ in each] for row, each in enumerate(members)}, len(members)
    )
    weights = [weight / sum(other for _, other in each) for each in members for _, weight in each]
    return {
        "set_ptr": begins,
        "set_line": listed,
        "set_weight": np.array(weights, np.float64),
        "set_quorum": np.array(quorums, np.float64),
    }
