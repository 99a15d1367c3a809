"""The chunks of a run that are kept: in its folder, or in a store of chunks at any address."""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from numpy.typing import NDArray

from outlast.ensemble.chunk_files import (
    ChunkFault,
    ChunkFile,
    ChunkIdentity,
    DamagedChunkError,
    read_bands,
)
from outlast.errors import InputError
from outlast.reading import user_path
from outlast.reading.writing import write_json
from outlast.results import Bands, Manifest

if TYPE_CHECKING:
    from outlast.ensemble.chunk_store import ChunkStore, StoredChunk

LOG: Final = getLogger("outlast")
"""The log for files that are found damaged and made again; Python shows it on standard error."""

ADDRESS: Final = "address.json"
"""The file in the folder of chunks that names the store in which they stand instead."""

RANGE: Final = 2
"""Hyphens in the name of a chunk's file in the folder: before its first future and its last."""

RecordPart: TypeAlias = "ChunkFile | StoredChunk | Mapping[str, NDArray[Any]]"
"""The record of a chunk: a file, or in memory."""

Counted: TypeAlias = tuple[Mapping[str, Bands], RecordPart]
"""The counted series of a chunk, and its record."""


class KeptChunks:
    """The chunks that are kept.

    Args:
        folder: The folder of chunks, if the run has one.
        address: The address of the run's store, if the caller names one.
        storing: Whether chunks are stored as they are computed.
        only_kept: Whether a chunk that is not kept whole is refused instead of run.
        prefix: The beginning of the files' names, where another run's chunks lie beside them; they
            have no store.

    Raises:
        InputError: The store cannot be opened, or a library that reads it is missing.
        WriteError: The folder cannot be written.
    """

    def __init__(
        self,
        folder: Path | None,
        address: str | None,
        *,
        storing: bool,
        only_kept: bool,
        prefix: str = "",
    ) -> None:
        self.folder, self.only_kept, self.prefix = folder, only_kept, prefix
        self.store = None if prefix else _store(folder, address, storing=storing)
        if folder is not None and address is not None:
            write_json(folder / ADDRESS, {"address": address})

    def path(self, identity: ChunkIdentity) -> Path | None:
        """Return the place of a chunk in the folder."""
        return self.folder / f"{self.prefix}{identity.file}" if self.folder else None

    def holds(self, identity: ChunkIdentity) -> bool:
        """Return whether a chunk is there, whole or not."""
        path = self.path(identity)
        return bool(path and path.exists()) or bool(self._stored(identity))

    def read(self, identity: ChunkIdentity) -> Counted | None:
        """Return a chunk that is kept whole, or None if its futures have to be run.

        Raises:
            DamagedChunkError: It is not kept whole, and only kept chunks are wanted.
        """
        stored = self._stored(identity)
        path = self.path(identity)
        if path is not None and (path.exists() or (self.only_kept and not stored)):
            try:
                return read_bands(path, identity), ChunkFile.at(path)
            except ChunkFault as fault:
                self._damaged(f"{path}", fault, last=not stored)
        for number, name in enumerate(stored, start=1):
            store = self.store
            try:
                return store.read(name, identity) if store else None
            except ChunkFault as fault:
                where = store.path(name) if store else name
                self._damaged(where, fault, last=number == len(stored))
        return None

    def _damaged(self, where: str, fault: ChunkFault, *, last: bool) -> None:
        """Name a chunk that is not whole; refuse it where only kept chunks are wanted."""
        if self.only_kept and last:
            raise DamagedChunkError.of(f'"{where}" {fault}.') from fault
        LOG.warning('"%s" %s; its futures are run again.', where, fault)

    def _stored(self, identity: ChunkIdentity) -> list[str]:
        """Return the names of a chunk in the store."""
        return self.stored.get(identity.futures, [])

    @cached_property
    def stored(self) -> dict[str, list[str]]:
        """The names of all chunks in the store, by the part that tells their futures."""
        return self.store.names() if self.store else {}


def kept_futures(folder: Path) -> int:
    """Return how many futures are kept by the folder of a run's chunks, in any order."""
    kept = KeptChunks(folder, None, storing=False, only_kept=False)
    names = {each.stem for each in folder.glob("chunk-*.npz") if each.stem.count("-") == RANGE}
    spans = (each.split("-")[1:] for each in names | set(kept.stored))
    return sum(int(after) - int(first) for first, after in spans)


def run_address(address: str, run: Manifest) -> str:
    """Return the address of one run beneath an address that many runs share."""
    place = address if "://" in address else f"{user_path(address).absolute()}"
    parts = (run.scenario, run.digest, f"s{run.seed}", run.precision, run.version)
    return f"{place.rstrip('/')}/{'-'.join(f'{part}' for part in parts)}"


def _store(folder: Path | None, address: str | None, *, storing: bool) -> "ChunkStore | None":
    """Return the store of a run: at the address, at the one that its folder names, or there."""
    place = address
    if place is None and folder is not None:
        place = _named(folder)
        if place is None and (storing or any(folder.glob("*.parquet"))):
            place = f"{folder.absolute()}"
    if place is None:
        return None
    from outlast.ensemble.chunk_store import ChunkStore  # noqa: PLC0415  an extra is read there

    return ChunkStore(place)


def _named(folder: Path) -> str | None:
    """Return the address that the folder of chunks names, if it names one."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return str(json.loads((folder / ADDRESS).read_bytes())["address"])
    if (folder / ADDRESS).exists():
        what = f'"{folder / ADDRESS}" is damaged.'
        raise InputError.of(what, "Write the address of its chunks there, or start a new run.")
    return None
