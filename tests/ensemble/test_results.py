"""Results: odds that sum to one, verdicts that name nobody where readings disagree."""

from pathlib import Path

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.ensemble import run_ensemble
from outlast.results import Results, SetOdds
from outlast.results.bands import SCALES, Bands
from outlast.results.odds import error, outcome_shares
from outlast.results.verdict import BranchOdds, verdict
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def toy() -> Results:
    return run_ensemble(load_scenario("lilliput"), futures=100)


def odds(one: float, other: float, definition: str = "plan", rule: str = "strict") -> SetOdds:
    spread: dict[str, float] = dict.fromkeys(["us", "cn", "same", "neither", "difference"], 0.01)
    rest = 1.0 - one - other
    return SetOdds("all", "All", definition, rule, {"us": one, "cn": other}, 0.0, rest, spread)


def test_the_outcomes_of_every_set_sum_to_one(toy: Results) -> None:
    for each in toy.sets():
        assert sum(each.first.values()) + each.same + each.neither == pytest.approx(1.0)


def test_the_toy_ends_as_its_page_says(toy: Results) -> None:
    breakfast = next(line for line in toy.lines() if line.service == "breakfast")
    assert breakfast.t50 == pytest.approx(16.955, abs=1e-3)
    assert (breakfast.p_break, breakfast.p_free, breakfast.p_attributable) == (1.0, 0.0, 1.0)
    assert toy.verdict().winner == "little"


def test_whole_weeks_decide_who_is_first() -> None:
    times = np.array([[10.2, 10.9], [10.2, 11.0], [53.0, 9.0], [53.0, 53.0]])
    ends = outcome_shares(times, 52.0)
    assert ends.tolist() == [[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]]


def test_nobody_is_named_where_definitions_disagree() -> None:
    found = verdict("all", [odds(0.6, 0.2, "plan"), odds(0.2, 0.6, "gap")], [])
    assert (found.winner, found.flips_on) == (None, ("definition",))


def test_nobody_is_named_where_branches_disagree() -> None:
    ways = [
        BranchOdds("truce", "holds", 0.5, (odds(0.6, 0.2),)),
        BranchOdds("truce", "lapses", 0.5, (odds(0.2, 0.6),)),
    ]
    found = verdict("all", [odds(0.5, 0.3)], ways)
    assert (found.winner, found.flips_on) == (None, ("truce",))


def test_a_side_is_named_where_all_readings_agree() -> None:
    cases = [odds(0.6, 0.2, "plan"), odds(0.5, 0.3, "gap")]
    assert verdict("all", cases, []).winner == "us"


def test_a_difference_under_five_in_a_hundred_is_too_close_to_call() -> None:
    assert odds(0.42, 0.38).winner is None
    assert odds(0.45, 0.38).winner == "us"


def test_the_error_is_taken_between_designs() -> None:
    rng = np.random.default_rng(1)
    cells = np.concatenate([(rng.permutation(125) + 0.5) / 125 for _ in range(16)])
    assert error((cells < 0.3).astype(float)) < 0.2 * np.sqrt(0.21 / len(cells))


def test_bands_hold_quantiles_to_a_bin() -> None:
    rng = np.random.default_rng(2)
    values: Reals = rng.uniform(0.2, 1.0, (2, 3, 4000))
    bands = Bands.empty(SCALES["level"], 2, 3)
    for part in np.split(values, 8, axis=2):
        bands.add(part, np.arange(2))
    for q in (0.0, 0.1, 0.5, 0.9, 1.0):
        exact = np.quantile(values, q, axis=2)
        assert np.abs(bands.quantile(q) - exact).max() <= SCALES["level"].width
    assert bands.mean() == pytest.approx(values.mean(axis=2))
    assert bands.futures == 4000


def test_the_dataset_is_read_back_from_netcdf_as_it_was(toy: Results, tmp_path: Path) -> None:
    import xarray as xr  # noqa: PLC0415  slow to import

    made = toy.to_xarray()
    made.to_netcdf(tmp_path / "run.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "run.nc", engine="h5netcdf") as back:
        assert np.array_equal(back["first"].to_numpy(), made["first"].to_numpy())
        assert list(back["line"].to_numpy()) == list(made["line"].to_numpy())
        assert '"scenario": "lilliput"' in str(back.attrs["manifest"])
    told = toy.to_frame().to_csv(columns=["service"], index=False).split()
    assert told == ["service", *(line.service for line in toy.lines())]
