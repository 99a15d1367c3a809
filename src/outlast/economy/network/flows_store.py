"""Tables of flows as NumPy archives: several regions, final uses by region, and the unit."""

import io
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from outlast.economy.network.flows import FlowTable
from outlast.errors import InputError
from outlast.reading import named
from outlast.storage.whole import replace_whole

TEXTS: Final = ("regions", "sectors", "titles")
VALUES: Final = ("sales", "final", "value_added", "output")


def write_flows(table: FlowTable, file: Path) -> None:
    """Write a table as a compressed archive, whole or not at all."""
    content = io.BytesIO()
    arrays: dict[str, Any] = {name: np.array(getattr(table, name)) for name in (*TEXTS, *VALUES)}
    np.savez_compressed(content, unit=np.array(table.unit), **arrays)
    replace_whole(file, content.getvalue())


def holds_flows(file: Path) -> bool:
    """Return whether an archive holds a table of several regions."""
    try:
        with np.load(file, allow_pickle=False) as read:
            return "regions" in read
    except (OSError, ValueError, BadZipFile):
        return False


def stored_flows(file: Path) -> FlowTable:
    """Return the table of an archive, unchecked.

    Raises:
        InputError: An array is missing or cannot be read.
    """
    try:
        with np.load(file, allow_pickle=False) as read:
            parts: dict[str, Any] = {name: tuple(map(str, read[name])) for name in TEXTS}
            parts |= {name: read[name].astype(np.float64) for name in VALUES}
            return FlowTable(**parts, unit=str(read["unit"]))
    except (OSError, ValueError, KeyError, BadZipFile) as problem:
        cure = f"It holds the arrays {', '.join((*TEXTS, *VALUES))} and unit."
        raise InputError.of(f"{named(file)} is no table of flows: {problem}", cure) from problem
