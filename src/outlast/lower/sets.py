"""The sets of services that are compared between the sides, as lists of weighted lines."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import COMPUTE
from outlast.lower.index import ServiceLine, SetSide, csr_list
from outlast.lower.lines import NEED_OF_GOODS, NEEDS_OF_COMPUTE
from outlast.lower.network.network import Network
from outlast.scenario.load import Situation


class SetArrays(NamedTuple):
    """Fields of the Plan that describe sets of lines."""

    set_ptr: Ints
    set_line: Ints
    set_weight: Reals
    set_quorum: Reals


def set_sides(situation: Situation, network: Network) -> tuple[SetSide, ...]:
    """Return every side of every set, once for each definition of need that the set can have."""
    return tuple(
        SetSide(name, side, definition)
        for name, declared in situation.sets.items()
        for definition in _definitions(network, declared.members.values())
        for side in declared.members
    )


def _definitions(network: Network, members: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the definitions of need of a set: those of compute if a member is of compute."""
    kinds = dict(zip(network.services, network.service_kinds, strict=True))
    has_compute = any(kinds.get(name) == COMPUTE for services in members for name in services)
    return NEEDS_OF_COMPUTE if has_compute else (NEED_OF_GOODS,)


def set_arrays(
    situation: Situation,
    network: Network,
    lines: tuple[ServiceLine, ...],
    sides: tuple[SetSide, ...],
) -> SetArrays:
    """Return the arrays of sets: the lines of each side with their weights, which sum to 1."""
    members = [tuple(_members(situation, network, lines, each)) for each in sides]
    begins, listed = csr_list(
        {row: [line for line, _ in each] for row, each in enumerate(members)}, len(members)
    )
    weights = [weight / sum(other for _, other in each) for each in members for _, weight in each]
    declared = [situation.sets[each.service_set] for each in sides]
    quorums = [situation.ledger.value(each.quorum, "1") for each in declared]
    return SetArrays(
        set_ptr=begins,
        set_line=listed,
        set_weight=np.array(weights, np.float64),
        set_quorum=np.array(quorums, np.float64),
    )


def _members(
    situation: Situation, network: Network, lines: tuple[ServiceLine, ...], of: SetSide
) -> Iterator[tuple[int, float]]:
    """Yield the row of the line and the weight of each service on one side of a set."""
    rows = {line: row for row, line in enumerate(lines)}
    services = situation.sets[of.service_set].members[of.side]
    for service, weight in services.items():
        if service in network.services:
            of_goods = rows.get(ServiceLine(service, NEED_OF_GOODS), -1)
            row = rows.get(ServiceLine(service, of.definition), of_goods)
            yield row, situation.ledger.value(weight, "1")
