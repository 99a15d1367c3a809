"""Tied shares that a caller fixes, in exposure, shock and a run, and the refusals of wrong ones."""

from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

import outlast as ol
from outlast.api.exposure import exposure
from outlast.api.leverage import leverage
from outlast.api.run import load
from outlast.api.shock import shock
from outlast.cli import main
from outlast.economy.bridge_draws import bridge_draws
from outlast.economy.cost import contest_cost
from outlast.errors import InputError
from outlast.lower import lower
from outlast.scenario.adjust import with_settings
from outlast.scenario.fixed_shares import tied_shares
from outlast.web.app import make_app

CARS = "tied.us-car-magnets.336111"


def test_a_fixed_tied_share_has_no_width_and_moves_the_loss() -> None:
    shipped = exposure("US", futures=50)
    fixed = exposure("US", futures=50, given={"tied.rare-earths": "0.05"})
    tied = fixed.countries[0].tied_share
    assert tied.low == pytest.approx(tied.high)
    assert fixed.countries[0].loss.median < shipped.countries[0].loss.median
    china = exposure("CN", futures=50)
    assert exposure("CN", futures=50, given={"tied.rare-earths": 0.05}).countries == china.countries


def test_a_fixed_share_of_an_industry_scales_its_direct_loss() -> None:
    one, two = (
        shock("gallium", futures=200, given={"tied.gallium.334413": share}) for share in (0.1, 0.2)
    )
    assert two.direct_bn.median == pytest.approx(2 * one.direct_bn.median, rel=1e-9)
    assert two.price_change == one.price_change


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"tied.rare-earth": 0.1}, "tied.rare-earths"),
        ({"rare-earths": 0.1}, "cannot be set here"),
        ({"tied.rare-earths": 1.2}, "from 0 to 1"),
        ({"tied.rare-earths": "much"}, "from 0 to 1"),
    ],
)
def test_a_wrong_share_is_refused(given: dict[str, float | str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        exposure("US", given=given)


def test_an_unknown_industry_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"tied\.gallium\.334413"):
        shock("gallium", given={"tied.gallium.33441": 0.1})


def test_priors_that_a_command_draws_can_be_fixed() -> None:
    fixed = leverage("CN", "US", futures=50, given={"share-price-response": 4.0})
    assert fixed.directions[0].holds[0].elasticity == (4.0, 4.0, 4.0)
    cheap, dear = (
        exposure("US", futures=50, given={"substitution-technical": each}).countries[0].loss.median
        for each in (0.1, 0.3)
    )
    assert cheap > dear
    low, high = (
        shock("gallium", futures=50, given={"price-cap": each}).minerals[0].price_change
        for each in (4, 30)
    )
    assert high == low  # prices stay under both caps
    shipped = shock("gallium", futures=50).minerals[0].price_change
    assert shipped == high
    with pytest.raises(InputError, match="share-price-response"):
        leverage("CN", "US", given={"share-price": 4.0})
    with pytest.raises(InputError, match="from "):
        shock("gallium", given={"price-cap": 0.5})


def test_leverage_takes_the_tied_shares_of_services() -> None:
    def worth(share: float) -> float:
        found = leverage("CN", "US", futures=50, given={CARS: share})
        firsts = [each.first_year_bn for each in found.directions[0].holds]
        return sum(each.median for each in firsts if each is not None)

    assert worth(0.9) > worth(0.1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("exposure", "--country", "Germny", "--months", "30", "--set", "tied.rare-erths=2"),
            ("Germany", "from 0 to 12", "tied.rare-earths"),
        ),
        (
            ("shock", "galium", "--stock", "-1", "--set", "tied.galium.334413=0.1"),
            ("gallium", "months of full use", "tied.gallium.334413"),
        ),
    ],
)
def test_all_wrong_names_and_numbers_are_refused_at_once(
    words: tuple[str, ...], says: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == 1
    told = capsys.readouterr().err
    assert all(each in told for each in says)


def test_a_run_takes_a_tied_share_and_its_cost_follows_it(tmp_path: Path) -> None:
    shipped, low, high = (
        ol.run("today", futures=40, given=given)
        for given in ({}, {CARS: 0.1}, {f"set.{CARS}": "0.9"})
    )
    assert shipped.results.situation.given == {}
    means: list[float] = []
    for each in (low, high):
        bridge = each.results.situation.bridge
        assert bridge is not None
        drawn = bridge_draws(bridge, 40, 1, 3)
        at = [
            f"tied.{service}.{tie.industry}"
            for service, ties in bridge.tied.items()
            for tie in ties
        ].index(CARS)
        for shares in (drawn.shares, *drawn.readings):
            assert np.ptp(shares[:, at]) == 0.0  # in both readings
        cost = contest_cost(each.results)
        assert cost is not None
        us = next(bloc for bloc in cost.blocs if bloc.bloc == "US")
        assert us.industries is not None
        means.append(next(row.loss_bn.mean for row in us.industries if row.code == "336111"))
    assert means[0] < means[1]
    digests = {each.results.manifest.digest for each in (shipped, low, high)}
    assert len(digests) == 3
    again = ol.run("today", futures=40, given={CARS: 0.1}, out=tmp_path / "kept")
    assert again.results.manifest.digest == low.results.manifest.digest
    reopened = ol.load_run(tmp_path / "kept").results
    assert reopened.situation.given == {CARS: "0.1"}
    kept, first = contest_cost(reopened), contest_cost(low.results)
    assert kept is not None
    assert first is not None
    assert [each.loss_bn for each in kept.blocs] == [each.loss_bn for each in first.blocs]


def test_shares_of_one_industry_leave_room_for_each_other() -> None:
    situation = load("today")
    known = tied_shares(situation.bridge)
    same = [key for key in known if known[key].industry == "334413"]
    assert len(same) > 1
    first, second = same[:2]
    with pytest.raises(InputError, match=r"from 0 to 0\.\d"):
        with_settings(situation, {first: 0.999})
    for pairs in ({first: 0.6, second: 0.0}, {second: 0.0, first: 0.6}):
        fixed = tied_shares(with_settings(situation, pairs).bridge)
        assert [fixed[key].share.mode for key in (first, second)] == [0.6, 0.0]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"tied.us-car-magnet.336111": 0.1}, CARS.replace(".", r"\.")),
        ({CARS: 1.2}, "from 0 to 1"),
        ({CARS: "much"}, "from 0 to 1"),
        ({CARS: -0.1}, "from 0 to 1"),
    ],
)
def test_a_run_refuses_a_wrong_share(given: dict[str, float | str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        with_settings(load("today"), given)


def test_the_page_takes_a_tied_share() -> None:
    client = TestClient(make_app("today", 8), base_url="http://127.0.0.1")
    answer = client.get(f"/api/answer?set.{CARS}=0.1").json()
    assert answer["notes"] == []
    assert f"--set {CARS}=0.1" in answer["command"]
    assert f"set.{CARS}=0.1" in answer["address"]
    (note,) = client.get(f"/api/answer?set.{CARS}=1.5").json()["notes"]
    assert "from 0 to 1" in note


def test_a_service_that_stands_for_nothing_is_worth_nothing_to_its_allies_too() -> None:
    name = "tied.us-chip-fabrication.334413"
    lowered = lower(with_settings(load("today"), {name: 0.0}))
    assert np.all(np.isfinite(lowered.plan.worth))
