"""Opening a run from its folder: its results are those that were written; nothing is run again."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from outlast.api.answer import Answer
from outlast.api.arguments import with_default_arithmetic
from outlast.api.folder import CHUNKS, INPUTS, OVERLAYS, changed_files
from outlast.api.kept_manifest import ANSWER, MANIFEST, damaged_files, is_finished, read_manifest
from outlast.api.run import adjusted
from outlast.ensemble import run_ensemble
from outlast.ensemble.chunk_files import DamagedChunkError
from outlast.errors import InputError, Problem
from outlast.reading import outlast_command, user_path
from outlast.results import Manifest, manifest
from outlast.scenario.contest import is_shipped
from outlast.scenario.load import Situation, load_files
from outlast.scenario.locate import contest_folder
from outlast.scenario.origin import AS_RECORDED, path_of
from outlast.truth.weights.weigh import WeightRun, weighed


def is_run(name: str | Path) -> bool:
    """Return whether a name is that of a run's folder."""
    return (user_path(name) / MANIFEST).is_file()


@with_default_arithmetic
def load_run(folder: Path | str) -> Answer:
    """Return the answer of a finished run.

    A run of one's own scenario or contest is read from the copies in its folder, so that it opens
    on another machine too.

    Raises:
        InputError: The folder holds no finished run, a file of it is damaged, or its data have
            changed since.
    """
    folder = user_path(folder)
    kept = read_manifest(folder)
    words = words_of_run(folder, kept)
    resume = outlast_command(*words, "--out", folder, "--resume")
    if not is_finished(kept):
        raise InputError.of(f'the run in "{folder}" is not finished.', f"Continue it: {resume}")
    situation = _situation(folder, kept)
    asked = manifest(situation, kept["futures"], kept["seed"], kept["precision"])
    cure = f"Run it again: {outlast_command(*words)}"
    if asked.digest != kept["digest"]:
        changes = changed_files(kept, asked) or [
            f'"{folder}" was run with digest {kept["digest"]}; its scenario now has {asked.digest}.'
        ]
        raise InputError([Problem("", 0, change, cure) for change in changes])
    if asked.version != kept["version"]:
        what = f'"{folder}" was run by outlast {kept["version"]}; this is {asked.version}.'
        raise InputError.of(what, cure)
    mend = f"Mend it, which keeps what is sound: {resume}"
    if damaged := damaged_files(folder, kept):
        raise InputError([Problem("", 0, fault, mend) for fault in damaged])
    try:
        results = run_ensemble(
            situation,
            futures=kept["futures"],
            seed=kept["seed"],
            precision=kept["precision"],
            folder=folder / CHUNKS,
            only_kept=True,
        )
    except DamagedChunkError as fault:
        raise InputError([replace(each, cure=mend) for each in fault.problems]) from fault
    results = weighed(results, WeightRun(folder=folder / CHUNKS))
    written = json.loads((folder / ANSWER).read_bytes())
    executed = written.get("run", {}).get("executed")
    return Answer(results, folder, written.get("record_only"), executed)


def words_of_run(folder: Path, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words of the command that repeats a kept run, from its copies where it has any.

    Args:
        folder: The folder of the run.
        kept: Its manifest.

    Raises:
        InputError: The package ships the contest no more.
    """
    own, file = kept.get("own", ()), kept.get("scenario_file", "")
    argument, options = kept["scenario"], tuple(kept.get("options", ()))
    if file in own and not file.startswith("contest/scenarios/"):
        argument = str(folder / INPUTS / file)
    if own:
        contest, overlays = contest_of_run(folder, kept)
        named = kept["contest"] if is_shipped(contest) else str(contest)
        laid = [word for each in overlays for word in ("--with", str(each))]
        recorded = (AS_RECORDED,) if AS_RECORDED in options else ()
        options = ("--contest", named, *laid, *recorded)
    changed: dict[str, Any] = dict(kept)
    changed |= {"argument": argument, "options": options}
    made: Any = {each.name: changed.get(each.name) for each in fields(Manifest)}
    return Manifest(**made).words()


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
