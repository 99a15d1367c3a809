"""A study of sensitivity on the toy: the planted input decides, the rest does not."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from outlast.scenario.distribution import Distribution, Uniform
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.prior import Setting
from outlast.study.pick_freeze import Effect
from outlast.study.sensitivity import GroupEffect, Sensitivity, deciding_groups, sensitivity
from outlast.study.sensitivity_export import keep, kept_deciding, sensitivity_content

FUTURES = 250
PLANTED = "cover-breakfast"


@cache
def situation() -> Situation:
    """Return the toy, where the breakfast's own stock of eggs is uncertain and decides."""
    found = load_scenario("lilliput")
    like = found.priors["cover-others"]
    where = {"user": ("breakfast",), "good": ("eggs",)}
    planted = like.model_copy(
        update={
            "distribution": Distribution(uniform=Uniform(low=1.0, high=60.0)),
            "bounds": None,
            "sets": (Setting(draw="cover_mean", where=where),),
        }
    )
    premium = found.priors["premium"].model_copy(
        update={"distribution": Distribution(uniform=Uniform(low=0.1, high=0.4))}
    )
    return replace(found, priors={**found.priors, PLANTED: planted, "premium": premium})


@cache
def study() -> Sensitivity:
    found = sensitivity(situation(), futures=FUTURES, seed=2)
    assert found is not None
    return found


def test_the_planted_input_decides() -> None:
    shares = study().means
    assert 0.1 < shares["little"] < 0.9
    assert sum(shares[name] for name in ("big", "little", "neither")) <= 1.0 + 1e-9
    groups = {each.group.key: each for each in study().groups}
    assert set(groups) == {PLANTED, "draws", "patience"}
    planted = groups[PLANTED].effects["little"]
    assert planted.total == pytest.approx(1.0, abs=3 * planted.total_error + 0.02)
    for other in ("draws", "patience"):
        assert groups[other].effects["little"].total < 0.1
    best = deciding_groups(study())[0]
    assert (best.key, best.effect) == (PLANTED, max(e.total for e in _sides(groups[PLANTED])))


def _sides(group: GroupEffect) -> list[Effect]:
    return [group.effects[side] for side in study().sides if side in group.effects]


def test_a_study_is_the_same_again_and_counts_its_futures() -> None:
    calls: list[tuple[int, int]] = []
    again = sensitivity(
        situation(), futures=FUTURES, seed=2, progress=lambda done, of: calls.append((done, of))
    )
    assert again is not None
    assert sensitivity_content(again) == sensitivity_content(study())
    assert calls == [(n * FUTURES, 5 * FUTURES) for n in range(5)]


def test_a_cancelled_study_has_no_effects() -> None:
    assert sensitivity(situation(), futures=FUTURES, should_cancel=lambda: True) is None
    asked: list[int] = []

    def after_two(done: int, of: int) -> None:
        del of
        asked.append(done)

    stopped = sensitivity(
        situation(), futures=50, progress=after_two, should_cancel=lambda: len(asked) > 2
    )
    assert stopped is None
    assert len(asked) == 3


def test_what_a_reader_fixes_has_no_effect() -> None:
    fixed = load_scenario("lilliput")
    found = sensitivity(fixed, futures=50)
    assert found is not None
    assert all(not each.effects for each in found.groups)
    assert deciding_groups(found) == ()


def test_a_kept_study_belongs_to_its_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = study().manifest  # made before, because the cache holds the compiled engine too
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path))
    assert kept_deciding(manifest) is None
    keep(study())
    kept = kept_deciding(replace(manifest, futures=7))
    assert kept is not None
    groups, futures = kept
    assert (groups, futures) == (deciding_groups(study()), FUTURES)
    assert kept_deciding(replace(manifest, given={"premium": "0.2"})) is None
    assert kept_deciding(replace(manifest, digest="0000000000")) is None


def test_branches_of_a_choice_have_the_shares_of_their_futures() -> None:
    from outlast.ensemble.prepare import prepare  # noqa: PLC0415  beside its use
    from outlast.study import sensitivity as module  # noqa: PLC0415

    lowered = prepare(load_scenario("june-2025"))
    points = np.random.default_rng(1).random((400, len(lowered.drawing.dimensions)))
    values = {"us": (points[:, 0] < 0.5).astype(float)}
    found = list(module._branches(lowered, points, values))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    by_question: dict[str, float] = {}
    for each in found:
        by_question[each.question] = by_question.get(each.question, 0.0) + each.chance
    assert by_question
    assert all(total == pytest.approx(1.0) for total in by_question.values())
