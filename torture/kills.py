"""Kills: a command that writes is killed at its n-th call, half of a write done, and goes on."""

from random import Random
from typing import ClassVar

from torture.cases import Broken
from torture.children import TRACE, Ending
from torture.errands import ERRANDS, Errand
from torture.faults import Faults, Struck
from torture.injection import KILL, Fault

SIGNAL = -9
"""The exit code of a killed process."""


class Kills(Faults):
    """`kill -9` at every call that writes: first each of one run in a random order, then any."""

    name: ClassVar[str] = "kills"
    title: ClassVar[str] = "kill -9 at the n-th call that writes, then --resume"
    kinds: ClassVar[tuple[str, ...]] = (KILL,)
    errands: ClassVar[tuple[Errand, ...]] = tuple(
        errand for errand in ERRANDS if errand.name != "new"
    )
    """A killed `new` leaves a part of a folder, which its user deletes."""

    def draw(self, number: int, random: Random) -> Struck:
        """Return an errand and the number of a call."""
        drawn = super().draw(number, random)
        return Struck(drawn.errand, Fault(KILL, drawn.fault.at))

    def struck(self, case: Struck, ending: Ending) -> Broken | None:
        """Return the rule that the killed command broke, if any."""
        del case
        if TRACE in ending.err:
            return Broken("no trace is shown")
        if ending.code not in (SIGNAL, 0):
            return Broken(f"a killed command dies of it (it was {ending.code})")
        return None
