"""The default rules of a network: against a literal program, and their laws."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.economy.network.ario import ArioModel
from outlast.economy.network.batch import FlowModel, batch_losses
from outlast.economy.network.events import CapacityLoss, EventSet, RouteCut
from outlast.economy.network.flows import FlowTable, checked
from outlast.economy.network.inventories import (
    RATIONING,
    InventoryModel,
    InventorySettings,
)
from outlast.economy.network.passes import Floats
from tests.oracle.network import outputs

NOTHING = EventSet()


def flows(seed: int = 1, regions: int = 2, sectors: int = 4, zeros: float = 0.3) -> FlowTable:
    """Return a table of random numbers with zeros."""
    random = np.random.default_rng(seed)
    count = regions * sectors
    sales = random.uniform(0, 10, (count, count)) * (random.random((count, count)) > zeros)
    final = random.uniform(20, 60, (count, regions))
    output = sales.sum(1) + final.sum(1)
    return checked(
        FlowTable(
            tuple(f"r{at}" for at in range(regions)) if regions > 1 else ("",),
            tuple(f"s{at}" for at in range(sectors)),
            tuple(map(str, range(count))),
            sales,
            final,
            output - sales.sum(0),
            output,
        )
    )


def classes(table: FlowTable, seed: int = 2) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Return classes of inputs drawn at random."""
    random = np.random.default_rng(seed)
    return random.integers(0, 3, (len(table.sectors), len(table.labels))).astype(np.int8)


def made(model: FlowModel, event: EventSet, steps: int) -> Floats:
    """Return the output of each step and industry."""
    return np.array([values.made[:, 0].copy() for values in model.steps([event], steps)])


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(RATIONING),
    st.sampled_from([1, 2]),
    st.floats(0, 1),
    st.floats(1, 6),
)
def test_the_rules_are_those_of_the_page(
    seed: int, rationing: str, regions: int, share: float, cover: float
) -> None:
    table = flows(seed, regions, 4)
    kinds = classes(table, seed + 1)
    rules = {"year": 52.0, "cover": cover, "restocking": 3.0, "spare": 0.1, "rationing": rationing}
    capacity = [(0, share, 2, 6, 3), (0, share / 2, 4, 9, 0), (2, 0.3, 5, 4, 2)]
    routes = [(1, 0, share, 1, 7, 2), (1, 0, 0.4, 3, 2, 0), (3, 2, 0.9, 0, 12, 0)]
    event = EventSet(
        tuple(CapacityLoss((row[0],), *row[1:]) for row in capacity),
        tuple(RouteCut((row[0],), (row[1],), *row[2:]) for row in routes),
    )
    known = {
        "regions": regions,
        "sectors": 4,
        "sales": table.sales.tolist(),
        "final": table.final.sum(1).tolist(),
    }
    theirs, beyond = outputs(known, kinds.tolist(), rules, capacity, routes, 25)
    model = InventoryModel(table, kinds, InventorySettings(52.0, cover, 3.0, 0.1, rationing))
    ours = made(model, event, 25)
    assert ours == pytest.approx(np.array(theirs), rel=1e-9, abs=1e-9)
    assert beyond < 1e-9


@pytest.mark.parametrize("rules", ["inventories", "ario"])
def test_without_an_event_nothing_moves(rules: str) -> None:
    table = flows(3)
    model = ArioModel(table) if rules == "ario" else InventoryModel(table, classes(table))
    before = model.output[:, 0]
    assert np.abs(made(model, NOTHING, 520) / before - 1).max() <= 1e-12


def test_a_batch_is_its_runs_one_by_one() -> None:
    """Runs share nothing, in chunks of any size, and a model starts afresh each time."""
    table = flows(4)
    events = [
        EventSet((CapacityLoss((at % 8,), 0.1 * (at % 9), at % 3, 5 + at),)) for at in range(13)
    ]
    events[3] = events[3]._replace(routes=(RouteCut((0, 1), (2, 3), 0.7, 2, 6),))
    for model in (ArioModel(table), InventoryModel(table, classes(table))):
        whole = batch_losses(model, events, 40)
        small = batch_losses(model, events, 40, memory=3 * model.bytes_a_run())
        again = batch_losses(model, events, 40)
        assert whole is not None
        assert small is not None
        assert again is not None
        assert np.array_equal(whole.total, again.total)
        scale = np.abs(whole.total).max()
        assert small.total == pytest.approx(whole.total, rel=1e-9, abs=1e-11 * scale)
        alone = [batch_losses(model, [event], 40) for event in events]
        for at, each in enumerate(alone):
            assert each is not None
            assert each.total[0] == pytest.approx(whole.total[at], rel=1e-9, abs=1e-11 * scale)


def test_single_precision_is_near() -> None:
    table = flows(5)
    event = EventSet((CapacityLoss((0, 3), 0.4, 2, 20, 5),))
    kinds = classes(table)
    pairs = (
        (ArioModel(table), ArioModel(table, dtype=np.float32)),
        (InventoryModel(table, kinds), InventoryModel(table, kinds, dtype=np.float32)),
    )
    for one, other in pairs:
        double, single = made(one, event, 60), made(other, event, 60)
        assert single.dtype == np.float32
        assert np.abs(single / double - 1).max() < 1e-3
        assert np.abs(single / double - 1).max() > 0


@pytest.mark.parametrize("rules", ["inventories", "ario"])
def test_a_model_runs_again_as_if_new(rules: str) -> None:
    """Nothing of a run stays in the model: the same events give the same bits after others."""
    table = flows(6)
    model = ArioModel(table) if rules == "ario" else InventoryModel(table, classes(table))
    event = EventSet((CapacityLoss((0, 3), 0.4, 2, 20, 5),))
    first = made(model, event, 40)
    made(model, EventSet((CapacityLoss((1, 5), 0.9, 0, 40),)), 40)
    assert np.array_equal(made(model, event, 40), first)
    assert np.array_equal(made(model, NOTHING, 5), made(model, NOTHING, 5))


@pytest.mark.parametrize("rules", ["inventories", "ario"])
def test_events_that_overlap(rules: str) -> None:
    """Where events meet, the greatest counts: a smaller one within changes nothing."""
    table = flows(6)
    model = ArioModel(table) if rules == "ario" else InventoryModel(table, classes(table))
    large = CapacityLoss((0, 1), 0.5, 2, 20)
    within = CapacityLoss((0,), 0.3, 4, 10)
    other = CapacityLoss((5,), 0.3, 4, 10)
    one = made(model, EventSet((large,)), 40)
    assert np.array_equal(one, made(model, EventSet((large, within)), 40))
    assert not np.array_equal(one, made(model, EventSet((large, other)), 40))
    many = EventSet(tuple(CapacityLoss((at % 8,), 0.05 * at, at, 9, at) for at in range(12)))
    found = made(model, many, 60)
    assert np.isfinite(found).all()
    assert (found >= 0).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1), st.sampled_from(RATIONING))
def test_output_stays_within_its_limits(seed: int, share: float, rationing: str) -> None:
    table = flows(seed)
    model = InventoryModel(table, classes(table, seed), InventorySettings(rationing=rationing))
    event = EventSet((CapacityLoss((1,), share, 1, 10, 4),))
    for values in model.steps([event], 40, keeps_stock=True):
        assert (values.made <= values.capacity * (1 + 1e-12)).all()
        assert (values.made >= 0).all()
        assert values.stock is not None
        assert (values.stock >= 0).all()
        assert (values.served <= 1 + 1e-12).all()


def test_a_closed_route_is_a_loss_of_its_seller_and_its_buyer() -> None:
    table = flows(7, zeros=0.0)
    critical = np.full((4, 8), 2, np.int8)
    model = InventoryModel(table, critical, InventorySettings(cover=2.0))
    found = made(model, EventSet(routes=(RouteCut((0,), (1,), 1.0, 3, 30),)), 34)
    before = model.output[:, 0]
    part = table.sales[0, 1] / 52
    assert found[3, 0] == pytest.approx(before[0] - part, rel=1e-9)
    assert found[-1, 1] < before[1] * 0.9
    assert found[:3] == pytest.approx(np.tile(before, (3, 1)), rel=1e-12)


def test_inputs_of_no_class_stop_nobody() -> None:
    """Output then falls by lost capacity and lost orders alone: never below its orders."""
    table = flows(8)
    model = InventoryModel(table, np.zeros((4, 8), np.int8))
    for values in model.steps([EventSet((CapacityLoss((0,), 0.9, 2, 20),))], 40):
        allowed = np.minimum(values.capacity, values.ordered + model.final)
        assert values.made == pytest.approx(allowed, rel=1e-12)


def test_ten_thousand_runs_in_one_process() -> None:
    table = flows(9, regions=1, sectors=3)
    events = [EventSet((CapacityLoss((at % 3,), at / 20_000, 1, 5),)) for at in range(10_000)]
    for model in (ArioModel(table), InventoryModel(table, np.ones((3, 3), np.int8))):
        found = batch_losses(model, events, 12)
        assert found is not None
        assert found.total.shape == (10_000, 3)
        assert np.isfinite(found.total).all()
        assert found.direct.sum(1)[-1] < found.direct.sum(1)[300] < 0


def test_a_caller_ends_a_batch() -> None:
    table = flows(1)
    asked: list[tuple[int, int]] = []
    found = batch_losses(
        ArioModel(table),
        [NOTHING],
        20,
        progress=lambda done, of: asked.append((done, of)),
        should_cancel=lambda: len(asked) == 3,
    )
    assert found is None
    assert asked == [(1, 20), (2, 20), (3, 20)]
