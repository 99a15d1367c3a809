"""The case that both programs run: a table of random numbers, and lost capacity that recovers."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from outlast.economy.network.flows_file import read_flows

SIZES = {"10x20": (10, 20, 365), "40x35": (40, 35, 120)}
"""Regions, sectors and days of each case."""

DAYS = 80
"""Days of the case of a file."""

SHARE, START, LENGTH, RECOVERY = 0.4, 2, 60, 90
"""The event: two industries lose this share of their capacity."""


FILLED = 0.6
"""The part of a technology matrix that is not zero."""


class Case(NamedTuple):
    """A table of a year's flows, dense as a technology matrix is."""

    regions: list[str]
    sectors: list[str]
    sales: np.ndarray[Any, np.dtype[np.float64]]
    final: np.ndarray[Any, np.dtype[np.float64]]
    days: int


def case(size: str) -> Case:
    """Return the case of a size, or of a table's file; names are sorted, as BoARIO sorts them."""
    if size not in SIZES:
        return _of_file(Path(size))
    regions, sectors, days = SIZES[size]
    random = np.random.default_rng(regions * 1000 + sectors)
    count = regions * sectors
    output = random.lognormal(8.0, 1.0, count)
    technology = random.random((sectors, sectors)) * (random.random((sectors, sectors)) < FILLED)
    technology *= random.uniform(0.3, 0.6, sectors) / np.maximum(technology.sum(0), 1e-9)
    origin = random.random((sectors, regions, regions)) + 6.0 * np.eye(regions)
    origin /= origin.sum(1, keepdims=True)
    needs = technology[:, None, :] * output.reshape(regions, sectors)[None]
    sales = np.einsum("spr,srk->psrk", origin, needs).reshape(count, count)
    rest = np.maximum(output - sales.sum(1), 0.05 * output)
    home = np.repeat(np.eye(regions), sectors, axis=0)
    shares = 0.8 * home + 0.2 / regions
    names = ([f"r{at:03d}" for at in range(regions)], [f"s{at:03d}" for at in range(sectors)])
    return Case(*names, sales, rest[:, None] * shares, days)


def _of_file(file: Path) -> Case:
    """Return the case of a table's file, as `outlast data get wiod` writes one."""
    table = read_flows(file, mend=True)
    regions, sectors = sorted(table.regions), sorted(table.sectors)
    order = [table.place[f"{one}:{other}"] for one in regions for other in sectors]
    final = table.final[order][:, [table.regions.index(one) for one in regions]]
    return Case(regions, sectors, table.sales[np.ix_(order, order)], final, DAYS)
