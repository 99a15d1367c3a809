"""Array files: arrays by name as one NPZ file, and the errors of a file that is torn."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

UNREADABLE: Final = (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile, zlib.error)
"""Errors of content that is cut short, empty, altered or of another form."""


def packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays as the content of an NPZ file, the same content for the same arrays.

    `numpy.savez_compressed` takes 2.7 times as long for a file that is a seventh smaller.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, values in arrays.items():
            with file.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, np.asanyarray(values), allow_pickle=False)
    return stream.getvalue()
