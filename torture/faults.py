"""Faults: a full disk, a broken one, no memory, at the n-th call of a command that writes."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import ClassVar, Final

from torture.cases import Attack, Broken, UnsoundError
from torture.children import TRACE, Ending, command, refusal_of
from torture.errands import ERRANDS, RUN, Errand, Stage
from torture.injection import ALLOCATION, KILL, MEMORY, ROOM, Fault

KINDS: Final = ("ENOSPC", "EIO", "EROFS", "EDQUOT", MEMORY, ALLOCATION, ROOM)
CURES: Final[dict[str, str]] = {
    "ENOSPC": r"room|space|full|quota",
    "EDQUOT": r"room|space|full|quota",
    "EROFS": r"read-only|another folder|--out|cannot be written",
    "EIO": r"disk|another folder|--resume|again|input/output",
    MEMORY: r"memory",
    ALLOCATION: r"memory",
    ROOM: r"room|space|full|large|limit",
}
"""Words of which a message about a fault has one: its cause with its cure."""

ARRAYS_TRIED: Final = 4000
"""Arrays among which the one without memory is drawn."""

RARE: Final = 0.6
"""The share of cases that strike a call other than a plain write."""

LARGEST: Final = 400_000
"""Bytes of the largest limit of a file's size."""


@dataclass(frozen=True)
class Struck:
    """An errand, and the fault that strikes it."""

    errand: Errand
    fault: Fault

    def __str__(self) -> str:
        return f"{self.errand.name} (outlast {' '.join(self.errand.words)}), {self.fault}"


class Faults(Attack[Struck]):
    """Errors of the system, injected at every call that writes."""

    name: ClassVar[str] = "faults"
    title: ClassVar[str] = "ENOSPC, EIO and MemoryError at the n-th call that writes"
    kinds: ClassVar[tuple[str, ...]] = KINDS
    errands: ClassVar[tuple[Errand, ...]] = ERRANDS

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.stages: dict[str, Stage] = {}
        self.unsound: dict[str, str] = {}

    def stage(self, errand: Errand) -> Stage:
        """Return the stage of an errand, which is set once.

        Raises:
            UnsoundError: The errand fails undisturbed.
        """
        if errand.name in self.unsound:
            raise UnsoundError(self.unsound[errand.name])
        if errand.name not in self.stages:
            try:
                self.stages[errand.name] = Stage(errand, self.folder / errand.name)
            except UnsoundError as failure:
                self.unsound[errand.name] = f"{failure}"
                raise
        return self.stages[errand.name]

    def draw(self, number: int, random: Random) -> Struck:
        """Return an errand and a fault, the first errand as often as all others together."""
        first, *others = self.errands
        errand = first if number % 2 == 0 or not others else random.choice(others)
        kind = random.choice(self.kinds)
        if kind == ROOM:
            return Struck(errand, Fault(kind, int(LARGEST * random.random() ** 3)))
        if kind == ALLOCATION:
            at = random.randint(1, ARRAYS_TRIED)
        else:
            at = call_drawn(self.stage(errand).calls, random)
        return Struck(errand, Fault(kind, at, lasts=kind != KILL and random.random() < 0.5))  # noqa: PLR2004

    def kind(self, case: Struck) -> str:
        """Return errand and fault."""
        return f"{case.errand.name} {case.fault.kind}"

    def attempt(self, case: Struck) -> Broken | None:
        """Run an errand under a fault, hold what is left to the rules, and go on."""
        stage = self.stage(case.errand)
        place, log = stage.place("now"), stage.folder / "now.log"
        log.unlink(missing_ok=True)
        ending = command(case.errand.words, place, fault=case.fault, log=log)
        done = finished_chunks(log, place)
        broken = self.struck(case, ending) or self.kept(stage, place, done)
        if broken is None and ending.code == 0:
            broken = stage.finished_wrongly(ending, place)
        if not (ending.code == 0 and case.errand.once):
            broken = broken or self.goes_on(stage, place, done)
        if broken is None:
            return None
        return replace(
            broken,
            rule=f"{case.fault.kind}: {broken.rule}",
            detail=f"{broken.detail} | {struck_call(log)} | {ending.said}",
        )

    def struck(self, case: Struck, ending: Ending) -> Broken | None:
        """Return the rule that the command itself broke: codes, traces, words."""
        if ending.code == 0:
            return Broken("no trace is shown") if TRACE in ending.err else None
        rule = refusal_of(ending)
        if not rule and not re.search(CURES[case.fault.kind], ending.err, re.IGNORECASE):
            rule = "a refusal names the cause and its cure"
        return Broken(rule) if rule else None

    def kept(self, stage: Stage, place: Path, done: dict[Path, int]) -> Broken | None:
        """Return the rule broken by the files that are left, if any."""
        lost = stage.lost(place)
        if lost:
            return Broken("nothing that stood before is lost", lost)
        gone = [path.name for path in done if not path.exists()]
        return Broken("no finished chunk is lost", ", ".join(gone)) if gone else None

    def goes_on(self, stage: Stage, place: Path, done: dict[Path, int]) -> Broken | None:
        """Return the rule broken by going on without a fault, if any."""
        words = stage.again(place)
        ending = command(words, place)
        if ending.code != 0:
            return Broken("the errand can go on", f"outlast {' '.join(words)}: {ending.said}")
        again = [path.name for path, when in done.items() if path.stat().st_mtime_ns != when]
        if again:
            return Broken("no finished chunk is run again", ", ".join(again))
        return stage.finished_wrongly(ending, place)

    def smaller(self, case: Struck) -> Iterator[Struck]:
        """Yield the case with the first errand, without its lasting, and at earlier calls."""
        fault, first = case.fault, self.errands[0]
        if case.errand != first:
            yield replace(case, errand=first)
        if fault.lasts:
            yield replace(case, fault=replace(fault, lasts=False))
        for at in sorted({1, 2, fault.at // 4, fault.at // 2, fault.at * 3 // 4}):
            if 0 < at < fault.at:
                yield replace(case, fault=replace(fault, at=at))

    def close(self) -> None:
        """Delete the folders."""
        for stage in self.stages.values():
            shutil.rmtree(stage.folder, ignore_errors=True)
        self.stages.clear()


def call_drawn(calls: Sequence[str], random: Random) -> int:
    """Return the number of a call, from 1; most are no plain write, of which there are many."""
    rare = [number for number, line in enumerate(calls, 1) if line.split(" ")[1:2] != ["write"]]
    if rare and random.random() < RARE:
        return random.choice(rare)
    return random.randint(1, max(1, len(calls)))


def finished_chunks(log: Path, place: Path) -> dict[Path, int]:
    """Return the chunks that a disturbed run had moved to their place, each with its time."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    moved = [line.split(" ", 1)[1] for line in lines if re.match(r"\d+ (replace|rename) ", line)]
    inside = place / RUN / "chunks"
    found = {(place / path.split(" ")[-1]).resolve() for path in moved}
    return {
        path: path.stat().st_mtime_ns if path.exists() else 0
        for path in found
        if path.is_relative_to(inside.resolve())
    }


def struck_call(log: Path) -> str:
    """Return the call that was struck, from the log."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return next((line for line in lines if "!" in line.split(" ", 1)[0]), "no logged call")
