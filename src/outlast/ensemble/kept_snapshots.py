"""Kept snapshots: the run up to the first step that a changed prior can move, run only once."""

from collections.abc import Iterable
from threading import Lock
from typing import Final

from outlast.engine.compiled.run import values_of
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.draw import Draw
from outlast.engine.first_difference import first_difference
from outlast.engine.from_date import Draws
from outlast.engine.plan import Plan

HELD: Final = 2**24
"""Bytes of snapshots that stay in memory: those of two levers at 200 futures."""

NEAR: Final = 16
"""Steps for which a snapshot before the first difference serves as well as one at it."""

APART: Final = 32
"""The same where all runs are known before: few snapshots, so that memory stays small."""

Key = tuple[int, bytes, bool]
"""The step of a snapshot, the planned need of its runs, and whether it holds the paired run too."""


class KeptSnapshots:
    """Snapshots of futures whose draws change again and again.

    Args:
        base: The draws with no prior changed; what comes before a difference to them is kept.
    """

    def __init__(self, base: Draw) -> None:
        self.base = base
        self.kept: dict[Key, Snapshot] = {}
        self.lock, self.too_large, self.whole = Lock(), False, False

    @property
    def nbytes(self) -> int:
        """The bytes of the base and of all snapshots."""
        with self.lock:
            held = sum(each.nbytes for each in self.kept.values())
        return held + sum(values_of(each).nbytes for each in self.base)

    def before(self, plan: Plan, draws: Iterable[Draws]) -> Snapshot | None:
        """Return a snapshot for a run of the base, which fills it and those of later steps too.

        From then on every run goes on from the last of them that lies before its own difference,
        and no other is made: the draws that will come are known. One with another planned need
        takes over the compute of the paired run alone, which no need moves: its record of the
        paired run (`first_free` and others) is that of the base.

        Args:
            plan: The plan of the base.
            draws: The draws that will come.

        Returns:
            None if no draw can go on from any step.
        """
        # One after the other: the draws of all runs together would take gigabytes.
        found = {(self._first_step(plan, each), each.in_both) for each in draws}
        wanted = sorted({step for step, _ in found if step is not None})
        in_both = any(both for _, both in found)
        steps = [0] if wanted else []
        for step in wanted:
            if step > steps[-1] + APART or (in_both and step == plan.start > steps[-1]):
                steps.append(step)
        later = [Snapshot(plan, step, paired=in_both and step == plan.start) for step in steps[1:]]
        made = [Snapshot(plan, step, later) for step in steps[:1]] + later
        need = plan.need_start.tobytes()
        with self.lock:
            self.kept, self.whole = {(each.step, need, each.paired): each for each in made}, True
        return made[0] if made else None

    def at(self, plan: Plan, draws: Draws) -> Snapshot | None:
        """Return a snapshot from which draws can go on, to be filled if it is new.

        Returns:
            None if the draws may differ from the base from the beginning, or a snapshot of so many
            futures is too large: the run is a whole one.
        """
        step, need = self._first_step(plan, draws), plan.need_start.tobytes()
        in_both = draws.in_both
        if step is None or (in_both and step < plan.start):
            return None
        with self.lock:
            if self.whole:
                usable = [
                    key for key in self.kept if key[0] <= step and (key[1] == need or key[0] == 0)
                ]
                usable = [key for key in usable if key[2] or not in_both]
                return self.kept[max(usable)] if usable else None
            self._trim()
            if self.too_large:
                return None
            usable = [
                key
                for key in self.kept
                if key[1] == need
                and (key[0] == step if in_both else step - NEAR <= key[0] <= step)
                and key[2] == in_both  # its paired run may be that of the lever that filled it
            ]
            key = max(usable, default=(step, need, in_both))
            found = self.kept.pop(key, None) or Snapshot(plan, step, paired=in_both)
            self.kept[key] = found  # the last of all: the first is dropped first
            return found

    def _first_step(self, plan: Plan, draws: Draws) -> int | None:
        """Return the first step, up to the date, in which draws may differ from the base."""
        differs = first_difference(plan, self.base, draws.draw)
        return None if differs is None else min(differs, plan.start)

    def _trim(self) -> None:
        """Drop the snapshots that were used least recently, as long as all are too large."""
        self.too_large = self.too_large or any(each.nbytes > HELD for each in self.kept.values())
        while sum(each.nbytes for each in self.kept.values()) > HELD:
            del self.kept[next(iter(self.kept))]
