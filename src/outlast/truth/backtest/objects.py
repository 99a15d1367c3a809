r"""Objects: one score for each independent object, as a ratio to the fixed pool of rivals.

Series that rest on one thing in the world have one score together. For object $o$ with series $s$

$$ r_o = \exp \operatorname{mean}_{s \in o} \ln \frac{\overline{\mathrm{CRPS}}_s}
                                                    {\overline{\mathrm{CRPS}}^{\mathrm{pool}}_s} $$

cut to the range from 0.1 to 10. The score of a track is the geometric mean over objects, with the
standard error of the mean of logs. Events have no CRPS here. Forbidden flows have a table of their
own: there the rival without rules is so wrong that any forecast would beat the pool.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.truth.backtest.central import MODEL
from outlast.truth.backtest.forbidden import SOME
from outlast.truth.backtest.forecast import FORECASTERS, POOL
from outlast.truth.backtest.scorecard import Scorecard, SeriesScore
from outlast.truth.scores import brier

CLIP: Final = (0.1, 10.0)
"""The range to which the ratio of an object is cut."""

TINY: Final = 1e-12
"""A smaller score counts as this one: it stands under a log."""

Z_95: Final = 1.96
"""Standard errors on either side of a 95 % interval."""


@dataclass(frozen=True)
class ObjectScore:
    """The scores of one independent object."""

    key: str
    title: str
    series: tuple[str, ...]
    """The series that were scored."""

    kind: str
    """The kind of its series: flow or price."""

    points: int
    ratios: Mapping[str, float]
    """The CRPS of each forecaster over that of the pool."""


@dataclass(frozen=True)
class MeanRatio:
    """A geometric mean of ratios over objects."""

    ratio: float
    error: float
    """Its standard error, in the unit of the ratio; infinite for a single object."""

    objects: int

    @property
    def beats(self) -> bool:
        """Whether the whole 95 % interval lies below 1."""
        return self.ratio + Z_95 * self.error < 1.0

    @property
    def loses(self) -> bool:
        """Whether the whole 95 % interval lies above 1."""
        return self.ratio - Z_95 * self.error > 1.0


@dataclass(frozen=True)
class CoveredShare:
    """A share of observations, with the standard error of a sample of objects."""

    share: float
    error: float
    points: int


@dataclass(frozen=True)
class ForbiddenFlow:
    """The scores of one forbidden flow: does more than a hundredth of the base flow go on?"""

    series: str
    points: int
    happened: float
    """The share of periods in which more went on."""

    chance: Mapping[str, float]
    """The chance that each forecaster gave it, mean over periods."""

    brier: Mapping[str, float]
    """The Brier score of each forecaster, mean over periods."""


@dataclass(frozen=True)
class TrackScore:
    """The scores of one track, object by object."""

    card: Scorecard
    objects: tuple[ObjectScore, ...]
    forbidden: tuple[ForbiddenFlow, ...]

    def mean(self, forecaster: str, kind: str | None = None) -> MeanRatio | None:
        """Return the mean ratio of a forecaster, over all objects or those of one kind."""
        ratios = [
            each.ratios[forecaster]
            for each in self.objects
            if forecaster in each.ratios and kind in (None, each.kind)
        ]
        return mean_ratio(ratios) if ratios else None

    def coverage(self, forecaster: str = MODEL) -> CoveredShare | None:
        """Return the share of observations within a forecaster's 90 % interval."""
        return self._share(
            {
                key: [p.covered_by[forecaster] for p in score.points if forecaster in p.covered_by]
                for key, score in self._scored.items()
            }
        )

    @property
    def inside(self) -> CoveredShare | None:
        """The share of observations within the range of the model's futures without noise."""
        return self._share(
            {key: [p.inside for p in score.points] for key, score in self._scored.items()}
        )

    @cached_property
    def _scored(self) -> Mapping[str, SeriesScore]:
        """The scored series of all objects, by key."""
        wanted = {key for each in self.objects for key in each.series}
        return {score.key: score for score in self.card.scores if score.key in wanted}

    def _share(self, hits: Mapping[str, Sequence[bool]]) -> CoveredShare | None:
        """Return the share of hits; its error treats an object as one draw."""
        groups = [
            np.array([hit for key in each.series for hit in hits[key]]) for each in self.objects
        ]
        groups = [each for each in groups if each.size]
        points = sum(each.size for each in groups)
        if not points:
            return None
        share = float(sum(each.sum() for each in groups)) / points
        spread = sum(float((each - share).sum()) ** 2 for each in groups)
        count = len(groups)
        error = sqrt(spread * count / (count - 1)) / points if count > 1 else float("inf")
        return CoveredShare(share, error, points)


def mean_ratio(ratios: Sequence[float]) -> MeanRatio:
    """Return the geometric mean of ratios with its standard error."""
    logs = np.log(np.asarray(ratios, np.float64))
    ratio, count = exp(float(logs.mean())), len(logs)
    spread = float(logs.std(ddof=1)) if count > 1 else float("inf")
    return MeanRatio(ratio, ratio * spread / sqrt(count), count)


def track_score(card: Scorecard) -> TrackScore:
    """Return the scores of a track by object, and those of forbidden flows."""
    open_flows = [score for score in card.scores if score.kind != "event" and not score.forbidden]
    groups: dict[str, list[SeriesScore]] = {}
    for score in open_flows:
        if POOL in score.crps:
            groups.setdefault(object_of(score.key, card), []).append(score)
    return TrackScore(
        card,
        tuple(_object(key, scores, card) for key, scores in groups.items()),
        tuple(_forbidden(score, card) for score in card.scores if _is_counted(score, card)),
    )


def object_of(series: str, card: Scorecard) -> str:
    """Return the key of the object that a series belongs to: its own if none names it."""
    objects = card.declared.objects.items()
    return next((key for key, each in objects if series in each.series), series)


def _object(key: str, scores: Sequence[SeriesScore], card: Scorecard) -> ObjectScore:
    declared = card.declared.objects.get(key)
    low, high = CLIP
    ratios = {
        name: min(high, max(low, exp(float(np.mean([_log_ratio(each, name) for each in scores])))))
        for name in FORECASTERS
        if all(name in each.crps for each in scores)
    }
    return ObjectScore(
        key,
        declared.title if declared else card.declared.series[key].meaning,
        tuple(each.key for each in scores),
        scores[0].kind,
        sum(len(each.points) for each in scores),
        ratios,
    )


def _log_ratio(score: SeriesScore, name: str) -> float:
    return log(max(score.crps[name], TINY) / max(score.crps[POOL], TINY))


def _is_counted(score: SeriesScore, card: Scorecard) -> bool:
    """Return whether a series is a forbidden flow; a stock repeats the flow that fills it."""
    flow = card.declared.series[score.key].flow
    return score.forbidden and flow is not None and not flow.cumulative


def _forbidden(score: SeriesScore, card: Scorecard) -> ForbiddenFlow:
    made = card.forecasts.series[score.key]
    rows = {each.name: row for row, each in enumerate(made.periods)}
    chances: dict[str, list[float]] = {}
    scores: dict[str, list[float]] = {}
    went_on: list[bool] = []
    for point in score.points:
        row = rows[point.observed.period.name]
        limit = SOME * float(made.base[row])
        went_on.append(point.observed.value > limit)
        for name, futures in made.by_forecaster.items():
            here: Reals = futures[row]
            chance = float(np.mean(here > limit))
            chances.setdefault(name, []).append(chance)
            scores.setdefault(name, []).append(brier(chance, happened=went_on[-1]))
    return ForbiddenFlow(
        score.key,
        len(score.points),
        float(np.mean(went_on)),
        {name: float(np.mean(each)) for name, each in chances.items()},
        {name: float(np.mean(each)) for name, each in scores.items()},
    )
