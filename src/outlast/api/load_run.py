"""Opening a run from its folder: its results are those that were written; nothing is run again."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outlast.api.answer import Answer
from outlast.api.folder import INPUTS, MANIFEST, OVERLAYS, changed_files, read_manifest
from outlast.api.run import adjusted
from outlast.ensemble import run_ensemble
from outlast.errors import InputError, Problem
from outlast.results import manifest
from outlast.scenario.load import Situation, load_files
from outlast.scenario.locate import contest_folder
from outlast.scenario.origin import path_of


def is_run(name: str | Path) -> bool:
    """Return whether a name is that of a run's folder."""
    return (Path(name) / MANIFEST).is_file()


def load_run(folder: Path | str) -> Answer:
    """Return the answer of a finished run.

    A run of one's own scenario or contest is read from the copies in its folder, so that it opens
    on another machine too.

    Raises:
        InputError: The folder holds no finished run, or its data have changed since.
    """
    folder = Path(folder)
    kept = read_manifest(folder)
    if not kept.get("finished"):
        cure = f"Continue it: outlast run {kept['scenario']} --out {folder} --resume"
        raise InputError.of(f'the run in "{folder}" is not finished.', cure)
    situation = _situation(folder, kept)
    asked = manifest(situation, kept["futures"], kept["seed"], kept["precision"])
    again = shlex.join(["outlast", "run", kept["scenario"], *kept.get("options", ())])
    cure = f"Run it again: {again}"
    if asked.digest != kept["digest"]:
        changes = changed_files(kept, asked) or [
            f'"{folder}" was run with digest {kept["digest"]}; its scenario now has {asked.digest}.'
        ]
        raise InputError([Problem("", 0, change, cure) for change in changes])
    if asked.version != kept["version"]:
        what = f'"{folder}" was run by outlast {kept["version"]}; this is {asked.version}.'
        raise InputError.of(what, cure)
    results = run_ensemble(
        situation,
        futures=kept["futures"],
        seed=kept["seed"],
        precision=kept["precision"],
        folder=folder / "chunks",
    )
    return Answer(results, folder)


def contest_of_run(folder: Path, kept: Mapping[str, Any]) -> tuple[Path, tuple[Path, ...]]:
    """Return the contest of a kept run and the folders laid over it, its copies where it has any.

    Args:
        folder: The folder of the run.
        kept: Its manifest.

    Raises:
        InputError: The package ships the contest no more.
    """
    copies = folder / INPUTS
    own = any(name.startswith("contest/") for name in kept["own"])
    contest = copies / "contest" if own else contest_folder(kept["contest"])
    overlays = sorted((copies / OVERLAYS).glob("*"), key=lambda path: int(path.name))
    return contest, tuple(overlays)


def _situation(folder: Path, kept: Mapping[str, Any]) -> Situation:
    """Return the situation of a kept run, from the copies in its folder where it has any."""
    contest, overlays = contest_of_run(folder, kept)
    files = [
        path_of(name, contest, folder / INPUTS, kept["own"]) for name in kept["scenario_files"]
    ]
    found = load_files(files, contest, overlays)
    return adjusted(found, horizon=kept["horizon"], given=kept.get("given"))
