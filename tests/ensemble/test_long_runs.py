"""A long run holds no more at its end than a short one: each future stands in its chunks alone."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from outlast.api import folder
from outlast.api.load_run import load_run
from outlast.api.run import run
from outlast.ensemble import ensemble, run_ensemble
from outlast.results import drawn_branches as branches
from outlast.scenario.load import load_scenario

FUTURES = 40


def test_the_file_of_a_long_run_has_series_and_the_chunks_have_each_future(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ensemble, "CHUNK", 16)
    for most, has_futures in ((FUTURES, True), (FUTURES - 1, False)):
        monkeypatch.setattr(folder, "EACH_FUTURE", most)
        place = tmp_path / f"{most}"
        made = run("lilliput", futures=FUTURES, out=place)
        with xr.open_dataset(place / "results.nc", engine="h5netcdf") as file:
            assert ("future" in file.sizes) is has_futures
            assert ("draw" in file) is has_futures
            assert np.array_equal(file["level_quantile"], made.to_xarray()["level_quantile"])
        again = load_run(place).to_xarray()
        assert again.sizes["future"] == FUTURES
        assert np.array_equal(again["first"], made.to_xarray()["first"])


def test_branches_that_are_drawn_in_parts_are_those_of_all_futures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = run_ensemble(load_scenario("today"), futures=FUTURES, precision="float32")
    whole = found.lowered.drawing.switch_branches(found.points())
    assert whole
    monkeypatch.setattr(branches, "AT_ONCE", 16)
    parts = found.switch_branches
    assert parts.keys() == whole.keys()
    for switch, drawn in whole.items():
        for (name, chosen), (same, again) in zip(drawn, parts[switch], strict=True):
            assert name == same
            assert chosen.tolist() == again.tolist()


def test_the_luck_of_one_future_is_its_row_among_all() -> None:
    found = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    points = found.points()
    assert points.shape[0] == FUTURES
    for future in (0, 17, FUTURES - 1):
        assert found.point(future).tolist() == points[future].tolist()
    assert found.points(range(8, 20)).tolist() == points[8:20].tolist()
