"""The attacks by name, and a session of them that divides the time that it is given."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any, Final

from torture.browser import Soak
from torture.cases import Attack, Count, run_attack
from torture.faults import Faults
from torture.kills import Kills
from torture.laws import Laws
from torture.mutations import Mutations
from torture.oracle import Oracle
from torture.settings import Settings
from torture.stores import Stores

ATTACKS: Final[dict[str, type[Attack[Any]]]] = {
    attack.name: attack
    for attack in (Kills, Faults, Stores, Mutations, Settings, Laws, Oracle, Soak)
}
"""Every attack, by its name."""


def run_session(  # noqa: PLR0913  each is a choice of the caller's
    names: Sequence[str],
    seed: int,
    seconds: float,
    folder: Path,
    *,
    case: int | None = None,
    progress: Callable[[Count], None] = lambda _: None,
) -> tuple[list[Count], bool]:
    """Return the counts of some attacks, and whether an interrupt from the keyboard ended them.

    Args:
        names: The names of the attacks, in order.
        seed: The seed of their dice.
        seconds: The time for all; time that one leaves goes to those after it.
        folder: A folder that no other process uses.
        case: The number of the only case to try.
        progress: Called after each case.
    """
    counts: list[Count] = []
    deadline = monotonic() + seconds
    for place, name in enumerate(names):
        attack = ATTACKS[name](folder / name)
        counts.append(Count(name, attack.title))
        share = max(0.0, deadline - monotonic()) / (len(names) - place)
        try:
            run_attack(attack, counts[-1], seed, share, case=case, progress=progress)
        except KeyboardInterrupt:
            return counts, True
    return counts, False
