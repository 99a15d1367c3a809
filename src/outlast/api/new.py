"""Writing a new contest: a copy of the commented template, whose id follows the folder's name."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from outlast.errors import InputError
from outlast.reading import DATA
from outlast.reading.writing import make_new_folder, write_text
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
    if not there and not make_new_folder(folder):
        raise InputError.of(f'"{folder}" exists already.', "Name a folder that does not exist yet.")
    made: list[Path] = [] if there else [folder]
    try:
        return _write(folder, made)
    except BaseException:  # too little memory and an interrupt, too, leave nothing behind
        for path in reversed(made):  # nothing else is deleted
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def contest_id(folder: Path) -> str:
    """Return the id of a contest in a folder: its name in lower-case letters, digits and hyphens.

    >>> contest_id(Path("My Contest (2)"))
    'my-contest-2'
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.casefold()).strip("-")
    return name or "contest"


def _write(folder: Path, made: list[Path]) -> list[Path]:
    """Copy the template file by file, so that nothing keeps the rights of an installed package.

    Args:
        folder: The folder, which exists.
        made: Receives each file and folder before it is made.
    """
    written: list[Path] = []
    for file in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        copy = folder / file.relative_to(TEMPLATE)
        for parent in reversed(copy.relative_to(folder).parents[:-1]):
            if folder / parent not in made:
                made.append(folder / parent)  # before it is made: a fault may strike in between
                make_new_folder(folder / parent)
        text = file.read_text(encoding="utf-8")
        if copy == folder / FILE:
            text = text.replace(TEMPLATE_ID, f"id: {contest_id(folder)}", 1)
        made.append(copy)
        write_text(copy, text)
        written.append(copy)
    return written
