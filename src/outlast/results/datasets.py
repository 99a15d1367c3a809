"""Results with names on their axes: an xarray Dataset of futures, a pandas table of odds."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import h5netcdf  # pyright: ignore[reportMissingTypeStubs]
import numpy as np
import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
import xarray as xr
from numpy.typing import NDArray
from xarray.backends import H5NetCDFStore

from outlast.engine.arrays import variables
from outlast.engine.codes import BLOCK_NAMES, HOLDERS, STOCK_PLACES
from outlast.engine.state import Record
from outlast.lower.index import AxisNames
from outlast.results.bands import Bands
from outlast.results.odds import LineOdds
from outlast.storage.strict_json import json_text

QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""The quantiles of series that a file keeps."""

SERIES_ROWS: Final = {
    "level": "line",
    "spot": "site",
    "cover": "site",
    "met": "site",
    "usable": "service",
}
"""The axis of the rows of each series."""

AXIS_NAMES: Final = {
    "x": "line", "u": "service", "i": "set", "b": "bloc", "k": "block", "s": "site",
    str(STOCK_PLACES): "stock", "h": "holding", "y": "profile", "f": "flow",
}  # fmt: skip
"""The name of each axis of the record, by its letter in the engine."""


def labels(names: AxisNames) -> dict[str, list[str]]:
    """Return the labels along each axis, by the axis's name."""
    return {
        "line": [f"{line.service}/{line.definition}" for line in names.lines],
        "service": list(names.services),
        "set": [f"{side.service_set}/{side.definition}/{side.side}" for side in names.sets],
        "bloc": list(names.blocs),
        "block": list(BLOCK_NAMES),
        "site": list(names.sites),
        "stock": list(HOLDERS),
        "holding": [f"{bloc}/{source}" for bloc, source in names.holdings],
        "profile": [f"arithmetic {weight:g}" for weight in names.profiles],
        "flow": list(names.tallies),
    }


def dataset(
    names: AxisNames,
    record: Mapping[str, NDArray[Any]],
    bands: Mapping[str, Bands],
    manifest: Mapping[str, object],
) -> xr.Dataset:
    """Return the record of every future and the quantiles of series, with their names.

    Args:
        names: The names of the rows.
        record: The record by field, futures first.
        bands: The series by field.
        manifest: The manifest as plain data; it becomes an attribute, as JSON.
    """
    known = labels(names)
    coordinates: dict[str, list[Any]] = {}
    arrays: dict[str, Any] = {}
    for name, variable in variables(Record).items():
        axes, values = variable.axes, record[name]
        if axes == "1":
            arrays[name] = (("future",), values[:, 0])
            continue
        dims = [AXIS_NAMES[axis] for axis in axes]
        if all(len(known[dim]) == size for dim, size in zip(dims, values.shape[1:], strict=True)):
            coordinates |= {dim: known[dim] for dim in dims}
            arrays[name] = (("future", *dims), values)
    for name, series in bands.items():
        row = SERIES_ROWS[name]
        quantiles = np.stack([series.quantile(q) for q in QUANTILES])
        arrays[f"{name}_quantile"] = (("quantile", row, "step"), quantiles)
        coordinates |= {row: known[row], "quantile": list(QUANTILES)}
    text = json_text(manifest)
    return xr.Dataset(arrays, coords=coordinates, attrs={"manifest": text})


def netcdf(found: xr.Dataset) -> bytes:
    """Return a dataset as the content of a netCDF file.

    It is made in memory: the library of the format crashes when the disk is full, and needs locks.
    """
    stream = io.BytesIO()
    with h5netcdf.File(stream, "w") as file:
        found.dump_to_store(H5NetCDFStore(file))
    return stream.getvalue()


def frame(lines: Sequence[LineOdds]) -> pd.DataFrame:
    """Return the odds of services, one row a line."""
    return pd.DataFrame([asdict(line) for line in lines])
