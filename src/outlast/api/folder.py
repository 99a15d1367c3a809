"""The folder of a run: manifest, inputs, finished chunks, results, answer; each file whole."""

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from outlast.api.kept_manifest import (
    ANSWER,
    MANIFEST,
    RESULTS,
    SERVICES,
    WROTE,
    ManifestError,
    is_finished,
    read_manifest,
)
from outlast.ensemble.chunk_files import identity_of
from outlast.ensemble.kept_chunks import ADDRESS
from outlast.errors import InputError, OutlastError, Problem
from outlast.reading import outlast_command
from outlast.reading.locking import LOCK, FolderLock
from outlast.reading.writing import (
    json_bytes,
    make_folder,
    make_new_folder,
    write_json,
    write_whole,
)
from outlast.results import Manifest, Results
from outlast.scenario.origin import AS_RECORDED, Origin
from outlast.scenario.settled_layer import FILE as SETTLEMENTS
from outlast.storage.whole import DRAFTS

CHUNKS: Final = "chunks"
INPUTS: Final = "inputs"
"""The folder of copies of all files that the package does not ship."""

OVERLAYS: Final = "with"
"""The folder, within these copies, of the folders laid over the contest, by number."""

EACH_FUTURE: Final = 100_000
"""The most futures whose record and draws stand in the file of results, which is made in memory;
those of longer runs stand in the chunks alone."""

SAME: Final = ("seed", "precision", "version")
"""Fields of the manifest that must be equal for a run to be continued, beside its digest."""

OURS: Final = frozenset({CHUNKS, INPUTS, LOCK, MANIFEST, RESULTS, SERVICES, ANSWER})
"""The names in a run's folder."""


class FolderTakenError(InputError):
    """The folder of a new run exists already."""


@dataclass(frozen=True)
class Folder:
    """A run's folder, open for writing; nobody else writes to it until it is closed."""

    path: Path
    manifest: Manifest
    new: bool
    """Whether this run made it."""

    lock: FolderLock

    @property
    def command(self) -> str:
        """The command that continues the run, quoted for the shell."""
        return outlast_command(*self.manifest.words(), "--out", self.path, "--resume")

    @property
    def chunks(self) -> Path:
        """The folder of finished chunks."""
        return self.path / CHUNKS

    def close(self) -> None:
        """Let others write to the folder."""
        self.lock.release()

    def finish(self, results: Results, answer: Mapping[str, Any]) -> None:
        """Write results, answer and manifest, the manifest last.

        A finished run that was extended is unfinished meanwhile, so that no manifest stands beside
        the results of other futures.

        Raises:
            WriteError: The system refuses.
        """
        from outlast.results.datasets import netcdf  # noqa: PLC0415  xarray is heavy

        write_json(self.path / MANIFEST, _content(results.manifest, None))
        table: str = results.to_frame().to_csv(index=False)
        files = {
            RESULTS: netcdf(results.to_xarray(each_future=results.futures <= EACH_FUTURE)),
            SERVICES: table.encode(),
            ANSWER: json_bytes({"format": "outlast/answer/1", **answer, "folder": str(self.path)}),
        }
        for name, content in files.items():
            write_whole(self.path / name, content)
        wrote = {name: sha256(content).hexdigest() for name, content in files.items()}
        write_json(self.path / MANIFEST, _content(results.manifest, results, wrote))

    def discard(self) -> None:
        """Delete the folder if this run made it and no future in it is finished.

        Only files of a run are deleted: the folder stays where it holds anything else.
        """
        finished = (any(self.chunks.glob(each)) for each in ("*.npz", "*.parquet", ADDRESS))
        if not self.new or any(finished):
            return
        with suppress(OSError):
            for draft in (*self.path.glob(DRAFTS), *self.chunks.glob(DRAFTS)):
                draft.unlink()
            if self.chunks.is_dir():
                self.chunks.rmdir()
            shutil.rmtree(self.path / INPUTS, ignore_errors=True)
            (self.path / MANIFEST).unlink(missing_ok=True)
        self.close()
        with suppress(OSError):
            self.path.rmdir()


def open_folder(path: Path, manifest: Manifest, origin: Origin, *, resume: bool = False) -> Folder:
    """Return a new folder for a run, or an existing one to continue.

    It receives a copy of every file that the package does not ship. A folder that its run left
    before it wrote a manifest can be continued as well.

    Raises:
        FolderTakenError: It exists, and is not to be continued.
        InputError: It belongs to another run, is missing where it should be continued, or another
            process writes to it.
        WriteError: The system refuses.
    """
    if resume:
        found, kept = _resumed(path, manifest)
    elif make_new_folder(path):
        found, kept = Folder(path, manifest, new=True, lock=FolderLock(path)), None
    else:
        cure = "Name another with --out, or continue that run: --resume"
        raise FolderTakenError.of(f'"{path}" exists already.', cure)
    try:
        make_folder(found.chunks)
        for number in range(1, len(origin.contest.layers)):
            make_folder(path / INPUTS / OVERLAYS / f"{number}")
        origin.copy_own(path / INPUTS)
        if not is_finished(kept):
            write_json(path / MANIFEST, _content(manifest, None))
    except BaseException as failure:
        if isinstance(failure, OutlastError):
            found.discard()
        found.close()
        raise
    return found


def _resumed(path: Path, manifest: Manifest) -> tuple[Folder, dict[str, Any] | None]:
    """Return a folder to continue, and its manifest if it has one."""
    if not path.is_dir():
        read_manifest(path)  # refuses it
    _refuse_another(path, manifest)
    lock = FolderLock(path)
    try:
        kept = _refuse_another(path, manifest)  # nobody else changes it now
        for draft in path.rglob(DRAFTS) if lock.exclusive else ():
            draft.unlink(missing_ok=True)
    except BaseException:
        lock.release()
        raise
    return Folder(path, manifest, new=False, lock=lock), kept


def next_free(shelf: Path, scenario: str) -> Path:
    """Return the folder under a shelf that follows the newest of a scenario."""
    return _numbered(shelf, scenario, max(_numbers(shelf, scenario), default=0) + 1)


def newest(shelf: Path, scenario: str) -> Path | None:
    """Return the newest folder of a scenario under a shelf, if there is one."""
    numbers = _numbers(shelf, scenario)
    return _numbered(shelf, scenario, max(numbers)) if numbers else None


def _numbered(shelf: Path, scenario: str, number: int) -> Path:
    return shelf / f"{scenario}-{number:03d}"


def _numbers(shelf: Path, scenario: str) -> list[int]:
    """Return the numbers of a scenario's folders under a shelf."""
    form = re.compile(re.escape(scenario) + r"-(\d{3,})", re.ASCII)
    with suppress(FileNotFoundError, NotADirectoryError):
        return [int(match[1]) for each in shelf.iterdir() if (match := form.fullmatch(each.name))]
    return []


def changed_files(kept: Mapping[str, Any], asked: Manifest) -> list[str]:
    """Return a sentence for each file that differs between a kept run and now."""
    before: Mapping[str, str] = kept.get("files", {})
    changes: list[str] = []
    for name in sorted({*before, *asked.files}):
        if name not in asked.files:
            changes.append(f'"{name}" is missing now.')
        elif name not in before:
            changes.append(f'"{name}" is new.')
        elif before[name] != asked.files[name]:
            changes.append(f'"{name}" has changed.')
    return changes


def _refuse_another(path: Path, manifest: Manifest) -> dict[str, Any] | None:
    """Refuse the folder of another run; return its manifest, or None if it has none as yet."""
    try:
        kept = read_manifest(path)
    except ManifestError as fault:
        _refuse_other_files(path, manifest, fault)
        return None
    asked = manifest.plain()
    if kept.get("contest") != asked["contest"]:
        what = f'"{path}" holds a run of the contest "{kept.get("contest")}"; '
        what += f'this run is of "{asked["contest"]}".'
        options = " ".join(f"{word}" for word in kept.get("options", ()))
        raise InputError.of(what, f"Name its contest: {options or '--contest NAME'}")
    wrong = [
        Problem(
            "", 0, f'"{path}" has {key} {kept.get(key)}, not {asked[key]}.', "Ask for that run."
        )
        for key in SAME
        if kept.get(key) != asked[key]
    ]
    if is_finished(kept) and manifest.futures < kept["futures"]:
        what = f'"{path}" has {kept["futures"]:,} futures, not {manifest.futures:,}.'
        wrong.append(Problem("", 0, what, "Ask for as many or more, or name another folder."))
    if kept.get("digest") != manifest.digest:
        cure = f'The run in "{path}" cannot be continued. Start a new one.'
        changes = changed_files(kept, manifest)
        if any(SETTLEMENTS in change for change in changes):
            cure += f" {AS_RECORDED} leaves your settlements out."
        wrong += [Problem("", 0, change, cure) for change in changes]
        if not changes:
            what = f'"{path}" has digest {kept.get("digest")}, not {manifest.digest}.'
            wrong.append(Problem("", 0, what, "Its scenario or its settings differ."))
    if wrong:
        raise InputError(wrong)
    return kept


def _refuse_other_files(path: Path, manifest: Manifest, fault: ManifestError) -> None:
    """Refuse a folder without a manifest that holds files of others, or chunks of another run."""
    if any(each.name not in OURS and not each.match(DRAFTS) for each in path.iterdir()):
        raise fault
    wrong: list[Problem] = []
    for file in sorted((path / CHUNKS).glob("*.npz")):
        found = identity_of(file)
        if found is None:
            continue
        run = replace(manifest, seed=found.seed, precision=found.precision, version=found.version)
        if run != manifest or found.run != manifest.digest:
            what = f'"{file}" belongs to another run, of seed {found.seed} and digest {found.run}.'
            wrong.append(Problem("", 0, what, "Ask for that run, or name another folder."))
    if wrong:
        raise InputError(wrong)


def _content(
    manifest: Manifest, results: Results | None, wrote: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the manifest, with the facts and sources behind a run that is finished."""
    content = {**manifest.plain(), "finished": results is not None}
    if results is None:
        return content
    ledger = results.situation.ledger
    facts = {
        key: {
            "value": fact.value,
            "unit": fact.unit,
            "grade": fact.grade.value,
            "source": fact.source,
            "hash": sha256(f"{fact.value} {fact.unit} {fact.source}".encode()).hexdigest()[:10],
        }
        for key, fact in ledger.facts.items()
    }
    sources = {key: source.producer for key, source in ledger.sources.items()}
    return {**content, WROTE: dict(wrote or {}), "sources": sources, "facts": facts}
