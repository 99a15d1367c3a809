"""The verdict on a contest: who is first, or on what that hangs."""

from collections.abc import Sequence
from dataclasses import dataclass

from outlast.results.odds import SetOdds


@dataclass(frozen=True)
class BranchOdds:
    """The odds among the futures in which a switch fell one way."""

    switch: str
    branch: str
    chance: float
    sets: tuple[SetOdds, ...]


@dataclass(frozen=True)
class Verdict:
    """Who is out of breath first in a contest, where one can say so."""

    contest: str
    winner: str | None
    """The side that is out of breath first; none if too close to call, or if it flips."""

    flips_on: tuple[str, ...]
    """What the answer hangs on: `definition`, `rule`, or the name of a switch."""

    cases: tuple[SetOdds, ...]
    """The odds under every definition and rule, which are to be shown together."""


def verdict(contest: str, sets: Sequence[SetOdds], branches: Sequence[BranchOdds]) -> Verdict:
    """Return the verdict: a side is named only where no definition, rule or branch disagrees."""
    cases = tuple(each for each in sets if each.contest == contest)
    flips: list[str] = []
    for name, key in (("definition", "rule"), ("rule", "definition")):
        groups: dict[str, set[str | None]] = {}
        for each in cases:
            groups.setdefault(getattr(each, key), set()).add(each.winner)
        if any(_contradict(found) for found in groups.values()):
            flips.append(name)
    for switch in dict.fromkeys(each.switch for each in branches):
        ways = [each for each in branches if each.switch == switch]
        for case in cases:
            found = {
                odds.winner
                for way in ways
                for odds in way.sets
                if (odds.contest, odds.definition, odds.rule)
                == (contest, case.definition, case.rule)
            }
            if _contradict(found):
                flips.append(switch)
                break
    winners = {each.winner for each in cases} - {None}
    settled = not flips and len(winners) == 1 and all(each.winner for each in cases)
    return Verdict(contest, winners.pop() if settled else None, tuple(flips), cases)


def _contradict(winners: set[str | None]) -> bool:
    """Return whether two sides are each named first."""
    return len(winners - {None}) > 1
