"""Trials of changed files: a copy of a contest in which one file at a time is put and checked."""

import shutil
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from unittest.mock import patch

from outlast.api.validate import validate_layers
from outlast.errors import OutlastError, Problem
from outlast.reading import DATA, document
from torture.mutants import Mutant, mutants

LOWERED = frozenset(
    {"conduct.yaml", "facts", "policy", "priors", "scenarios", "sets.yaml", "world", "episodes"}
)
"""The parts of a contest that become arrays; only for these every scenario is lowered."""


@dataclass(frozen=True)
class Outcome:
    """The answer of the door to one changed file."""

    mutant: Mutant
    problems: tuple[Problem, ...]
    """Its problems; none where the file was accepted."""

    seconds: float
    """Processor time."""

    crash: BaseException | None = None
    """The exception that came in the place of an answer."""

    @property
    def accepted(self) -> bool:
        """Whether the file was taken."""
        return not self.problems and self.crash is None


class Trial:
    """A copy of a shipped contest, without its seal, in which files are changed one at a time.

    Args:
        contest: The folder of the contest.
        copy: The folder of the copy; it must not exist.
    """

    def __init__(self, contest: Path, copy: Path) -> None:
        shutil.copytree(contest, copy, ignore=shutil.ignore_patterns("CHECKSUMS"))
        self.folder = copy

    @property
    def files(self) -> Sequence[Path]:
        """Every declared file, as its path within the contest."""
        found = (*self.folder.rglob("*.yaml"), *self.folder.rglob("*.csv"))
        return sorted(path.relative_to(self.folder) for path in found)

    def mutants(self, file: Path, count: int, seed: int) -> Iterator[Mutant]:
        """Yield some mutants of a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        random = Random(f"{seed} {file.as_posix()}")
        yield from islice(mutants(text, random, file.as_posix()), count)

    def outcome(self, mutant: Mutant) -> Outcome:
        """Return the answer of the door to one changed file; the file is whole again afterwards."""
        path = self.folder / mutant.file
        sound, begun = path.read_bytes(), time.process_time()
        path.write_bytes(mutant.text.encode("utf-8", errors="surrogatepass"))
        problems: tuple[Problem, ...] = ()
        crash: BaseException | None = None
        try:
            lowering = Path(mutant.file).parts[0] in LOWERED
            problems = validate_layers((self.folder,), lowering=lowering).problems
        except OutlastError as refusal:
            problems = refusal.problems
        except Exception as failure:  # noqa: BLE001  a crash is a finding here
            crash = failure
        finally:
            path.write_bytes(sound)
        return Outcome(mutant, problems, time.process_time() - begun, crash)

    @contextmanager
    def kept_documents(self) -> Generator[None, None, None]:
        """Keep the parsed content of the files that do not change, as for a shipped contest."""
        with patch.object(document, "DATA", self.folder):
            yield


SHIPPED = (DATA / "contests" / "lilliput", DATA / "contests" / "chips-minerals", DATA / "template")
"""The folders whose files are changed."""
