"""Levers at their setpoints: changes are of pairs of futures, the largest change comes first."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from outlast.ensemble import run_ensemble
from outlast.scenario.adjust import with_values
from outlast.scenario.load import Situation, load_scenario
from outlast.study.lever_effects import LeverEffects, lever_effects

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


def test_a_cancelled_study_has_no_effects() -> None:
    assert lever_effects(situation(), futures=FUTURES, should_cancel=lambda: True) is None
