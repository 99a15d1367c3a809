"""Accelerators are installed on arrival: only the view of compute shows them."""

import pytest

from outlast.ensemble import run_ensemble
from outlast.present.display.names import good_name
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.results import Results
from outlast.scenario.load import load_scenario
from outlast.study.stock_frontier import stock_positions
from tests.present.fake import speak


@pytest.fixture(scope="module")
def today() -> Results:
    return run_ensemble(load_scenario("today"), futures=16)


def test_goods_installed_on_arrival_have_no_cover(today: Results) -> None:
    goods = today.situation.world.goods
    installed = [key for key, good in goods.items() if good.performance]
    assert installed
    named = {good_name(today, key, speak("en", "today")) for key in installed}
    shown = {str(row["good"]) for row in cover(today, speak("en", "today")).table.rows}
    assert "Gallium" in shown
    assert not shown & named
    assert not {each.good for each in stock_positions(today)} & set(installed)


def test_chinese_compute_is_shown_by_source(today: Results) -> None:
    view = compute(today, speak("en", "today"))
    sources = {str(row["source"]) for row in view.table.rows if row["bloc"] == "China"}
    assert sources == {"bought under licence", "made at home", "smuggled", "rented abroad"}
