"""Writing a new contest: a copy of the commented template, whose id follows the folder's name."""

import re
import shutil
from pathlib import Path
from typing import Final

from outlast.errors import InputError
from outlast.reading import DATA
from outlast.scenario.contest import FILE

TEMPLATE: Final = DATA / "template"
"""The folder that is copied."""

TEMPLATE_ID: Final = "id: template"
"""The text of the template's declaration that a new contest replaces."""


def new_contest(folder: Path | str) -> list[Path]:
    """Write a small contest that runs at once; return its files.

    Args:
        folder: The folder; it must not exist, or be empty.

    Raises:
        InputError: The folder holds something, or cannot be written.
    """
    folder = Path(folder).expanduser()
    if folder.exists() and not folder.is_dir():
        raise InputError.of(f'"{folder}" is a file.', "Name a folder that does not exist yet.")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError.of(f'"{folder}" is not empty.', "Name a folder that does not exist yet.")
    there = folder.is_dir()
    try:
        return _write(folder)
    except OSError as failure:
        for path in folder.iterdir() if folder.is_dir() else ():  # all of it was written here
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        if folder.is_dir() and not there:
            folder.rmdir()
        what = f'the folder "{folder}" cannot be written: {failure.strerror or failure}.'
        raise InputError.of(what) from failure


def contest_id(folder: Path) -> str:
    """Return the id of a contest in a folder: its name in lower-case letters, digits and hyphens.

    >>> contest_id(Path("My Contest (2)"))
    'my-contest-2'
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.casefold()).strip("-")
    return name or "contest"


def _write(folder: Path) -> list[Path]:
    """Copy the template file by file, so that nothing keeps the rights of an installed package."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for file in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        copy = folder / file.relative_to(TEMPLATE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        if copy == folder / FILE:
            text = text.replace(TEMPLATE_ID, f"id: {contest_id(folder)}", 1)
        with copy.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        written.append(copy)
    return written
