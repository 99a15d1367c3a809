"""The cost of a run: the toy with a bridge and a table, from the door to the sentence."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import outlast as ol
from outlast.api.answer import Answer
from outlast.api.validate import validate
from outlast.cli.cost_view import show_costs
from outlast.economy import cost as costs
from outlast.economy.bridge_draws import bridge_draws
from outlast.economy.cost import added_shortfall, contest_cost
from outlast.economy.propagation import CLOSURES, industry_cuts
from outlast.present.cost import cost_line, cost_table, money
from outlast.present.display.voice import voice_of
from outlast.scenario.bridge import Bridge, TiedShare

BRIDGE = """\
format: outlast/bridge/1
bloc: lilliput
year: 2023
industries:
  inns: {title: "Inns", value_added: {assume: 4, unit: USD_bn/year, why: "a toy's round number"}}
  mills: {title: "Mills", value_added: {assume: 2, unit: USD_bn/year, why: "a toy's round number"}}
tied:
  breakfast:
    - industry: inns
      share: {low: 0.2, mode: 0.5, high: 0.8}
      basis: [{assume: "a toy's round number"}]
      grade: assumed
    - industry: mills
      share: {low: 0.1, mode: 0.2, high: 0.3}
      basis: [{assume: "a toy's round number"}]
      grade: assumed
cover:
  weeks: {low: 0.1, mode: 0.5, high: 1}
  basis: [{assume: "a toy's round number"}]
  grade: assumed
top_down:
  services: [breakfast]
  multiple: {low: 0.01, mode: 0.02, high: 0.05}
  chance: 0.5
  basis: [{assume: "a toy's round number"}]
  grade: assumed
"""

ECONOMY = """\
format: outlast/economy/1
bloc: lilliput
table: toy
year: 2023
sources: [lilliput-gazette]
least_cost: {inns: 1.2, mills: 1.4}
"""


def overlay(folder: Path, bridge: str = BRIDGE, economy: str = ECONOMY) -> Path:
    """Return a folder that gives the toy an economy of three industries."""
    (folder / "economy").mkdir(parents=True)
    (folder / "bridge.yaml").write_text(bridge, encoding="utf-8")
    (folder / "economy.yaml").write_text(economy, encoding="utf-8")
    sales = np.array([[0.0, 0.0, 500.0], [1500.0, 200.0, 100.0], [500.0, 800.0, 4000.0]])
    final, imports = np.array([6000.0, 1700.0, 9700.0]), np.array([500.0, 500.0, 1000.0])
    output = sales.sum(1) + final
    np.savez(
        folder / "economy" / "toy.npz",
        codes=np.array(["inns", "mills", "rest"]),
        titles=np.array(["Inns", "Mills", "All else"]),
        sales=sales,
        final=final,
        imports=imports,
        value_added=output - sales.sum(0) - imports,
        output=output,
    )
    return folder


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = overlay(tmp_path_factory.mktemp("economy") / "laid")
    return ol.run("lilliput", futures=64, seed=5, overlays=[folder])


def test_the_toy_with_an_economy_is_sound(tmp_path: Path) -> None:
    found = validate("lilliput", [overlay(tmp_path / "laid")])
    assert not [each for each in found.problems if "bridge" in each.file or "econ" in each.file]


def test_the_direct_loss_is_the_shortfall_by_hand(answer: Answer) -> None:
    results, cost = answer.results, answer.cost
    assert cost is not None
    bridge = results.situation.bridge
    assert bridge is not None
    drawn = bridge_draws(bridge, results.futures, results.manifest.seed, len(CLOSURES))
    row = results.lowered.names.valued.index("breakfast")
    total = 0.0
    for future in range(results.futures):
        added = results.record["short"][future, row] - results.record["short_free"][future, row]
        inns, mills = drawn.shares[future]
        total += float(added.sum()) / 52 * (4.0 * inns + 2.0 * mills)
    mean = total / results.futures / (results.horizon / 52)
    found = cost.of("lilliput").direct_bn
    assert found is not None
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert mean > 0


def test_the_parts_and_the_industries_add_up(answer: Answer) -> None:
    cost = answer.cost
    assert cost is not None
    found = cost.of("lilliput")
    assert found.loss_bn is not None
    assert found.direct_bn is not None
    assert found.propagated_bn is not None
    parts = found.direct_bn.mean + found.propagated_bn.mean
    assert found.loss_bn.mean == pytest.approx(parts, rel=1e-9)
    assert sum(each.loss_bn.mean for each in found.industries) == pytest.approx(parts, rel=1e-9)
    industries, totals = (each.loss_bn.mean for each in found.readings)
    assert 0 < totals < 0.06 * industries
    assert totals < parts < industries
    assert sum(each.chance for each in found.readings) == pytest.approx(1.0)
    weeks = results_years(answer)
    years = sum(each.loss_bn.mean * share for each, share in zip(found.years, weeks, strict=True))
    assert years == pytest.approx(parts, rel=1e-9)


def test_losses_of_some_futures_at_once_are_those_of_all(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = answer.cost
    assert whole is not None
    monkeypatch.setattr(costs, "AT_ONCE", 9)
    parts = contest_cost(answer.results)
    assert parts is not None
    one, other = whole.of("lilliput"), parts.of("lilliput")
    assert one.by_future is not None
    assert other.by_future is not None
    assert other.by_future.tolist() == pytest.approx(one.by_future.tolist(), rel=1e-12)
    assert [each.loss_bn.mean for each in other.industries] == pytest.approx(
        [each.loss_bn.mean for each in one.industries], rel=1e-12
    )
    assert [each.loss_bn.mean for each in other.readings] == pytest.approx(
        [each.loss_bn.mean for each in one.readings], rel=1e-12
    )


def results_years(answer: Answer) -> list[float]:
    """Return the share of the horizon in each of its years."""
    horizon = answer.results.horizon
    count = int(np.ceil(horizon / 52))
    return [min(52.0, horizon - 52.0 * at) / horizon for at in range(count)]


def test_a_bloc_without_a_table_is_not_computed(answer: Answer) -> None:
    cost = answer.cost
    assert cost is not None
    assert answer.summary.cost is not None
    for bloc in (each for each in cost.blocs if each.bloc != "lilliput"):
        assert not bloc.known
        assert bloc.loss_bn is None
        assert bloc.share_of_gdp is None
    assert "Blefuscu: not computed." in answer.summary.cost


def test_the_sentence_says_the_number_of_the_table(answer: Answer) -> None:
    results, cost = answer.results, answer.cost
    assert cost is not None
    loss = cost.of("lilliput").loss_bn
    assert loss is not None
    english, chinese = (voice_of(results.situation, language) for language in ("en", "zh"))
    line = cost_line(results, cost, english)
    assert line == answer.summary.cost
    row = next(iter(cost_table(results, cost, english).rows))
    assert row["mean"] == money(loss.mean, english)
    assert f"{row['mean']} bn USD" in line
    assert f"{money(loss.mean, chinese)}亿美元" in cost_line(results, cost, chinese)
    assert float(money(loss.mean, chinese).replace(",", "")) == pytest.approx(
        10 * loss.mean, rel=0.06
    )
    plain = json.loads(json.dumps(answer.plain()["cost"]))
    stated = next(each for each in plain["blocs"] if each["bloc"] == "lilliput")
    assert stated["loss_bn"]["mean"] == loss.mean
    assert "by_future" not in stated


def test_the_rent_and_the_price_loss_are_one_transfer(answer: Answer) -> None:
    """Terms of trade of all blocs add to zero, and no loss of value added holds them."""
    results, cost = answer.results, answer.cost
    assert cost is not None
    rents = [
        other.loss_bn.mean
        for each in cost.blocs
        for other in each.beside
        if other.kind == "terms_of_trade"
    ]
    assert max(map(abs, rents)) > 0
    assert sum(rents) == pytest.approx(0.0, abs=1e-9 * max(map(abs, rents)))
    dearer = dict(results.record)
    dearer["cost"] = results.record["cost"] * 3.0
    again = contest_cost(replace(results, record=dearer))
    assert again is not None
    assert again.of("lilliput").loss_bn == cost.of("lilliput").loss_bn


@pytest.mark.parametrize("part", [0.25, 1.0, 1.5])
def test_the_shortfall_without_denial_is_taken_off_and_a_gain_is_kept(
    answer: Answer, part: float
) -> None:
    """Without denial a part of the same weeks is short: the rest is the loss, less than nothing."""
    results, cost = answer.results, answer.cost
    assert cost is not None
    before = cost.of("lilliput")
    assert before.direct_bn is not None
    record = {**results.record, "short_free": results.record["short"] * part}
    again = contest_cost(replace(results, record=record))
    assert again is not None
    after = again.of("lilliput")
    assert after.direct_bn is not None
    assert not results.record["short_free"].any()
    assert before.direct_bn.mean > 0
    expected = (1.0 - part) * before.direct_bn.mean
    assert after.direct_bn.mean == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_service_in_two_halves_loses_the_same(answer: Answer) -> None:
    results = answer.results
    bridge = results.situation.bridge
    assert bridge is not None
    short = added_shortfall(results, bridge)["breakfast"]
    half = {"low": 0.1, "mode": 0.25, "high": 0.4}
    ties = tuple(
        TiedShare.model_validate({**each.model_dump(), "share": half})
        for each in bridge.tied["breakfast"][:1]
    )
    whole = bridge.model_copy(update={"tied": {"breakfast": bridge.tied["breakfast"][:1]}})
    halves = bridge.model_copy(update={"tied": {"breakfast": ties, "supper": ties}})
    one = bridge_draws(whole, results.futures, 1, 3)
    two = replace(one, shares=np.hstack([one.shares, one.shares]) / 2)
    expected = industry_cuts(whole, one, {"breakfast": short})
    found = industry_cuts(halves, two, {"breakfast": short, "supper": short})
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_the_first_futures_of_a_longer_run_have_the_same_draws() -> None:
    bridge = Bridge.model_validate(
        {
            "bloc": "a",
            "year": 2023,
            "industries": {"x": {"title": "Mills", "value_added": {"fact": "mills"}}},
            "tied": {
                "s": [
                    {
                        "industry": "x",
                        "share": {"low": 0.1, "mode": 0.2, "high": 0.3},
                        "basis": [{"assume": "a toy"}],
                        "grade": "assumed",
                    }
                ]
            },
            "cover": {
                "weeks": {"low": 1, "mode": 2, "high": 3},
                "basis": [{"assume": "a toy"}],
                "grade": "assumed",
            },
        }
    )
    short, long = (bridge_draws(bridge, count, 7, 3) for count in (10, 25))
    assert np.array_equal(short.shares, long.shares[:10])
    assert np.array_equal(short.closure, long.closure[:10])
    assert not long.top_down.any()
    assert set(long.closure.tolist()) == {0, 1, 2}


def test_the_whole_text_shows_industries_and_years(answer: Answer) -> None:
    console = Console(width=100, record=True, file=StringIO())
    show_costs(answer, voice_of(answer.results.situation), console)
    text = console.export_text()
    assert re.search(r"Blefuscu +value added lost +not computed", text)
    assert "Inns" in text
    assert "of 2 shares of industries tied to a service 2 are assumed" in " ".join(text.split())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "industry: mills",
            "industry: mils",
            "is not an industry of the bridge",
        ),
        ("breakfast:\n", "brekfast:\n", "is not a service"),
        ("breakfast:\n", "fleet:\n", "is a service of blefuscu"),
        ("high: 0.3", "high: 1.3", "a share lies from 0 to 1"),
        ("bloc: lilliput", "bloc: liliput", "is not a bloc"),
        ("assume: 4", "assume: 5", 'the bridge gives "inns" 5 billion'),
        ("year: 2023", "year: 2022", "the bridge is of lilliput in 2022"),
        ("chance: 0.5", "chance: 1.5", "less than or equal to 1"),
        ("services: [breakfast]", "services: [lunch]", "is not a service of the bridge"),
    ],
)
def test_the_door_names_the_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in BRIDGE
    found = validate("lilliput", [overlay(tmp_path / "laid", BRIDGE.replace(old, new, 1))])
    texts = [str(each) for each in found.problems]
    assert any(says in text for text in texts), texts


def test_shares_of_one_industry_add_up_to_one(tmp_path: Path) -> None:
    more = BRIDGE.replace("bloc: lilliput", "bloc: blefuscu").replace(
        "  breakfast:\n    - industry: inns",
        "  fleet:\n    - industry: inns\n      share: {low: 0.2, mode: 0.4, high: 0.6}\n"
        '      basis: [{assume: "a toy"}]\n      grade: assumed\n'
        "  breakfast:\n    - industry: inns",
    )
    found = validate("lilliput", [overlay(tmp_path / "laid", more)])
    assert any(
        "up to 1.4 of it is tied: fleet 0.6, breakfast 0.8" in str(p) for p in found.problems
    )


def test_a_kept_run_opens_with_its_economy(tmp_path: Path) -> None:
    laid = overlay(tmp_path / "laid")
    made = ol.run("lilliput", futures=16, seed=2, overlays=[laid], out=tmp_path / "run")
    opened = ol.load_run(tmp_path / "run")
    assert opened.summary.cost == made.summary.cost
    found = opened.to_xarray()["short"]
    assert found.dims == ("future", "valued", "year")
    assert found.coords["valued"].values.tolist() == ["breakfast"]
