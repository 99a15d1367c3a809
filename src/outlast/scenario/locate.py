"""Locating contests and scenarios: a name on a command line becomes a folder and a file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from outlast.errors import InputError, Problems, nearest
from outlast.reading import (
    CONTESTS,
    DEFAULT_CONTEST,
    collect,
    command_line,
    read_placed,
    unknown,
    user_path,
)
from outlast.scenario.contest import FILE, Contest, Declaration, Reader, is_shipped

SCENARIOS = "scenarios"
"""The folder of scenarios within a contest."""


OLD_SETS = "contests.yaml"
"""The file of sets in the folders of data of release 0.1.0."""


class Located(NamedTuple):
    """A contest's folder, and the file of a scenario."""

    contest: Path
    file: Path


def shipped_contests() -> dict[str, Path]:
    """Return the folders of the shipped contests by name, the default first."""
    others = sorted(folder for folder in CONTESTS.iterdir() if (folder / FILE).is_file())
    return {folder.name: folder for folder in dict.fromkeys([DEFAULT_CONTEST, *others])}


def contest_folder(name: str | Path) -> Path:
    """Return the folder of a contest: a shipped one by its name, or one's own by its path.

    Raises:
        InputError: There is no such contest; the nearest shipped one is named.
    """
    known = shipped_contests()
    if str(name) in known and not (Path(name) / FILE).is_file():
        return known[str(name)]
    folder = user_path(name)
    if (folder / FILE).is_file():
        return folder
    if (folder / OLD_SETS).is_file():
        what = f'"{name}" has the form of outlast 0.1.0: it has {OLD_SETS} and no {FILE}.'
        cure = f"Rename {OLD_SETS} to sets.yaml, with the form outlast/sets/1, and write {FILE}."
        raise InputError.of(what, f"{cure} `outlast new DIR` writes one with comments.")
    if folder.is_dir():
        cure = f"A contest has a file {FILE}. `outlast new DIR` writes a small contest."
        raise InputError.of(f'"{name}" is not the folder of a contest.', cure)
    raise InputError.of(f'"{name}" is not a contest.', nearest(str(name), list(known)))


def open_contest(
    contest: str | Path | Contest | None = None, overlays: Sequence[str | Path] = ()
) -> Contest:
    """Return a contest, read whole and checked.

    Args:
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.

    Raises:
        DataError: All problems of a shipped contest.
        InputError: There is no such contest or folder, or all problems of one's own.
    """
    if isinstance(contest, Contest):
        if overlays:
            what = f'the contest "{contest.declaration.id}" was read already, without overlays.'
            raise InputError.of(what, "Give them with its name or folder.")
        return contest
    layers = contest_layers(contest, overlays)
    alone = is_shipped(layers[0]) and len(layers) == 1
    return _shipped(layers[0]) if alone else Reader(layers).contest()


def contest_layers(
    contest: str | Path | None = None, overlays: Sequence[str | Path] = ()
) -> tuple[Path, ...]:
    """Return the folder of a contest, the default if none is named, then those laid over it.

    Raises:
        InputError: There is no such contest or folder.
    """
    folder = DEFAULT_CONTEST if contest is None else contest_folder(contest)
    layers = (folder, *overlay_folders(overlays))
    places = [each.resolve() for each in layers]
    for number, place in enumerate(places):
        if place in places[:number]:
            what = f'"{layers[number]}" is laid over itself, which changes nothing.'
            raise InputError.of(what, "Name each folder once.")
    return layers


def overlay_folders(overlays: Sequence[str | Path]) -> tuple[Path, ...]:
    """Return the folders that are laid over a contest.

    Raises:
        InputError: One of them is no folder.
    """
    folders = tuple(user_path(each) for each in overlays)
    for folder in folders:
        if not folder.is_dir():
            raise InputError.of(
                f'"{folder}" is no folder.', "An overlay has the form of a contest."
            )
    return folders


@cache
def _shipped(folder: Path) -> Contest:
    return Reader((folder,)).contest()


def scenario_names(contest: Path) -> list[str]:
    """Return the names of a contest's scenarios."""
    return sorted(file.stem for file in (contest / SCENARIOS).glob("*.yaml"))


def default_scenario(contest: Path) -> str:
    """Return the scenario that a contest runs if none is named.

    Raises:
        InputError: Its declaration cannot be read, or names no scenario of the contest.
    """
    problems = Problems()
    read = read_placed(contest / FILE, "contest", Declaration, problems)
    problems.stop_if_any(InputError)
    if read is None:
        raise InputError.of(f'"{contest / FILE}" cannot be read.')
    declared, document = read
    known = scenario_names(contest)
    findings = unknown(("scenario",), declared.scenario, known, "a scenario of this contest")
    collect(findings, document, problems)
    problems.stop_if_any(InputError)
    return declared.scenario


def locate(name: str | None, contest: str | Path | None = None) -> Located:
    """Return the contest and the file of a scenario.

    A name stands for a scenario of the contest, or for the contest's default scenario; a name
    that ends in `.yaml` or contains a slash is a path. Without a contest, every shipped contest
    is searched, and a scenario's file may lie in a contest or name one by `contest:`.

    Raises:
        InputError: There is no such contest or scenario; the nearest known name is given.
    """
    if contest is not None:
        folder = contest_folder(contest)
        return _within(folder, name, [])
    if name is None:
        return _within(DEFAULT_CONTEST, None, [])
    if is_path(name):
        return Located(_around(_file(name)), _file(name))
    shelves = shipped_contests()
    for folder in shelves.values():
        if name in scenario_names(folder):
            return _within(folder, name, [])
    if name in shelves:
        return _within(shelves[name], None, [])
    scenarios = (each for folder in shelves.values() for each in scenario_names(folder))
    return _within(DEFAULT_CONTEST, name, list(dict.fromkeys((*shelves, *scenarios))))


def is_path(name: str) -> bool:
    """Return whether a name of a scenario is the path of a file."""
    return name.endswith(".yaml") or "/" in name or "\\" in name


def _within(folder: Path, name: str | None, known: list[str]) -> Located:
    """Return a scenario of a contest's folder; its default if none is named, or the contest is."""
    names = scenario_names(folder)
    if name is not None and is_path(name):
        return Located(folder, _file(name))
    wanted = name
    if wanted not in names and (wanted is None or wanted in {folder.name, folder.resolve().name}):
        wanted = default_scenario(folder)
    if wanted in names:
        return Located(folder, folder / SCENARIOS / f"{wanted}.yaml")
    cure = nearest(f"{wanted}", known or names)
    if name is not None and (Path(name) / FILE).is_file():
        cure = f"That folder is a contest. {_use(name)}"
    raise InputError.of(f'"{wanted}" is not a scenario.', cure)


def _file(name: str) -> Path:
    """Return the file of a scenario that is named by its path.

    Raises:
        InputError: It is the folder of a contest.
    """
    path = user_path(name)
    if (path / FILE).is_file():
        raise InputError.of(f'"{name}" is a contest, not a scenario.', _use(name))
    return path


def _use(contest: str) -> str:
    """Return the cure for a contest that stands in the place of a scenario."""
    return f"Use {command_line(['--contest', contest])}"


def _around(file: Path) -> Path:
    """Return the contest in whose folder a scenario's file lies; else the default."""
    for folder in (file.parent, file.parent.parent, file.absolute().parent.parent):
        if (folder / FILE).is_file():
            return folder
    return DEFAULT_CONTEST
