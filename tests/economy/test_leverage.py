"""Leverage: shares, concentration, the loss from withdrawal, reliance, unknowns and the door."""

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast as ol
from outlast.api.library import library
from outlast.api.run import load
from outlast.cli import main
from outlast.economy.ces import output_left
from outlast.economy.check import EconomyNames
from outlast.economy.hold import Direction, Hold
from outlast.economy.leverage_declaration import load_leverage
from outlast.economy.trade import BaseTrade
from outlast.economy.withdrawal import concentration, withdrawal_loss
from outlast.errors import InputError
from outlast.lower import lower
from outlast.reading import DEFAULT_CONTEST
from outlast.truth.verify.closed_forms import bottleneck
from outlast.truth.verify.computation import CesBottleneck

FOUND = ol.leverage("CN", "US", futures=400)


def hold(direction: Direction, good: str) -> Hold:
    return next(each for each in direction.holds if each.good == good)


@pytest.mark.parametrize(
    ("share", "value"),
    [(0.3, 0.12), (0.6, 0.31), (0.8, 0.54), (0.9, 0.77), (0.95, 1.0), (0.99, 1.54)],
)
def test_the_loss_from_withdrawal_at_an_elasticity_of_four(share: float, value: float) -> None:
    assert withdrawal_loss(1.0, share, np.array([4.0]))[0] == pytest.approx(value, abs=0.006)


def test_power_grows_out_of_proportion_near_all_supply() -> None:
    """Diversifying from .99 to .90 is worth some nine times a step of the same size from .6."""

    def loss(share: float) -> float:
        return float(withdrawal_loss(1.0, share, np.array([4.0]))[0])

    assert (loss(0.99) - loss(0.90)) / (loss(0.60) - loss(0.51)) == pytest.approx(11.35, abs=0.01)


@given(st.floats(0.01, 0.98), st.floats(1.05, 20.0), st.floats(0.001, 0.01), st.floats(0.001, 1.0))
def test_the_loss_rises_with_the_share_and_falls_with_the_elasticity(
    share: float, elasticity: float, more: float, easier: float
) -> None:
    here = withdrawal_loss(2.0, share, np.array([elasticity, elasticity + easier]))
    assert here[0] > here[1] > 0
    assert withdrawal_loss(2.0, share + more, np.array([elasticity]))[0] > here[0]


def test_where_nothing_replaces_the_holder_the_loss_has_no_bound() -> None:
    assert np.isinf(withdrawal_loss(1.0, 0.5, np.array([1.0, 0.4]))).all()
    assert np.isinf(withdrawal_loss(1.0, 1.0, np.array([4.0]))).all()
    assert withdrawal_loss(1.0, 0.0, np.array([0.5]))[0] == 0.0
    assert withdrawal_loss(0.0, 1.0, np.array([0.5]))[0] == 0.0


def test_concentration() -> None:
    assert concentration(np.array([1.0])) == 1.0
    assert concentration(np.full(4, 0.25)) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("share", "left", "elasticity", "change"),
    [(0.04, 0.9, 0.04, -0.0157), (0.01, 0.7, 0.1, -0.0234)],
)
def test_the_bottlenecks_that_are_published(
    share: float, left: float, elasticity: float, change: float
) -> None:
    """Bachmann et al. (2022): German energy less a tenth, gas less thirty per cent."""
    found = output_left(np.array(share), np.array(left), np.array(elasticity))
    assert float(found) - 1.0 == pytest.approx(change, abs=2e-4)
    form = CesBottleneck(share=share, remaining=left, elasticity=elasticity)
    assert float(found) - 1.0 == pytest.approx(bottleneck(form), abs=1e-12)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.01, 5.0))
def test_a_bottleneck_leaves_something_between_nothing_and_all(
    share: float, left: float, elasticity: float
) -> None:
    found = float(output_left(np.array(share), np.array(left), np.array(elasticity)))
    assert 0.0 <= found <= 1.0
    assert found >= min(left, 1.0) - 1e-9 or share == 0.0
    if left == 1.0 or share == 0.0:
        assert found == pytest.approx(1.0)


def test_an_elasticity_of_one_is_the_limit() -> None:
    near = output_left(np.array(0.3), np.array(0.4), np.array([1 - 1e-6, 1.0, 1 + 1e-6]))
    assert near == pytest.approx(0.4**0.3, rel=1e-5)


def test_shares_are_those_of_the_lowered_base_year() -> None:
    """The engine's base flows give the same shares, by another way."""
    trade = BaseTrade(library().world, library().ledger)
    lowered = lower(load("today"))
    flows: dict[tuple[str, str], dict[str, float]] = {}
    for flow in lowered.base_flows():
        origins = flows.setdefault((flow.destination_bloc, flow.good), {})
        origins[flow.origin_bloc] = origins.get(flow.origin_bloc, 0.0) + flow.units_a_week
    for (bloc, good), origins in flows.items():
        total = sum(origins.values())
        supply = trade.supply((bloc,), good)
        for origin, units in origins.items():
            if total > 0:
                assert supply.share((origin,)) == pytest.approx(units / total, abs=1e-9)


def test_each_direction_has_its_goods_with_sources() -> None:
    china, states = FOUND.directions
    assert (china.holder, china.target, states.holder, states.target) == ("CN", "US", "US", "CN")
    magnets = hold(china, "ndfeb-magnets")
    assert 0.7 < magnets.share < 0.95
    assert 0.5 < magnets.hhi < 1.0
    assert magnets.output_share is not None
    assert magnets.output_share > 0.85
    assert hold(china, "gallium").reliance_published == 1.0
    assert hold(china, "ndfeb-magnets").reliance_published is None
    assert {each.of for each in magnets.sources} >= {"share", "spending_bn", "elasticity"}
    for each in (*china.holds, *states.holds):
        assert each.sources
        assert all(note.source or note.why for note in each.sources)
    assert "heavy-rare-earth-oxide" in china.sole
    assert "hbm" in china.not_held
    assert "accelerator-frontier" in china.unknown
    assert hold(states, "chip-making-tools").first_year_bn is None
    assert "value added" in hold(states, "chip-making-tools").first_year_unknown


def test_losses_add_up_and_the_first_year_never_exceeds_the_industries() -> None:
    china = FOUND.directions[0]
    assert china.loss_bn is not None
    shared = [each.loss_bn for each in china.holds if each.good not in china.sole]
    total = sum(each.median for each in shared if each is not None)
    assert china.loss_bn.median == pytest.approx(total, rel=1e-9)
    world, ledger, bridge = library().world.world, library().ledger, library().reader.bridge
    assert bridge is not None
    assert any(each.first_year_bn is not None for each in china.holds)
    for each in china.holds:
        users = [
            key
            for key, service in world.services.items()
            if service.bloc == "US" and each.good in service.inputs
        ]
        worth = sum(bridge.value_added(key, ledger) for key in users)
        if each.first_year_bn is not None:
            assert 0.0 <= each.first_year_bn.low <= each.first_year_bn.high <= worth


def test_blocs_that_act_together_hold_the_sum() -> None:
    alone = ol.leverage("CN", "US", futures=40).directions[1]
    both = ol.leverage("CN", "US+ALLY", futures=40).directions
    tools = hold(both[1], "chip-making-tools")
    assert tools.share == pytest.approx(0.89, abs=0.02)
    assert tools.share > hold(alone, "chip-making-tools").share
    assert both[1].holder == "US+ALLY"
    assert both[1].holder_title == "United States and US allies"
    magnets = hold(both[0], "ndfeb-magnets")
    parts = [hold(ol.leverage("CN", each, futures=40).directions[0], "ndfeb-magnets")
             for each in ("US", "ALLY")]  # fmt: skip
    spent = [each.spending_bn or 0.0 for each in parts]
    assert magnets.spending_bn == pytest.approx(sum(spent))
    weighted = sum(each.share * much for each, much in zip(parts, spent, strict=True))
    assert magnets.share == pytest.approx(weighted / sum(spent))
    assert magnets.reliance_published is None


def test_a_seed_decides() -> None:
    assert ol.leverage("CN", "US", futures=400) == FOUND
    assert ol.leverage("CN", "US", futures=400, seed=2).directions != FOUND.directions


def test_json_has_no_number_without_bound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leverage", "CN", "US", "--json", "--futures", "200"]) == 0
    text = capsys.readouterr().out
    found = json.loads(text, parse_constant=pytest.fail)
    assert found["format"] == "outlast/leverage/1"
    magnets = next(
        each for each in found["directions"][0]["holds"] if each["good"] == "ndfeb-magnets"
    )
    assert set(magnets["loss_bn"]) == {"low", "median", "high"}
    assert magnets["loss_bn"]["high"] is None
    assert 0.1 < magnets["unbounded"] < 0.3
    assert magnets["sources"][0]["grade"]


def test_csv_has_a_row_for_each_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leverage", "CN", "US", "--csv", "--futures", "200"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["holder"] for row in rows} == {"CN", "US"}
    gallium = next(row for row in rows if row["good"] == "gallium")
    assert float(gallium["reliance_published"]) == 1.0
    assert gallium["loss_bn_high"] == ""
    assert "usgs-mcs-2026-data" in gallium["sources"]


def test_the_terminal_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["leverage", "CN", "US", "--futures", "200"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "China over United States, trade of 2022" in out
    assert "unknown" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["China", "US"], 'Did you mean "CN"?'),
        (["CN", "USA"], 'Did you mean "US"?'),
        (["CN", "JP"], "it belongs to ALLY"),
        (["CN", "CN"], "named twice"),
        (["CN", "US+CN"], "named twice"),
        (["CN", "US+"], "is not a bloc"),
        (["CN"], "Missing argument"),
        (["A", "B", "--contest", "lilliput"], "declares no leverage"),
    ],
)
def test_the_door_of_leverage(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["leverage", *words]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("substitution: share-price-response", "substitution: share-price", "is not a prior"),
        ("  US:\n", "  USA:\n", "is not a bloc"),
        ("    gallium: {fact", "    galium: {fact", "is not a good"),
        ("gallium-import-reliance-us-2022", "gallium-import-reliance-us-2021", "is not a fact"),
        ("gallium-import-reliance-us-2022", "gallium-consumption-us-2022", "is stated in t/year"),
    ],
)
def test_a_declaration_of_leverage_is_checked(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = (DEFAULT_CONTEST / "leverage.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "leverage.yaml").write_text(text.replace(old, new), encoding="utf-8")
    read = library()
    blocs = {key: bloc.title for key, bloc in read.world.world.blocs.items()}
    names = EconomyNames(read.ledger, read.priors, blocs)
    with pytest.raises(InputError) as refusal:
        load_leverage((DEFAULT_CONTEST, tmp_path), names, read.world.world)
    assert says in f"{refusal.value}"
    assert all(problem.line > 1 for problem in refusal.value.problems)


def test_ends_of_infinite_draws_are_no_nan() -> None:
    for direction in FOUND.directions:
        for each in direction.holds:
            for ends in (each.loss_bn, each.first_year_bn, direction.loss_bn):
                assert ends is None or not any(math.isnan(end) for end in ends)
