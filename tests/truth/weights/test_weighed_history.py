"""The weights of a toy contest: terms, the day of knowledge, silence, settings, kept histories."""

from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path

import numpy as np
import pytest

import outlast as ol
from outlast.results import FutureWeights
from outlast.scenario.clock import Clock
from outlast.scenario.load import Situation
from outlast.truth.weights import kept, weigh
from outlast.truth.weights.history_run import FutureHistory, event_happened
from outlast.truth.weights.load import load_weights
from outlast.truth.weights.observed import DISCREPANCY, known_terms
from outlast.truth.weights.weigh import WeightRun, future_weights
from tests.truth.weights.toy_weights import RULES, toy_weights

FUTURES = 24


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private cache of the test's own."""
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def later(folder: Path) -> Situation:
    """Return the toy's scenario of a year later, with the observations of a folder."""
    return ol.load(folder / "scenarios" / "later.yaml", contest="lilliput", overlays=[folder])


def weights_of(situation: Situation, folder: Path | None = None) -> FutureWeights:
    return future_weights(situation, FUTURES, 1, WeightRun(threads=1, folder=folder))


def test_one_term_for_each_object_and_none_beyond_reach(tmp_path: Path) -> None:
    found = weights_of(later(toy_weights(tmp_path)))
    assert [each.key for each in found.terms] == ["eggs", "eggs-to-laputa"]
    assert [each.points for each in found.terms] == [2, 1]
    (missed,) = found.unreached
    assert missed.key == "pastry-to-blefuscu"
    assert missed.low > 0
    assert found.by_future.sum() == pytest.approx(FUTURES)
    assert np.ptp(found.by_future) > 0


def test_a_larger_observation_lies_farther_by_its_log(tmp_path: Path) -> None:
    low = weights_of(later(toy_weights(tmp_path / "a", pastry=20))).unreached[0]
    high = weights_of(later(toy_weights(tmp_path / "b", pastry=40))).unreached[0]
    assert high.low - low.low == pytest.approx(log(2))
    assert high.high - low.high == pytest.approx(log(2))


def test_an_observation_published_later_is_unknown(tmp_path: Path) -> None:
    known = later(toy_weights(tmp_path / "a"))
    unknown = later(toy_weights(tmp_path / "b", published="2024-01-02"))
    counts = [
        known_terms(each, load_weights(each.origin.contest)).terms[0].count
        for each in (known, unknown)
    ]
    assert counts == [2, 1]


def test_used_points_are_no_terms(tmp_path: Path) -> None:
    folder = toy_weights(tmp_path)
    used = '\nused: {eggs-to-laputa: {until: 2023-09-30, as: target, why: "a toy number"}}\n'
    (folder / "weights.yaml").write_text(RULES.lstrip() + used, encoding="utf-8")
    found = weights_of(later(folder))
    assert "eggs-to-laputa" not in [each.key for each in found.terms]
    assert "served as a target" in found.not_terms["eggs-to-laputa"]


def test_the_scale_has_the_discrepancy_of_the_model(tmp_path: Path) -> None:
    situation = later(toy_weights(tmp_path))
    terms = known_terms(situation, load_weights(situation.origin.contest)).terms
    assert all(each.scale > DISCREPANCY for each in terms)


def test_only_the_last_known_year_counts(tmp_path: Path) -> None:
    folder = toy_weights(tmp_path)
    file = folder / "observed" / "eggs.csv"
    old = file.read_text(encoding="utf-8").splitlines()
    row = old[2].replace("2023-09", "2022-10", 1)
    file.write_text("\n".join([*old, row, ""]), encoding="utf-8")
    situation = later(folder)
    inputs = load_weights(situation.origin.contest)
    term = known_terms(situation, inputs).terms[0]
    assert term.count == 2
    assert {each.name for each in term.series[0].points} == {"2023-09", "2023-10"}


def test_no_setting_and_no_move_changes_a_weight(tmp_path: Path) -> None:
    folder = toy_weights(tmp_path)
    before = weights_of(later(folder))
    for given in ({"price-speed": 0.3}, {"hoarding": 2.0, "refile": 0.5}):
        situation = ol.load(
            folder / "scenarios" / "later.yaml",
            contest="lilliput",
            overlays=[folder],
            given=given,
        )
        assert situation.given
        assert (weights_of(situation).by_future == before.by_future).all()


def test_the_horizon_changes_no_weight(tmp_path: Path) -> None:
    situation = later(toy_weights(tmp_path))
    clock = replace(situation.clock, horizon_weeks=20)
    short = replace(
        situation, clock=clock, scenario=situation.scenario.model_copy(update={"horizon": 20})
    )
    assert (weights_of(short).by_future == weights_of(situation).by_future).all()


def test_fewer_futures_are_the_first_of_more(tmp_path: Path) -> None:
    """The dice of a silence and the history of a future do not depend on their number."""
    situation = later(toy_weights(tmp_path))
    many = future_weights(situation, 2 * FUTURES, 1, WeightRun(threads=1))
    few = weights_of(situation)
    assert many.exponent == few.exponent == 1.0
    ratio = many.by_future[:FUTURES] / few.by_future
    assert ratio == pytest.approx(np.full(FUTURES, ratio[0]), rel=1e-4)


def test_a_history_is_kept_and_a_damaged_one_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    situation, chunks = later(toy_weights(tmp_path)), tmp_path / "chunks"
    chunks.mkdir()
    first = weights_of(situation, folder=chunks)
    (file,) = chunks.iterdir()
    made: list[int] = []

    def counted(*arguments: object, **more: object) -> FutureHistory:
        made.append(1)
        return run(*arguments, **more)  # type: ignore[arg-type]

    run = weigh.run_history
    monkeypatch.setattr(weigh, "run_history", counted)
    assert (weights_of(situation, folder=chunks).by_future == first.by_future).all()
    assert not made
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "another"))
    assert (weights_of(situation, folder=chunks).by_future == first.by_future).all()
    assert not made
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "third"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    assert (weights_of(situation, folder=chunks).by_future == first.by_future).all()
    assert made == [1]


def test_histories_of_a_long_run_are_reported_and_leave_the_cache_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunk by chunk the weights are those of one piece; late futures stand in the folder alone."""
    situation, chunks = later(toy_weights(tmp_path)), tmp_path / "chunks"
    chunks.mkdir()
    whole = future_weights(situation, 20, 1, WeightRun(threads=1))
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "another"))
    monkeypatch.setattr(weigh, "CHUNK", 8)
    monkeypatch.setattr(kept, "CACHED", 16)
    told: list[tuple[int, int]] = []
    how = WeightRun(threads=1, folder=chunks, progress=lambda done, of: told.append((done, of)))
    found = future_weights(situation, 20, 1, how)
    assert found.by_future.tolist() == whole.by_future.tolist()
    assert told == [(8, 20), (16, 20), (20, 20)]
    assert len(list(chunks.iterdir())) == 3
    assert len(list((tmp_path / "another").rglob("history/*"))) == 2

    told.clear()
    (chunks / "history-00000008-00000016.bin").unlink()
    monkeypatch.setenv("OUTLAST_CACHE", str(tmp_path / "third"))
    assert future_weights(situation, 20, 1, how).by_future.tolist() == whole.by_future.tolist()
    assert told == [(20, 20)]


def test_one_future_has_a_weight(tmp_path: Path) -> None:
    found = future_weights(later(toy_weights(tmp_path)), 1, 1, WeightRun(threads=1))
    assert found.by_future == pytest.approx(np.ones(1))
    assert not found.leads


def test_a_contest_without_observations_weighs_one() -> None:
    found = future_weights(ol.load("lilliput", contest="lilliput"), 7, 1, WeightRun(threads=1))
    assert (found.by_future == 1).all()
    assert not found.acts
    assert not found.leads


def test_an_event_needs_all_its_weeks_on_end_within_its_time(tmp_path: Path) -> None:
    event = load_weights(later(toy_weights(tmp_path)).origin.contest).non_events
    hungry = event.non_events["hungry-winter"]
    clock = Clock(date(2023, 1, 2), date(2023, 12, 31), 52)
    levels = np.ones((60, 4))
    levels[10:14, 0] = 0.7  # four weeks, as it says
    levels[10:13, 1] = levels[15:18, 1] = 0.7  # twice three
    levels[10:20, 2] = 0.81  # never under the level
    levels[49:60, 3] = 0.7  # after its time
    assert event_happened(hungry, levels, clock).tolist() == [True, False, False, False]


def test_silence_takes_its_probability_from_the_weight(tmp_path: Path) -> None:
    """In the toy the event always happens: the weights follow one less the drawn probability."""
    folder = toy_weights(tmp_path)
    (folder / "observed" / "eggs.csv").unlink()
    found = weights_of(later(folder))
    assert [each.middle for each in found.silences] == [1.0]
    assert not found.terms
    ratio = float(found.by_future.min() / found.by_future.max())
    assert 0.2 / 0.8 <= ratio < 0.6
