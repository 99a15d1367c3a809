"""Lilliput lowers to the numbers that docs/model/lilliput.md works by hand."""

import numpy as np
import pytest

from outlast.lower import Lowered
from tests.unit.lilliput import lowered


@pytest.fixture(scope="module")
def toy() -> Lowered:
    return lowered()


def row(toy: Lowered, measure: str) -> int:
    return [each.measure for each in toy.names.measures].index(measure)


def test_the_force_of_each_measure_builds_up_as_the_page_says(toy: Lowered) -> None:
    licence, quota = row(toy, "egg-licence"), row(toy, "salt-quota")
    assert toy.plan.force[licence, :3] == pytest.approx([0.136147, 0.643030, 0.868678], abs=1e-6)
    assert toy.plan.force[quota, :3] == pytest.approx([0, 0, 0.367879], abs=1e-6)
    assert toy.plan.on[licence, :2] == pytest.approx([0.571429, 1], abs=1e-6)
    assert toy.plan.announced[licence, :2] == pytest.approx([0.428571, 0], abs=1e-6)
    ban, fee = row(toy, "egg-ban"), row(toy, "pastry-fee")
    assert np.flatnonzero(toy.plan.announced[ban]).tolist() == [11, 12]
    assert np.flatnonzero(toy.plan.force[ban])[0] == 13
    assert toy.plan.force[fee, 7:10].tolist() == [0, 1, 1]


def test_acts_cover_what_the_page_says(toy: Lowered) -> None:
    plan, names = toy.plan, toy.names
    found = {
        (names.routes[route].name, names.measures[int(plan.act_measure[act])].measure): (
            int(plan.act_kind[act]),
            round(float(plan.act_share[act]), 9),
            float(plan.act_rate[act]),
        )
        for route in range(len(names.routes))
        for act in range(plan.act_ptr[route], plan.act_ptr[route + 1])
    }
    assert found == {
        ("eggs-blefuscu-lilliput", "egg-licence"): (1, 0.8, 0),
        ("eggs-blefuscu-laputa", "egg-licence"): (1, 1, 0),
        ("eggs-blefuscu-lilliput", "egg-ban"): (0, 1, 0),
        ("salt-lilliput-blefuscu", "salt-quota"): (2, 1, 0.5),
        ("pastry-lilliput-blefuscu", "pastry-fee"): (4, 1, 0.25),
    }


def test_threats_weigh_what_the_page_says(toy: Lowered) -> None:
    plan, names = toy.plan, toy.names
    found = {
        (site, names.measures[int(plan.threat_measure[threat])].measure): plan.threat_weight[threat]
        for number, site in enumerate(names.sites)
        for threat in range(plan.threat_ptr[number], plan.threat_ptr[number + 1])
    }
    assert found == pytest.approx(
        {
            ("lilliput-eggs", "egg-licence"): 0.4,
            ("laputa-eggs", "egg-licence"): 0.5,
            ("lilliput-pastry", "egg-licence"): 0.4,
            ("lilliput-eggs", "egg-ban"): 0.8,
            ("lilliput-pastry", "egg-ban"): 0.8,
            ("blefuscu-salt", "salt-quota"): 0.428571428,
        }
    )


def test_the_detour_leads_through_the_port(toy: Lowered) -> None:
    plan, names = toy.plan, toy.names
    detour = plan.bases
    assert names.routes[detour].hub == "laputa"
    assert names.routes[plan.detour_of[detour]].name == "eggs-blefuscu-lilliput"
    assert names.routes[plan.hub_route[detour]].name == "eggs-blefuscu-laputa"
    assert (plan.slots[detour], plan.flow0[detour], plan.licit[detour]) == (4, 0, 1)
    hub = plan.hub_route[detour]
    assert plan.hub_detour[plan.hub_ptr[hub] : plan.hub_ptr[hub + 1]].tolist() == [detour]


def test_cover_and_draws_are_those_of_the_page(toy: Lowered) -> None:
    points = np.full((3, len(toy.drawing.dimensions)), 0.3)
    draw = toy.sample(points)
    edges = [(edge.user, edge.good) for edge in toy.names.edges]
    cover = draw.cover.values[edges.index(("breakfast", "eggs")), :, 0]
    assert cover == pytest.approx([3 * 0.488217, 3 * 1.511783], abs=3e-6)
    scalars = {
        "fear_up": 2, "fear_down": 52, "hoarding": 1, "stock_time": 6,
        "refile": 0.7, "lapse_time": 104, "premium": 0.5, "invest": 0,
    }  # fmt: skip
    assert {name: getattr(draw, name)[0] for name in scalars} == scalars
    assert (draw.free_share.values == 1.0).all()
    assert (draw.storability.values == 1.0).all()
    assert draw.belief.values[:, 0].tolist() == [0.8] * 4
    assert draw.approval.values[0, 0, :, 0].tolist() == [0.2, 0.8, 0.8]
    detour = toy.plan.bases
    shares = [
        getattr(draw, name).values[detour, 0]
        for name in ("detour_share", "detour_cap", "detour_wedge", "seized", "enforcement")
    ]
    assert shares == [0.5, 0.5, 0.3, 0.1, 0.2]
    hens = toy.names.processes.index("small-hens")
    assert draw.idle_share.values[hens, 0] == 0.5
    assert toy.plan.reserve0.tolist() == [6, 0, 0, 0, 0, 0, 20]


def test_the_toy_is_lowered_in_full(toy: Lowered) -> None:
    assert not toy.names.dropped
    assert not toy.measures_without_acts
    assert not toy.drawing.priors_without_rows
