"""The store of chunks: Parquet beside tallies at any address, named by the hash of their content.

The name of a chunk holds its futures and the hash of both files. So the same chunk, written again
by another worker, is the same files, and a file that is cut short or changed is noticed.
"""

import io
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.state import Record
from outlast.ensemble.chunk_files import PARTS, ChunkFault, ChunkIdentity, band_arrays
from outlast.ensemble.chunks import Chunk
from outlast.ensemble.extra import importing
from outlast.errors import InputError, WriteError
from outlast.results.bands import SCALES, Bands
from outlast.storage.array_files import UNREADABLE, packed

FORM: Final = "outlast/stored-chunk/1"

TABLE: Final = ".parquet"
"""The ending of the record: a row a future, a column a field."""

TALLIES: Final = ".tallies.npz"
"""The ending of the counted series."""

HEADER: Final = b"outlast"
"""The key of the header in the metadata of the Parquet file."""

HASHED: Final = 32
"""Letters of the hash in the name of a chunk."""


@dataclass(frozen=True)
class ChunkContent:
    """The two files of a chunk, as they are stored and sent."""

    table: bytes
    tallies: bytes

    @property
    def hashed(self) -> str:
        """The hash of both."""
        return sha256(sha256(self.table).digest() + self.tallies).hexdigest()[:HASHED]


@dataclass(frozen=True)
class StoredChunk:
    """A chunk in a store that was found whole, and its mark then."""

    store: "ChunkStore"
    name: str
    mark: str

    def values(self, name: str) -> NDArray[Any]:
        """Return a field of the record: [future, …].

        Raises:
            InputError: The file has changed since it was found whole.
        """
        path = self.store.path(f"{self.name}{TABLE}")
        try:
            if self.store.mark(self.name) == self.mark:
                return _record(self.store.system.cat_file(path), (name,))[name]
        except UNREADABLE as failure:
            raise self._changed(path) from failure
        raise self._changed(path)

    def _changed(self, path: str) -> InputError:
        what = f'"{path}" has changed since it was opened.'
        return InputError.of(what, "Open the run again, when nothing writes to its chunks.")


@dataclass(frozen=True)
class ChunkStore:
    """The chunks of one run at an address: a folder, or anything that fsspec can open."""

    address: str
    system: Any = field(init=False, compare=False, repr=False)
    root: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        with importing():
            # an extra, read when it is needed
            from fsspec import core  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]
        open_address: Any = core.url_to_fs  # pyright: ignore[reportUnknownVariableType]
        try:
            system, root = open_address(self.address)
        except (ImportError, OSError, ValueError) as failure:
            what = f'"{self.address}" is no address for chunks: {failure}.'
            cure = "Write a folder, or an address such as s3://bucket/folder."
            raise InputError.of(what, cure) from failure
        object.__setattr__(self, "system", system)
        object.__setattr__(self, "root", root.rstrip("/"))

    def __reduce__(self) -> tuple[Any, ...]:
        return ChunkStore, (self.address,)

    def path(self, name: str) -> str:
        """Return the path of a file."""
        return f"{self.root}/{name}"

    def mark(self, name: str) -> str:
        """Return the mark by which a changed file of a record is noticed."""
        return str(self.system.ukey(self.path(f"{name}{TABLE}")))

    def names(self) -> dict[str, list[str]]:
        """Return the names of all chunks, by the futures that they hold."""
        self.system.invalidate_cache()
        try:
            files: list[str] = self.system.ls(self.root, detail=False)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as failure:
            raise InputError.of(f'"{self.address}" cannot be read: {failure}.') from failure
        found: dict[str, list[str]] = {}
        for file in sorted(files):
            name = file.rsplit("/", 1)[-1]
            if name.startswith("chunk-") and name.endswith(TABLE):
                stem = name.removesuffix(TABLE)
                found.setdefault(stem.rpartition("-")[0], []).append(stem)
        return found

    def write(self, content: ChunkContent, identity: ChunkIdentity) -> str:
        """Write a chunk and return its name; the same chunk again changes nothing.

        The record comes last, so that a chunk with a record is complete.

        Raises:
            WriteError: The system refuses.
        """
        name = f"{identity.futures}-{content.hashed}"
        try:
            self.system.makedirs(self.root, exist_ok=True)
            self._put(f"{name}{TALLIES}", content.tallies)
            self._put(f"{name}{TABLE}", content.table)
        except (OSError, ValueError) as failure:
            what = f'"{self.path(name)}" cannot be written: {failure}.'
            raise WriteError.of(what, "Make room there, or name another address.") from failure
        return name

    def _put(self, name: str, content: bytes) -> None:
        """Write a file; on a disk, whole or not at all."""
        path = self.path(name)
        if "file" not in _protocols(self.system):
            self.system.pipe_file(path, content)
            return
        draft = Path(self.path(f".outlast-{token_hex(8)}.tmp"))
        try:
            draft.write_bytes(content)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise

    def read(self, name: str, identity: ChunkIdentity) -> tuple[dict[str, Bands], StoredChunk]:
        """Return the bands of a chunk, and its record for later.

        Raises:
            ChunkFault: It is not whole, or holds other futures.
        """
        try:
            mark = self.mark(name)
            table = self.system.cat_file(self.path(f"{name}{TABLE}"))
            content = ChunkContent(table, self.system.cat_file(self.path(f"{name}{TALLIES}")))
        except OSError as failure:
            raise ChunkFault(f"cannot be read ({failure})") from failure
        if content.hashed != name.rpartition("-")[2]:
            raise ChunkFault("is cut short or damaged")
        _check(content, identity)
        return _bands(content), StoredChunk(self, name, mark)

    def beacon(self) -> str:
        """Write a small file, by which a worker sees whether it reaches this very store.

        Raises:
            WriteError: The system refuses.
        """
        name = f".outlast-{token_hex(8)}.tmp"
        try:
            self.system.makedirs(self.root, exist_ok=True)
            self.system.pipe_file(self.path(name), b"here")
        except (OSError, ValueError, ImportError) as failure:
            what = f'"{self.address}" cannot be written: {failure}.'
            raise WriteError.of(what, "Name another address for chunks.") from failure
        return name

    def sees(self, beacon: str) -> bool:
        """Return whether the file of a beacon is here."""
        self.system.invalidate_cache()
        try:
            return bool(self.system.exists(self.path(beacon)))
        except (OSError, ValueError):
            return False

    def put_out(self, beacon: str) -> None:
        """Delete the file of a beacon."""
        with suppress(OSError):
            self.system.rm_file(self.path(beacon))


def encode(chunk: Chunk, identity: ChunkIdentity) -> ChunkContent:
    """Return the files of a chunk."""
    pa, parquet = _arrow()
    columns: dict[str, Any] = {}
    forms: dict[str, tuple[str, list[int]]] = {}
    for name, values in chunk.record.items():
        forms[name] = (values.dtype.str, list(values.shape[1:]))
        width = int(np.prod(values.shape[1:]))
        if width:
            flat = pa.array(np.ascontiguousarray(values).reshape(-1))
            columns[name] = pa.FixedSizeListArray.from_arrays(flat, width)
    header = {"format": FORM, **asdict(identity), "fields": forms}
    table = pa.table(columns).replace_schema_metadata({HEADER: json.dumps(header).encode()})
    written = pa.BufferOutputStream()
    parquet.write_table(table, written, compression="zstd")
    return ChunkContent(written.getvalue().to_pybytes(), packed(band_arrays(chunk)))


def decode(content: ChunkContent) -> Chunk:
    """Return the chunk of two files that were received whole."""
    return Chunk(_record(content.table, Record._fields), _bands(content))


def _arrow() -> tuple[Any, Any]:
    """Return pyarrow and its part for Parquet, an extra that is read when it is needed."""
    with importing():
        import pyarrow  # noqa: ICN001, PLC0415 # pyright: ignore[reportMissingTypeStubs]
        from pyarrow import parquet  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]
    return pyarrow, parquet


def _protocols(system: Any) -> tuple[str, ...]:  # noqa: ANN401  a file system of fsspec
    found: str | tuple[str, ...] = system.protocol
    return (found,) if isinstance(found, str) else found


def _check(content: ChunkContent, identity: ChunkIdentity) -> None:
    """Refuse a chunk of other futures, or one without a field of the record."""
    header = _header(content.table)
    for name, value in asdict(identity).items():
        if header.get(name) != value:
            raise ChunkFault(f"has {name} {header.get(name)}, not {value}")
    lacking = set(Record._fields) - set(header["fields"])
    if lacking:
        raise ChunkFault(f"lacks {', '.join(sorted(lacking))}")


def _header(table: bytes) -> dict[str, Any]:
    """Return the header of the file of a record."""
    arrow, parquet = _arrow()
    try:
        metadata: Any = parquet.read_metadata(io.BytesIO(table)).metadata
        header = json.loads(metadata[HEADER] if metadata else b"{}")
    except (arrow.ArrowException, *UNREADABLE) as failure:
        raise ChunkFault(f"is no chunk ({failure})") from failure
    if header.get("format") != FORM:
        raise ChunkFault(f"has the form {header.get('format')}, not {FORM}")
    return header


def _record(table: bytes, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Return fields of the record from its file: [future, …]."""
    _, parquet = _arrow()
    header = _header(table)
    count, forms = header["count"], header["fields"]
    present = [name for name in names if np.prod(forms[name][1], dtype=int)]
    read = parquet.read_table(io.BytesIO(table), columns=present)
    found: dict[str, NDArray[Any]] = {}
    for name in names:
        kind, shape = forms[name]
        if name not in present:
            found[name] = np.zeros((count, *shape), kind)
            continue
        flat = read[name].combine_chunks().flatten().to_numpy(zero_copy_only=False)
        found[name] = np.array(flat, kind).reshape((count, *shape))
    return found


def _bands(content: ChunkContent) -> dict[str, Bands]:
    """Return the counted series from their file."""
    try:
        with np.load(io.BytesIO(content.tallies), allow_pickle=False) as file:
            return {
                name: Bands(scale, *(file[f"bands/{name}/{part}"] for part in PARTS))
                for name, scale in SCALES.items()
            }
    except UNREADABLE as failure:
        raise ChunkFault(f"has no whole tallies ({failure})") from failure
