"""The verdict on a set of services: which side breaks first, or on what the answer depends."""

from collections.abc import Sequence
from dataclasses import dataclass

from outlast.results.odds import SetOdds


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
    """The conditions on which the answer depends: `definition`, `rule`, or names of switches."""

    cases: tuple[SetOdds, ...]
    """The odds under every definition and rule, which are to be shown together."""


def verdict(
    service_set: str, sets: Sequence[SetOdds], branches: Sequence[BranchOdds]
) -> SetVerdict:
    """Return the verdict: a side is named only where no definition, rule or branch disagrees.

    Args:
        service_set: The set of services.
        sets: The odds of every set, under every definition and rule.
        branches: The same for each branch of every switch that is drawn.
    """
    cases = tuple(each for each in sets if each.service_set == service_set)
    flips: list[str] = []
    for name, key in (("definition", "rule"), ("rule", "definition")):
        groups: dict[str, set[str | None]] = {}
        for each in cases:
            groups.setdefault(getattr(each, key), set()).add(each.winner)
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
    """Return the odds of one set in each branch, under one definition and rule."""
    wanted = (case.service_set, case.definition, case.rule)
    return [
        odds
        for branch in branches
        for odds in branch.sets
        if (odds.service_set, odds.definition, odds.rule) == wanted
    ]


def _contradict(winners: set[str | None]) -> bool:
    """Return whether both sides are named."""
    return len(winners - {None}) > 1
