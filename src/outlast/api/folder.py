"""The folder of a run: manifest, finished chunks, results, answer; each file whole or not there."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outlast.errors import InputError, Problem
from outlast.reading import DATA
from outlast.results import Manifest

if TYPE_CHECKING:
    from outlast.api.answer import Answer

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.nc"
ANSWER: Final = "answer.json"
SERVICES: Final = "services.csv"
SAME: Final = ("digest", "seed", "precision", "version")
"""What must be the same for a run to be gone on with."""


@dataclass(frozen=True)
class Folder:
    """A run's folder, open for writing."""

    path: Path
    manifest: Manifest
    new: bool
    """Whether it was made for this run, so that nothing is lost if it goes again."""

    @property
    def chunks(self) -> Path:
        """Where finished chunks are kept."""
        return self.path / "chunks"

    def finish(self, answer: "Answer") -> None:
        """Write results, answer and manifest, the manifest last.

        Raises:
            InputError: There is no room, or no leave to write.
        """

        def netcdf(draft: Path) -> None:
            answer.to_xarray().to_netcdf(draft, engine="h5netcdf")

        def csv(draft: Path) -> None:
            answer.to_frame().to_csv(draft, index=False)

        content = {"format": "outlast/answer/1", **answer.plain(), "folder": str(self.path)}
        try:
            whole(self.path / RESULTS, netcdf)
            whole(self.path / SERVICES, csv)
            whole_json(self.path / ANSWER, content)
            whole_json(self.path / MANIFEST, _told(answer.results.manifest, answer, finished=True))
        except OSError as failure:
            raise InputError(
                f"the results cannot be written: {failure}. "
                f"Make room, then go on with: --out {self.path} --resume"
            ) from failure

    def discard(self) -> None:
        """Take away the folder if it was made for a run that has no answer."""
        if self.new:
            shutil.rmtree(self.path, ignore_errors=True)


def opened(path: Path, manifest: Manifest, *, resume: bool = False) -> Folder:
    """Return a new folder for a run, or one that exists to go on with.

    Raises:
        InputError: It exists, is of another run, is not there to be resumed, or cannot be written.
    """
    if resume:
        _refuse_another(path, manifest)
        return Folder(path, manifest, new=False)
    if path.exists():
        cure = "Name another with --out, or go on with that run: --resume"
        raise InputError([Problem("", 0, f'"{path}" exists already.', cure)])
    found = Folder(path, manifest, new=True)
    try:
        found.chunks.mkdir(parents=True)
        whole_json(path / MANIFEST, _told(manifest, None, finished=False))
    except OSError as failure:
        found.discard()
        raise InputError(f'the folder "{path}" cannot be written: {failure}.') from failure
    return found


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a run's folder.

    Raises:
        InputError: It is not the folder of a run.
    """
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        what = f'"{path}" is not the folder of a run.'
        cure = "A run's folder has a manifest.json; outlast run --out makes one."
        raise InputError([Problem("", 0, what, cure)]) from None
    if found.get("format") != "outlast/run/1":
        raise InputError(f'"{path}" has the form {found.get("format")}, not outlast/run/1.')
    return found


def next_free(shelf: Path, scenario: str) -> Path:
    """Return the next folder of a scenario that is free under a shelf."""
    number = 1
    while (shelf / f"{scenario}-{number:03d}").exists():
        number += 1
    return shelf / f"{scenario}-{number:03d}"


def _refuse_another(path: Path, manifest: Manifest) -> None:
    """Refuse a folder whose run is not the one that is asked for."""
    kept, asked = read_manifest(path), manifest.plain()
    wrong = [
        Problem(
            "", 0, f'"{path}" has {key} {kept.get(key)}, not {asked[key]}.', "Ask for the same run."
        )
        for key in SAME
        if kept.get(key) != asked[key]
    ]
    if wrong:
        raise InputError(wrong)
    try:
        (path / "chunks").mkdir(exist_ok=True)
    except OSError as failure:
        raise InputError(f'the folder "{path}" cannot be written: {failure}.') from failure


def _told(manifest: Manifest, answer: "Answer | None", *, finished: bool) -> dict[str, Any]:
    """Return the manifest with what it rests on."""
    told = {**manifest.plain(), "finished": finished}
    if answer is None:
        return told
    ledger = answer.results.situation.ledger
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
    listed = sha256((DATA / "CHECKSUMS").read_bytes()).hexdigest()
    return {**told, "data": listed, "sources": sources, "facts": facts}


def whole_json(path: Path, content: Any) -> None:  # noqa: ANN401  any plain data
    """Write plain data as JSON, whole or not at all."""
    text = json.dumps(content, indent=1, ensure_ascii=False, default=str)

    def write(draft: Path) -> None:
        draft.write_text(text + "\n", encoding="utf-8")

    whole(path, write)


def whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place, then move it there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
