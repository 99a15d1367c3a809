"""The origin of a situation: its contest, and the hash of every file that was read for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from outlast.reading import DATA, DEFAULT_CONTEST
from outlast.scenario.contest import Contest


@dataclass(frozen=True)
class Origin:
    """The contest and the files of a situation, by names that hold on every machine."""

    contest: Contest
    files: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """The path of every file that was read, by name: `contest/…`, `with/<number>/…`, `scenario/…`
    for files beside these, or `shipped/…` for those of another shipped contest."""

    hashes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The SHA-256 of each of them."""

    chain: tuple[str, ...] = ()
    """The names of the scenario's files among them, the remotest first."""

    scenario: str = ""
    """The name of the scenario's own file among them; empty where it came as text."""

    @property
    def options(self) -> tuple[str, ...]:
        """The options of a command line that choose the contest and the folders laid over it."""
        folder, *overlays = self.contest.layers
        shipped = folder.is_relative_to(DATA)
        in_default = folder == DEFAULT_CONTEST or self.scenario.startswith("contest/")
        contest = (
            () if shipped and in_default else ("--contest", folder.name if shipped else str(folder))
        )
        return (*contest, *(word for each in overlays for word in ("--with", str(each))))

    @property
    def own(self) -> Mapping[str, Path]:
        """The files that the package does not ship, without which the run cannot be repeated."""
        return {name: path for name, path in self.files.items() if not path.is_relative_to(DATA)}


def origin_of(
    contest: Contest, hashes: Mapping[Path, str], paths: Sequence[Path], *, from_text: bool
) -> Origin:
    """Return the origin of a situation.

    Args:
        contest: The contest.
        hashes: The SHA-256 of each file of the scenario.
        paths: The files of the scenario, the remotest first.
        from_text: Whether the scenario itself came as text, so that it has no file of its own.
    """
    names: dict[Path, str] = {}
    for path in (*sorted(contest.files), *reversed(paths), *sorted(hashes)):
        if path not in names:
            names[path] = _free(_name(path, contest.layers), names)
    digests = {**contest.files, **hashes}
    return Origin(
        contest=contest,
        files={name: path for path, name in names.items()},
        hashes={name: digests[path] for path, name in names.items()},
        chain=tuple(names[path] for path in paths),
        scenario="" if from_text or not paths else names[paths[-1]],
    )


def path_of(name: str, contest: Path, copies: Path, own: Sequence[str]) -> Path:
    """Return the path of a file of a kept run.

    Args:
        name: Its name in the run's origin.
        contest: The folder of the contest.
        copies: The folder of copies of the files that the package does not ship.
        own: The names of these.
    """
    if name in own:
        return copies / name
    kind, _, part = name.partition("/")
    return contest / part if kind == "contest" else DATA / part


def _free(name: str, names: Mapping[Path, str]) -> str:
    """Return a name, with a number after its kind where another file has it already."""
    kind, _, part = name.partition("/")
    numbered = (f"{kind}/{number}/{part}" for number in count(2))
    return next(free for free in chain((name,), numbered) if free not in names.values())


def _name(path: Path, layers: tuple[Path, ...]) -> str:
    """Return the name of a file: within the contest, an overlay, or beside them."""
    full = path.resolve()
    for number, folder in enumerate(layers):
        if full.is_relative_to(folder.resolve()):
            part = full.relative_to(folder.resolve()).as_posix()
            return f"with/{number}/{part}" if number else f"contest/{part}"
    if path.is_relative_to(DATA):
        return f"shipped/{path.relative_to(DATA).as_posix()}"
    return f"scenario/{path.name}"
