"""The manifest in the folder of a run: read whole and as ours, or refused with the cure."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

from outlast.errors import InputError
from outlast.reading import outlast_command
from outlast.results.manifest import FORM

MANIFEST: Final = "manifest.json"
RESULTS: Final = "results.nc"
ANSWER: Final = "answer.json"
SERVICES: Final = "services.csv"
WROTE: Final = "wrote"
"""The field with the SHA-256 of each file that a finished run wrote."""

SEALED: Final = (RESULTS, ANSWER)
"""The files that must be as the run wrote them; the table is for spreadsheets, which change it."""

FIELDS: Final[Mapping[str, type]] = {
    "scenario": str,
    "contest": str,
    "digest": str,
    "seed": int,
    "futures": int,
    "precision": str,
    "version": str,
    "horizon": int,
    "given": dict,
    "files": dict,
    "own": list,
    "scenario_file": str,
    "scenario_files": list,
    "options": list,
}
"""The fields without which a run cannot be opened or continued, and the type of each."""


class ManifestError(InputError):
    """A folder without a manifest, or with one that is cut short."""


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a run's folder.

    Raises:
        ManifestError: There is none, or it is cut short.
        InputError: It is not the manifest of a run, or that of a run of another version.
    """
    found = _parsed(path)
    if found.get("format") != FORM:
        what = f'"{path}" has the form {found.get("format")}, not {FORM}.'
        made = found.get("version")
        again = outlast_command("run", f"{found.get('scenario')}")
        cure = f"It was made by outlast {made}. Run it again: {again}"
        raise InputError.of(what, cure if made else "")
    wrong = [name for name, kind in FIELDS.items() if not _fits(found.get(name), kind)]
    wrong += [f'file "{name}"' for name in _names(found, wrong) if not _is_inside(name)]
    if wrong:
        what = f'"{path / MANIFEST}" is not as a run writes it: {", ".join(wrong)}.'
        raise InputError.of(what, "Run it again into another folder.")
    return found


def is_finished(kept: Mapping[str, Any] | None) -> bool:
    """Return whether a kept run has its results."""
    return bool(kept and kept.get("finished"))


def damaged_files(path: Path, kept: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each file of a finished run that is not as the run wrote it."""
    wrote: Mapping[str, str] = kept.get(WROTE) or {}
    named = [name for name in SEALED if name in wrote]
    return [fault for name in named for fault in _faults(path / name, wrote[name])]


def _faults(file: Path, hashed: str) -> Iterator[str]:
    """Yield the fault of a file that does not have the content of a hash."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        yield f'"{file}" is missing.'
    except OSError as refusal:
        yield f'"{file}" cannot be read: {refusal.strerror or refusal}.'
    else:
        if not content:
            yield f'"{file}" is empty.'
        elif sha256(content).hexdigest() != hashed:
            yield f'"{file}" is not as the run wrote it: cut short, changed or of another run.'


def _parsed(path: Path) -> dict[str, Any]:
    """Return the fields of the manifest in a folder."""
    file = path / MANIFEST
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        cure = "A run's folder has a manifest.json; `outlast run --out DIR` makes one."
        raise ManifestError.of(f'"{path}" is not the folder of a run.', cure) from None
    except OSError as refusal:
        what = f'"{file}" cannot be read: {refusal.strerror or refusal}.'
        raise InputError.of(what) from refusal
    try:
        found: Any = json.loads(content.decode())
    except (ValueError, RecursionError) as fault:
        what = f'"{file}" is {"cut short or damaged" if content.strip() else "empty"}.'
        cure = "Give the command of the run again, with --resume: it keeps the finished futures."
        raise ManifestError.of(what, cure) from fault
    if not isinstance(found, dict):
        raise InputError.of(f'"{file}" is not the manifest of a run.')
    return cast("dict[str, Any]", found)


def _fits(value: object, kind: type) -> bool:
    """Return whether a value has a type: True is no number, and no count is below 0."""
    if isinstance(value, bool):
        return False
    return isinstance(value, kind) and not (isinstance(value, int) and value < 0)


def _names(found: Mapping[str, Any], wrong: list[str]) -> list[str]:
    """Return the names of files in a manifest whose lists are lists."""
    return [
        str(name) for key in ("own", "scenario_files") if key not in wrong for name in found[key]
    ]


def _is_inside(name: str) -> bool:
    """Return whether the name of a file leads to no place outside its folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts
