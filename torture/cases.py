"""Cases: the trials of an attack, drawn from dice, counted, and made smaller where they fail."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, ClassVar, Final, Generic, TypeVar

TRIES: Final = 24
"""Smaller cases that are tried for one fault at the most."""

Case = TypeVar("Case")


@dataclass(frozen=True)
class Broken:
    """A rule that a case broke."""

    rule: str
    """The rule in a few words; cases that break one rule are one find."""

    detail: str = ""
    """The evidence: a message, a difference."""


class UnsoundError(Exception):
    """The program fails where nothing disturbs it, so that nothing can be tried."""


class Attack(ABC, Generic[Case]):
    """One way to attack the program: it draws cases and tries them, each by itself.

    Args:
        folder: A folder of its own.
    """

    name: ClassVar[str]
    """The name, for `--only`."""

    title: ClassVar[str]
    """The attack in one line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> str:
        """Make all that cases share; return the reason for which nothing can be tried, if any."""
        return ""

    @abstractmethod
    def draw(self, number: int, random: Random) -> Case:
        """Return the case of a number; number and dice decide it alone."""

    @abstractmethod
    def attempt(self, case: Case) -> Broken | None:
        """Try a case; return the rule that it broke, if any."""

    @abstractmethod
    def kind(self, case: Case) -> str:
        """Return the kind under which a case is counted."""

    def smaller(self, case: Case) -> Iterator[Case]:
        """Yield simpler cases, the simplest first."""
        del case
        yield from ()

    def close(self) -> None:
        """End all that `prepare` began."""


@dataclass
class Find:
    """A fault: the smallest case that shows it."""

    attack: str
    rule: str
    case: int
    """The number of the first case that showed it."""

    smallest: str
    """The smallest case, in words."""

    detail: str
    command: str
    """The command that repeats it."""

    times: int = 1
    """Cases that showed it."""


@dataclass
class Count:
    """The cases of one attack so far."""

    attack: str
    title: str
    cases: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    finds: dict[str, Find] = field(default_factory=dict[str, Find])
    """By rule."""

    seconds: float = 0.0
    skipped: str = ""
    """The reason for which nothing was tried."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        finds = [asdict(find) for find in self.finds.values()]
        return {**vars(self), "kinds": dict(self.kinds), "finds": finds}


def dice(attack: str, seed: int, number: int) -> Random:
    """Return the dice of a case: attack, seed and number decide them alone."""
    return Random(f"{attack} {seed} {number}")


def command_of(attack: str, seed: int, number: int) -> str:
    """Return the command that repeats a case."""
    return f"python -m torture --only {attack} --seed {seed} --case {number}"


def run_attack(  # noqa: PLR0913  each is a choice of the caller's
    attack: Attack[Any],
    count: Count,
    seed: int,
    seconds: float,
    *,
    case: int | None = None,
    progress: Callable[[Count], None] = lambda _: None,
) -> None:
    """Try cases until the time is over, or one case alone; the count grows as they end.

    Args:
        attack: The attack.
        count: Its count.
        seed: The seed of its dice.
        seconds: The time that it has; it tries at least one case.
        case: The number of the only case to try.
        progress: Called after each case.
    """
    begun, number = monotonic(), 0 if case is None else case
    try:
        count.skipped = attack.prepare()
        while not count.skipped:
            _try(attack, count, seed, number, deadline=begun + seconds)
            count.seconds = monotonic() - begun
            progress(count)
            number += 1
            if case is not None or count.seconds >= seconds:
                break
    except UnsoundError as failure:
        add_unsound(attack, count, number, command_of(attack.name, seed, number), f"{failure}")
    finally:
        count.seconds = monotonic() - begun
        attack.close()


def _try(attack: Attack[Any], count: Count, seed: int, number: int, deadline: float) -> None:
    """Try one case, and make it smaller if it is the first to break its rule."""
    again = command_of(attack.name, seed, number)
    try:
        drawn = attack.draw(number, dice(attack.name, seed, number))
        broken = attack.attempt(drawn)
    except UnsoundError as failure:
        count.cases += 1
        add_unsound(attack, count, number, again, f"{failure}")
        return
    count.cases += 1
    count.kinds[attack.kind(drawn)] += 1
    if broken is None:
        return
    if broken.rule in count.finds:
        count.finds[broken.rule].times += 1
        return
    find = Find(attack.name, broken.rule, number, str(drawn), broken.detail, again)
    count.finds[broken.rule] = find  # it stays if an interrupt ends the search for a smaller one
    smallest, shown = shrunk(attack, drawn, broken, deadline)
    find.smallest, find.detail = str(smallest), shown.detail


def add_unsound(attack: Attack[Any], count: Count, number: int, again: str, failure: str) -> None:
    """Add the find that the program fails by itself."""
    rule = f"the program succeeds where nothing disturbs it: {failure.partition(':')[0]}"
    if rule in count.finds:
        count.finds[rule].times += 1
        return
    count.finds[rule] = Find(attack.name, rule, number, "no fault at all", failure, again)


def shrunk(
    attack: Attack[Case], case: Case, broken: Broken, deadline: float
) -> tuple[Case, Broken]:
    """Return the smallest case found that breaks the same rule, and its evidence.

    Args:
        attack: The attack.
        case: The case that broke a rule.
        broken: The rule.
        deadline: The time after which no more cases are tried.
    """
    tried = 0
    while True:
        for each in attack.smaller(case):
            if tried >= TRIES or monotonic() > deadline:
                return case, broken
            tried += 1
            found = attack.attempt(each)
            if found is not None and found.rule == broken.rule:
                case, broken = each, found
                break
        else:
            return case, broken
