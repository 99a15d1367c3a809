"""The verdict on a set of services: which side breaks first, or on what the answer depends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outlast.results.odds import SetOdds

CONDITIONS: Final = ("definition", "rule", "clock")
"""The fields of a set's odds that name one case."""


@dataclass(frozen=True)
class BranchOdds:
    """The odds among the futures in which a switch takes one branch."""

    switch: str
    branch: str
    chance: float
    sets: tuple[SetOdds, ...]


@dataclass(frozen=True)
class SetVerdict:
    """Which side breaks first in a set of services, where that can be said."""

    service_set: str
    winner: str | None
    """The side that breaks first; none if it is too close to call, or if the answer flips."""

    flips_on: tuple[str, ...]
    """The conditions on which the answer depends: `definition`, `rule`, `clock`, or names of
    switches."""

    cases: tuple[SetOdds, ...]
    """The odds under every definition, rule and clock, which are to be shown together."""


def verdict(
    service_set: str, sets: Sequence[SetOdds], branches: Sequence[BranchOdds]
) -> SetVerdict:
    """Return the verdict: a side is named only where no case and no branch disagrees.

    Args:
        service_set: The set of services.
        sets: The odds of every set, under every definition, rule and clock.
        branches: The same for each branch of every switch that is drawn.
    """
    cases = tuple(each for each in sets if each.service_set == service_set)
    flips: list[str] = []
    for name in CONDITIONS:
        others = [key for key in CONDITIONS if key != name]
        groups: dict[tuple[str, ...], set[str | None]] = {}
        for each in cases:
            key = tuple(str(getattr(each, other)) for other in others)
            groups.setdefault(key, set()).add(each.winner)
        if any(_contradict(winners) for winners in groups.values()):
            flips.append(name)
    for switch in dict.fromkeys(each.switch for each in branches):
        ways = [each for each in branches if each.switch == switch]
        if any(_contradict({odds.winner for odds in same_case(ways, case)}) for case in cases):
            flips.append(switch)
    winners = {each.winner for each in cases} - {None}
    settled = not flips and len(winners) == 1 and all(each.winner for each in cases)
    return SetVerdict(service_set, winners.pop() if settled else None, tuple(flips), cases)


def same_case(branches: Sequence[BranchOdds], case: SetOdds) -> list[SetOdds]:
    """Return the odds of one set in each branch, under one definition, rule and clock."""
    wanted = case.key
    return [odds for branch in branches for odds in branch.sets if odds.key == wanted]


def _contradict(winners: set[str | None]) -> bool:
    """Return whether both sides are named."""
    return len(winners - {None}) > 1
