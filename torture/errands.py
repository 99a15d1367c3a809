"""Errands: commands that write, each with its folder before and after when nothing disturbs it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import xarray as xr

from torture.cases import Broken, UnsoundError
from torture.children import Ending, command

RUN: Final = "run"
"""The folder of the run, within that of the errand."""

NEIGHBOUR: Final = "neighbour.txt"
"""A file that no errand touches."""

OWN: Final = ("run", "--contest", "mine", "--seed", "3", "--quiet", "--out", RUN)


@dataclass(frozen=True)
class Errand:
    """A command that writes, and the commands that lead up to it."""

    name: str
    words: tuple[str, ...]
    first: tuple[tuple[str, ...], ...] = ()
    """The commands before it."""

    resumes: bool = False
    """Whether it goes on with `--resume` where its folder exists."""

    once: bool = False
    """Whether it refuses to be done a second time once it was done."""


NEW_CONTEST: Final = ("new", "mine")
ERRANDS: Final = (
    Errand("first", (*OWN, "--futures", "1001"), (NEW_CONTEST,), resumes=True),
    Errand(
        "extension",
        (*OWN, "--futures", "2001", "--resume"),
        (NEW_CONTEST, (*OWN, "--futures", "1001")),
        resumes=True,
    ),
    Errand("shipped", ("run", "lilliput", "--futures", "1001", "--out", RUN), resumes=True),
    Errand(
        "today",
        ("run", "today", "--futures", "2", "--horizon", "13", "--quiet", "--out", RUN),
        resumes=True,
    ),
    Errand(
        "figure",
        ("figure", "dots", RUN, "--out", "dots.csv", "--force"),
        (
            NEW_CONTEST,
            (*OWN, "--futures", "64"),
            ("figure", "paths", RUN, "--out", "dots.csv"),
        ),
    ),
    Errand(
        "report",
        ("report", RUN, "--no-levers", "--out", "report.html", "--force"),
        (
            NEW_CONTEST,
            (*OWN, "--futures", "64"),
            ("report", RUN, "--no-levers", "--lang", "zh", "--out", "report.html"),
        ),
    ),
    Errand("new", NEW_CONTEST, once=True),
    Errand("seal", ("data", "seal", "mine"), (NEW_CONTEST,)),
)
"""The errands; the first is the one to which a case shrinks."""


class Stage:
    """An errand with its folder before it, and after it when nothing disturbed it.

    Args:
        errand: The errand.
        folder: A folder of its own.

    Raises:
        UnsoundError: The errand does not succeed when nothing disturbs it.
    """

    def __init__(self, errand: Errand, folder: Path) -> None:
        self.errand, self.folder = errand, folder
        self.before, self.after = folder / "before", folder / "after"
        shutil.rmtree(folder, ignore_errors=True)
        self.before.mkdir(parents=True)
        (self.before / NEIGHBOUR).write_text("This stood here before.\n", encoding="utf-8")
        for words in errand.first:
            self._sound(words, self.before)
        shutil.copytree(self.before, self.after)
        log = folder / "calls.log"
        self.ending = self._sound(errand.words, self.after, log)
        self.calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    @staticmethod
    def _sound(words: tuple[str, ...], folder: Path, log: Path | None = None) -> Ending:
        ending = command(words, folder, log=log)
        if ending.code != 0:
            raise UnsoundError(f"`outlast {' '.join(words)}` fails undisturbed: {ending.said}")
        return ending

    def place(self, name: str) -> Path:
        """Return a fresh copy of the folder before the errand."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.before, path)
        return path

    def again(self, place: Path) -> tuple[str, ...]:
        """Return the command with which a user goes on after a disturbed errand."""
        words = self.errand.words
        if self.errand.resumes and (place / RUN).exists() and "--resume" not in words:
            return (*words, "--resume")
        return words

    @cached_property
    def contents(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The content of each file before and after."""
        return contents(self.before), contents(self.after)

    def lost(self, place: Path) -> str:
        """Return a file that stood before and is gone or torn, if there is one."""
        before, after = self.contents
        for name, content in before.items():
            path = place / name
            if not path.is_file():
                return f"{name} is gone"
            found = content_of(path)
            if not any(same(found, each) for each in (content, after.get(name))) and not (
                unfinished(found, after.get(name))
            ):
                return f"{name} is neither as before nor as after"
        return ""

    def unlike(self, place: Path) -> str:
        """Return a file that differs from an undisturbed errand's, if there is one."""
        _, after = self.contents
        for name, content in after.items():
            path = place / name
            if not path.is_file():
                return f"{name} is missing"
            found = content_of(path)
            if not same(found, content):
                return f"{name} differs{where(found, content)}"
        return unlike_hash(place / RUN)

    def finished_wrongly(self, ending: Ending, place: Path) -> Broken | None:
        """Return the rule that a command broke that reports success, if any."""
        unlike = self.unlike(place)
        if ending.code == 0 and unlike:
            return Broken("success means an answer like the undisturbed one, bit for bit", unlike)
        return None


def contents(folder: Path) -> dict[str, Any]:
    """Return the content of every file of a folder, by its name within it; drafts do not count."""
    return {
        path.relative_to(folder).as_posix(): content_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".tmp"
    }


def unfinished(found: Any, after: Any) -> bool:  # noqa: ANN401  contents
    """Return whether a manifest says that the run of the undisturbed one is not finished as yet."""
    if not (isinstance(found, dict) and isinstance(after, dict) and "finished" in found):
        return False
    one, other = cast("dict[str, Any]", found), cast("dict[str, Any]", after)
    same_run = all(other.get(key) == value for key, value in one.items() if key != "finished")
    return one["finished"] is False and same_run


def content_of(path: Path) -> Any:  # noqa: ANN401  any data
    """Return the content of a file without the hour of an archive; its bytes if it is torn."""
    raw = path.read_bytes()
    try:
        match path.suffix:
            case ".npz":
                with np.load(path, allow_pickle=False) as file:
                    return {name: _array(file[name]) for name in file.files}
            case ".nc":
                with xr.open_dataset(path, engine="h5netcdf") as found:
                    return {f"{name}": _array(found[name].to_numpy()) for name in found.variables}
            case ".json":
                return without_hash(json.loads(raw))
            case _:
                return raw
    except Exception:  # noqa: BLE001  torn in any way
        return raw


def without_hash(content: Any) -> Any:  # noqa: ANN401  plain data
    """Return a manifest without the hash of the dataset, whose bytes hold the hour."""
    if not isinstance(content, dict):
        return content
    whole = cast("dict[str, Any]", content)
    return {**whole, "wrote": sorted(whole["wrote"])} if "wrote" in whole else whole


def unlike_hash(run: Path) -> str:
    """Return a file of a run that is not the one whose hash its manifest holds, if there is one."""
    path = run / "manifest.json"
    if not path.is_file():
        return ""
    for name, wanted in json.loads(path.read_bytes()).get("wrote", {}).items():
        if sha256((run / name).read_bytes()).hexdigest() != wanted:
            return f"{name} is not the file that the manifest knows"
    return ""


def _array(values: Any) -> tuple[str, tuple[int, ...], bytes]:  # noqa: ANN401  an array
    """Return an array as plain data that is equal bit for bit or not at all."""
    if values.dtype.kind == "O":
        return "object", values.shape, repr(values.tolist()).encode()
    return str(values.dtype), values.shape, values.tobytes()


def where(found: Any, wanted: Any) -> str:  # noqa: ANN401  contents
    """Return the first key whose content differs, with both contents in short."""
    if not (isinstance(found, dict) and isinstance(wanted, dict)):
        return ""
    one, other = cast("dict[str, Any]", found), cast("dict[str, Any]", wanted)
    for key in (*other, *one):
        mine, theirs = one.get(key), other.get(key)
        if mine != theirs:
            return f" at {key}: {mine!r:.200} for {theirs!r:.200}"
    return ""


def same(one: Any, other: Any) -> bool:  # noqa: ANN401  contents
    """Return whether two contents are the same."""
    return type(one) is type(other) and one == other
