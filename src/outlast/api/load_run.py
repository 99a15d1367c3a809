"""A kept run, read again from its folder: its results are those that were written, run no more."""

from pathlib import Path

from outlast.api.answer import Answer
from outlast.api.folder import MANIFEST, read_manifest
from outlast.api.run import load
from outlast.ensemble import run_ensemble
from outlast.errors import InputError, Problem
from outlast.results import manifest


def is_run(name: str) -> bool:
    """Return whether a name is that of a run's folder."""
    return (Path(name) / MANIFEST).is_file()


def reopened(folder: Path, scenario: str | None = None) -> Answer:
    """Return the answer of a kept run.

    Args:
        folder: The run's folder.
        scenario: The scenario's file, where it is not a shipped one.

    Raises:
        InputError: The folder is of no finished run, or scenario or data have changed since.
    """
    kept = read_manifest(folder)
    if not kept.get("finished"):
        cure = f"Go on with it: outlast run {kept['scenario']} --out {folder} --resume"
        raise InputError([Problem("", 0, f'the run in "{folder}" is not finished.', cure)])
    found = load(scenario or kept["scenario"], horizon=kept["horizon"], given=kept.get("given"))
    asked = manifest(found, kept["futures"], kept["seed"], kept["precision"])
    if (asked.digest, asked.version) != (kept["digest"], kept["version"]):
        what = (
            f'"{folder}" was run with digest {kept["digest"]} by outlast {kept["version"]}; here '
            f"scenario and data have digest {asked.digest}, version {asked.version}."
        )
        raise InputError([Problem("", 0, what, f"Run it again: outlast run {kept['scenario']}")])
    results = run_ensemble(
        found,
        futures=kept["futures"],
        seed=kept["seed"],
        precision=kept["precision"],
        folder=folder / "chunks",
    )
    return Answer(results, folder)
