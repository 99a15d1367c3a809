"""Histories of futures that are kept by chunk: in the folder of a run and in the private cache."""

import io
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from outlast.reading.writing import write_whole
from outlast.storage import cache
from outlast.storage.array_files import UNREADABLE
from outlast.truth.weights.history_run import FutureHistory

FORM: Final = "outlast/history/1"

CACHED: Final = 10_000
"""Futures whose history the private cache keeps; those of a longer run stand in its folder."""


@dataclass(frozen=True)
class HistoryIdentity:
    """The history that a file holds."""

    digest: str
    """The digest of the scenario without settings, of its files, terms and silences."""

    version: str
    seed: int
    first: int
    """The number of the first future."""

    count: int
    shape: tuple[int, int]
    """The numbers of terms and of silences."""

    @property
    def futures(self) -> range:
        """The numbers of the futures."""
        return range(self.first, self.first + self.count)

    @property
    def text(self) -> str:
        """The identity as text; the form is a part of it."""
        return f"{FORM} {self}"

    @property
    def file(self) -> str:
        """The name of the file in the folder of chunks."""
        return f"history-{self.futures.start:08d}-{self.futures.stop:08d}.bin"

    @property
    def entry(self) -> str:
        """The name of the entry in the private cache."""
        return f"history/{sha256(self.text.encode()).hexdigest()[:32]}"


def kept_history(identity: HistoryIdentity, folder: Path | None) -> FutureHistory | None:
    """Return a history from the folder of a run or from the cache, or None if it is to be run.

    One that is damaged or belongs to other futures counts as none.
    """
    path = folder / identity.file if folder else None
    if path is not None and path.exists():
        try:
            found = _read(path.read_bytes(), identity)
        except OSError:
            found = None
        if found is not None:
            return found
    content = cache.read(identity.entry)
    found = None if content is None else _read(content, identity)
    if found is not None and path is not None and content is not None:
        write_whole(path, content)
    return found


def keep_history(found: FutureHistory, identity: HistoryIdentity, folder: Path | None) -> None:
    """Keep a history in the folder of a run if it has one, and that of early futures in the cache.

    Raises:
        WriteError: The system refuses to write to the folder.
    """
    stream = io.BytesIO()
    arrays = {each.name: getattr(found, each.name) for each in fields(found)}
    np.savez(stream, allow_pickle=False, identity=np.array(identity.text), **arrays)
    content = stream.getvalue()
    if identity.futures.stop <= CACHED:
        cache.write(identity.entry, content)
    if folder is not None:
        write_whole(folder / identity.file, content)


def _read(content: bytes, identity: HistoryIdentity) -> FutureHistory | None:
    """Return the history that content holds, if it is whole and that of the identity."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            if str(file["identity"]) != identity.text:
                return None
            arrays = {each.name: file[each.name] for each in fields(FutureHistory)}
    except UNREADABLE:
        return None
    terms, silences = identity.shape
    wanted = {
        "distance": (identity.count, terms),
        "happened": (identity.count, silences),
        "reported": (identity.count, silences),
    }
    sound = all(
        arrays[name].shape == shape and np.isfinite(arrays[name]).all()
        for name, shape in wanted.items()
    )
    return FutureHistory(**arrays) if sound else None
