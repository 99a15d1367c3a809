"""Checksums: the list that tells whether the files of a contest are those that were sealed."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from outlast.errors import Problem
from outlast.reading.command_line import outlast_command
from outlast.reading.paths import DATA, named
from outlast.reading.writing import write_text

CHECKSUMS: Final = "CHECKSUMS"
"""The file that lists the SHA-256 of every file of a contest."""

CURE: Final = "If the change is meant, renew the list:"


def checksums(folder: Path) -> str:
    """Return the list of checksums of a folder, one line for each file."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != CHECKSUMS and not _is_foreign(file.relative_to(folder))
    ]
    return "\n".join(lines) + "\n"


def seal(folder: Path) -> int:
    """Write the list of checksums of a folder; return the number of its files."""
    listing = checksums(folder)
    write_text(folder / CHECKSUMS, listing)
    return listing.count("\n")


def altered(folder: Path) -> Iterator[Problem]:
    """Yield every file that is missing, foreign or changed since the folder was sealed."""
    listed_in = folder / CHECKSUMS
    here = Path.cwd()
    known = folder.relative_to(here) if folder.is_relative_to(here) else folder
    cure = f"{CURE} {outlast_command('data', 'seal', known)}"
    if folder.is_relative_to(DATA):
        cure = f"Install outlast again. {cure}"
    if not listed_in.is_file():
        yield Problem(named(listed_in), 0, "does not exist.", cure)
        return
    sealed = _by_file(listed_in.read_text(encoding="utf-8"))
    present = _by_file(checksums(folder))
    for file in sorted(sealed.keys() | present.keys()):
        where = named(folder / file)
        if file not in present:
            yield Problem(where, 0, "is missing.", cure)
        elif file not in sealed:
            yield Problem(where, 0, "is not in the list of checksums.", cure)
        elif sealed[file] != present[file]:
            yield Problem(where, 0, "has changed since the folder was sealed.", cure)


def _is_foreign(path: Path) -> bool:
    """Return whether a file belongs to an editor or an interpreter and not to the contest."""
    return "__pycache__" in path.parts or any(part.startswith(".") for part in path.parts)


def _by_file(listing: str) -> dict[str, str]:
    lines = (line.split("  ", maxsplit=1) for line in listing.splitlines() if "  " in line)
    return {file: digest for digest, file in lines}


@cache
def listed(contests: Path) -> frozenset[str]:
    """Return the checksum of every sealed file of a folder of contests."""
    listings = (each.read_text(encoding="utf-8") for each in contests.glob(f"*/{CHECKSUMS}"))
    return frozenset(digest for listing in listings for digest in _by_file(listing).values())
