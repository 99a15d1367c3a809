"""Stores: chunks, manifests, results and caches that are cut short, empty, foreign or edited."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import ClassVar, Final

from torture.cases import Attack, Broken
from torture.children import TRACE, Ending, cold_command, command, refusal_of
from torture.errands import NEW_CONTEST, OWN, RUN, Errand, Stage, content_of, same

FUTURES: Final = ("--futures", "1001")
RESUME: Final = Errand(
    "resume", (*OWN, *FUTURES, "--resume"), (NEW_CONTEST, (*OWN, *FUTURES)), resumes=True
)
REOPEN: Final = Errand("reopen", ("figure", "dots", RUN, "--out", "dots.csv"), RESUME.first)
START: Final = Errand("start", ("run", "lilliput", *FUTURES, "--quiet", "--out", RUN))
CACHE: Final = "cache"
ENGINE: Final = 40
"""One of so many cases damages the engine's cache, which takes half a minute to make again."""

FOREIGN: Final = b"Some other program's file.\n"


@dataclass(frozen=True)
class Damaged:
    """A kept file that is damaged before an errand."""

    errand: Errand
    file: str
    """Its path within the folder of the errand, or within the cache."""

    damage: str
    share: float
    """The place of the damage: a share of the file's length."""

    def __str__(self) -> str:
        where = f" at {self.share:.0%}" if self.damage in PLACED else ""
        return f"{self.file} {self.damage}{where}, then: outlast {' '.join(self.errand.words)}"


def cut(path: Path, share: float) -> None:
    """Keep the first part of a file."""
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])


def empty(path: Path, share: float) -> None:
    """Empty a file."""
    del share
    path.write_bytes(b"")


def foreign(path: Path, share: float) -> None:
    """Put the file of another program in its place."""
    del share
    path.write_bytes(FOREIGN)


def flipped(path: Path, share: float) -> None:
    """Flip one bit."""
    raw = bytearray(path.read_bytes())
    raw[min(int(len(raw) * share), len(raw) - 1)] ^= 4
    path.write_bytes(bytes(raw))


def zeroed(path: Path, share: float) -> None:
    """Let the end of a file be zeros, as after a loss of power."""
    raw = path.read_bytes()
    keep = int(len(raw) * share)
    path.write_bytes(raw[:keep] + bytes(len(raw) - keep))


def edited(path: Path, share: float) -> None:
    """Change a digit of a text."""
    raw = bytearray(path.read_bytes())
    digits = [at for at, byte in enumerate(raw) if chr(byte).isdigit()]
    if digits:
        at = digits[min(int(len(digits) * share), len(digits) - 1)]
        raw[at] = ord("7") if raw[at] != ord("7") else ord("3")
    path.write_bytes(bytes(raw))


def folder(path: Path, share: float) -> None:
    """Put a folder in its place."""
    del share
    path.unlink()
    path.mkdir()


def gone(path: Path, share: float) -> None:
    """Delete it."""
    del share
    path.unlink()


def other_run(path: Path, share: float) -> None:
    """Put the same file of a run with another seed in its place."""
    del share
    shutil.copyfile(path.parents[2] / "other" / "chunks" / path.name, path)


def other_futures(path: Path, share: float) -> None:
    """Put a chunk of other futures in its place."""
    del share
    chunks = sorted(each for each in path.parent.iterdir() if each != path)
    if chunks:
        shutil.copyfile(chunks[0], path)


DAMAGES: Final[dict[str, Callable[[Path, float], None]]] = {
    "cut": cut, "empty": empty, "foreign": foreign, "flipped": flipped, "zeroed": zeroed,
    "edited": edited, "a folder": folder, "gone": gone,
}  # fmt: skip
OF_CHUNKS: Final = {"of another run": other_run, "of other futures": other_futures}
PLACED: Final = ("cut", "flipped", "zeroed", "edited")


class Stores(Attack[Damaged]):
    """Damage to everything that the program keeps between calls."""

    name: ClassVar[str] = "stores"
    title: ClassVar[str] = "chunks, manifests, results and caches cut, empty, foreign or edited"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.stages: dict[str, Stage] = {}
        self.engine = Path()

    def prepare(self) -> str:
        """Run once undisturbed, and fill a cache."""
        for errand in (RESUME, REOPEN, START):
            self.stages[errand.name] = Stage(errand, self.folder / errand.name)
        other = [*OWN, *FUTURES]
        other[other.index("--seed") + 1] = "4"
        other[other.index("--out") + 1] = "other"
        for name in ("resume", "reopen"):
            command(other, self.stages[name].before)
        self._fill_cache()
        return ""

    def _fill_cache(self) -> None:
        """Fill a cache with the engine and every document, by a process of its own."""
        from outlast.storage.cache import folder as cache_folder  # noqa: PLC0415

        self.engine = self.folder / CACHE
        kept = cache_folder()
        if kept is not None:
            shutil.copytree(kept, self.engine / "outlast")
        place = self.stages["start"].place("filling")
        cold_command(("run", "lilliput", "--futures", "1", "--quiet"), place, cache_at=self.engine)

    def draw(self, number: int, random: Random) -> Damaged:
        """Return an errand, one of the files that it reads, and a damage."""
        if number % ENGINE == ENGINE - 1:
            files = [path for path in self._cached() if "engine" in path.as_posix()]
            return self._drawn(START, files, random)
        if random.random() < 0.25:  # noqa: PLR2004
            files = [path for path in self._cached() if "engine" not in path.as_posix()]
            return self._drawn(START, files, random)
        errand = random.choice((RESUME, REOPEN))
        run = self.stages[errand.name].before / RUN
        files = [path for path in run.rglob("*") if path.is_file()]
        chunks = [path for path in files if path.parent.name == "chunks"]
        own = [path for path in files if path.parent == run]
        rest = [path for path in files if path not in {*chunks, *own}]
        groups = (chunks, chunks, own, own, rest) if errand is REOPEN else (chunks, chunks, own)
        return self._drawn(errand, random.choice([group for group in groups if group]), random)

    def _cached(self) -> list[Path]:
        """Return the files of the cache."""
        return sorted(path for path in self.engine.rglob("*") if path.is_file())

    def _drawn(self, errand: Errand, files: list[Path], random: Random) -> Damaged:
        file = random.choice(sorted(files))
        top = self.engine if errand is START else self.stages[errand.name].before
        kinds = [*DAMAGES, *(OF_CHUNKS if file.parent.name == "chunks" else ())]
        kinds = [kind for kind in kinds if kind != "edited" or file.suffix in (".json", ".csv")]
        name = file.relative_to(top).as_posix()
        return Damaged(errand, name, random.choice(kinds), random.random())

    def kind(self, case: Damaged) -> str:
        """Return the sort of file."""
        parts = Path(case.file).parts
        if case.errand is START:
            return "engine cache" if "engine" in case.file else "documents' cache"
        return "chunk" if "chunks" in parts else parts[1]

    def attempt(self, case: Damaged) -> Broken | None:
        """Damage a file, run the errand, and hold its answer to the undisturbed one."""
        stage = self.stages[case.errand.name]
        place = stage.place("now")
        damage = {**DAMAGES, **OF_CHUNKS}[case.damage]
        if case.errand is START:
            broken = self._with_cache(case, stage, place, damage)
        else:
            damage(place / case.file, case.share)
            broken = self._judged(case, stage, place, command(case.errand.words, place))
        if broken is None:
            return None
        rule = f"{self.kind(case)} {case.damage}: {broken.rule}"
        return replace(broken, rule=rule)

    def _with_cache(
        self, case: Damaged, stage: Stage, place: Path, damage: Callable[[Path, float], None]
    ) -> Broken | None:
        """Run with a damaged cache, which may never show."""
        cache = self.folder / "damaged"
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(self.engine, cache)
        damage(cache / case.file, case.share)
        words = case.errand.words
        if "engine" in case.file:
            ending = cold_command(words, place, cache_at=cache)
        else:
            ending = command(words, place, cache_at=cache)
        if ending.code != 0:
            return Broken("a damaged cache is made again", ending.said)
        return stage.finished_wrongly(ending, place)

    def _judged(self, case: Damaged, stage: Stage, place: Path, ending: Ending) -> Broken | None:
        """Return the rule that an errand on a damaged folder broke, if any."""
        if ending.code == 0:
            if TRACE in ending.err:
                return Broken("no trace is shown", ending.said)
            if case.errand is REOPEN:
                return self._answer(stage, place)
            unlike = self._unlike(stage, place)
            return Broken("a damaged file is never used", unlike) if unlike else None
        rule = refusal_of(ending)
        if not rule and "Stopped" in ending.err:
            rule = "a damaged file is no stop"
        if not rule and Path(case.file).name not in ending.err and RUN not in ending.err:
            rule = "a refusal names the damaged file"
        return Broken(rule, ending.said) if rule else None

    @staticmethod
    def _answer(stage: Stage, place: Path) -> Broken | None:
        """Return the rule broken by the answer of a run that was opened again, if any."""
        wanted = content_of(stage.after / "dots.csv")
        if same(content_of(place / "dots.csv"), wanted):
            return None
        return Broken("a damaged file is never used", "dots.csv differs")

    @staticmethod
    def _unlike(stage: Stage, place: Path) -> str:
        """Return the file of a run that differs; copies of its inputs are read, never written."""
        unlike = stage.unlike(place)
        return "" if unlike.startswith(f"{RUN}/inputs") else unlike

    def smaller(self, case: Damaged) -> Iterator[Damaged]:
        """Yield the case with the first chunk, and with simpler places of the damage."""
        if case.damage in PLACED:
            for share in (0.0, 0.5, 0.9):
                if share < case.share:
                    yield replace(case, share=share)

    def close(self) -> None:
        """Delete the folders."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.stages.clear()
