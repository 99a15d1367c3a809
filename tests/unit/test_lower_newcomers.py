"""A good that begins with a project is lowered with flows of 0; compute is counted by source."""

import numpy as np
import pytest

from outlast.engine.codes import INSTALLER
from outlast.lower import Lowered, lower
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def today() -> Lowered:
    return lower(load_scenario("today"))


def test_chinese_memory_waits_for_its_project(today: Lowered) -> None:
    plan, names = today.plan, today.names
    site = names.sites.index("cn-cn-hbm")
    assert plan.site_inflow0[site] == plan.site_output0[site] == 0
    (way,) = np.flatnonzero(plan.destination == site)
    assert plan.origin[way] == site
    assert (plan.flow0[way], plan.share0[way]) == (0.0, 1.0)
    makers = np.flatnonzero(plan.process_site == site)
    (project,) = np.flatnonzero(np.isin(plan.project_process, makers))
    assert names.projects[project] == "cxmt-hbm"
    (edge,) = [n for n, each in enumerate(names.edges) if each.site == "cn-cn-hbm"]
    assert plan.requirement0[edge] == 0
    assert plan.intensity[edge] == 4


def test_memory_and_its_packaging_alone_grow_after_their_ramps(today: Lowered) -> None:
    dice = np.random.default_rng(1).random((64, len(today.drawing.dimensions)))
    growth = today.sample(dice).project_growth.values
    grows = {"cxmt-hbm", "ascend-domestic-memory"}
    for name, rows in zip(today.names.projects, growth, strict=True):
        assert (rows > 0).all() == (name in grows), name
    rows = [today.names.projects.index(name) for name in sorted(grows)]
    np.testing.assert_array_equal(growth[rows[0]], growth[rows[1]])


def test_a_good_without_buyer_or_project_stays_out(today: Lowered) -> None:
    assert "us-accelerator-frontier" in today.names.dropped
    assert "cn-ascend-910c" in today.names.dropped


def test_tenants_fill_the_holding_that_china_rents(today: Lowered) -> None:
    plan, names = today.plan, today.names
    rented = names.holdings.index(("CN", "rented"))
    filling = [names.services[u] for u in np.flatnonzero(plan.install_holding == rented)]
    assert sorted(filling) == [
        "cn-tenant-ally-accelerator-h200-class",
        "cn-tenant-hub-accelerator-h200-class",
    ]
    assert plan.holding_rented[rented] == 1
    assert (plan.service_kind[plan.install_holding == rented] == INSTALLER).all()


def test_smuggled_compute_has_a_holding_of_its_own(today: Lowered) -> None:
    plan, names = today.plan, today.names
    smuggled = names.holdings.index(("CN", "smuggled"))
    users = np.flatnonzero(plan.smuggled_holding == smuggled)
    assert len(users)
    assert set(plan.service_bloc[users].tolist()) == {names.blocs.index("CN")}
    parted = {names.sites[s] for s in np.flatnonzero(plan.site_tracked)}
    ends: list[int] = plan.destination[plan.licit == 0].tolist()
    chips = {names.sites[end] for end in ends if names.sites[end].startswith("cn-accelerator")}
    assert chips
    assert chips <= parted


def test_arithmetic_becomes_cheaper_and_metals_do_not(today: Lowered) -> None:
    goods = today.names.goods
    trend = today.plan.price_trend
    year = round(52.1775 / today.plan.step)
    row = trend[goods.index("accelerator-h200-class")]
    assert row[year] / row[0] == pytest.approx(0.76, rel=1e-3)
    assert (trend[goods.index("gallium")] == 1).all()
