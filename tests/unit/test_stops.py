"""Levers at their stops: changes are of pairs of futures, and what changes most comes first."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from outlast.ensemble import run_ensemble
from outlast.scenario.adjust import fixed
from outlast.scenario.load import Situation, load_scenario
from outlast.study.lever_effects import Stops, stops

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
def tried() -> Stops:
    found = stops(situation(), futures=FUTURES, seed=3)
    assert found is not None
    return found


def first(given: Situation, side: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    results = run_ensemble(given, futures=FUTURES, seed=3, precision="float32")
    contest = list(given.contests)[-1]
    halves = [half for half in results.lowered.names.sets if half.contest == contest]
    order = [half.side for half in halves if half.definition == halves[0].definition]
    return results.ends(contest, halves[0].definition)[:, order.index(side)]


def test_every_stop_that_is_not_where_the_lever_stands_is_tried() -> None:
    where = [(each.lever, each.at) for each in tried().tried]
    assert where == [
        ("severity-us-chips", 0), ("severity-us-chips", 0.5),
        ("severity-cn-ban", 0), ("severity-cn-ban", 0.5),
        ("licence-review", 4), ("licence-review", 9), ("licence-review", 26),
    ]  # fmt: skip


def test_a_change_is_that_of_two_ensembles_on_the_same_dice() -> None:
    each = next(each for each in tried().tried if each.lever == "severity-us-chips")
    moved = fixed(situation(), {each.lever: each.at})
    for place, change in enumerate(each.changes):
        before, after = first(situation(), change.side), first(moved, change.side)
        assert tried().shares[place] == pytest.approx(before.mean())
        assert change.share == pytest.approx(after.mean())
        assert change.change == pytest.approx((after - before).mean())
    assert each.most > 0


def test_the_stop_that_changes_most_stands_for_its_lever() -> None:
    ranked = tried().ranked
    assert {each.lever for each in ranked} == set(KEPT)
    assert [each.most for each in ranked] == sorted((each.most for each in ranked), reverse=True)
    for best in ranked:
        assert best.most == max(each.most for each in tried().tried if each.lever == best.lever)


def test_who_stops_waiting_gets_nothing() -> None:
    assert stops(situation(), futures=FUTURES, stop=lambda: True) is None
