"""Moves in runs: record-only is the answer as before, moves answer no lever, the law of deals."""

from pathlib import Path

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.draw_limits import NEVER
from outlast.engine.plain import run_plain
from outlast.ensemble import run_ensemble
from outlast.ensemble.prepare import prepare
from outlast.ensemble.streams import luck
from outlast.lower import Lowered
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.scenario.adjust import numeric_priors, with_moves, without_moves
from outlast.scenario.load import Situation, load_scenario
from tests.faces.toy_moves import toy_moves
from tests.oracle.agree import differences, literal

FUTURES = 24
WEEKS = ("begins", "pauses", "returns")


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    folder = toy_moves(tmp_path_factory.mktemp("toy-moves"))
    return load_scenario("lilliput", "lilliput", [folder])


@pytest.fixture(scope="module")
def prepared(moving: Situation) -> Lowered:
    return prepare(moving)


def drawn(lowered: Lowered, futures: int = FUTURES) -> Draw:
    return lowered.sample(luck(lowered.drawing.dimensions, range(futures), 1))


def rows(draw: Draw, name: str) -> np.ndarray:
    found: Rows = getattr(draw, name)
    return found.values


def test_the_toy_draws_moves_and_the_shipped_toy_does_not(prepared: Lowered) -> None:
    assert load_scenario("lilliput").moves is None
    made = prepared.rules.rows
    assert [row.key.measure for row in made if row.rung >= 0] == ["salt.none-at-all"]
    assert any(row.key.measure == "egg-ban" and row.ladder for row in made)
    draw = drawn(prepared, 400)
    begins = rows(draw, "begins")
    assert 0.2 < ((begins > 0) & (begins < NEVER)).any(0).mean() < 1.0
    assert (rows(draw, "pauses") < NEVER).any()


def test_record_only_is_the_answer_of_the_shipped_toy_bit_for_bit(moving: Situation) -> None:
    held = run_ensemble(without_moves(moving), futures=FUTURES)
    before = run_ensemble(load_scenario("lilliput"), futures=FUTURES)
    assert held.record.keys() == before.record.keys()
    for name in held.record:
        assert np.array_equal(held.record[name], before.record[name], equal_nan=True), name


def test_futures_in_which_no_move_comes_are_those_of_the_record(
    moving: Situation, prepared: Lowered
) -> None:
    draw = drawn(prepared)
    never = Rows(np.full_like(rows(draw, "pauses"), NEVER))
    rungs = np.array([row.rung >= 0 for row in prepared.rules.rows])
    begins = Rows(np.where(rungs[:, None], NEVER, 0.0) + np.zeros_like(never.values))
    still = draw._replace(begins=begins, pauses=never, returns=never)
    held = prepare(without_moves(moving))
    one, other = run_compiled(prepared.plan, still), run_compiled(held.plan, drawn(held))
    for name in ("first", "depth", "cost_free"):
        mine, theirs = getattr(one.record, name).values, getattr(other.record, name).values
        assert np.array_equal(mine, theirs), name


def test_moves_change_answers(moving: Situation) -> None:
    with_, held = (run_ensemble(each, futures=FUTURES) for each in (moving, without_moves(moving)))
    assert not np.array_equal(with_.record["depth"], held.record["depth"])
    assert with_.manifest.digest != held.manifest.digest


def test_no_lever_changes_a_move(prepared: Lowered) -> None:
    points = luck(prepared.drawing.dimensions, range(FUTURES), 1)
    draws = RedrawnDraws(prepared.drawing, points)
    before = draws.at({})
    for key, prior in list(numeric_priors(prepared.drawing.situation).items())[:12]:
        stops = [stop.at for stop in prior.stops] or [0.5]
        after = draws.at({key: stops[-1]})
        for name in WEEKS:
            assert np.array_equal(rows(before, name), rows(after, name)), (key, name)


def test_moves_begin_after_the_last_known_day_and_deals_follow_them(prepared: Lowered) -> None:
    draw, situation = drawn(prepared, 400), prepared.drawing.situation
    known = situation.clock.weeks(situation.scenario.knows_until)
    begins, pauses, returns = (rows(draw, name) for name in WEEKS)
    for row, made in enumerate(prepared.rules.rows):
        assert (begins[row] <= pauses[row]).all()
        assert (pauses[row] <= returns[row]).all()
        assert (begins[row] > known).all() if made.rung >= 0 else (begins[row] == 0).all()
        assert made.ladder or (pauses[row] == NEVER).all()
        assert (pauses[row] > known).all()


def test_the_median_future_has_no_move(prepared: Lowered) -> None:
    middle = prepared.sample(np.full((1, len(prepared.drawing.dimensions)), 0.5))
    assert set(rows(middle, "begins").ravel()) <= {0.0, NEVER}
    assert (rows(middle, "pauses") == NEVER).all()


def test_the_oracle_and_both_engines_agree_with_moves(prepared: Lowered) -> None:
    draw = drawn(prepared)
    plain, compiled = run_plain(prepared.plan, draw), run_compiled(prepared.plan, draw)
    for future in (0, 5, 11):
        contest = literal(prepared.plan, draw, future)
        for workspace in (plain, compiled):
            assert differences(contest, workspace, future) == []


def test_a_contest_without_a_process_cannot_draw() -> None:
    with pytest.raises(Exception, match="no fitted process"):
        with_moves(load_scenario("lilliput"), "drawn")
    assert without_moves(load_scenario("lilliput")).moves is None


def test_the_file_of_moves_is_checked(tmp_path: Path) -> None:
    folder = toy_moves(tmp_path / "moves")
    text = (folder / "moves.yaml").read_text(encoding="utf-8")
    (folder / "moves.yaml").write_text(text.replace("[salt-quota]", "[salt-quote]"), "utf-8")
    with pytest.raises(Exception, match="salt-quote"):
        load_scenario("lilliput", "lilliput", [folder])
