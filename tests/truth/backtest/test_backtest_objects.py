"""Objects: one score for independent things, cut ratios, and a table apart for forbidden flows."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from outlast.lower import lower
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.aim_verdict import AimVerdict, aim_verdict
from outlast.truth.backtest.central import MODEL
from outlast.truth.backtest.forbidden import is_forbidden
from outlast.truth.backtest.forecast import FORECASTERS, POOL, RIVALS
from outlast.truth.backtest.freeze import frozen
from outlast.truth.backtest.objects import CLIP, TrackScore, mean_ratio, track_score
from outlast.truth.backtest.oracle import oracle_score
from outlast.truth.backtest.scorecard import BacktestRequest, Scorecard, backtest, both_tracks
from outlast.truth.backtest.track_export import scored_tracks, sentence, tracks_content
from outlast.truth.backtest.tracks import Track
from outlast.truth.scores import crps
from tests.truth.backtest.stub import DAY, FUTURES, MONTHS, declaration

REQUEST = BacktestRequest(DAY, MONTHS, FUTURES)


@cache
def cards() -> tuple[Scorecard, ...]:
    return both_tracks(REQUEST, open_contest())


@cache
def tracks() -> tuple[TrackScore, ...]:
    return tuple(track_score(card) for card in cards())


def test_every_observed_series_is_named_by_exactly_one_object() -> None:
    declared = declaration()
    named = [series for each in declared.objects.values() for series in each.series]
    assert len(named) == len(set(named))
    observed = open_contest().ledger.observed
    scored = {k for k, s in declared.series.items() if s.event is None and observed.get(k)}
    assert scored <= set(named)


def test_an_object_has_the_mean_log_ratio_of_its_series() -> None:
    track = tracks()[-1]
    scores = {score.key: score for score in track.card.scores}
    for each in track.objects:
        for name, ratio in each.ratios.items():
            logs = [np.log(scores[k].crps[name] / scores[k].crps[POOL]) for k in each.series]
            assert ratio == pytest.approx(float(np.clip(np.exp(np.mean(logs)), *CLIP)))
        assert each.ratios[POOL] == pytest.approx(1.0)


def test_the_pool_holds_every_rival_with_equal_weight() -> None:
    for made in cards()[0].forecasts.series.values():
        if POOL not in made.by_forecaster:
            continue
        whole = np.hstack([made.by_forecaster[name] for name in RIVALS])
        assert (made.by_forecaster[POOL] == whole).all()


def test_the_mean_over_objects_has_the_error_of_its_logs() -> None:
    mean = mean_ratio([0.5, 1.0, 2.0])
    assert mean.ratio == pytest.approx(1.0)
    assert mean.error == pytest.approx(np.log(2.0) / np.sqrt(3.0))
    assert not (mean.beats)
    assert not (mean.loses)
    assert mean_ratio([0.5, 0.51, 0.52]).beats
    assert mean_ratio([1.9, 2.0, 2.1]).loses


def test_rules_known_gives_the_later_record_and_nothing_known_does_not() -> None:
    known, nothing = cards()
    assert (known.track, nothing.track) == (Track.RULES_KNOWN, Track.NOTHING_KNOWN)
    later = "cn-rare-earth-licence-2025"
    assert later in known.forecasts.freeze.situation.timeline.measures
    assert later not in nothing.forecasts.freeze.situation.timeline.measures
    assert known.forecasts.freeze.vintages == nothing.forecasts.freeze.vintages
    assert backtest(REQUEST, open_contest()).scores == nothing.scores


def test_no_event_and_no_forbidden_flow_has_a_ratio() -> None:
    for track in tracks():
        scored = {key for each in track.objects for key in each.series}
        kinds = {score.key: (score.kind, score.forbidden) for score in track.card.scores}
        assert all(kinds[key][0] != "event" and not kinds[key][1] for key in scored)
        assert {each.series for each in track.forbidden} == {"nvidia-legal-flow-h100e-cn"}
        for each in track.forbidden:
            assert all(0.0 <= score <= 1.0 for score in each.brier.values())
            assert set(each.brier) <= set(FORECASTERS)


def test_a_flow_is_forbidden_if_rules_in_force_refuse_nine_tenths_of_it() -> None:
    ban = {"us-imports-gallium-from-cn", "us-imports-antimony-metal-from-cn"}
    free = {"us-imports-gallium", "cn-exports-magnets", "cn-exports-gallium"}
    for day, expected in ((date(2024, 12, 2), set[str]()), (date(2025, 6, 30), ban)):
        declared = declaration()
        lowered = lower(frozen(open_contest(), day, 10, declared.lag).situation)
        names, sites = lowered.names.routes, lowered.drawing.situation.world.sites
        found: set[str] = set()
        for key in ban | free:
            flow = declared.series[key].flow
            assert flow is not None
            rows = [
                row
                for row, route in enumerate(names)
                if sites[route.origin].good in flow.goods
                and (not flow.origins or sites[route.origin].bloc in flow.origins)
                and (not flow.destinations or sites[route.destination].bloc in flow.destinations)
                and not route.own
                and (flow.routes == "all" or not route.detour_of)
            ]
            if is_forbidden(lowered, rows):
                found.add(key)
        assert found == expected, day


def test_coverage_counts_the_scored_points_and_its_error_those_of_objects() -> None:
    track = tracks()[0]
    share = track.coverage(MODEL)
    assert share is not None
    assert share.points == sum(each.points for each in track.objects)
    assert 0.0 <= share.share <= 1.0
    assert share.error > 0.0


def test_weights_that_cheat_do_better_than_equal_ones() -> None:
    track = tracks()[0]
    oracle, own = oracle_score(track), track.mean(MODEL)
    assert oracle is not None
    assert own is not None
    assert oracle.mean.ratio < own.ratio
    assert 1.0 <= oracle.effective <= FUTURES


def test_equal_weights_of_one_series_give_its_own_score() -> None:
    from outlast.truth.backtest import oracle as module  # noqa: PLC0415  beside its use

    track = tracks()[0]
    atoms = module._atoms(track, 1)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert atoms is not None
    even = np.full(FUTURES, 1.0 / FUTURES)
    scores, slopes = module._crps(atoms, even)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    row = 0
    for each in track.objects:
        for key in each.series:
            for point in next(s for s in track.card.scores if s.key == key).points:
                assert scores[row] == pytest.approx(
                    crps(atoms.values[row], point.observed.value), abs=1e-9 + 1e-9 * scores[row]
                )
                row += 1
    step = np.zeros(FUTURES)
    step[3] = 1e-6
    moved = module._crps(atoms, even + step)[0]  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert (moved - scores) / 1e-6 == pytest.approx(slopes[:, 3], rel=1e-3, abs=1e-3)


def test_a_track_says_in_one_sentence_whether_it_beats_the_pool() -> None:
    for track in tracks():
        words = sentence(track)
        assert words.count(". ") == 0
        assert words.endswith(".")
        mean = track.mean(MODEL)
        assert mean is not None
        assert f"{mean.ratio:.2f}" in words
        worst = max(track.objects, key=lambda each: each.ratios[MODEL])
        assert worst.title in words
    empty = replace(tracks()[0], objects=())
    assert "nothing is scored" in sentence(empty)


def test_plain_data_has_aims_with_their_errors() -> None:
    content = tracks_content(cards())
    assert [each["track"] for each in content] == [track.value for track in Track]
    assert len(scored_tracks(cards())) == len(content)
    wanted = declaration().aims
    assert wanted is not None
    for track, aim in zip(content, (wanted.rules_known, wanted.nothing_known), strict=True):
        first = track["aims"][0]
        assert first["wanted"] == f"at most {aim:.2f}"
        assert first["passes"] == (first["measured"] <= aim)
        assert (first["verdict"] == AimVerdict.MET) == first["passes"]
        assert first["error"] > 0.0
        assert all(bool(each["cause"]) != each["passes"] for each in track["aims"])
        assert {"model", "pool", *RIVALS} <= set(track["forecasters"])


@pytest.mark.parametrize(
    ("value", "error", "verdict"),
    [
        (0.80, 0.01, "met"),
        (0.87, None, "met"),
        (0.95, 0.01, "met"),
        (0.78, 0.08, "not clearly missed"),
        (0.76, 0.09, "not clearly missed"),
        (0.97, 0.03, "not clearly missed"),
        (0.72, 0.05, "missed"),
        (0.97, 0.01, "missed"),
        (0.79, None, "missed"),
    ],
)
def test_an_aim_is_met_not_clearly_missed_or_missed(
    value: float, error: float | None, verdict: str
) -> None:
    assert aim_verdict(value, error, 0.80, 0.95) == verdict


def test_a_share_passes_within_its_error_and_a_ratio_does_not() -> None:
    content = [aim for track in tracks_content(cards()) for aim in track["aims"]]
    ratios = [aim for aim in content if aim["wanted"].startswith("at most")]
    assert all(aim["passes"] == (aim["verdict"] == "met") for aim in ratios)
    shares = [aim for aim in content if aim not in ratios]
    assert shares
    assert all(aim["passes"] == (aim["verdict"] != "missed") for aim in shares)
