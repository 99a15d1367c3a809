"""Results with names on their axes: an xarray Dataset of futures, a pandas table of odds."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
import xarray as xr

from outlast.engine.state import Record
from outlast.engine.workspace import declared

if TYPE_CHECKING:
    from outlast.results.results import Results

QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""The quantiles of series that are kept in a file."""

BLOCKS: Final = ("direct", "sender", "terms-of-trade", "fiscal")
COVERS: Final = ("users", "sellers", "reserve", "transit")
ROWS: Final = {
    "level": "line",
    "spot": "price",
    "cover": "site",
    "met": "site",
    "usable": "service",
}
"""What the rows of each series are."""

NAMED: Final = {
    "x": "line", "u": "service", "i": "set", "b": "bloc", "k": "block", "s": "site", "4": "stock",
    "P": "price", "h": "holding", "y": "profile", "f": "flow",
}  # fmt: skip
"""What the axes of the record are called."""


def labels(results: "Results") -> dict[str, list[str]]:
    """Return the names along each axis."""
    names = results.lowered.names
    return {
        "line": [f"{line.service}/{line.definition}" for line in names.lines],
        "service": list(names.services),
        "set": [f"{half.contest}/{half.definition}/{half.side}" for half in names.sets],
        "bloc": list(names.blocs),
        "block": list(BLOCKS),
        "site": list(names.sites),
        "stock": list(COVERS),
        "price": [f"{good}/{zone}" for good in names.goods for zone in ("inside", "outside")],
        "holding": [f"{bloc}/{source}" for bloc, source in names.holdings],
        "profile": [f"arithmetic {weight:g}" for weight in names.profiles],
        "flow": list(names.tallies),
    }


def dataset(results: "Results") -> xr.Dataset:
    """Return the record of every future, and the quantiles of series, with their names."""
    known = labels(results)
    used: dict[str, list[Any]] = {}
    variables: dict[str, Any] = {}
    for name, (_, axes) in declared(Record).items():
        values = results.record[name]
        if axes == "1":
            variables[name] = (("future",), values[:, 0])
            continue
        dims = [NAMED[axis] for axis in axes]
        if all(len(known[dim]) == size for dim, size in zip(dims, values.shape[1:], strict=True)):
            used |= {dim: known[dim] for dim in dims}
            variables[name] = (("future", *dims), values)
    for name, bands in results.bands.items():
        row = ROWS[name]
        found = np.stack([bands.quantile(q) for q in QUANTILES])
        variables[f"{name}_quantile"] = (("quantile", row, "step"), found)
        used |= {row: known[row], "quantile": list(QUANTILES)}
    told = json.dumps(results.manifest.plain(), default=str, ensure_ascii=False)
    return xr.Dataset(variables, coords=used, attrs={"manifest": told})


def frame(results: "Results") -> pd.DataFrame:
    """Return the odds of services, one row a line."""
    return pd.DataFrame([asdict(line) for line in results.lines()])
