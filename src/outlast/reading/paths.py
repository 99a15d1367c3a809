"""Paths: the folders of shipped contests, and the name of a file in messages."""

from pathlib import Path
from typing import Final

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
