"""A backtest as plain data: score table, summary, one row a point, and the list of series."""

from collections.abc import Sequence
from math import exp, log
from typing import Any, Final

import numpy as np

from outlast.errors import InputError, Problems
from outlast.facts import load_ledger
from outlast.reading import DATA
from outlast.truth.backtest.forecast import MODEL, NO_EFFECT, PERSISTENCE, STRICT
from outlast.truth.backtest.freeze import Vintages
from outlast.truth.backtest.scorecard import Point, Score, Scored
from outlast.truth.backtest.series import Backtest, load_declared, months_on

RIVALS: Final = (PERSISTENCE, NO_EFFECT, STRICT)


def told(scored: Scored) -> dict[str, Any]:
    """Return a backtest as plain data."""
    made = scored.forecasts
    vintages = made.freeze.vintages
    pseudo = sum(each.known.pseudo for each in made.outlooks.values())
    points = sum(len(each.known.points) for each in made.outlooks.values())
    return {
        "freeze": str(made.freeze.day),
        "until": str(months_on(made.freeze.day, made.how.months)),
        "futures": made.how.futures,
        "seed": made.how.seed,
        "observed": scored.given or "shipped",
        "vintages": {
            "words": _vintage_words(vintages, points, pseudo),
            "facts_published": list(vintages.stood),
            "facts_pseudo_vintage": list(vintages.pseudo),
            "facts_widened": list(vintages.widened),
            "priors_widened": list(vintages.priors),
            "dropped": list(vintages.dropped),
            "points_known": points,
            "points_pseudo_vintage": pseudo,
        },
        "scores": [_score(each) for each in scored.scores],
        "summary": {"words": _summary(scored.scores)},
        "not_forecast": dict(made.silent),
        "unscored": list(scored.unscored),
    }


def _vintage_words(vintages: Vintages, points: int, pseudo: int) -> list[str]:
    used = len(vintages.stood) + len(vintages.pseudo) + len(vintages.widened)
    stood, later, wide = (len(each) for each in (vintages.stood, vintages.pseudo, vintages.widened))
    priors, dropped = len(vintages.priors), len(vintages.dropped)
    facts = f"Of {used} facts in use {stood} had been published, {later} stand in a later vintage"
    gone = f"{dropped} projects, deliveries and practices of later were dropped."
    return [
        f"{facts}, {wide} are of later and were widened.",
        f"{priors} priors of later were doubled in width; {gone}",
        f"Of {points} known points {pseudo} are at hand only in a later vintage.",
    ]


def _score(score: Score) -> dict[str, Any]:
    return {
        "series": score.name,
        "unit": score.unit,
        "n": len(score.points),
        "observed": float(np.mean([point.seen.value for point in score.points])),
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
    }


def _summary(scores: Sequence[Score]) -> list[str]:
    """Return the model against each rival over all series, in sentences."""
    if not scores:
        return []
    points = [point for score in scores for point in score.points]
    held = sum(point.covered for point in points)
    words = [f"The 90 % intervals hold {held} of {len(points)} observations."]
    for rival in RIVALS:
        pairs = [(s.crps[MODEL], s.crps[rival]) for s in scores if rival in s.crps]
        both = [(ours, theirs) for ours, theirs in pairs if ours > 0.0 and theirs > 0.0]
        if both:
            better = sum(ours < theirs for ours, theirs in pairs)
            ratio = exp(float(np.median([log(ours / theirs) for ours, theirs in both])))
            words.append(
                f"Against {rival}: better in {better} of {len(pairs)} series; "
                f"median ratio of CRPS {ratio:.2f}."
            )
    return words


def rows(scored: Scored) -> list[dict[str, object]]:
    """Return one row a point."""
    return [_row(score, point) for score in scored.scores for point in score.points]


def _row(score: Score, point: Point) -> dict[str, object]:
    return {
        "series": score.name,
        "period": point.seen.slot.name,
        "observed": point.seen.value,
        "unit": score.unit,
        "low": point.low,
        "median": point.median,
        "high": point.high,
        "covered": int(point.covered),
        "crps_model": point.crps[MODEL],
        "crps_persistence": point.crps.get(PERSISTENCE),
        "crps_no_effect": point.crps.get(NO_EFFECT),
        "crps_strict_leontief": point.crps.get(STRICT),
        "interval_model": point.interval[MODEL],
        "brier_model": point.brier.get(MODEL),
        "brier_persistence": point.brier.get(PERSISTENCE),
        "source": point.seen.source,
    }


def listed(declared: Backtest | None = None) -> list[dict[str, object]]:
    """Return every series that can be forecast, and how many observations of it are at hand."""
    problems = Problems()
    ledger = load_ledger(DATA, problems)
    problems.stop_if_any(InputError)
    declared = declared or load_declared()
    return [
        {
            "series": key,
            "kind": each.kind,
            "unit": each.unit,
            "every": each.every.value,
            "observed": len(ledger.observed.get(key, ())),
            "meaning": each.meaning,
        }
        for key, each in declared.series.items()
    ]


def unlisted(declared: Backtest | None = None) -> dict[str, str]:
    """Return the observed series that are not forecast, with the reason."""
    return dict((declared or load_declared()).not_forecast)
