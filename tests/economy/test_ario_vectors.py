"""ARIO against the outputs of BoARIO 0.7.2, on every series that its vectors hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from outlast.economy.network.ario import ArioModel, ArioSettings
from outlast.economy.network.events import CapacityLoss, CapitalLoss, EventSet
from outlast.economy.network.flows import FlowTable, checked
from outlast.economy.network.step_values import StepValues

VECTORS = Path(__file__).parent.parent / "vectors"
ALLOWED = 1e-11

Shares: TypeAlias = tuple[tuple[int, float], ...]
"""Sectors that rebuild, with their shares."""


def read(file: Path) -> dict[str, Any]:
    """Return the arrays of a vector."""
    with np.load(file) as found:
        return {name: found[name] for name in found}


def table_of(vector: dict[str, Any]) -> FlowTable:
    """Return the table of a vector."""
    regions, sectors = map(str, vector["regions"]), map(str, vector["sectors"])
    kept = (tuple(regions), tuple(sectors))
    count = len(vector["x"])
    final = vector["Y"].reshape(count, len(kept[0]), -1).sum(2)
    added = vector["x"] - vector["Z"].sum(0)
    titles = tuple(map(str, range(count)))
    return checked(FlowTable(*kept, titles, vector["Z"], final, added, vector["x"]))


def series(values: StepValues, table: FlowTable) -> Iterator[tuple[str, Any]]:
    """Yield the series of one step under the names of the vectors."""
    regions, sectors = len(table.regions), len(table.sectors)
    final = table.final / 365
    unmet = (1 - values.served) * final
    yield "production_realised", values.made[:, 0]
    yield "production_capacity", values.capacity[:, 0]
    yield "intermediate_demand", values.ordered[:, 0]
    yield "final_demand", final.sum(1)
    yield "final_demand_undist", unmet.sum(1)
    yield "final_demand_unmet", unmet.reshape(regions, sectors, regions).sum(0).T.ravel()
    assert values.stock is not None
    yield "inputs_stocks", values.stock[..., 0]
    assert values.overproduction is not None
    yield "overproduction", values.overproduction[:, 0]
    nothing = np.zeros((len(final), 1))
    yield "rebuild_demand", (nothing if values.rebuild is None else values.rebuild)[:, 0]
    yield "rebuild_prod", (nothing if values.rebuilt is None else values.rebuilt)[:, 0]
    if values.damage is not None:
        yield "productive_capital_to_recover", values.damage[:, 0]


def worst(vector: dict[str, Any], event: EventSet) -> dict[str, float]:
    """Return the largest difference of each series, as a share of its largest value."""
    table = table_of(vector)
    model = ArioModel(
        table, ArioSettings(cover=tuple(vector["inv_duration"])), vector["productive_capital"]
    )
    steps = len(vector["out_production_realised"])
    found: dict[str, float] = {}
    for values in model.steps([event], steps, keeps_stock=True):
        for name, ours in series(values, table):
            theirs = vector[f"out_{name}"]
            scale = max(float(np.nanmax(np.abs(theirs))), 1e-300)
            gap = float(np.nanmax(np.abs(ours - theirs[values.step]))) / scale
            found[name] = max(found.get(name, 0.0), gap)
    held = {name.removeprefix("out_") for name in vector if name.startswith("out_")}
    unheld = {"productive_capital_to_recover"} if not event.capital else set[str]()
    assert set(found) == held - unheld
    return found


def lost_capital(vector: dict[str, Any], rebuilders: Shares, *times: float) -> EventSet:
    """Return the loss of capital of a vector."""
    impact = vector["ev0_impact"]
    at = tuple(map(int, np.flatnonzero(impact)))
    loss = CapitalLoss(at, tuple(map(float, impact[list(at)])), rebuilders)
    start, length, time = times
    return EventSet(capital=(loss._replace(start=int(start), length=int(length), rebuilding=time),))


def test_rebuilding() -> None:
    vector = read(VECTORS / "boario-t1.npz")
    found = worst(vector, lost_capital(vector, ((2, 0.6), (3, 0.4)), 2, 5, 30))
    assert max(found.values()) <= ALLOWED, found


def test_lost_capacity_with_recovery() -> None:
    """The vector holds no lost capital beyond its first steps: there is none."""
    vector = read(VECTORS / "boario-t2.npz")
    found = worst(vector, EventSet((CapacityLoss((0,), 0.5, 2, 40, 20),)))
    assert max(found.values()) <= ALLOWED, found


def test_the_quick_start_over_two_years() -> None:
    folder = os.environ.get("OUTLAST_VECTORS", "")
    file = Path(folder) / "A_quickstart_rebuild.npz"
    if not folder or not file.is_file():
        pytest.skip("A_quickstart_rebuild.npz is not at hand: name its folder in OUTLAST_VECTORS")
    vector = read(file)
    sectors = list(vector["sectors"])
    shares = ((sectors.index("construction"), 0.55), (sectors.index("manufactoring"), 0.45))
    found = worst(vector, lost_capital(vector, shares, 1, 15, 180))
    assert max(found.values()) <= ALLOWED, found


def test_a_wrong_rule_is_seen() -> None:
    """The vectors can fail: one step of delay, or another threshold, is far outside."""
    vector = read(VECTORS / "boario-t2.npz")
    late = worst(vector, EventSet((CapacityLoss((0,), 0.5, 3, 40, 20),)))
    assert max(late.values()) > 1e-3
