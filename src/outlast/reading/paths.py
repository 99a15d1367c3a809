"""Paths: the folders of shipped contests, paths of users, and names of files in messages."""

import os
from pathlib import Path
from typing import Final

from outlast.errors import InputError

DATA: Final = Path(__file__).parent.parent / "data"
"""The folder of data shipped inside the package."""

CONTESTS: Final = DATA / "contests"
"""The folder of shipped contests, one folder each."""

DEFAULT_CONTEST: Final = CONTESTS / "chips-minerals"
"""The contest of a command that names none."""


def named(path: Path) -> str:
    """Return the name of a file for messages: as the user knows it, or within the package."""
    if path.is_relative_to(DATA):
        return f"outlast/data/{path.relative_to(DATA).as_posix()}"
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd()).as_posix()
    return str(path)


def user_path(given: str | Path) -> Path:
    """Return a path that a user gave, its `~` expanded; a second call changes nothing.

    The text `./~/x` names a folder called `~`, which `Path` would write as `~/x`: that path comes
    back absolute, so that nobody expands it later.

    Raises:
        InputError: It begins with the name of a user whom this machine does not know.
    """
    text = expand_home(os.fspath(given))
    path = Path(text)
    return Path.cwd() / path if path.parts[:1] and path.parts[0].startswith("~") else path


def expand_home(text: str) -> str:
    """Return a path's text with its `~` or `~user` at the start expanded.

    Raises:
        InputError: This machine knows no such user, or no home of this one.
    """
    expanded = os.path.expanduser(text)  # noqa: PTH111  a Path has lost the "./" before a "~"
    if text.startswith("~") and expanded == text:
        home = text.replace("\\", "/").partition("/")[0]
        cure = f"For a folder of that name write ./{home}"
        raise InputError.of(f'"{home}" is the home of no user of this machine.', cure)
    return expanded
