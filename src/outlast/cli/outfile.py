"""Where a command writes: what cannot be written is refused before anything is run."""

from collections.abc import Sequence
from pathlib import Path

from outlast.errors import InputError, Problem, nearest


def refuse(place: Path, what: str, kinds: Sequence[str], *, force: bool) -> None:
    """Refuse a file that cannot be written.

    Args:
        place: The file.
        what: What would be in it.
        kinds: What its name may end in.
        force: Whether a file that exists may be written over.

    Raises:
        InputError: It cannot; how it could is told.
    """
    if place.suffix.lower() not in kinds:
        cure = nearest(place.suffix, list(kinds))
        raise InputError([Problem("", 0, f'"{place}" ends in no kind of {what}.', cure)])
    if not place.absolute().parent.is_dir():
        raise InputError(f'"{place.parent}" is not a folder. Make it first.')
    if place.is_dir():
        raise InputError(f'"{place}" is a folder. Name a file with --out.')
    if place.exists() and not force:
        cure = "Name another with --out, or write over it: --force"
        raise InputError([Problem("", 0, f'"{place}" exists already.', cure)])
