"""The tracks of a backtest as plain data: one score an object, the aims, and one sentence each."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from outlast.truth.backtest.aim_verdict import AimVerdict, aim_verdict
from outlast.truth.backtest.causes import ratio_causes, share_causes
from outlast.truth.backtest.central import MODEL
from outlast.truth.backtest.forecast import FORECASTERS
from outlast.truth.backtest.objects import CoveredShare, MeanRatio, TrackScore, track_score
from outlast.truth.backtest.oracle import OracleScore, oracle_score
from outlast.truth.backtest.scorecard import Scorecard
from outlast.truth.backtest.tracks import TITLES, Track
from outlast.wording import counted

NAMED: Final = 5
"""Objects that a sentence names at most, the worst first."""


@dataclass(frozen=True)
class ScoredTrack:
    """A track with its scores, and the score of weights that were fitted to the answers."""

    score: TrackScore
    oracle: OracleScore | None


def scored_tracks(cards: Sequence[Scorecard]) -> tuple[ScoredTrack, ...]:
    """Return the scores of scorecards, one for each track."""
    scores = [track_score(card) for card in cards]
    return tuple(ScoredTrack(each, oracle_score(each)) for each in scores)


def tracks_content(cards: Sequence[Scorecard]) -> list[dict[str, Any]]:
    """Return the tracks as plain data, for JSON, terminal and pages."""
    return [_track(each) for each in scored_tracks(cards)]


def _track(track: ScoredTrack) -> dict[str, Any]:
    score = track.score
    inside = score.inside
    return {
        "track": score.card.track.value,
        "title": TITLES[score.card.track],
        "sentence": sentence(score),
        "forecasters": {
            name: {
                **_ratio(score.mean(name)),
                "prices": _ratio(score.mean(name, "price")),
                "flows": _ratio(score.mean(name, "flow")),
                "coverage": _share(score.coverage(name)),
            }
            for name in FORECASTERS
            if score.mean(name) is not None
        },
        "objects": [
            {
                "object": each.key,
                "title": each.title,
                "kind": each.kind,
                "series": list(each.series),
                "points": each.points,
                "crps_over_pool": dict(each.ratios),
            }
            for each in score.objects
        ],
        "forbidden": [
            {
                "series": each.series,
                "points": each.points,
                "happened": each.happened,
                "chance": dict(each.chance),
                "brier": dict(each.brier),
            }
            for each in score.forbidden
        ],
        "within_undressed_range": _share(inside),
        "oracle": {
            **_ratio(track.oracle.mean if track.oracle else None),
            "effective_futures": track.oracle.effective if track.oracle else None,
        },
        "aims": aims(track),
    }


def _ratio(mean: MeanRatio | None) -> dict[str, Any]:
    return {
        "crps_over_pool": mean.ratio if mean else None,
        "error": _finite(mean.error) if mean else None,
        "objects": mean.objects if mean else 0,
    }


def _share(share: CoveredShare | None) -> dict[str, Any]:
    return {
        "share": share.share if share else None,
        "error": _finite(share.error) if share else None,
        "points": share.points if share else 0,
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def sentence(track: TrackScore) -> str:
    """Return whether the model beats the pool, and where not, in one sentence."""
    title, mean = TITLES[track.card.track], track.mean(MODEL)
    if mean is None:
        return f"{title}: no object has a later observation, so nothing is scored."
    outcome = "cannot be told apart from the pool"
    if mean.beats or mean.loses:
        outcome = "beats the pool" if mean.beats else "loses to the pool"
    error = f"standard error {mean.error:.2f}" if isfinite(mean.error) else "no standard error"
    over = counted(mean.objects, "independent object")
    return (
        f"{title}: the model {outcome}, with {mean.ratio:.2f} of its CRPS ({error}) over {over}; "
        f"{_worse(track)}."
    )


def _worse(track: TrackScore) -> str:
    """Return the objects on which the model is worse than the pool, in words."""
    worse = sorted(
        (each for each in track.objects if round(each.ratios[MODEL], 2) > 1.0),
        key=lambda each: -each.ratios[MODEL],
    )
    if not worse:
        return "it is worse on none"
    named = ", ".join(f"{each.title} ({each.ratios[MODEL]:.2f})" for each in worse[:NAMED])
    more = f" and {len(worse) - NAMED} more" if len(worse) > NAMED else ""
    return f"it is worse on {len(worse)} of them: {named}{more}"


def aims(track: ScoredTrack) -> list[dict[str, Any]]:
    """Return each aim of a track with its measured value, and where a miss comes from."""
    card, score = track.score.card, track.score
    wanted, rules_known = card.declared.aims, card.track is Track.RULES_KNOWN
    if wanted is None:
        return []
    most = wanted.rules_known if rules_known else wanted.nothing_known
    rows = [_at_most("CRPS over the pool", most, score.mean(MODEL), ratio_causes(score))]
    if rules_known:
        name, mean = "CRPS over the pool, prices", score.mean(MODEL, "price")
        rows.append(_at_most(name, wanted.prices, mean, ratio_causes(score, "price")))
    covered = share_causes(score, lambda point: point.covered)
    inside = share_causes(score, lambda point: point.inside)
    oracle = track.oracle.mean if track.oracle else None
    rows += [
        _between("coverage of 90 % intervals", wanted.coverage, score.coverage(), covered),
        _at_most("oracle weights", wanted.oracle, oracle, "no weights of these futures reach it"),
        _between("within the undressed range", (wanted.inside, 1.0), score.inside, inside),
    ]
    return [each for each in rows if each["measured"] is not None]


def _at_most(aim: str, most: float, mean: MeanRatio | None, cause: str) -> dict[str, Any]:
    """Return an aim on a ratio; it passes only if the ratio itself lies within it."""
    words, value = f"at most {most:.2f}", mean.ratio if mean else None
    row = _aim_row(aim, words, (value, _finite(mean.error) if mean else None), (0.0, most))
    return _passing(row, row["verdict"] == AimVerdict.MET, cause)


def _between(
    aim: str, ends: tuple[float, float], share: CoveredShare | None, cause: str
) -> dict[str, Any]:
    """Return an aim on a share; it passes within its error too, as the aim was declared."""
    low, high = ends
    words = f"at least {low:.2f}" if high >= 1.0 else f"{low:.2f} to {high:.2f}"
    value = share.share if share else None
    row = _aim_row(aim, words, (value, _finite(share.error) if share else None), ends)
    return _passing(row, row["verdict"] not in (None, AimVerdict.MISSED), cause)


def _aim_row(
    aim: str,
    wanted: str,
    measured: tuple[float | None, float | None],
    ends: tuple[float, float],
) -> dict[str, Any]:
    """Return an aim with its measured value and error, and the verdict on it."""
    value, error = measured
    return {
        "aim": aim,
        "wanted": wanted,
        "measured": value,
        "error": error,
        "verdict": None if value is None else aim_verdict(value, error, *ends).value,
    }


def _passing(row: dict[str, Any], passes: bool, cause: str) -> dict[str, Any]:  # noqa: FBT001
    """Return an aim with whether it passes, and else with the cause."""
    return {**row, "passes": passes, "cause": None if passes else cause}
