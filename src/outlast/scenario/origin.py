"""The origin of a situation: its contest, and the hash of every file that was read for it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Final

from outlast.errors import InputError
from outlast.reading import DATA, DEFAULT_CONTEST, Brief, name_in_layers
from outlast.reading.writing import make_folder, write_whole
from outlast.scenario.contest import Contest
from outlast.scenario.locate import SCENARIOS

AS_RECORDED: Final = "--as-recorded"
"""The option that lays no settlements over a contest but those of the folders that it names."""


@dataclass(frozen=True, repr=False)
class Origin(Brief):
    """The contest and the files of a situation, by names that hold on every machine."""

    contest: Contest
    files: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """The path of every file that was read, by name: `contest/…`, `with/<number>/…`, `scenario/…`
    for files beside these, or `shipped/…` for those of another shipped contest."""

    hashes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The SHA-256 of each of them."""

    chain: tuple[str, ...] = ()
    """The names of the scenario's files, the remotest first."""

    scenario: str = ""
    """The name of the scenario's own file, the last of them."""

    text: str | None = None
    """The content of the scenario's own file where it came as text, so that it has no path."""

    @property
    def options(self) -> tuple[str, ...]:
        """The options of a command line that choose the contest and the folders laid over it."""
        folder, *overlays = self.contest.layers
        shipped = folder.is_relative_to(DATA)
        in_default = folder == DEFAULT_CONTEST or self.scenario.startswith("contest/")
        contest = (
            () if shipped and in_default else ("--contest", folder.name if shipped else str(folder))
        )
        laid = (word for each in overlays for word in ("--with", str(each)))
        recorded = (AS_RECORDED,) if self.contest.timeline.settlements else ()
        return (*contest, *laid, *recorded)

    @property
    def argument(self) -> str:
        """The scenario as the argument of a command line: its name, or the path of its file."""
        name = PurePosixPath(self.scenario)
        if name.parent.name == SCENARIOS and name.parts[0] in {"contest", "shipped"}:
            return name.stem
        return name.name if self.text is not None else str(self.files[self.scenario])

    @property
    def own(self) -> tuple[str, ...]:
        """The files that the package does not ship, without which the run cannot be repeated."""
        return tuple(
            name
            for name in self.hashes
            if name not in self.files or not self.files[name].is_relative_to(DATA)
        )

    def copy_own(self, folder: Path) -> None:
        """Write a copy of each file that the package does not ship into a folder, by its name.

        Raises:
            InputError: A file has changed since it was read, so that the copy would be of another
                run.
            WriteError: The system refuses to write a copy.
        """
        for name in self.own:
            path = self.files.get(name)
            content = f"{self.text}".encode() if path is None else _content(path)
            if content is None or sha256(content).hexdigest() != self.hashes[name]:
                what = f'"{path}" has changed since it was read.'
                raise InputError.of(what, "Load the scenario again.")
            copy = folder / name
            if _content(copy) != content:
                make_folder(copy.parent)
                write_whole(copy, content)


def _content(file: Path) -> bytes | None:
    """Return the content of a file, or None if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def origin_of(
    contest: Contest,
    hashes: Mapping[Path, str],
    paths: Sequence[Path],
    own: tuple[str, str | None],
) -> Origin:
    """Return the origin of a situation.

    Args:
        contest: The contest.
        hashes: The SHA-256 of each file of the scenario.
        paths: The files of the scenario, the remotest first.
        own: The id of the scenario itself, and its text where it came as text.
    """
    names: dict[Path, str] = {}
    around = _around(hashes, contest.layers)
    for path in (*sorted(contest.files), *reversed(paths), *sorted(hashes)):
        if path not in names:
            name = contest.file_names.get(path) or _name(path, contest.layers, around)
            names[path] = _free(name, names)
    digests, (scenario, text) = {**contest.files, **hashes}, own
    hashed = {name: digests[path] for path, name in names.items()}
    files_of_chain = [names[path] for path in paths]
    if text is not None:
        file = _free(f"scenario/{scenario}.yaml", names)
        hashed[file] = sha256(text.encode()).hexdigest()
        files_of_chain.append(file)
    return Origin(
        contest=contest,
        files={name: path for path, name in names.items()},
        hashes=hashed,
        chain=tuple(files_of_chain),
        scenario=files_of_chain[-1] if files_of_chain else "",
        text=text,
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


def _name(path: Path, layers: tuple[Path, ...], around: Path | None) -> str:
    """Return the name of a file: within the contest, an overlay, or beside them."""
    inside = name_in_layers(path, [folder.resolve() for folder in layers])
    if inside:
        return inside
    if path.is_relative_to(DATA):
        return f"shipped/{path.relative_to(DATA).as_posix()}"
    return (
        f"scenario/{path.name if around is None else path.resolve().relative_to(around).as_posix()}"
    )


def _around(paths: Iterable[Path], layers: tuple[Path, ...]) -> Path | None:
    """Return the folder around all files outside the contest, in which each finds the others.

    None if there are none, or if they share no folder but the root of a disk.
    """
    roots = [DATA.resolve(), *(folder.resolve() for folder in layers)]
    files = [path.resolve() for path in paths]
    outside = [
        file.parent for file in files if not any(file.is_relative_to(root) for root in roots)
    ]
    try:
        found = Path(os.path.commonpath(outside))
    except ValueError:  # there are none, or they lie on two disks
        return None
    return found if found != Path(found.anchor) else None
