"""Runs that go on from a snapshot equal whole runs, bit for bit, and are half as long."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.engine.arrays import Rows, variables
from outlast.engine.codes import WITHOUT_DENIAL
from outlast.engine.compiled import run as compiled_run
from outlast.engine.compiled.run import Worker, run_blocks
from outlast.engine.compiled.snapshots import Snapshot
from outlast.engine.draw import Draw
from outlast.engine.first_difference import first_difference, reaches
from outlast.engine.from_date import Draws
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble import kept_snapshots
from outlast.ensemble.prepare import prepare
from outlast.ensemble.rerun import Rerun
from outlast.results import Results
from outlast.scenario.load import load_scenario
from outlast.web.sliders import sliders
from tests.engine.lilliput import arrays

SEED = 5
FUTURES = 40
WEEKS, START = 60, 30

Arrays = Mapping[str, NDArray[Any]]


def world() -> tuple[Plan, Draw]:
    """Return a world in which measures begin in different weeks."""
    plan, draw = arrays(weeks=float(WEEKS), futures=20)
    late = np.arange(WEEKS) >= 8
    rows = {name: getattr(plan, name) * late for name in ("force", "on", "announced")}
    return plan._replace(paired=1, start=START, horizon=WEEKS - START, **rows), draw


def results(plan: Plan, draw: Draw, snapshot: Snapshot | None) -> Arrays:
    """Return state, record and series of a run."""
    found: dict[str, NDArray[Any]] = {}

    def on_block(block: Workspace, first: int, count: int) -> None:
        for group in (block.state, block.record, block.series):
            for name, rows in zip(type(group)._fields, group, strict=True):
                found[f"{type(group).__name__}.{name}.{first}"] = rows.values[..., :count].copy()

    run_blocks(plan, draw, on_block, snapshot=snapshot)
    return found


def assert_same(mine: Arrays, theirs: Arrays) -> None:
    """Fail if any array differs in any bit."""
    assert mine.keys() == theirs.keys()
    for name, values in mine.items():
        assert values.tobytes() == theirs[name].tobytes(), name


def moved(draw: Draw, name: str) -> Draw:
    """Return a Draw with one field moved within its limits."""
    limits, old = variables(Draw)[name], getattr(draw, name)
    values = old.values if isinstance(old, Rows) else old
    luck = np.random.default_rng(7).uniform(0.6, 1.4, values.shape)
    new = np.clip(values * luck + 0.05 * luck, limits.low, limits.high)
    return draw._replace(**{name: Rows(new) if isinstance(old, Rows) else new})


@pytest.mark.parametrize("name", sorted(reaches(world()[0])))
def test_a_draw_that_acts_through_measures_changes_no_bit_before_them(name: str) -> None:
    plan, base = world()
    draw = moved(base, name)
    step = first_difference(plan, base, draw)
    assert step is not None
    assert step >= 8
    snapshot = Snapshot(plan, min(step, START))
    results(plan, base, snapshot)
    assert_same(results(plan, draw, snapshot), results(plan, draw, None))


def test_a_draw_that_acts_from_the_beginning_asks_for_a_whole_run() -> None:
    plan, base = world()
    assert first_difference(plan, base, base) == plan.steps
    known = reaches(plan)
    for name in Draw._fields:
        values = getattr(base, name)
        if name not in known and (values.values if isinstance(values, Rows) else values).size:
            assert first_difference(plan, base, moved(base, name)) is None, name


def test_a_paired_run_in_which_measures_acted_is_not_kept() -> None:
    plan, base = world()
    plan = plan._replace(free_from=START)
    assert first_difference(plan, base, moved(base, "gate")) is None


@pytest.mark.parametrize("begin", [0, 1])
def test_one_run_keeps_the_snapshots_of_several_steps(begin: int) -> None:
    """Only runs on from a kept step may follow: the first of them has passed all others."""
    plan, base = world()
    later = [Snapshot(plan, 20), Snapshot(plan, START)]
    first = Snapshot(plan, 8, later)
    whole = results(plan, base, first)
    for each in (first, *later)[begin:]:
        held = each.nbytes
        assert held > 0
        assert_same(results(plan, base, each), whole)
        assert each.nbytes == held


def assert_equal(quick: Results | None, whole: Results | None, but: str = "-") -> None:
    """Fail if two results differ in any bit, but for fields with a certain ending."""
    assert quick is not None
    assert whole is not None
    for name in [each for each in quick.record if not each.endswith(but)]:
        mine = quick.record[name]
        assert mine.tobytes() == whole.record[name].tobytes(), name
    for name, bands in quick.bands.items():
        assert np.array_equal(bands.counts, whole.bands[name].counts), name
        assert np.array_equal(bands.total, whole.bands[name].total), name


def levers_agree(scenario: str, every: int) -> int:
    """Compare each lever at two values with whole runs; return the pieces without denial saved."""
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    branched, saved = Rerun(lowered, FUTURES, SEED), 0
    plain = Rerun(lowered, FUTURES, SEED)
    plain.snapshots.at = lambda plan, draw: None  # pyright: ignore[reportAttributeAccessIssue]  # noqa: ARG005
    for key, lever in list(sliders(situation).items())[::every]:
        for part in (0.25, 0.8):
            values = {key: lever.low + part * (lever.high - lever.low)}
            before = pieces_without_denial()
            quick = branched.run(situation, values)
            between = pieces_without_denial()
            assert_equal(quick, plain.run(situation, values))
            saved += (pieces_without_denial() - between) - (between - before)
    return saved


COUNTED = {"pieces": 0}


def pieces_without_denial() -> int:
    """Return the number of pieces without denial that ran so far."""
    return COUNTED["pieces"]


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the pieces without denial."""
    real = compiled_run._run_piece  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001

    def run_piece(worker: Worker, denial: int, first: int, after: int) -> None:
        COUNTED["pieces"] += 1 - denial
        real(worker, denial, first, after)
        assert worker.workspace.week.now[WITHOUT_DENIAL] == 1 - denial

    monkeypatch.setattr(compiled_run, "_run_piece", run_piece)


def test_some_levers_give_the_results_of_whole_runs() -> None:
    assert levers_agree("today", 9) > 0


def known_levers_agree(scenario: str, every: int) -> None:
    """Compare levers whose values are known before the first run with whole runs."""
    situation = load_scenario(scenario)
    known = list(sliders(situation).items())[::every]
    values = [
        {key: lever.low + part * (lever.high - lever.low)}
        for key, lever in known
        for part in (0.25, 0.8)
    ]
    branched = Rerun(prepare(situation), FUTURES, SEED)
    plain = Rerun(branched.lowered, FUTURES, SEED)
    plain.snapshots.at = lambda plan, draw: None  # pyright: ignore[reportAttributeAccessIssue]  # noqa: ARG005
    assert_equal(branched.begin(situation, values), plain.run(situation, {}))
    before = pieces_without_denial()
    quick = [branched.run(situation, each) for each in values]
    between = pieces_without_denial()
    for each, found in zip(values, quick, strict=True):
        assert_equal(found, plain.run(situation, each), but="_free")
    assert between - before < pieces_without_denial() - between


def test_some_levers_that_are_known_before_give_the_results_of_whole_runs() -> None:
    known_levers_agree("today", 9)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["lilliput", "today"])
def test_every_lever_that_is_known_before_gives_the_results_of_whole_runs(scenario: str) -> None:
    known_levers_agree(scenario, 1)


def test_other_futures_are_those_of_a_larger_run() -> None:
    situation = load_scenario("today")
    whole = Rerun(prepare(situation), FUTURES, SEED)
    part = whole.over(range(8, FUTURES))
    values = {"severity-us-chips": 0.5}
    one, other = whole.run(situation, values), part.run(situation, values)
    assert one is not None
    assert other is not None
    for name, mine in other.record.items():
        assert mine.tobytes() == one.record[name][8:].tobytes(), name


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["lilliput", "today"])
def test_every_lever_gives_the_results_of_whole_runs(scenario: str) -> None:
    assert levers_agree(scenario, 1) > 0


def test_snapshots_are_dropped_when_they_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, base = world()
    kept = kept_snapshots.KeptSnapshots(base)
    snapshot = kept.at(plan, Draws(moved(base, "gate")))
    assert snapshot is not None
    results(plan, base, snapshot)
    assert kept.at(plan, Draws(moved(base, "fear_up"))) is snapshot
    monkeypatch.setattr(kept_snapshots, "HELD", 1000)
    assert kept.at(plan, Draws(moved(base, "gate"))) is None
    assert not kept.kept
