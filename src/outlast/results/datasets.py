"""Results with names on their axes: an xarray Dataset of futures, a pandas table of odds."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import h5netcdf  # pyright: ignore[reportMissingTypeStubs]
import numpy as np
import xarray as xr
from numpy.typing import NDArray
from xarray.backends import H5NetCDFStore

from outlast.engine.arrays import variables
from outlast.engine.codes import BLOCK_NAMES, HOLDERS, STOCK_PLACES
from outlast.engine.state import Record, Series
from outlast.lower.index import AxisNames
from outlast.results.bands import Bands
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
    "E": "year", "K": "valued",
}  # fmt: skip
"""The name of each axis of the record, by its letter in the engine."""


def labels(names: AxisNames) -> dict[str, list[str]]:
    """Return the labels along each axis, by the axis's name."""
    return {
        "line": [f"{line.service}/{line.definition}" for line in names.lines],
        "service": list(names.services),
        "valued": list(names.valued),
        "set": [f"{side.service_set}/{side.definition}/{side.side}" for side in names.sets],
        "bloc": list(names.blocs),
        "block": list(BLOCK_NAMES),
        "site": list(names.sites),
        "stock": list(HOLDERS),
        "holding": [f"{bloc}/{source}" for bloc, source in names.holdings],
        "profile": [f"arithmetic {weight:g}" for weight in names.profiles],
        "flow": list(names.tallies),
    }


AXIS_LONG_NAMES: Final = {
    "line": "service and its definition of need",
    "service": "service",
    "valued": "service with value added",
    "set": "set of services, definition of need, and side",
    "bloc": "bloc",
    "block": "part of the cost of denial",
    "site": "bloc and good",
    "stock": "holder of a stock",
    "holding": "bloc and source of compute",
    "profile": "weight of arithmetic in the performance of chips",
    "flow": "flow that is counted",
    "year": "year from the date",
    "quantile": "share of futures below the value",
}
"""The meaning of each axis in a few words."""

LONG_NAMES: Final = {
    "status": "code of the worst fault of the future; 0 is sound",
    "status_step": "step of that fault; -1 for none",
    "status_good": "good of that fault; -1 for none",
    "first": "time of the first break from the date; 0 if short on it",
    "first_ever": "time of the first break since the common start; negative before the date",
    "first_new": "time of the first new break",
    "first_free": "time of the first break from the date without denial",
    "first_ever_free": "time of the first break since the common start without denial",
    "first_new_free": "time of the first new break without denial",
    "recovered": "time from the first break to recovery",
    "depth": "shortfall under the threshold, summed over weeks",
    "below": "time under the threshold",
    "since": "time for which the service had been short on the date",
    "level0": "mean level on the date",
    "level_least": "least mean level after the date",
    "level_end": "mean level at the end",
    "ratio_end": "usable compute over need, or served over need, at the end",
    "first_stop": "first week in which 5 % of users are stopped, since the common start",
    "strict": "time at which the first service of the set breaks, from the date",
    "strict_ever": "that time since the common start",
    "strict_new": "that time of new breaks only",
    "strict_line": "line of the set that breaks first; -1 for none",
    "quorum": "first week in which the set passes its quorum, from the date",
    "quorum_ever": "that week since the common start",
    "quorum_new": "that week of new breaks only",
    "cost": "cost of a bloc from the date to the end",
    "cost_free": "that cost without denial",
    "short": "forced shortfall of a service in a year from the date, in weeks of its need",
    "short_free": "that shortfall without denial",
    "cover_date": "stock on the date, in weeks of use",
    "spot_date": "spot price index on the date",
    "contract_date": "contract price index on the date",
    "spot_most": "greatest spot price index after the date",
    "installed_date": "installed compute on the date",
    "installed_end": "installed compute at the end",
    "tally": "flow over the steps of the tally",
    "level": "level of a service, mean over its window",
    "spot": "spot price index, 1 in the base year",
    "cover": "users' stock, in weeks of their expected use",
    "met": "share of the requirement that users could meet",
    "usable": "usable compute of the service",
}
"""The meaning of each variable in a few words; those of series stand for their quantiles."""

NEVER: Final = "A value above the horizon stands for never."
"""The comment on times, in which never is one week after the end."""


def dataset(  # noqa: PLR0913  the parts of one file
    names: AxisNames,
    record: Mapping[str, NDArray[Any]],
    bands: Mapping[str, Bands],
    manifest: Mapping[str, object],
    *,
    draws: xr.Dataset | None = None,
    clock: tuple[date, float] | None = None,
) -> xr.Dataset:
    """Return the record of every future, its draws, and the quantiles of series, with their names.

    Args:
        names: The names of the rows.
        record: The record by field, futures first; empty for series alone.
        bands: The series by field.
        manifest: The manifest as plain data; it becomes an attribute, as JSON.
        draws: The draws of every future, from `drawn_inputs`.
        clock: The scenario's date, and the weeks of a step.
    """
    known: dict[str, list[Any]] = {**labels(names)}
    known["year"] = list(range(1, record["short"].shape[2] + 1)) if record else []
    coordinates: dict[str, list[Any]] = {}
    arrays: dict[str, Any] = {}
    for name, variable in variables(Record).items() if record else ():
        axes, values, described = variable.axes, record[name], _described(name, variable.unit)
        if axes == "1":
            arrays[name] = (("future",), values[:, 0], described)
            continue
        dims = [AXIS_NAMES[axis] for axis in axes]
        if all(len(known[dim]) == size for dim, size in zip(dims, values.shape[1:], strict=True)):
            coordinates |= {dim: known[dim] for dim in dims}
            arrays[name] = (("future", *dims), values, described)
    units, steps = variables(Series), 0
    for name, series in bands.items():
        row = SERIES_ROWS[name]
        quantiles = np.stack([series.quantile(q) for q in QUANTILES])
        steps = quantiles.shape[-1]
        described = _described(name, units[name].unit)
        described["long_name"] = f"quantile of: {described['long_name']}"
        arrays[f"{name}_quantile"] = (("quantile", row, "step"), quantiles, described)
        coordinates |= {row: known[row], "quantile": list(QUANTILES)}
    text = json_text(manifest)
    attributes = {"manifest": text, "Conventions": "CF-1.11", "title": f"{manifest['title']}"}
    labelled = {
        dim: (dim, names_of, {"long_name": AXIS_LONG_NAMES[dim]})
        for dim, names_of in coordinates.items()
    }
    found = xr.Dataset(arrays, coords=labelled, attrs=attributes)
    if clock is not None and steps:
        on, step = clock
        days = [np.datetime64(on + timedelta(weeks=step * each), "ns") for each in range(steps)]
        found = found.assign_coords(
            date=("step", np.array(days), {"long_name": "first day of the step"})
        )
    return found if draws is None else found.merge(draws)


def _described(name: str, unit: str) -> dict[str, str]:
    """Return the attributes of a variable: its meaning, its unit, and the sign of never."""
    described = {"long_name": LONG_NAMES[name]}
    if unit:
        described["units"] = unit
    if unit == "week" and name.startswith(("first", "strict", "quorum", "recovered")):
        described["comment"] = NEVER
    return described


def netcdf(found: xr.Dataset) -> bytes:
    """Return a dataset as the content of a netCDF file.

    It is made in memory: the library of the format crashes when the disk is full, and needs locks.
    """
    stream = io.BytesIO()
    with h5netcdf.File(stream, "w") as file:
        found.dump_to_store(H5NetCDFStore(file))
    return stream.getvalue()
