"""Where the shipped data lie, and what a file is called in messages."""

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent.parent / "data"
"""The folder of data shipped inside the package."""


def named(path: Path) -> str:
    """Return the name of a file for messages: as the user knows it, or within the package."""
    if path.is_relative_to(DATA):
        return f"outlast/data/{path.relative_to(DATA).as_posix()}"
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd()).as_posix()
    return str(path)
