"""The folder of a run: manifest, inputs, finished chunks, results, answer; each file whole."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from outlast.errors import InputError, Problem
from outlast.reading.writing import write_json, write_whole
from outlast.results import Manifest, Results
from outlast.results.manifest import FORM
from outlast.scenario.origin import Origin

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.nc"
ANSWER: Final = "answer.json"
SERVICES: Final = "services.csv"
INPUTS: Final = "inputs"
"""The folder of copies of all files that the package does not ship."""

OVERLAYS: Final = "with"
"""The folder, within these copies, of the folders laid over the contest, by number."""

SAME: Final = ("seed", "precision", "version")
"""Fields of the manifest that must be equal for a run to be continued, beside its digest."""


@dataclass(frozen=True)
class Folder:
    """A run's folder, open for writing."""

    path: Path
    manifest: Manifest
    new: bool
    """Whether this run made it, so that deleting it loses nothing."""

    @property
    def chunks(self) -> Path:
        """The folder of finished chunks."""
        return self.path / "chunks"

    def finish(self, results: Results, answer: Mapping[str, Any]) -> None:
        """Write results, answer and manifest, the manifest last.

        Raises:
            InputError: The disk is full, or the folder is read-only.
        """

        def netcdf(draft: Path) -> None:
            results.to_xarray().to_netcdf(draft, engine="h5netcdf")

        def csv(draft: Path) -> None:
            results.to_frame().to_csv(draft, index=False)

        content = {"format": "outlast/answer/1", **answer, "folder": str(self.path)}
        try:
            write_whole(self.path / RESULTS, netcdf)
            write_whole(self.path / SERVICES, csv)
            write_json(self.path / ANSWER, content)
            write_json(self.path / MANIFEST, _content(results.manifest, results, finished=True))
        except OSError as failure:
            raise InputError.of(
                f"the results cannot be written: {failure}.",
                f"Make room, then continue with: --out {self.path} --resume",
            ) from failure

    def discard(self) -> None:
        """Delete the folder if it was made for a run that has no answer."""
        if self.new:
            shutil.rmtree(self.path, ignore_errors=True)


def open_folder(path: Path, manifest: Manifest, origin: Origin, *, resume: bool = False) -> Folder:
    """Return a new folder for a run, or an existing one to continue.

    A new folder receives a copy of every file that the package does not ship.

    Raises:
        InputError: It exists, belongs to another run, is missing where it should be resumed, or
            cannot be written.
    """
    if resume:
        _refuse_another(path, manifest)
        return Folder(path, manifest, new=False)
    if path.exists():
        cure = "Name another with --out, or continue that run: --resume"
        raise InputError.of(f'"{path}" exists already.', cure)
    found = Folder(path, manifest, new=True)
    try:
        found.chunks.mkdir(parents=True)
        for number in range(1, len(origin.contest.layers)):
            (path / INPUTS / OVERLAYS / f"{number}").mkdir(parents=True)
        for name, file in origin.own.items():
            copy = path / INPUTS / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        write_json(path / MANIFEST, _content(manifest, None, finished=False))
    except OSError as failure:
        found.discard()
        raise InputError.of(f'the folder "{path}" cannot be written: {failure}.') from failure
    return found


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a run's folder.

    Raises:
        InputError: It is not the folder of a run, or that of a run of another version.
    """
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        what = f'"{path}" is not the folder of a run.'
        cure = "A run's folder has a manifest.json; `outlast run --out DIR` makes one."
        raise InputError.of(what, cure) from None
    if found.get("format") != FORM:
        what = f'"{path}" has the form {found.get("format")}, not {FORM}.'
        made = found.get("version")
        cure = f"It was made by outlast {made}. Run it again: outlast run {found.get('scenario')}"
        raise InputError.of(what, cure if made else "")
    return found


def next_free(shelf: Path, scenario: str) -> Path:
    """Return the next folder of a scenario that is free under a shelf."""
    number = 1
    while (shelf / f"{scenario}-{number:03d}").exists():
        number += 1
    return shelf / f"{scenario}-{number:03d}"


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


def _refuse_another(path: Path, manifest: Manifest) -> None:
    """Refuse the folder of another run."""
    kept, asked = read_manifest(path), manifest.plain()
    wrong = [
        Problem(
            "", 0, f'"{path}" has {key} {kept.get(key)}, not {asked[key]}.', "Ask for that run."
        )
        for key in SAME
        if kept.get(key) != asked[key]
    ]
    if kept.get("digest") != manifest.digest:
        cure = f'The run in "{path}" cannot be continued. Start a new one.'
        changes = changed_files(kept, manifest)
        wrong += [Problem("", 0, change, cure) for change in changes]
        if not changes:
            what = f'"{path}" has digest {kept.get("digest")}, not {manifest.digest}.'
            wrong.append(Problem("", 0, what, "Its scenario or its settings differ."))
    if wrong:
        raise InputError(wrong)
    try:
        (path / "chunks").mkdir(exist_ok=True)
    except OSError as failure:
        raise InputError.of(f'the folder "{path}" cannot be written: {failure}.') from failure


def _content(manifest: Manifest, results: Results | None, *, finished: bool) -> dict[str, Any]:
    """Return the manifest with the facts and sources behind a finished run."""
    content = {**manifest.plain(), "finished": finished}
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
    return {**content, "sources": sources, "facts": facts}
