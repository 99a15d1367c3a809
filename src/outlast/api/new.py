"""Writing a new contest: a copy of the commented template, whose id follows the folder's name."""

import re
from errno import EEXIST, ENOTDIR, ENOTEMPTY
from pathlib import Path
from shutil import rmtree
from typing import Final

from outlast.errors import InputError
from outlast.reading import DATA
from outlast.reading.writing import make_folder, refusals_named, write_text
from outlast.scenario.contest import FILE
from outlast.storage.whole import draft_beside

TEMPLATE: Final = DATA / "template"
"""The folder that is copied."""

TEMPLATE_ID: Final = "id: template"
"""The text of the template's declaration that a new contest replaces."""

TAKEN: Final = frozenset({EEXIST, ENOTDIR, ENOTEMPTY})
"""Errors of a folder that is moved to a place where something stands."""


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
    make_folder(folder.parent)
    draft = draft_beside(folder / FILE if there else folder)
    try:
        _write(draft, contest_id(folder))
        return _move(draft, folder, there=there)
    finally:  # too little memory and an interrupt, too, leave nothing behind
        rmtree(draft, ignore_errors=True)


def contest_id(folder: Path) -> str:
    """Return the id of a contest in a folder: its name in lower-case letters, digits and hyphens.

    >>> contest_id(Path("My Contest (2)"))
    'my-contest-2'
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.casefold()).strip("-")
    return name or "contest"


def _write(draft: Path, name: str) -> None:
    """Copy the template file by file, so that nothing keeps the rights of an installed package."""
    for file in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        copy = draft / file.relative_to(TEMPLATE)
        make_folder(copy.parent)
        text = file.read_text(encoding="utf-8")
        if copy == draft / FILE:
            text = text.replace(TEMPLATE_ID, f"id: {name}", 1)
        write_text(copy, text)


def _move(draft: Path, folder: Path, *, there: bool) -> list[Path]:
    """Move the whole contest to its place; return its files.

    A folder that does not exist appears with all of its files. Into an empty one they are moved one
    after another, because it may be the working folder of its user.
    """
    files = sorted(folder / path.relative_to(draft) for path in draft.rglob("*") if path.is_file())
    with refusals_named(folder):
        if there:
            for path in sorted(draft.iterdir()):
                path.rename(folder / path.name)
        else:
            try:
                draft.rename(folder)
            except OSError as failure:
                if failure.errno not in TAKEN:
                    raise
                what = f'"{folder}" exists already.'
                raise InputError.of(what, "Name a folder that does not exist yet.") from None
    return files
