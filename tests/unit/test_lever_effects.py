"""Levers at their setpoints: changes are of pairs of futures, the largest change comes first."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outlast.engine.compiled.run import never_cancel
from outlast.ensemble import run_ensemble
from outlast.ensemble.rerun import Rerun
from outlast.results import Results
from outlast.scenario.adjust import with_values
from outlast.scenario.load import Situation, load_scenario
from outlast.study import lever_effects as module
from outlast.study import lever_runs
from outlast.study.lever_effects import LeverEffects, lever_effects, strongest_effects

FUTURES = 32
KEPT = ("severity-us-chips", "severity-cn-ban", "licence-review")


@cache
def situation() -> Situation:
    found = load_scenario("april-2025")
    priors = {
        key: prior if key in KEPT else prior.model_copy(update={"stops": ()})
        for key, prior in found.priors.items()
    }
    return replace(found, priors=priors)


@cache
def effects() -> LeverEffects:
    found = lever_effects(situation(), futures=FUTURES, seed=3)
    assert found is not None
    return found


def breaks_first(given: Situation, side: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return in which futures a side breaks first, counted from the record alone."""
    results = run_ensemble(given, futures=FUTURES, seed=3, precision="float32")
    last = list(given.sets)[-1]
    rows = {
        each.side: row
        for row, each in enumerate(results.lowered.names.sets)
        if (each.service_set, each.definition) == (last, "plan")
    }
    weeks = {each: np.floor(results.record["strict"][:, row]) for each, row in rows.items()}
    mine = weeks.pop(side)
    return mine < weeks.popitem()[1]


def test_every_stop_that_is_not_where_the_lever_stands_is_effects() -> None:
    where = [(each.lever, each.at) for each in effects().effects]
    assert where == [
        ("severity-us-chips", 0), ("severity-us-chips", 0.5),
        ("severity-cn-ban", 0), ("severity-cn-ban", 0.5),
        ("licence-review", 4), ("licence-review", 9), ("licence-review", 26),
    ]  # fmt: skip


def test_a_change_is_that_of_two_ensembles_on_the_same_dice() -> None:
    each = next(each for each in effects().effects if each.lever == "severity-us-chips")
    moved = with_values(situation(), {each.lever: each.at})
    for place, change in enumerate(each.changes):
        before, after = (
            breaks_first(given, change.side).astype(float) for given in (situation(), moved)
        )
        assert effects().shares[place] == pytest.approx(before.mean())
        assert change.share == pytest.approx(after.mean())
        assert change.change == pytest.approx((after - before).mean())
    assert each.largest > 0


def test_the_setpoint_with_the_largest_change_represents_its_lever() -> None:
    ranked = effects().ranked
    assert {each.lever for each in ranked} == set(KEPT)
    assert [each.largest for each in ranked] == sorted(
        (each.largest for each in ranked), reverse=True
    )
    for best in ranked:
        assert best.largest == max(
            each.largest for each in effects().effects if each.lever == best.lever
        )


def test_levers_that_move_on_the_date_leave_the_past_as_it_was() -> None:
    found = lever_effects(situation(), futures=FUTURES, seed=3, from_date=True)
    assert found is not None
    assert found.from_date
    assert [(each.lever, each.at) for each in found.effects] == [
        (each.lever, each.at) for each in effects().effects
    ]
    for each in found.effects:
        moved = with_values(situation(), {f"from-date.{each.lever}": each.at})
        for change in each.changes:
            after = breaks_first(moved, change.side).astype(float)
            assert change.share == pytest.approx(after.mean())
    assert found.effects != effects().effects


def test_groups_of_futures_give_the_same_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lever_runs, "SCREENED", 8)
    monkeypatch.setattr(lever_runs, "GROUP", 12)
    assert lever_runs.groups(FUTURES) == [range(8), range(8, 12), range(12, 24), range(24, 32)]
    told: list[tuple[int, int]] = []
    found = lever_effects(
        situation(), futures=FUTURES, seed=3, progress=lambda done, of: told.append((done, of))
    )
    assert found == effects()
    assert told == sorted(told)
    assert told[-1] == (7, 7)


def test_the_strongest_levers_have_the_effects_of_all_levers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects()  # the engine is loaded from its own cache
    for name, number in (("FUTURES", 24), ("SCREENED", 8), ("STRONGEST", 2)):
        monkeypatch.setattr(module, name, number)
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "one"))
    few = strongest_effects(situation(), seed=3)
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "other"))
    whole = lever_effects(situation(), futures=24, seed=3)
    assert few is not None
    assert whole is not None
    kept = {each.lever for each in few.effects}
    assert len(kept) == 2
    assert few.effects == tuple(each for each in whole.effects if each.lever in kept)
    assert few.shares == whole.shares
    assert few.base == whole.base


def test_no_stop_is_run_twice_and_ended_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = effects()  # and the engine is loaded from its own cache
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path))
    monkeypatch.setattr(lever_runs, "BESIDE", 1)  # a stop beside the ended one would run again
    real, ran = Rerun.run, list[str]()

    def run(
        self: Rerun,
        given: Situation,
        values: Mapping[str, float],
        should_cancel: Callable[[], bool] = never_cancel,
        **more: Any,  # noqa: ANN401  handed on
    ) -> Results | None:
        if len(ran) == 3:
            ran.append("ended")
            raise KeyboardInterrupt
        ran.append(f"{self.seed} {values}")
        return real(self, given, values, should_cancel, **more)

    monkeypatch.setattr(Rerun, "run", run)
    with pytest.raises(KeyboardInterrupt):
        lever_effects(situation(), futures=FUTURES, seed=3)
    found = lever_effects(situation(), futures=FUTURES, seed=3)
    assert found == expected
    assert len(ran) == 1 + 7
    assert len(set(ran)) == len(ran)
    assert lever_effects(situation(), futures=FUTURES, seed=3) == found
    assert len(ran) == 1 + 7
    lever_effects(situation(), futures=FUTURES, seed=4)
    assert len(ran) == 1 + 14


@pytest.mark.parametrize("at_once", [1, 3])
def test_stops_beside_each_other_have_the_same_effects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    expected = effects()  # and the engine is loaded from its own cache
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path))
    monkeypatch.setattr(lever_runs, "BESIDE", at_once)
    monkeypatch.setattr(lever_runs, "processors", lambda: 4)
    reports: list[tuple[int, int]] = []
    found = lever_effects(
        situation(), futures=FUTURES, seed=3, progress=lambda done, of: reports.append((done, of))
    )
    assert found == expected
    assert reports == [(done, 7) for done in range(8)]


def test_an_interrupt_ends_the_stops_beside_each_other_and_keeps_those_that_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = effects()  # and the engine is loaded from its own cache
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path))
    monkeypatch.setattr(lever_runs, "processors", lambda: 4)
    began = threading.active_count()

    def interrupt(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lever_effects(situation(), futures=FUTURES, seed=3, progress=interrupt)
    assert threading.active_count() == began
    reports: list[int] = []
    found = lever_effects(
        situation(), futures=FUTURES, seed=3, progress=lambda done, _: reports.append(done)
    )
    assert found == expected
    assert reports[0] >= 2


def test_a_cancelled_study_has_no_effects() -> None:
    assert lever_effects(situation(), futures=FUTURES, should_cancel=lambda: True) is None
