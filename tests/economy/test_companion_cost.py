"""The cost of a bloc without a table: its two losses by hand, its ends, and its checks."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.economy.companion import companion_cut, companion_losses
from outlast.economy.contest_exposure import model_of
from outlast.economy.cost import UNCOUNTED_FROM, contest_cost
from outlast.economy.exposure import ExposureModel
from outlast.economy.exposure_request import ExposureRequest
from outlast.errors import DataError
from outlast.present.cost import cost_basis, cost_line, cost_tables, money
from outlast.scenario.bridge import Bridge, Companion, bridge_findings, companion_value
from outlast.scenario.load import load_scenario
from tests.present.fake import outcome, speak

SITUATION = load_scenario("today")


def the_bridge() -> Bridge:
    assert SITUATION.bridge is not None
    return SITUATION.bridge


def the_model() -> ExposureModel:
    found = model_of(SITUATION.origin.contest)
    assert found is not None
    return found


def allied() -> Companion:
    return the_bridge().companions["ALLY"]


def test_the_cut_is_the_weighted_shortfall_by_hand() -> None:
    companion = allied()
    short = {service: np.full((1, 2), 26.0) for service in companion.services}
    cut = companion_cut(companion, short, np.array([52.0, 26.0]))
    assert cut == pytest.approx(np.array([[0.5, 1.0]]))
    first = next(iter(companion.services))
    short[first] = np.zeros((1, 2))
    rest = 1.0 - companion.services[first]
    assert companion_cut(companion, short, np.array([52.0, 26.0]))[0, 0] == pytest.approx(rest / 2)


def test_the_loss_lies_between_its_ends_and_stops_by_hand() -> None:
    companion, model = allied(), the_model()
    cut = np.linspace(-0.1, 0.9, 200).reshape(50, 4)
    years = np.array([1.0, 1.0, 1.0, 0.5])
    found = companion_losses(companion, model, cut, years, seed=3)
    assert [each.country for each in found] == list(companion.countries)
    for each in found:
        low = np.minimum(each.moved, each.stopped) - 1e-6
        high = np.maximum(each.moved, each.stopped) + 1e-6
        assert ((each.lost >= low) & (each.lost <= high)).all()
        tied = each.stopped / (cut * years * each.gdp)
        assert tied == pytest.approx(np.repeat(tied[:, :1], 4, axis=1))
        assert (tied > 0).all()
        assert (each.stopped[cut < 0] == each.moved[cut < 0]).all()


def test_where_labour_moves_a_small_cut_is_nearly_free_and_a_large_one_is_not() -> None:
    found = companion_losses(allied(), the_model(), np.full((64, 1), 0.02), np.ones(1), seed=1)
    for each in found:
        assert (each.moved < 0.1 * each.stopped).all()
    found = companion_losses(allied(), the_model(), np.full((64, 1), 0.95), np.ones(1), seed=1)
    for each in found:
        assert (each.moved > each.stopped).all()


def test_no_cut_costs_nothing() -> None:
    model, companion = the_model(), allied()
    for each in companion_losses(companion, model, np.zeros((8, 2)), np.ones(2), seed=1):
        assert not each.lost.any()


def test_a_solved_year_is_the_loss_of_the_exposure_model() -> None:
    model = the_model()
    cut, elasticity = np.full((16, 1), 0.8), np.full(16, 0.02)
    asked = ExposureRequest(("JP",), futures=16, seed=5)
    stopped, moved = model.shortfall_losses("JP", cut, elasticity, asked)
    again = model.shortfall_losses("JP", np.tile(cut, (1, 3)), elasticity, asked)
    assert again[1] == pytest.approx(np.tile(moved, (1, 3)), rel=1e-6)
    assert again[0] == pytest.approx(np.tile(stopped, (1, 3)))


def test_a_country_without_an_economy_is_named() -> None:
    companion = allied().model_copy(update={"countries": ("FR",)})
    with pytest.raises(DataError, match="FR"):
        companion_losses(companion, the_model(), np.ones((2, 1)), np.ones(1), seed=1)


def test_the_account_of_a_companion_is_divided_by_its_weights() -> None:
    bridge, ledger = the_bridge(), SITUATION.ledger
    for companion in bridge.companions.values():
        parts = [companion_value(bridge, service, ledger) for service in companion.services]
        assert sum(parts) == pytest.approx(ledger.value(companion.value_added, "USD_bn/year"))
    assert companion_value(bridge, "us-car-magnets", ledger) == 0.0


@pytest.mark.parametrize(
    ("bloc", "change", "says"),
    [
        ("ALLY", {"services": {"ally-car-magnets": 0.7}}, "add up to 1"),
        ("ALLY", {"services": {"us-car-magnets": 1.0}}, "a service of US"),
        ("ALLY", {"services": {"ally-car-magnet": 1.0}}, "ally-car-magnet"),
        ("ALLY", {"countries": ("CN",)}, "CN"),
        ("US", {"services": {"us-car-magnets": 1.0}}, "the bloc of the bridge"),
    ],
)
def test_a_wrong_companion_is_found(bloc: str, change: dict[str, object], says: str) -> None:
    wrong = allied().model_copy(update=change)
    bridge = the_bridge().model_copy(update={"companions": {bloc: wrong}})
    found = [each.what for each in bridge_findings(bridge, SITUATION.world, SITUATION.ledger)]
    assert any(says in what for what in found), found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_side_has_its_cost_in_the_line_and_the_rest_behind_it(language: str) -> None:
    results = outcome("today")
    cost, spoken = contest_cost(results), speak(language, "today")
    assert cost is not None
    line = cost_line(results, cost, spoken)
    for bloc in ("US", "ALLY", "CN"):
        spent = cost.of(bloc).loss_bn
        assert spent is not None
        assert money(spent.mean, spoken) in line
    titles = [title for title, _ in cost_tables(results, cost, spoken)]
    assert len(set(titles)) == len(titles) == 6
    basis = cost_basis(results, cost, spoken)
    companion = cost.of("CN")
    assert (companion.counts_zh if language == "zh" else companion.counts) in basis
    assert "outlast exposure --country JP --table" in basis  # no industries stand behind it


def test_a_bloc_without_companion_is_not_computed() -> None:
    results = outcome("today")
    bridge = the_bridge().model_copy(update={"companions": {}})
    without = replace(results, situation=replace(results.situation, bridge=bridge), weights=None)
    without = replace(without, manifest=replace(without.manifest, digest="0"))
    cost = contest_cost(without)
    assert cost is not None
    assert cost.of("US").known
    assert not any(each.known for each in cost.blocs if each.bloc != "US")


def test_services_that_break_and_have_no_price_are_named() -> None:
    results = outcome("today")
    cost = contest_cost(results)
    assert cost is not None
    priced = {*the_bridge().tied, *allied().services, *the_bridge().companions["CN"].services}
    broken = {
        (each.bloc, each.service): each.p_attributable
        for each in results.lines_of()
        if each.service not in priced and each.p_attributable >= UNCOUNTED_FROM
    }
    named = [(each.bloc, service) for each in cost.blocs for service in each.uncounted]
    assert sorted(named) == sorted(broken)
    assert ("CN", "cn-inference") in broken
    for each in cost.blocs:
        chances = [broken[each.bloc, service] for service in each.uncounted]
        assert chances == sorted(chances, reverse=True)


def test_the_line_ends_with_the_services_that_have_no_price() -> None:
    results = outcome("today")
    cost = contest_cost(results)
    assert cost is not None
    china = replace(cost.of("CN"), uncounted=("cn-inference", "cn-frontier-training"))
    priced = [replace(each, uncounted=()) for each in cost.blocs if each.bloc != "CN"]
    english, chinese = (speak(language, "today") for language in ("en", "zh"))
    some = replace(cost, blocs=(*priced, china))
    assert cost_line(results, some, english).endswith(
        " Not counted in money: for China, computing to run AI and computing to train AI."
    )
    assert "中国的AI推理算力和AI训练算力" in cost_line(results, some, chinese)
    none = replace(cost, blocs=(*priced, replace(china, uncounted=())))
    assert "Not counted" not in cost_line(results, none, english)
