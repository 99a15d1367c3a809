"""Accelerators are installed as they come: they stand in the view of compute, and nowhere else."""

import pytest

from outlast.ensemble import run_ensemble
from outlast.present.display.names import good_name
from outlast.present.display.voice import voice
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.frontier import positions
from outlast.results import Results
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def today() -> Results:
    return run_ensemble(load_scenario("today"), futures=16)


def test_what_is_installed_has_no_cover(today: Results) -> None:
    goods = today.situation.world.goods
    installed = [key for key, good in goods.items() if good.performance]
    assert installed
    named = {good_name(today, key, voice("en")) for key in installed}
    shown = {str(row["good"]) for row in cover(today, voice("en")).table.rows}
    assert "Gallium" in shown
    assert not shown & named
    assert not {each.good for each in positions(today)} & set(installed)


def test_chinese_compute_is_told_apart_by_source(today: Results) -> None:
    view = compute(today, voice("en"))
    assert view is not None
    sources = {str(row["source"]) for row in view.table.rows if row["bloc"] == "China"}
    assert sources == {"bought under licence", "made at home", "smuggled", "rented abroad"}
