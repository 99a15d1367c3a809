"""Every view: its data against a hand-made outcome, its chart, its caption, its table."""

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from xml.dom.minidom import parseString

import numpy as np
import pytest
import vl_convert

from outlast.present import export
from outlast.present.display.theme import DARK, LIGHT
from outlast.present.display.time_axis import day_at
from outlast.present.display.voice import Voice
from outlast.present.headline import answer
from outlast.present.view import Look, View, wrapped
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence
from outlast.present.views.dots import DOTS, PLACES, column_of, dealt, dots
from outlast.present.views.drivers import drivers
from outlast.present.views.frontier import frontier
from outlast.present.views.gap import gap
from outlast.present.views.levers import levers
from outlast.present.views.measures import measures, spans
from outlast.present.views.need_met import need_met
from outlast.present.views.paths import paths
from outlast.results import LineOdds, Results
from outlast.results.first_breaks import NEITHER
from outlast.results.supply import inflow_shares
from outlast.study.lever_effects import LeverEffect, LeverEffects, SideChange
from outlast.study.stock_frontier import needed_stock
from tests.present.fake import DRIVERS, outcome, speak

Maker = Callable[[Results, Voice], View]

CHANGED = SideChange("big", 0.5, 0.1, 0.03), SideChange("little", 0.3, -0.2, 0.04)
NOTHING = SideChange("big", 0.4, 0.0, 0.01), SideChange("little", 0.5, 0.0, 0.01)
EFFECTS = (
    LeverEffect("review", "Mean time of review", 4, "a month", NOTHING),
    LeverEffect("review", "Mean time of review", 26, "half a year", CHANGED),
    LeverEffect("refile", "Share that files again", 0, "nobody", NOTHING),
)


def moved(results: Results) -> LeverEffects:
    return LeverEffects(results, ("big", "little"), (0.4, 0.5), EFFECTS)


def lines(results: Results) -> tuple[LineOdds, LineOdds]:
    one, other = results.lines()
    return one, other


MAKERS: dict[str, Maker] = {
    "answer": answer,
    "dots": dots,
    "paths": paths,
    "gap": lambda results, voice: gap(results, voice, *lines(results)),
    "met": need_met,
    "cover": cover,
    "dependence": dependence,
    "measures": measures,
    "drivers": lambda results, voice: drivers(results, voice, DRIVERS, noise=0.013),
    "levers": lambda results, voice: levers(moved(results), voice),
    "frontier": frontier,
}


@cache
def made(name: str, language: str = "en") -> View:
    return MAKERS[name](outcome(), speak(language))


@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_is_valid_and_says_what_it_shows(name: str) -> None:
    view = made(name)
    spec = view.chart(Look(theme=DARK, width=400)).to_dict()  # Altair validates it
    assert spec["description"] == view.finding
    assert spec["datasets"] == view.data
    assert spec["config"]["background"] == DARK.paper
    assert all(part.strip() for part in (view.title, view.finding))


@pytest.mark.parametrize("look", [Look(), Look(DARK, 400, heading=False)])
@pytest.mark.parametrize("name", MAKERS)
def test_the_quick_specification_draws_the_chart(name: str, look: Look) -> None:
    view = made(name)
    drawn = [
        re.sub(
            r"(clip|gradient_)\d+", r"\1", vl_convert.vegalite_to_svg(each)
        )  # counted in the process
        for each in (view.spec(look), view.chart(look).to_dict())
    ]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("name", MAKERS)
def test_a_caption_stands_in_the_chart(name: str) -> None:
    view = made(name)
    spec = view.spec()
    written = " ".join(spec["title"]["text"])
    for part in ("3 Apr 2023", "lilliput", "3fa2c1d9", "200 futures", "seed 7", "0.1.0", "Source"):
        assert part in written
    assert spec["title"]["orient"] == "bottom"


@pytest.mark.parametrize("name", MAKERS)
def test_a_view_is_the_same_each_time_and_differs_between_languages_in_words_alone(
    name: str,
) -> None:
    first, second, chinese = made(name), made.__wrapped__(name), made(name, "zh")
    assert first.data == second.data
    assert first.spec() == second.spec()
    assert first.finding != chinese.finding
    assert {key: len(rows) for key, rows in first.data.items()} == {
        key: len(rows) for key, rows in chinese.data.items()
    }


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_has_what_its_columns_say(name: str) -> None:
    table = made(name).table
    assert table.rows
    known = {key for key, _ in table.columns}
    assert all(known & row.keys() for row in table.rows)
    lines = table.lines(speak("en"))
    assert all(len(line) == len(table.columns) for line in lines)


def test_charts_read_their_data_by_name() -> None:
    spec = made("dots").spec(Look(theme=LIGHT))
    assert spec["datasets"].keys() == {"dots", "ghost"}


def test_fifty_dots_are_dealt_in_the_shares_of_the_ends() -> None:
    breaks = outcome().first_breaks()
    picked = dealt(breaks)
    assert len(picked) == DOTS
    counts = np.bincount([end for end, _ in picked], minlength=4) / DOTS
    assert np.abs(counts - np.array(breaks.shares)).max() < 1 / DOTS


def test_dots_stand_at_their_time_and_never_stands_at_the_right() -> None:
    results = outcome()
    horizon = results.situation.clock.horizon_weeks
    for row in dots(results, speak("en")).data["dots"]:
        assert (float(row["x"] or 0.0) > horizon) == (row["end"] == "neither")


def test_the_tooltip_of_a_dot_tells_its_own_time() -> None:
    results = outcome()
    clock, english = results.situation.clock, speak("en")
    width = clock.horizon_weeks / PLACES
    months = {
        english.month(day_at(clock, weeks)): column_of(weeks, clock.horizon_weeks)
        for end, weeks in dealt(results.first_breaks())
        if end != NEITHER
    }
    for row in dots(results, english).data["dots"]:
        said = str(row["said"])
        if row["end"] == "neither":
            assert said == "never"
            continue
        month = said.rsplit(", ", 1)[1]
        # A month is wider than a column or two of the figure, never than three.
        assert abs(float(row["x"] or 0.0) / width - months[month]) < 3


def test_a_stack_too_tall_is_pressed_together() -> None:
    results = outcome(shares=(1.0, 0.0))
    results.record["strict"][:, 1] = 10.0
    rows = dots(results, speak("en")).data["dots"]
    assert len(rows) == DOTS
    assert max(float(row["y"] or 0.0) for row in rows) < 8.0


def test_a_baseline_stands_behind() -> None:
    other = outcome(shares=(0.3, 0.3))
    assert len(dots(outcome(), speak("en"), baseline=other).data["ghost"]) == DOTS


def test_the_bar_of_the_answer_is_a_hundred_futures() -> None:
    rows = made("answer").data["answer"]
    assert rows[0]["begin"] == 0
    assert rows[-1]["finish"] == pytest.approx(100)


def test_paths_show_single_futures_on_demand() -> None:
    results = outcome()
    shape = results.bands["level"].total.shape
    levels = {number: np.full(shape, 0.8) for number in (0, 4, 9)}
    plain = paths(results, speak("en"))
    more = paths(results, speak("en"), single_futures=levels)
    assert not [row for row in plain.data["paths"] if "future" in row]
    assert {row["future"] for row in more.data["paths"] if "future" in row} == {0, 4, 9}
    fan = plain.data["paths"]
    assert all(
        float(row["q05"] or 0.0) <= float(row["q50"] or 0.0) <= float(row["q95"] or 0.0)
        for row in fan
    )


def test_the_gap_is_the_difference_of_means() -> None:
    results = outcome()
    services = [line.service for line in results.lowered.names.lines]
    level = results.bands["level"].mean()
    difference = level[services.index("breakfast")] - level[services.index("fleet")]
    rows = made("gap").data["gap"]
    assert rows[0]["mean"] == pytest.approx(difference[0], abs=1e-4)
    assert rows[-1]["low"] is None


def test_goods_never_short_are_not_in_the_strip() -> None:
    results = outcome()
    whole = np.ones_like(results.bands["met"].total)
    view = need_met(results, speak("en"), future=whole)
    assert not view.data["met"]
    assert view.finding == "In this future, no good runs short."
    assert view.chart().to_dict()


def test_cover_adds_up() -> None:
    for row in made("cover").table.rows:
        held = sum(
            float(row[holder] or 0.0) for holder in ("users", "sellers", "reserve", "transit")
        )
        assert row["total"] == pytest.approx(held, abs=0.03)


def test_shares_of_inflow_sum_to_one() -> None:
    for origins in inflow_shares(outcome()).values():
        assert sum(origins.values()) == pytest.approx(1.0)


def test_lilliput_has_seven_tenths_of_its_eggs_from_its_rival() -> None:
    assert inflow_shares(outcome())["lilliput", "eggs"]["blefuscu"] == pytest.approx(0.7)


def test_the_closed_form_of_the_frontier() -> None:
    assert needed_stock(0.2, 0.01) == pytest.approx(32.0)
    assert needed_stock(0.2, 0.01, 0.9, 4.0) == pytest.approx((0.64 - 0.12**2) / 0.02)
    assert needed_stock(0.2, 0.1, 0.9, 4.0) == pytest.approx((0.64 - 0.08) / 0.2)
    assert needed_stock(1.0, 0.0) == 0.0
    assert needed_stock(0.5, 0.0) == float("inf")


def test_a_life_of_a_measure_has_no_overlaps() -> None:
    situation = outcome("today").situation
    end = situation.clock.end
    for measure in situation.timeline.measures.values():
        life = sorted(spans(measure, end), key=lambda span: span.begin)
        assert all(one.end <= other.begin for one, other in pairwise(life)), measure.id


def test_compute_is_empty_where_there_is_none_and_a_view_where_there_is() -> None:
    assert not compute(outcome(), speak("en")).data["compute"]
    view = compute(outcome("today"), speak("zh", "today"))
    assert view.chart().to_dict()["datasets"]["gap"]


def test_drivers_are_ranked_and_say_what_nobody_counted() -> None:
    view = made("drivers")
    listed = [float(row["share"] or 0.0) for row in view.table.rows]
    assert listed == sorted(listed, reverse=True)
    assert "85%" in view.finding
    assert "can reach 1% by chance" in view.finding


def test_nothing_that_moves_the_answer_is_said() -> None:
    assert drivers(outcome(), speak("en"), ()).finding.startswith("Nothing")


def test_levers_show_the_setpoint_with_the_largest_change_and_list_all() -> None:
    view = made("levers")
    assert {row["stop"] for row in view.data["levers"]} == {"half a year"}
    assert len(view.table.rows) == 2 * len(EFFECTS)
    assert "runs short first in 30, instead of 50" in view.finding
    still = LeverEffects(outcome(), ("big", "little"), (0.4, 0.5), EFFECTS[2:])
    assert levers(still, speak("en")).finding.startswith("No lever")


@pytest.mark.parametrize("size", [12, 15])
def test_lines_fit_and_lose_no_word(size: int) -> None:
    text = "In 61 of 100 futures the US side runs short first, in 20 the other does."
    assert " ".join(wrapped(text, 200, size)) == text
    chinese = "每100次推演中，有61次美国一方先出现短缺。"
    assert "".join(wrapped(chinese, 120, size)) == chinese
    assert not [line for line in wrapped(chinese, 120, size) if line.startswith("，")]


def test_the_finding_is_in_the_svg_and_a_heading_can_be_left_out() -> None:
    view = made("answer")
    svg = export.to_svg(view, Look(heading=False))
    assert f"<desc>{view.finding}</desc>" in svg
    assert parseString(svg).documentElement  # noqa: S318  our own
    assert "digest 3fa2c1d9" in svg


def test_the_edge_of_the_frontier_is_cut_and_not_bent() -> None:
    view = made("frontier")
    assert [(row["x"], row["y"]) for row in view.data["edge"]] == [(0, 0), (96, 48)]
    assert '"clamp": true' not in json.dumps(view.spec())
