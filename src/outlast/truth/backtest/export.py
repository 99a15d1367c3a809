"""A backtest as plain data: scores, summary, one row a point, and the list of series."""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any, Final

import numpy as np

from outlast.facts.fact import Observation
from outlast.truth.backtest.central import MODEL, NO_EFFECT, STRICT
from outlast.truth.backtest.forecast import DAMPED_TREND, LAYER, PERSISTENCE, POOL
from outlast.truth.backtest.freeze import Vintages
from outlast.truth.backtest.scorecard import PointScore, Scorecard, SeriesScore
from outlast.truth.backtest.series import Backtest

RIVALS: Final = (PERSISTENCE, DAMPED_TREND, NO_EFFECT, STRICT, POOL)
"""The forecasters that the model is compared with."""


def backtest_content(scorecard: Scorecard) -> dict[str, Any]:
    """Return a backtest as plain data, for JSON."""
    made = scorecard.forecasts
    vintages = made.freeze.vintages
    pseudo = sum(each.history.pseudo for each in made.series.values())
    points = sum(len(each.history.points) for each in made.series.values())
    return {
        "freeze": str(made.freeze.day),
        "until": str(scorecard.until),
        "futures": made.settings.futures,
        "seed": made.settings.seed,
        "track": scorecard.track.value,
        "observed": scorecard.file or "shipped",
        "vintages": {
            "words": _vintages_in_words(vintages, points, pseudo),
            "facts_published": list(vintages.stood),
            "facts_pseudo_vintage": list(vintages.pseudo),
            "facts_widened": list(vintages.widened),
            "priors_widened": list(vintages.priors),
            "dropped": list(vintages.dropped),
            "points_known": points,
            "points_pseudo_vintage": pseudo,
        },
        "scores": [_score(each) for each in scorecard.scores],
        "summary": {"words": _summary(scorecard.scores)},
        "not_forecast": dict(made.not_forecast),
        "unscored": list(scorecard.unscored),
    }


def _vintages_in_words(vintages: Vintages, points: int, pseudo: int) -> list[str]:
    stood, later, wide = (len(each) for each in (vintages.stood, vintages.pseudo, vintages.widened))
    used = stood + later + wide
    priors, dropped = len(vintages.priors), len(vintages.dropped)
    facts = (
        f"Of {used} facts in use, {stood} had been published, {later} are at hand only in a later "
        f"vintage, and {wide} describe a later time and were widened."
    )
    widened = (
        f"{priors} priors published later were doubled in width; {dropped} later projects, "
        "deliveries and practices were dropped."
    )
    known = f"Of {points} known points, {pseudo} are at hand only in a later vintage."
    return [facts, widened, known]


def _score(score: SeriesScore) -> dict[str, Any]:
    return {
        "series": score.key,
        "unit": score.unit,
        "n": len(score.points),
        "observed": float(np.mean([point.observed.value for point in score.points])),
        "median": float(np.mean([point.median for point in score.points])),
        "crps": score.crps,
        "interval_score": score.interval,
        "brier": score.brier,
        "coverage": score.coverage,
        "skill": {rival: score.skill(rival) for rival in RIVALS},
        "known_points": score.known,
        "pseudo_vintage_points": score.pseudo,
        "share_of_flow": score.share,
        "fit": score.fit,
        "forbidden": score.forbidden,
        "points": [_point(each) for each in score.points],
    }


def _point(point: PointScore) -> dict[str, Any]:
    """Return one point with its observation, its interval and its scores."""
    return {
        "period": point.observed.period.name,
        "observed": point.observed.value,
        "low": point.low,
        "median": point.median,
        "high": point.high,
        "covered": point.covered,
        "within_undressed_range": point.inside,
        "crps": dict(point.crps),
        "interval_score": dict(point.interval),
        "brier": dict(point.brier),
        "source": point.observed.source,
    }


def _summary(scores: Sequence[SeriesScore]) -> list[str]:
    """Return the model against each rival over all series, in sentences."""
    if not scores:
        return []
    points = [point for score in scores for point in score.points]
    covered = sum(point.covered for point in points)
    words = [f"The 90 % intervals contain {covered} of {len(points)} observations."]
    for rival in RIVALS:
        pairs = [(s.crps[MODEL], s.crps[rival]) for s in scores if rival in s.crps]
        positive = [(ours, theirs) for ours, theirs in pairs if ours > 0.0 and theirs > 0.0]
        if positive:
            better = sum(ours < theirs for ours, theirs in pairs)
            ratio = exp(float(np.median([log(ours / theirs) for ours, theirs in positive])))
            words.append(
                f"Against {rival}: better in {better} of {len(pairs)} series; "
                f"median ratio of CRPS {ratio:.2f}."
            )
    return words


def point_rows(scorecard: Scorecard) -> list[dict[str, object]]:
    """Return one row a point, for CSV."""
    return [_row(score, point) for score in scorecard.scores for point in score.points]


def _row(score: SeriesScore, point: PointScore) -> dict[str, object]:
    return {
        "series": score.key,
        "period": point.observed.period.name,
        "observed": point.observed.value,
        "unit": score.unit,
        "low": point.low,
        "median": point.median,
        "high": point.high,
        "covered": int(point.covered),
        "crps_model": point.crps[MODEL],
        "crps_persistence": point.crps.get(PERSISTENCE),
        "crps_no_effect": point.crps.get(NO_EFFECT),
        "crps_strict_leontief": point.crps.get(STRICT),
        "crps_damped_trend": point.crps.get(DAMPED_TREND),
        "crps_pool": point.crps.get(POOL),
        "crps_with_layer": point.crps.get(LAYER),
        "interval_model": point.interval[MODEL],
        "brier_model": point.brier.get(MODEL),
        "brier_persistence": point.brier.get(PERSISTENCE),
        "source": point.observed.source,
    }


def series_rows(
    declared: Backtest, observed: Mapping[str, Sequence[Observation]]
) -> list[dict[str, object]]:
    """Return one row a series that can be forecast, with the number of its observations."""
    return [
        {
            "series": key,
            "kind": each.kind,
            "unit": each.unit,
            "every": each.every.value,
            "observed": len(observed.get(key, ())),
            "meaning": each.meaning,
        }
        for key, each in declared.series.items()
    ]
