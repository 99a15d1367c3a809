"""Mutations: declared files with one thing changed, refused with place and cure, or right."""

import json
import shutil
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Final

from torture.cases import Attack, Broken
from torture.children import TIMED_OUT, TRACE, call, command
from torture.mutants import Mutant, mutants

CONTESTS: Final = {"template": 5, "lilliput": 4, "chips-minerals": 1}
"""The contests, and how often each is drawn; the template is that of `outlast new`."""

AMONG: Final = 300
"""Mutants of a file among which one is drawn."""

SLOW: Final = 5.0
"""Seconds of processor time that a refusal may take."""


@dataclass(frozen=True)
class Changed:
    """A contest with one file changed."""

    contest: str
    mutant: Mutant

    def __str__(self) -> str:
        made = self.mutant
        return f"{self.contest}/{made.file}:{made.line}, {made.kind}: {made.says}"


class Mutations(Attack[Changed]):
    """Every file of a contest, one change at a time."""

    name: ClassVar[str] = "mutations"
    title: ClassVar[str] = "declared files with one change: refused with place and cure, or right"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.files: dict[str, list[Path]] = {}

    def prepare(self) -> str:
        """Copy the contests, without their seals, and see that they are accepted as they are."""
        from outlast.reading import DATA  # noqa: PLC0415  heavy

        for contest in CONTESTS:
            source = DATA / "contests" / contest
            source = source if source.is_dir() else DATA / contest
            copy = self.folder / contest
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("CHECKSUMS"))
            found = (*copy.rglob("*.yaml"), *copy.rglob("*.csv"))
            self.files[contest] = sorted(path.relative_to(copy) for path in found)
            ending = call(check, contest, folder=self.folder)  # the texts are cached from here on
            if ending.code != 0 or json.loads(ending.out)["problems"]:
                return f"the contest {contest} is refused as it is: {ending.said or ending.out}"
        return ""

    def draw(self, number: int, random: Random) -> Changed:
        """Return one of the mutants of one of the files."""
        del number
        contest = random.choices(list(CONTESTS), list(CONTESTS.values()))[0]
        file = random.choice(self.files[contest])
        text = (self.folder / contest / file).read_text(encoding="utf-8")
        choice = list(islice(mutants(text, random, file.as_posix()), AMONG))
        return Changed(contest, random.choice(choice))

    def kind(self, case: Changed) -> str:
        """Return the kind of change."""
        return case.mutant.kind

    def attempt(self, case: Changed) -> Broken | None:
        """Validate the contest, and run it if it is accepted."""
        path = self.folder / case.contest / case.mutant.file
        sound = path.read_bytes()
        path.write_bytes(case.mutant.text.encode("utf-8", errors="surrogatepass"))
        try:
            return self._judged(case)
        finally:
            path.write_bytes(sound)

    def _judged(self, case: Changed) -> Broken | None:
        """Return the rule that the door broke, or the run behind it, if any."""
        ending = call(check, case.contest, folder=self.folder)
        if ending.code == TIMED_OUT:
            return Broken("a refusal ends in time")
        if ending.code != 0:
            return Broken("no trace: the door refuses", ending.said)
        found: dict[str, Any] = json.loads(ending.out)
        if found["seconds"] > SLOW:
            return Broken("a refusal takes less than 5 s", f"{found['seconds']:.1f} s")
        if not found["problems"]:
            return self._run(case)
        for problem in found["problems"]:
            if not problem["file"]:
                return Broken("a problem names its file", problem["what"])
        if not any(problem["cure"] or problem["line"] for problem in found["problems"]):
            return Broken("a problem has a line or a cure", found["problems"][0]["what"])
        return None

    def _run(self, case: Changed) -> Broken | None:
        """Return the rule that a run of an accepted contest broke, if any."""
        words = ["run", "--contest", f"./{case.contest}", "--futures", "2", "--quiet"]
        place = self.folder / "runs"
        shutil.rmtree(place, ignore_errors=True)
        ending = command([*words, "--out", "runs/it"], self.folder)
        if ending.code == 0 and TRACE not in ending.err:
            return None
        if ending.code == 3:  # noqa: PLR2004  the audit
            return Broken("an accepted contest passes its audit", ending.said)
        return Broken(f"an accepted contest runs (exit {ending.code})", ending.said)

    def close(self) -> None:
        """Delete the copies."""
        shutil.rmtree(self.folder, ignore_errors=True)


def check(contest: str) -> int:
    """Print the problems of a contest and the processor time that they took, as JSON."""
    from outlast.api.validate import validate  # noqa: PLC0415  the child has it imported
    from outlast.errors import OutlastError  # noqa: PLC0415

    begun = time.process_time()
    try:
        problems = validate(Path(contest).resolve()).problems
    except OutlastError as refusal:
        problems = refusal.problems
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "problems": [vars(each) for each in problems]}))
    return 0
