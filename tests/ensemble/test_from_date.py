"""Levers that move on the scenario's date: the past stays as it was, and every way agrees."""

from collections.abc import Iterator
from typing import Any
from weakref import ref

import numpy as np
import pytest

from outlast.engine.arrays import Rows
from outlast.engine.compiled.run import run_blocks, run_compiled, trace_block
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.draw import Draw
from outlast.engine.first_difference import first_difference
from outlast.engine.from_date import COUNTED_FROM_THE_START, Draws, in_two_spans, spans
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble import run_ensemble, run_with_and_without_moves
from outlast.ensemble.kept_snapshots import KeptSnapshots
from outlast.ensemble.prepare import prepare
from outlast.ensemble.rerun import Rerun
from outlast.errors import InputError
from outlast.scenario.adjust import with_settings, without_moves
from outlast.scenario.from_date import from_date_name, levers_from_date
from outlast.scenario.load import Situation, load_scenario, scenario_from_text
from tests.ensemble.test_snapshots import START, assert_equal, assert_same, moved, results, world

FUTURES = 40
LEVERS = {
    "approval-chips": 0.3,
    "stock-us-allies": 4.0,
    "severity-us-chips": 0.0,
    "build-time-minerals": 0.5,
    "guarantee": 0.8,
}
"""Some that act through measures alone, and some that change the paired run too, in turn."""


@pytest.fixture(scope="module")
def today() -> Situation:
    return load_scenario("today")


def everything(workspace: Workspace) -> dict[str, Any]:
    """Return state and record by name."""
    return {
        name: rows.values
        for group in (workspace.state, workspace.record)
        for name, rows in zip(type(group)._fields, group, strict=True)
    }


@pytest.mark.parametrize("name", ["gate", "cover", "requirement_time", "coverage", "guarantee"])
def test_compiled_and_plain_steps_change_draws_on_the_date(name: str) -> None:
    plan, draw = world()
    later = moved(draw, name)
    plain = everything(run_plain(plan, draw, later))
    compiled = everything(run_compiled(plan, draw, later=later))
    for field, values in plain.items():
        np.testing.assert_allclose(compiled[field], values, rtol=1e-9, atol=1e-12, err_msg=field)
    whole = everything(run_plain(plan, draw))
    assert any(not np.array_equal(whole[field], plain[field]) for field in plain)


def until_the_date(plan: Plan, draw: Draw, later: Draw | None) -> list[Any]:
    """Return the states of one future in each step before the date."""
    found: list[Any] = []

    def each(step: int, room: Workspace, _: int) -> None:
        if step < plan.start:
            found.append({name: rows.copy() for name, rows in everything(room).items()})

    trace_block(plan, draw, each, later)
    return found


def test_nothing_changes_before_the_date() -> None:
    plan, draw = world()
    plan = plan._replace(paired=0)
    plain, changed = (until_the_date(plan, draw, later) for later in (None, moved(draw, "cover")))
    assert len(plain) == START
    for one, other in zip(plain, changed, strict=True):
        for name, values in one.items():
            assert np.array_equal(values, other[name]), name


@pytest.mark.parametrize("name", ["gate", "coverage", "cover", "requirement_time", "finished_time"])
def test_a_run_goes_on_from_the_date_as_if_it_were_whole(name: str) -> None:
    """A draw of the paired run goes on from a snapshot of both runs."""
    plan, draw = world()
    later = moved(draw, name)
    in_both = first_difference(plan, draw, later) is None
    assert in_both == (name in {"cover", "requirement_time", "finished_time"})
    snapshot = Snapshot(plan, START, paired=in_both)
    base = results(plan, draw, snapshot)
    held = snapshot.nbytes
    quick = in_spans(plan, draw, later, snapshot)
    assert_same(quick, in_spans(plan, draw, later, None))
    assert snapshot.nbytes == held
    assert any(base[field].tobytes() != quick[field].tobytes() for field in base)


def in_spans(plan: Plan, draw: Draw, later: Draw, snapshot: Snapshot | None) -> dict[str, Any]:
    """Return state, record and series of a run whose draws change on the date."""
    found: dict[str, Any] = {}

    def on_block(block: Workspace, first: int, count: int) -> None:
        for group in (block.state, block.record, block.series):
            for name, rows in zip(type(group)._fields, group, strict=True):
                found[f"{type(group).__name__}.{name}.{first}"] = rows.values[..., :count].copy()

    run_blocks(plan, draw, on_block, snapshot=snapshot, later=later)
    return found


def test_draws_that_will_come_are_never_held_together() -> None:
    """Those of all setpoints of the levers would take two gigabytes."""
    plan, base = world()
    made: list[ref[Any]] = []
    alive: list[int] = []

    def coming() -> Iterator[Draws]:
        for name in ("gate", "cover", "coverage", "requirement_time", "belief"):
            draw = moved(base, name)
            draw = draw._replace(hoarding=draw.hoarding.copy())
            made.append(ref(draw.hoarding))
            yield spans(plan, base, draw)
            del draw
            alive.append(sum(each() is not None for each in made))

    kept = KeptSnapshots(base)
    assert kept.before(plan, coming()) is not None
    assert {key[2] for key in kept.kept if key[0] == START} == {True}
    assert len(alive) == 5
    assert max(alive) <= 2  # the one at hand, and the one before it


def test_a_shorter_delay_counts_from_the_date_on() -> None:
    """By hand, on day 30: a project that is open stays open; delays ahead shrink in proportion."""
    plan, draw = world()
    planned = np.array([0.0, 10.0, 20.0, 40.0, 40.0])
    before = np.array([[20.0], [20.0], [20.0], [8.0], [0.0]])
    after = np.array([[0.0], [0.0], [10.0], [4.0], [6.0]])
    plan = plan._replace(project_start=planned)
    draw = draw._replace(project_slip=Rows(before))
    later = draw._replace(project_slip=Rows(after))
    found = in_two_spans(plan, draw, later).later
    assert found is not None
    # Open since 20; opening today; 10 of its 20 weeks still ahead, halved; planned for 40, twice.
    assert found.project_slip.values[:, 0].tolist() == [20.0, 20.0, 15.0, 4.0, 6.0]
    opens = planned + found.project_slip.values[:, 0]
    assert ((opens >= START) | (opens == planned + before[:, 0])).all()


def test_quick_runs_equal_whole_ones(today: Situation) -> None:
    prepared = prepare(today)
    quick, known = Rerun(prepared, FUTURES, 5), Rerun(prepared, FUTURES, 5)
    values = [{from_date_name(key): value} for key, value in LEVERS.items()]
    base = known.begin(today, values)
    for each in (*values, {"severity-us-chips": 0.5, **values[0]}):
        whole = run_ensemble(
            with_settings(today, each), futures=FUTURES, seed=5, precision="float32"
        )
        for _ in range(2):  # the first fills a snapshot, the second goes on from it
            found = quick.run(today, each)
            assert_equal(found, whole)
            assert found is not None
            assert found.manifest == whole.manifest
        if each in values:
            assert_equal(known.run(today, each), whole)
            assert base is not None
            assert base.manifest.digest != whole.manifest.digest


@pytest.mark.slow
def test_every_lever_goes_on_from_the_date_as_if_it_were_whole(today: Situation) -> None:
    """Each lever at its last setpoint, on snapshots that are made as they are asked for."""
    quick = Rerun(prepare(today), 24, 5)
    plain = Rerun(quick.lowered, 24, 5)
    plain.snapshots.too_large = True
    for name, prior in levers_from_date(today.priors).items():
        if not prior.stops or name.removeprefix("from-date.") in (
            quick.lowered.drawing.priors_without_rows
        ):
            continue
        values = {name: prior.stops[-1].at}
        quick.run(today, values)
        assert_equal(quick.run(today, values), plain.run(today, values))
    assert not plain.snapshots.kept


def test_moves_are_drawn_beside(today: Situation) -> None:
    """With and without moves, a lever of the paired run and one of measures."""
    moving = with_settings(today, {"from-date.stock-us-allies": 4, "from-date.approval-chips": 0.3})
    how = {"futures": FUTURES, "seed": 3, "precision": "float32"}
    found, still = run_with_and_without_moves(moving, **how)  # pyright: ignore[reportArgumentType]
    assert_equal(found, run_ensemble(moving, **how))  # pyright: ignore[reportArgumentType]
    alone = run_ensemble(without_moves(moving), **how)  # pyright: ignore[reportArgumentType]
    assert_equal(still, alone)


def test_a_date_at_the_beginning_leaves_no_past() -> None:
    plan, draw = world()
    plan, later = plan._replace(start=0, horizon=plan.steps), moved(draw, "cover")
    one = everything(run_compiled(plan, draw, later=later))
    for name, values in everything(run_compiled(plan, later)).items():
        assert np.array_equal(values, one[name]), name
    plain = everything(run_plain(plan, draw, later))
    for name, values in everything(run_plain(plan, later)).items():
        assert np.array_equal(values, plain[name]), name


def test_every_shipped_lever_can_move_on_the_date(today: Situation) -> None:
    levers = [key for key, each in today.priors.items() if each.kind == "lever" and each.sets]
    assert sorted(levers_from_date(today.priors)) == sorted(map(from_date_name, levers))
    assert set(Draw._fields) > COUNTED_FROM_THE_START


def test_wrong_settings_are_refused_with_the_nearest_name(today: Situation) -> None:
    for name, value, told in (
        ("from-date.aproval-chips", 0.3, "from-date.approval-chips"),
        ("from-date.approval-chips", 3, "1"),
        ("from-date.growth-compute", 3, "cannot be set"),
    ):
        with pytest.raises(InputError) as caught:
            with_settings(today, {name: value})
        assert told in str(caught.value)


SCENARIO = """format: outlast/scenario/2
id: eased
title: Eased from the date on
summary: Chips are licensed freely from the date on.
from: today
priors:
  from-date.approval-chips:
    distribution: {DISTRIBUTION}
    why: a test of the form
"""


def test_a_file_may_move_a_lever_on_the_date(today: Situation) -> None:
    text = SCENARIO.replace("{DISTRIBUTION}", "{fixed: {value: 0.3}}")
    found = scenario_from_text(text)
    assert found.priors["approval-chips"] == today.priors["approval-chips"]
    how = {"futures": 24, "seed": 1, "precision": "float32"}
    mine = run_ensemble(with_settings(today, {"from-date.approval-chips": 0.3}), **how)  # pyright: ignore[reportArgumentType]
    assert_equal(run_ensemble(found, **how), mine)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("distribution", "told"),
    [
        ("{uniform: {low: 0.1, high: 0.3}}", "no fixed value"),
        ("{fixed: {value: 3}}", "approval-chips"),
    ],
)
def test_a_file_with_a_wrong_value_is_refused_with_its_line(distribution: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        scenario_from_text(SCENARIO.replace("{DISTRIBUTION}", distribution))
    assert told in str(caught.value)
    assert "text:8" in str(caught.value)
