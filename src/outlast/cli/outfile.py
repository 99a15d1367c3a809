"""The file that a command writes: it is checked before anything is run."""

from collections.abc import Sequence
from pathlib import Path

from outlast.errors import InputError, nearest


def refuse(
    place: Path, what: str, kinds: Sequence[str], *, force: bool, option: str = "--out"
) -> None:
    """Refuse a file that cannot be written.

    Args:
        place: The file.
        what: The noun for its content.
        kinds: The endings that its name may have.
        force: Whether a file that exists may be written over.
        option: The option that names the file.

    Raises:
        InputError: It cannot be written; the message has the cure.
    """
    if place.suffix.lower() not in kinds:
        cure = nearest(place.suffix, list(kinds))
        raise InputError.of(f'"{place}" ends in no kind of {what}.', cure)
    if not place.absolute().parent.is_dir():
        raise InputError.of(f'"{place.parent}" is not a folder.', "Make it first.")
    if place.is_dir():
        raise InputError.of(f'"{place}" is a folder.', f"Name a file with {option}.")
    if place.exists() and not force:
        cure = f"Name another with {option}, or write over it: --force"
        raise InputError.of(f'"{place}" exists already.', cure)
