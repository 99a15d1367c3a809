"""The toy, lowered: what several tests of lowering look at."""

import shutil
from pathlib import Path

from outlast.lower import Lowered, lower
from outlast.reading import DATA
from outlast.scenario.load import load_scenario


def copy(folder: Path) -> Path:
    """Return a copy of the toy's data in a folder."""
    shutil.copytree(DATA / "lilliput", folder / "lilliput")
    return folder / "lilliput"


def lowered(data: Path = DATA) -> Lowered:
    """Return the toy of a folder of data as arrays."""
    return lower(load_scenario("lilliput", data=data))


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text in a file, where it must stand."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
