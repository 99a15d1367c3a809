"""Every view: its data against a hand-made outcome, its chart, its caption, its table."""

import json
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import cast
from xml.dom.minidom import parseString

import numpy as np
import pytest

from outlast.present import export
from outlast.present.display.theme import DARK, LIGHT
from outlast.present.display.voice import Voice, voice
from outlast.present.first_breaks import firsts
from outlast.present.headline import answer
from outlast.present.reads import Outcome
from outlast.present.view import Look, View, wrapped
from outlast.present.views.claims import claims
from outlast.present.views.compute import compute
from outlast.present.views.cover import cover
from outlast.present.views.dependence import dependence, shares
from outlast.present.views.dots import DOTS, dealt, dots
from outlast.present.views.drivers import drivers
from outlast.present.views.frontier import frontier, needed
from outlast.present.views.gap import gap
from outlast.present.views.levers import levers
from outlast.present.views.measures import measures, spans
from outlast.present.views.need_met import met
from outlast.present.views.paths import paths
from outlast.results import Results
from outlast.study.lever_effects import Change, Stops, Tried
from tests.present.fake import CLAIMS, DRIVERS, outcome

Maker = Callable[[Outcome, Voice], View | None]

EGGS, SALT = ("breakfast", "flow"), ("fleet", "flow")

LITTLE_FIRST = Change("little", 0.3, -0.2, 0.04), Change("big", 0.5, 0.1, 0.03)
NOTHING = Change("little", 0.5, 0.0, 0.01), Change("big", 0.4, 0.0, 0.01)
TRIED = (
    Tried("review", "Mean time of review", 4, "a month", NOTHING),
    Tried("review", "Mean time of review", 26, "half a year", LITTLE_FIRST),
    Tried("refile", "Share that files again", 0, "nobody", NOTHING),
)


def moved(found: Outcome) -> Stops:
    return Stops(cast("Results", found), ("little", "big"), (0.5, 0.4), TRIED)


MAKERS: dict[str, Maker] = {
    "answer": answer,
    "dots": dots,
    "paths": paths,
    "gap": lambda found, said: gap(found, said, EGGS, SALT),
    "met": met,
    "cover": cover,
    "dependence": dependence,
    "measures": measures,
    "drivers": lambda found, said: drivers(found, said, DRIVERS),
    "levers": lambda found, said: levers(moved(found), said),
    "frontier": frontier,
    "claims": lambda found, said: claims(found, said, CLAIMS),
}


@cache
def made(name: str, language: str = "en") -> View:
    view = MAKERS[name](outcome(), voice(language))
    assert view is not None
    return view


@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_is_valid_and_says_what_it_shows(name: str) -> None:
    view = made(name)
    spec = view.chart(Look(theme=DARK, width=400)).to_dict()  # Altair validates it
    assert spec["description"] == view.finding
    assert spec["datasets"] == view.data
    assert spec["config"]["background"] == DARK.paper
    assert all(part.strip() for part in (view.title, view.finding))


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
    lines = table.lines(voice("en"))
    assert all(len(line) == len(table.columns) for line in lines)


def test_charts_read_their_data_by_name() -> None:
    spec = made("dots").spec(Look(theme=LIGHT))
    assert spec["datasets"].keys() == {"dots", "ghost"}


def test_fifty_dots_are_dealt_in_the_shares_of_the_ends() -> None:
    found = firsts(outcome())
    picked = dealt(found)
    assert len(picked) == DOTS
    counts = np.bincount([end for end, _ in picked], minlength=4) / DOTS
    assert np.abs(counts - np.array(found.shares)).max() < 1 / DOTS


def test_dots_stand_at_their_time_and_never_stands_at_the_right() -> None:
    found = outcome()
    horizon = found.situation.clock.horizon_weeks
    for row, (end, _) in zip(
        dots(found, voice("en")).data["dots"], sorted(dealt(firsts(found))), strict=True
    ):
        assert (float(row["x"] or 0.0) > horizon) == (row["end"] == "neither"), end


def test_a_stack_too_tall_is_pressed_together() -> None:
    found = outcome(shares=(1.0, 0.0))
    found.record["strict"][:, 1] = 10.0
    rows = dots(found, voice("en")).data["dots"]
    assert len(rows) == DOTS
    assert max(float(row["y"] or 0.0) for row in rows) < 8.0


def test_a_baseline_stands_behind() -> None:
    found = outcome()
    assert len(dots(found, voice("en"), baseline=outcome(shares=(0.3, 0.3))).data["ghost"]) == DOTS


def test_the_bar_of_the_answer_is_a_hundred_futures() -> None:
    rows = made("answer").data["answer"]
    assert rows[0]["begin"] == 0
    assert rows[-1]["finish"] == pytest.approx(100)


def test_paths_show_single_futures_on_demand() -> None:
    found = outcome()
    shape = found.bands["level"].middle.shape
    singles = {number: np.full(shape, 0.8) for number in (0, 4, 9)}
    plain, more = paths(found, voice("en")), paths(found, voice("en"), singles=singles)
    assert not [row for row in plain.data["paths"] if "future" in row]
    assert {row["future"] for row in more.data["paths"] if "future" in row} == {0, 4, 9}
    fan = plain.data["paths"]
    assert all(
        float(row["q05"] or 0.0) <= float(row["q50"] or 0.0) <= float(row["q95"] or 0.0)
        for row in fan
    )


def test_the_gap_is_the_difference_of_means() -> None:
    found = outcome()
    lines = [line.service for line in found.lowered.names.lines]
    level = found.bands["level"].mean()
    difference = level[lines.index("breakfast")] - level[lines.index("fleet")]
    rows = gap(found, voice("en"), EGGS, SALT).data["gap"]
    assert rows[0]["mean"] == pytest.approx(difference[0], abs=1e-4)
    assert rows[-1]["low"] is None


def test_goods_never_short_are_not_in_the_strip() -> None:
    found = outcome()
    whole = np.ones_like(found.bands["met"].middle)
    view = met(found, voice("en"), future=whole)
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
    for origins in shares(outcome()).values():
        assert sum(origins.values()) == pytest.approx(1.0)


def test_lilliput_has_seven_tenths_of_its_eggs_from_its_rival() -> None:
    assert shares(outcome())["lilliput", "eggs"]["blefuscu"] == pytest.approx(0.7)


def test_the_closed_form_of_the_frontier() -> None:
    assert needed(0.2, 0.01) == pytest.approx(32.0)
    assert needed(0.2, 0.01, 0.9, 4.0) == pytest.approx((0.64 - 0.12**2) / 0.02)
    assert needed(0.2, 0.1, 0.9, 4.0) == pytest.approx((0.64 - 0.08) / 0.2)
    assert needed(1.0, 0.0) == 0.0
    assert needed(0.5, 0.0) == float("inf")


def test_a_life_of_a_measure_has_no_overlaps() -> None:
    found = outcome("today")
    end = found.situation.clock.end
    for measure in found.situation.timeline.measures.values():
        life = sorted(spans(measure, end), key=lambda span: span.begin)
        assert all(one.end <= other.begin for one, other in pairwise(life)), measure.id


def test_compute_is_none_where_there_is_none_and_a_view_where_there_is() -> None:
    assert compute(outcome(), voice("en")) is None
    view = compute(outcome("today"), voice("zh"))
    assert view is not None
    assert view.chart().to_dict()["datasets"]["gap"]


def test_drivers_are_ranked_and_say_what_nobody_counted() -> None:
    view = made("drivers")
    listed = [float(row["share"] or 0.0) for row in view.table.rows]
    assert listed == sorted(listed, reverse=True)
    assert "85%" in view.finding


def test_nothing_that_moves_the_answer_is_said() -> None:
    assert drivers(outcome(), voice("en"), ()).finding.startswith("Nothing")


def test_levers_show_the_stop_that_changes_most_and_list_all() -> None:
    view = made("levers")
    assert {row["stop"] for row in view.data["levers"]} == {"half a year"}
    assert len(view.table.rows) == 2 * len(TRIED)
    assert "in 30, as it stands in 50" in view.finding
    still = Stops(moved(outcome()).base, ("little", "big"), (0.5, 0.4), TRIED[2:])
    assert levers(still, voice("en")).finding.startswith("No lever")


def test_a_claim_without_numbers_has_no_ratio() -> None:
    rows = made("claims").data["claims"]
    assert [row["ratio"] is None for row in rows] == [False, False, True, True]


@pytest.mark.parametrize("size", [12, 15])
def test_lines_fit_and_lose_no_word(size: int) -> None:
    text = "In 61 of 100 futures the US side runs out of breath first, in 20 the other does."
    assert " ".join(wrapped(text, 200, size)) == text
    chinese = "每100种未来中，有61种美国一方先撑不住。"
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
