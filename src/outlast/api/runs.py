"""The runs that are kept on a shelf: listed, found by number, and deleted with nothing else."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from outlast.api.folder import CHUNKS, INPUTS, OURS
from outlast.api.kept_manifest import MANIFEST, read_manifest
from outlast.ensemble.kept_chunks import ADDRESS
from outlast.errors import InputError, Problem, nearest
from outlast.reading import user_path
from outlast.reading.locking import LOCK, FolderLock
from outlast.storage.whole import DRAFTS

SHELF: Final = Path("runs")
"""The folder for runs whose own folder is not named."""


FUTURES: Final = ("chunk-*.npz", "chunk-*.parquet", "record-only-chunk-*.npz", "history-*.bin")
"""The files of finished futures in the folder of chunks."""


@dataclass(frozen=True)
class KeptRun:
    """A run that is kept in a folder."""

    number: int
    """Its number on the shelf, from the oldest run, 1."""

    folder: Path
    scenario: str
    title: str
    date: date
    """The scenario's date."""

    made: datetime
    """The time at which its manifest was written last, UTC."""

    futures: int
    seed: int
    finished: bool
    size: int
    """Bytes of all its files."""

    version: str
    """The version of outlast that made it."""


def kept_runs(shelf: Path | str = SHELF) -> tuple[KeptRun, ...]:
    """Return the runs that are kept on a shelf, the oldest first.

    Args:
        shelf: The folder in which the runs' folders stand; one that does not exist holds none.

    Raises:
        InputError: It cannot be read.
    """
    found = [run for folder in _folders(shelf) if (run := _kept_run(folder)) is not None]
    found.sort(key=lambda run: (run["made"], run["folder"]))
    return tuple(KeptRun(number, **run) for number, run in enumerate(found, 1))


def unreadable_runs(shelf: Path | str = SHELF) -> tuple[Path, ...]:
    """Return the folders on a shelf whose manifest is damaged or of another version.

    Args:
        shelf: The folder in which the runs' folders stand.

    Raises:
        InputError: It cannot be read.
    """
    return tuple(folder for folder in _folders(shelf) if _kept_run(folder) is None)


def find_run(name: str, shelf: Path | str = SHELF) -> Path:
    """Return the folder of a run.

    Args:
        name: Its number on the shelf, its name there, or its path.
        shelf: The folder in which the runs' folders stand.

    Raises:
        InputError: There is no such run.
    """
    runs = kept_runs(shelf)
    if name.isascii() and name.isdigit():
        folder = next((run.folder for run in runs if run.number == int(name)), None)
        if folder is not None:
            return folder
        counted = f"the runs are 1 to {len(runs)}" if runs else "there is none"
        raise InputError.of(f'there is no run {name} in "{shelf}": {counted}.')
    for folder in (user_path(name), user_path(shelf) / name):
        if (folder / MANIFEST).is_file():
            return folder
    known = [run.folder.name for run in runs]
    cure = nearest(name, known) if known else _none_kept(shelf)
    raise InputError.of(f'"{name}" is not the folder of a run.', cure)


def _none_kept(shelf: Path | str) -> str:
    """Return the words for a shelf without a run, with the command that keeps one."""
    return f"No runs are kept in {shelf}. `outlast run` keeps one in {SHELF}."


def delete_runs(folders: Sequence[Path]) -> None:
    """Delete the folders of runs, each of which holds nothing but its run.

    The manifest goes last, so that a folder that is deleted in part is still one of a run.

    Args:
        folders: The folders.

    Raises:
        InputError: One of them is not the folder of a run, or holds other files: nothing is
            deleted. Or a run is still writing to it, or a file cannot be deleted.
    """
    problems = [problem for folder in folders for problem in _reasons_to_keep(folder)]
    if problems:
        raise InputError(problems)
    for folder in folders:
        lock = FolderLock(folder)
        try:
            for part in (CHUNKS, INPUTS):
                if (folder / part).is_dir():
                    shutil.rmtree(folder / part)
            files = [file for file in folder.iterdir() if file.name not in {LOCK, MANIFEST}]
            for file in (*files, folder / MANIFEST):
                file.unlink()
            lock.release()
            folder.rmdir()
        except OSError as failure:
            raise InputError.of(f'"{folder}" cannot be deleted: {failure}.') from failure
        finally:
            lock.release()


def _folders(shelf: Path | str) -> list[Path]:
    """Return the folders on a shelf that have a manifest."""
    place = user_path(shelf)
    if not place.exists():
        return []
    try:
        return [each for each in sorted(place.iterdir()) if (each / MANIFEST).is_file()]
    except OSError as failure:
        raise InputError.of(f'"{place}" cannot be read: {failure.strerror}.') from failure


def _kept_run(folder: Path) -> dict[str, Any] | None:
    """Return the fields of a kept run but its number; None for a folder of another kind."""
    try:
        kept = read_manifest(folder)
        return {
            "folder": folder,
            "scenario": kept["scenario"],
            "title": kept["title"],
            "date": date.fromisoformat(kept["date"]),
            "made": datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, UTC),
            "futures": kept["futures"],
            "seed": kept["seed"],
            "finished": bool(kept.get("finished")),
            "size": sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()),
            "version": kept["version"],
        }
    except (InputError, OSError, LookupError, ValueError, TypeError):
        return None


def _reasons_to_keep(folder: Path) -> Iterator[Problem]:
    """Yield the reasons for which a folder must not be deleted."""
    if folder.is_symlink():
        yield Problem("", 0, f'"{folder}" is a link.', "Name the folder itself.")
        return
    kept = read_manifest(folder)
    own = {Path(INPUTS, name) for name in kept["own"]}
    for file in sorted(folder.rglob("*")):
        part = file.relative_to(folder)
        if not _is_ours(part, file, own):
            what = f'"{file}" is no file of a run.'
            yield Problem("", 0, what, f'Take it out of "{folder}" first.')


def _is_ours(part: Path, file: Path, own: set[Path]) -> bool:
    """Return whether a file or folder within a run's folder was written by the run.

    Args:
        part: Its path within the folder of the run.
        file: Its path.
        own: The files of the run that are copies of the user's.
    """
    if file.is_symlink():
        return False
    if file.is_dir():
        return part in {Path(CHUNKS), Path(INPUTS)} or INPUTS in part.parts[:1]
    if part.parent == Path(CHUNKS):
        return part.name == ADDRESS or any(part.match(each) for each in (*FUTURES, DRAFTS))
    if len(part.parts) == 1:
        return part.name in OURS or part.match(DRAFTS)
    return part in own or part.match(DRAFTS)
