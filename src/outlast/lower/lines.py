"""The service lines, for which first passage is counted: a service under one definition of need."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals, default_of
from outlast.engine.codes import COMPUTE, FLOW, NEED_DEFINITIONS, NEED_FLOW, NEED_GAP, NEED_PLAN
from outlast.engine.plan import Plan
from outlast.errors import Problem
from outlast.lower.index import ServiceLine, csr_list, numbered
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation

GAP_RATIO: Final = default_of(Plan, "gap")
"""The tolerated ratio of a rival's compute where the contest states none."""

NEED_OF_GOODS: Final = NEED_DEFINITIONS[NEED_FLOW]
"""The definition of need for services that use goods."""

NEEDS_OF_COMPUTE: Final = NEED_DEFINITIONS[NEED_PLAN:]
"""The definitions of need for services of compute."""

GAP: Final = NEED_DEFINITIONS[NEED_GAP]
"""The definition of need that compares compute with that of rivals."""


class LineArrays(NamedTuple):
    """Fields of the Plan that describe service lines."""

    line_service: Ints
    line_definition: Bytes
    threshold: Reals
    window: Ints
    rival_ptr: Ints
    rival: Ints
    gap: Reals
    need_start: Reals


def service_lines(network: Network) -> tuple[ServiceLine, ...]:
    """Return the lines: a service of goods has one, a service of compute one per definition."""
    definitions = {FLOW: (NEED_OF_GOODS,), COMPUTE: NEEDS_OF_COMPUTE}
    return tuple(
        ServiceLine(service, definition)
        for service, kind in zip(network.services, network.service_kinds, strict=True)
        for definition in definitions.get(kind, ())
    )


def line_arrays(
    situation: Situation, network: Network, lines: tuple[ServiceLine, ...]
) -> LineArrays:
    """Return the arrays of service lines."""
    services, ledger = numbered(network.services), situation.ledger
    declared = [situation.world.services[line.service] for line in lines]
    rivals = {
        row: _rivals(situation, network, line.service)
        for row, line in enumerate(lines)
        if line.definition == GAP
    }
    rival_ptr, rival = csr_list(rivals, len(lines))
    # A window that is no whole number of steps is refused once all problems are collected.
    windows = [_window_steps(situation, line.service) or 1 for line in lines]
    return LineArrays(
        line_service=np.array([services[line.service] for line in lines], np.int32),
        line_definition=np.array(
            [NEED_DEFINITIONS.index(line.definition) for line in lines], np.int8
        ),
        threshold=np.array([ledger.value(each.threshold, "1") for each in declared]),
        window=np.array(windows, np.int32),
        rival_ptr=rival_ptr,
        rival=rival,
        gap=np.full(len(lines), GAP_RATIO if situation.gap is None else situation.gap),
        # A pilot run of the median future sets it; until then every line of planned need is met.
        need_start=np.zeros(len(lines)),
    )


def _window_weeks(situation: Situation, service: str) -> float:
    return situation.ledger.value(situation.world.services[service].window, "week")


def _window_steps(situation: Situation, service: str) -> int:
    """Return the averaging window of a service in steps, 0 if it is no whole number of steps."""
    return max(0, situation.clock.in_steps(_window_weeks(situation, service)) or 0)


def window_problems(situation: Situation, lines: tuple[ServiceLine, ...]) -> Iterator[Problem]:
    """Yield every service whose averaging window is no whole number of steps, at its line."""
    where = situation.origin.contest.world.where
    for service in dict.fromkeys(line.service for line in lines):
        fault = situation.clock.fault_of_time(_window_weeks(situation, service))
        if fault is not None:
            file, line = where.place(("services", service, "window"))
            yield Problem(file, line, f'the window of "{service}" takes {fault[0]}', fault[1])


def _rivals(situation: Situation, network: Network, service: str) -> list[int]:
    """Return the rows of other sides' services that use compute in the same way."""
    world = situation.world
    side = world.blocs[world.services[service].bloc].side
    weight = _arithmetic(situation, service)
    return [
        row
        for row, (key, kind) in enumerate(zip(network.services, network.service_kinds, strict=True))
        if kind == COMPUTE
        and _arithmetic(situation, key) == weight
        and world.blocs[world.services[key].bloc].side not in (None, side)
    ]


def _arithmetic(situation: Situation, service: str) -> float | None:
    """Return the weight of arithmetic in a service's use of compute, None if it uses none."""
    compute = situation.world.services[service].compute
    return situation.ledger.value(compute.arithmetic, "1") if compute else None
