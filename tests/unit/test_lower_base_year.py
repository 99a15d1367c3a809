"""The balances of docs/model/base-year.md hold in the arrays, for the toy and the shipped world."""

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.errors import OutlastError
from outlast.lower import Lowered, lower
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module", params=["lilliput", "today", "april-2025"])
def world(request: pytest.FixtureRequest) -> Lowered:
    try:
        situation = load_scenario(request.param)
    except OutlastError as refusal:
        pytest.skip(f"the data of {request.param} are not sound: {refusal}")
    return lower(situation)


def close(first: np.ndarray, second: np.ndarray) -> bool:
    larger = np.maximum(np.abs(first), np.abs(second))
    return bool(np.all(np.abs(first - second) <= 1e-9 * larger + 1e-12))


def test_inflow_equals_use(world: Lowered) -> None:
    plan, sites = world.plan, len(world.names.sites)
    used = np.bincount(plan.edge_site, plan.requirement0, sites)
    came = np.bincount(plan.destination, plan.flow0, sites)
    assert close(used, came)
    assert close(came, plan.site_inflow0)


def test_output_equals_sales(world: Lowered) -> None:
    plan, sites = world.plan, len(world.names.sites)
    made = np.bincount(plan.process_site, plan.output0, sites)
    sent = np.bincount(plan.origin, plan.flow0, sites)
    assert close(made, sent)
    assert close(made, plan.site_output0)


def test_requirements_follow_from_intensities(world: Lowered) -> None:
    plan = world.plan
    for process in range(len(plan.output0)):
        for edge in range(plan.process_edge_ptr[process], plan.process_edge_ptr[process + 1]):
            need = plan.intensity[edge] * plan.output0[process]
            assert need == pytest.approx(plan.requirement0[edge], rel=1e-9, abs=1e-12)
    for service in range(len(plan.demand0)):
        for edge in range(plan.service_edge_ptr[service], plan.service_edge_ptr[service + 1]):
            need = plan.intensity[edge] * plan.demand0[service]
            assert need == pytest.approx(plan.requirement0[edge], rel=1e-9, abs=1e-12)


def test_shares_into_a_site_and_among_classes_and_cohorts_sum_to_one(world: Lowered) -> None:
    plan, sites = world.plan, len(world.names.sites)
    shares = np.bincount(plan.destination, plan.share0, sites)
    assert close(shares[plan.site_inflow0 > 0], np.ones(int(np.sum(plan.site_inflow0 > 0))))
    used = np.bincount(plan.edge_site, plan.requirement0, sites) > 0
    assert close(plan.site_class.sum(axis=1)[used], np.ones(int(used.sum())))
    assert plan.cohort_weight.sum() == pytest.approx(1)


def test_capacity_holds_the_output_and_travel_takes_a_step(world: Lowered) -> None:
    plan = world.plan
    assert np.all(plan.capacity0 >= plan.output0)
    assert np.all(plan.slots >= 1)
    assert plan.ring_ptr[-1] == plan.slots.sum()
    assert np.all(plan.force <= 1 + 1e-12)
    assert np.all(plan.force <= plan.on + 1e-12)
    assert np.all((plan.act_share > 0) & (plan.act_share <= 1 + 1e-12))
    assert np.all(plan.holding_share.sum(axis=0) <= 1 + 1e-12)


def test_every_site_that_receives_goods_has_a_user(world: Lowered) -> None:
    plan = world.plan
    used = set(plan.edge_site[plan.requirement0 > 0].tolist())
    begins = set(plan.edge_site[plan.intensity > 0].tolist())
    assert set(plan.destination[plan.flow0 > 0].tolist()) <= used
    assert set(plan.destination.tolist()) <= begins


def test_lists_hold_each_member_once(world: Lowered) -> None:
    plan, names = world.plan, world.names
    for name, count in (
        ("site_edge", len(names.edges)),
        ("site_in", len(names.routes)),
        ("site_out", len(names.routes)),
        ("site_process", len(names.processes)),
    ):
        assert sorted(getattr(plan, name).tolist()) == list(range(count)), name
        assert getattr(plan, f"{name}_ptr")[-1] == count
    assert plan.act_ptr[-1] == len(plan.act_kind)
    assert plan.set_ptr[-1] == len(plan.set_line)
    assert np.all(plan.set_line >= 0)


def test_draws_are_finite_and_within_their_limits(world: Lowered) -> None:
    points = np.random.default_rng(7).random((50, len(world.drawing.dimensions)))
    for value in world.sample(points):
        values = value.values if isinstance(value, Rows) else value
        assert np.all(np.isfinite(values))
        assert values.shape[-1] == 50
