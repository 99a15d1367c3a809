"""Tables of others that are fetched on demand: from the publisher, from a file, or an address."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from outlast.economy.network.flows_store import write_flows
from outlast.economy.network.wiod import ADDRESS, SHA1, YEARS, checksum, pieces, read_year
from outlast.errors import InputError


class FetchedTable(NamedTuple):
    """A table that was written."""

    file: Path
    regions: int
    sectors: int
    sha1: str
    """The checksum of the file from which it was read."""

    checked: bool
    """Whether that is the checksum of the publisher's archive."""


def get_wiod(  # noqa: PLR0913  each is a choice of the caller's
    out: Path,
    *,
    year: int = 2014,
    source: str | None = None,
    unchecked: bool = False,
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] = lambda: False,
) -> FetchedTable | None:
    """Write the World Input-Output Table of a year as a file for `ol.network(table=...)`.

    Args:
        out: The file to write, `.npz`.
        year: The year, 2000 to 2014.
        source: A file or address of the archive or of its member; the publisher's if absent.
        unchecked: Whether another checksum than the publisher's is taken.
        progress: Told how many megabytes are read, and of how many.
        should_cancel: Asked between pieces whether to end early.

    Returns:
        The table; None if it was cancelled.

    Raises:
        InputError: The source cannot be read, is not the archive, or holds no such year.
    """
    if year not in YEARS:
        cure = f"The release covers {YEARS[0]} to {YEARS[-1]}."
        raise InputError.of(f"there is no table of {year}.", cure)
    wanted = source or ADDRESS
    suffix = ".dta" if wanted.lower().endswith(".dta") else ".zip"
    with tempfile.TemporaryDirectory(prefix="outlast-") as folder:
        copy = Path(folder) / f"wiod{suffix}"
        with copy.open("wb") as opened:
            for piece in pieces(wanted, should_cancel, progress):
                opened.write(piece)
        if should_cancel():
            return None
        found = checksum(copy)
        if found != SHA1 and not unchecked:
            what = f'"{wanted}" has the checksum {found}; the archive has {SHA1}.'
            cure = "Fetch it again. If it is one year of the archive, add --unchecked."
            raise InputError.of(what, cure)
        table = read_year(copy, year)
    write_flows(table, out)
    return FetchedTable(out, len(table.regions), len(table.sectors), found, found == SHA1)
