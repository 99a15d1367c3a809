"""The toy, lowered, for several tests of lowering."""

import shutil
from pathlib import Path

from outlast.lower import Lowered, lower
from outlast.reading import CONTESTS
from outlast.scenario.load import load_scenario


def copy(folder: Path) -> Path:
    """Return a copy of the toy's data in a folder."""
    shutil.copytree(CONTESTS / "lilliput", folder / "lilliput")
    return folder / "lilliput"


def lowered(data: Path = CONTESTS) -> Lowered:
    """Return the toy of a folder of contests as arrays."""
    return lower(load_scenario(contest=data / "lilliput"))


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must contain it."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
