"""Files of chunks: each names the futures that it holds, and is read if it is whole and theirs."""

import io
import json
import os
import zipfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from struct import pack
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.state import Record
from outlast.ensemble.chunks import Chunk
from outlast.errors import InputError
from outlast.reading.writing import write_whole
from outlast.results.bands import SCALES, Bands
from outlast.storage.array_files import UNREADABLE, packed

FORM: Final = "outlast/chunk/2"

PARTS: Final = ("counts", "total", "least", "most")
"""The arrays of bands, in order."""

COMMENT: Final = 2
"""Bytes at the end of a ZIP file, before its comment, that hold the length of the comment."""


class ChunkFault(Exception):  # noqa: N818  not an error: the futures are run again
    """A file that holds no chunk, or another one; the text is the rest of a sentence on it."""


class DamagedChunkError(InputError):
    """A chunk of a finished run is not kept whole."""


@dataclass(frozen=True)
class ChunkIdentity:
    """The futures that a chunk holds."""

    run: str
    """The digest of the run."""

    version: str
    seed: int
    precision: str
    first: int
    """The number of the first future."""

    count: int

    @property
    def after(self) -> int:
        """The number after that of the last future."""
        return self.first + self.count

    @property
    def futures(self) -> str:
        """The part of its name that tells its futures."""
        return f"chunk-{self.first:08d}-{self.after:08d}"

    @property
    def file(self) -> str:
        """The name of the chunk's file."""
        return f"{self.futures}.npz"


@dataclass(frozen=True)
class ChunkFile:
    """The file of a chunk that was found whole, and its state then."""

    path: Path
    state: tuple[int, ...]

    @classmethod
    def at(cls, path: Path) -> "ChunkFile":
        """Return the file of a path as it is now."""
        return cls(path.absolute(), _state(path))

    def values(self, name: str) -> NDArray[Any]:
        """Return a field of the record: [future, …].

        Raises:
            InputError: The file has changed since it was found whole.
        """
        try:
            if _state(self.path) == self.state:
                with np.load(self.path, allow_pickle=False) as file:
                    return file[f"record/{name}"]
        except UNREADABLE as failure:
            raise self._changed() from failure
        raise self._changed()

    def _changed(self) -> InputError:
        what = f'"{self.path}" has changed since it was opened.'
        return InputError.of(what, "Open the run again, when nothing writes to its folder.")


def write(chunk: Chunk, path: Path, identity: ChunkIdentity) -> None:
    """Write a chunk to a file, whole or not at all, with its identity and a checksum.

    Both stand in the comment of the ZIP file, so that NumPy can open it.

    Raises:
        WriteError: The system refuses.
    """
    arrays: dict[str, NDArray[Any]] = {f"record/{k}": v for k, v in chunk.record.items()}
    arrays |= band_arrays(chunk)
    content = packed(arrays)[:-COMMENT]
    header = {"format": FORM, **asdict(identity), "sha256": sha256(content).hexdigest()}
    comment = json.dumps(header).encode()
    write_whole(path, content + pack("<H", len(comment)) + comment)


def band_arrays(chunk: Chunk) -> dict[str, NDArray[Any]]:
    """Return the arrays of a chunk's bands by their names in files; equal ones for any run."""
    return {
        f"bands/{name}/{part}": bands.wide if part == "counts" else getattr(bands, part)
        for name, bands in chunk.bands.items()
        for part in PARTS
    }


def read_bands(path: Path, identity: ChunkIdentity) -> dict[str, Bands]:
    """Return the bands of a chunk from its file.

    Raises:
        ChunkFault: The file is no whole chunk, or holds other futures.
    """
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise ChunkFault(f"cannot be read ({failure.strerror or failure})") from failure
    _check(content, identity)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            lacking = {f"record/{name}" for name in Record._fields} - set(file.files)
            if lacking:
                raise ChunkFault(f"lacks {', '.join(sorted(lacking))}")
            return {
                name: Bands(scale, *(file[f"bands/{name}/{part}"] for part in PARTS))
                for name, scale in SCALES.items()
            }
    except UNREADABLE as failure:
        raise ChunkFault(f"is no whole chunk ({failure})") from failure


def identity_of(path: Path) -> ChunkIdentity | None:
    """Return the identity of the chunk that a file holds, or None if it holds no whole chunk."""
    try:
        header = _header(path.read_bytes())
        fields = {name: header[name] for name in ChunkIdentity.__dataclass_fields__}
        return ChunkIdentity(**fields)
    except (*UNREADABLE, ChunkFault):
        return None


def _check(content: bytes, identity: ChunkIdentity) -> None:
    """Refuse the content of a file that is no whole chunk, or holds other futures."""
    header = _header(content)
    for name, value in asdict(identity).items():
        if header.get(name) != value:
            raise ChunkFault(f"has {name} {header.get(name)}, not {value}")


def _header(content: bytes) -> dict[str, Any]:
    """Return the header of a chunk, if the content is whole."""
    if not content:
        raise ChunkFault("is empty")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            comment = file.comment
    except UNREADABLE as failure:
        raise ChunkFault("is cut short or no chunk") from failure
    try:
        header = dict[str, Any](json.loads(comment))
    except (ValueError, TypeError):
        header = {}
    form = header.get("format")
    if form is None:
        raise ChunkFault("does not tell its run")
    if form != FORM:
        raise ChunkFault(f"has the form {form}, not {FORM}")
    if sha256(content[: -len(comment) - COMMENT]).hexdigest() != header.get("sha256"):
        raise ChunkFault("is damaged")
    return header


def _state(path: Path) -> tuple[int, ...]:
    """Return the marks by which a changed file is noticed."""
    status = os.stat(path)  # noqa: PTH116  the same for a path and a link
    return status.st_ino, status.st_size, status.st_mtime_ns
