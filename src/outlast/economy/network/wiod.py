"""The World Input-Output Database, release 2016: its archive, and the table of one year.

Form: `WIOTS_in_STATA.zip` holds `WIOTyyyy_October16_ROW.dta` for 2000 to 2014, million US dollars.
A row has IndustryCode, IndustryDescription, Country, RNr; the columns vCCCn hold the purchases of
industry n (1 to 56) or final use n (57 to 61) of country CCC. Rows below have the Country TOT,
among them VA and GO. Licence CC BY 4.0; cite Timmer, Dietzenbacher, Los, Stehrer and de Vries
(2015), Review of International Economics 23, 575-605.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import numpy as np

from outlast.economy.network.flows import FlowTable
from outlast.errors import InputError

ADDRESS: Final = "https://dataverse.nl/api/access/datafile/199103"
"""The archive at its publisher, doi:10.34894/PJ2M1C; never tried from here."""

SHA1: Final = "cde6085d4233fec2356877aedf21d950de912b78"
"""The checksum of the archive, as public descriptions of the data set give it."""

YEARS: Final = range(2000, 2015)
PIECE: Final = 1 << 20
PATIENCE: Final = 60.0
"""Seconds without an answer after which a download is given up."""

Progress = Callable[[int, int], None] | None


def pieces(source: str, should_cancel: Callable[[], bool], tell: Progress) -> Iterator[bytes]:
    """Yield the bytes of a file or an address piece by piece; stop where a caller cancels.

    Raises:
        InputError: It cannot be read.
    """
    scheme = urlsplit(source).scheme
    try:
        if scheme in {"http", "https"}:
            asked = Request(source, headers={"User-Agent": "outlast"})  # noqa: S310  http alone
            with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310  http alone
                size = int(answer.headers.get("Content-Length") or 0)
                yield from _read(answer, size, should_cancel, tell)
        else:
            file = Path(source)
            with file.open("rb") as opened:
                yield from _read(opened, file.stat().st_size, should_cancel, tell)
    except (URLError, OSError, ValueError) as problem:
        cure = f"Fetch {ADDRESS} yourself and name the file: --from FILE."
        raise InputError.of(f'"{source}" cannot be read: {problem}.', cure) from problem


def _read(
    opened: BinaryIO, size: int, should_cancel: Callable[[], bool], tell: Progress
) -> Iterator[bytes]:
    """Yield the bytes of an open file; tell megabytes."""
    done = 0
    while not should_cancel() and (piece := opened.read(PIECE)):
        done += len(piece)
        if tell is not None:
            tell(done // PIECE, max(size, done) // PIECE)
        yield piece


def checksum(file: Path) -> str:
    """Return the SHA-1 of a file, by which the publisher names it."""
    found = hashlib.sha1(usedforsecurity=False)
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def read_year(file: Path, year: int) -> FlowTable:
    """Return the table of one year from the archive or from its member, unchecked.

    Raises:
        InputError: It holds no such table.
    """
    pandas: Any = import_module("pandas")
    try:
        with file.open("rb") as opened:
            content = opened.read() if file.suffix.lower() == ".dta" else _member(opened, year)
        frame = pandas.read_stata(io.BytesIO(content))
        return _table(frame, year)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        cure = "Name WIOTS_in_STATA.zip of the release 2016, or one of its members."
        raise InputError.of(f'"{file}" holds no table of {year}: {problem}.', cure) from problem


def _member(opened: BinaryIO, year: int) -> bytes:
    """Return the table of a year within the archive."""
    with zipfile.ZipFile(opened) as archive:
        wanted = re.compile(rf"(.*/)?WIOT{year}_\w+_ROW\.dta")
        names = [name for name in archive.namelist() if wanted.fullmatch(name)]
        if not names:
            raise ValueError(f"the archive has no WIOT{year}_October16_ROW.dta")
        return archive.read(names[0])


def _table(frame: Any, year: int) -> FlowTable:  # noqa: ANN401  a frame of pandas
    """Return the table of a frame."""
    country = frame["Country"].astype(str)
    below = frame[country == "TOT"].set_index("IndustryCode")
    rows = frame[country != "TOT"].copy()
    regions = list(dict.fromkeys(map(str, rows["Country"])))
    first = rows[rows["Country"] == regions[0]].sort_values("RNr")
    sectors = list(map(str, first["IndustryCode"]))
    count = len(sectors)
    if len(rows) != len(regions) * count:
        raise ValueError(f"{len(rows)} rows are no {len(regions)} regions of {count} sectors")
    rows["order"] = rows["Country"].map({name: at for at, name in enumerate(regions)})
    rows = rows.sort_values(["order", "RNr"])
    bought = [f"v{region}{at}" for region in regions for at in range(1, count + 1)]
    finals = [
        [name for name in map(str, frame.columns) if _number(name, region) > count]
        for region in regions
    ]
    sales = rows[bought].to_numpy(dtype=np.float64)
    final = np.stack([rows[names].to_numpy(dtype=np.float64).sum(1) for names in finals], axis=1)
    return FlowTable(
        regions=tuple(regions),
        sectors=tuple(sectors),
        titles=tuple(
            f"{region}: {title}"
            for region, title in zip(
                map(str, rows["Country"]), map(str, rows["IndustryDescription"]), strict=True
            )
        ),
        sales=sales,
        final=final,
        value_added=below.loc["VA", bought].to_numpy(dtype=np.float64),
        output=sales.sum(1) + final.sum(1),
        unit=f"USD million of {year}",
    )


def _number(column: str, region: str) -> int:
    """Return the number of a region's industry or final use; 0 for any other column."""
    match = re.fullmatch(rf"v{region}(\d+)", column)
    return int(match[1]) if match else 0
