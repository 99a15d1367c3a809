r"""Oracle weights: the best that any weights of the model's futures could reach, by cheating.

Weights $w$ of the futures are fitted to the very observations that score them, over all series at
once, by exponentiated gradient (Kivinen and Warmuth 1997):

$$ \min_w \; \operatorname{mean}_o \operatorname{mean}_{s \in o} \ln
   \overline{\mathrm{CRPS}}_s(w), \qquad
   \mathrm{CRPS}(w) = \sum_i w_i |x_i - y| - \frac12 \sum_{i,k} w_i w_k |x_i - x_k| $$

If even these do not come far below the pool, no calibration of the present dynamics can: structure
comes first. Each future keeps its path and meets several draws of the noise, so that weights cannot
choose the noise.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Ints, Reals
from outlast.truth.backtest.central import MODEL, negligible
from outlast.truth.backtest.forecast import SeriesForecast
from outlast.truth.backtest.objects import CLIP, TINY, MeanRatio, TrackScore, mean_ratio

DRAWS: Final = 4
"""Draws of the noise that each future meets."""

ROUNDS: Final = 300
"""Steps of the descent."""

RATE: Final = 2.0
"""The length of the first step; later ones fall with the root of their number."""


@dataclass(frozen=True)
class OracleScore:
    """The score of weights that were fitted to the answers."""

    mean: MeanRatio
    effective: float
    """The futures that are left: one over the sum of squared weights."""


@dataclass(frozen=True)
class _Atoms:
    """The futures of all observations under several draws of noise, in order: [point, atom]."""

    values: Reals
    future: NDArray[np.intp]
    """The future of each atom."""

    place: NDArray[np.intp]
    """Where each atom stands in this order, futures last and draws before: [point, atom]."""

    distance: Reals
    """How far each atom lies from the observation."""

    groups: tuple[tuple[Ints, ...], ...]
    """The points of each series of each object."""


def oracle_score(track: TrackScore, seed: int = 1) -> OracleScore | None:
    """Return the score with the best weights, or None if nothing was scored."""
    atoms = _atoms(track, seed)
    if atoms is None:
        return None
    futures = int(atoms.future.max()) + 1
    start = _objective(atoms, np.full(futures, 1.0 / futures))[0]
    logs, best, lowest = np.zeros(futures), np.full(futures, 1.0 / futures), start
    for step in range(ROUNDS):
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        value, slope = _objective(atoms, weights)
        if value < lowest:
            best, lowest = weights, value
        logs = logs - RATE / np.sqrt(step + 1.0) * (slope - float(weights @ slope)) / _size(slope)
    return OracleScore(_ratio(track, atoms, best), 1.0 / float(best @ best))


def _size(slope: Reals) -> float:
    """Return the size by which a slope is measured: its spread over futures."""
    return max(float(np.ptp(slope)), TINY)


def _ratio(track: TrackScore, atoms: _Atoms, weights: Reals) -> MeanRatio:
    """Return the mean ratio to the pool: the model's own, times the gain of the weights."""
    even = np.full(len(weights), 1.0 / len(weights))
    before, after = (_logs(atoms, _crps(atoms, each)[0]) for each in (even, weights))
    low, high = CLIP
    gained = np.exp(after - before)
    return mean_ratio(
        [
            min(high, max(low, each.ratios[MODEL] * float(gain)))
            for each, gain in zip(track.objects, gained, strict=True)
        ]
    )


def _objective(atoms: _Atoms, weights: Reals) -> tuple[float, Reals]:
    """Return the mean log score over objects, and its slope by the weight of each future."""
    scores, slopes = _crps(atoms, weights)
    slope = np.zeros(len(weights))
    for series in atoms.groups:
        for points in series:
            share = 1.0 / (len(atoms.groups) * len(series) * max(float(scores[points].sum()), TINY))
            slope += share * slopes[points].sum(axis=0)
    return float(_logs(atoms, scores).mean()), slope


def _logs(atoms: _Atoms, scores: Reals) -> Reals:
    """Return the mean log score of each object over its series."""
    return np.array(
        [
            sum(float(np.log(max(float(scores[points].mean()), TINY))) for points in series)
            / len(series)
            for series in atoms.groups
        ],
        np.float64,
    )


def _crps(atoms: _Atoms, weights: Reals) -> tuple[Reals, Reals]:
    """Return the CRPS of each point, and its slope by weight: [point], [point, future]."""
    mass = weights[atoms.future] / DRAWS
    below = np.cumsum(mass, axis=1)
    moment = np.cumsum(mass * atoms.values, axis=1)
    whole, total = below[:, -1:], moment[:, -1:]
    apart = atoms.values * (2.0 * below - whole) + total - 2.0 * moment
    scores = (mass * (atoms.distance - 0.5 * apart)).sum(axis=1)
    single = np.take_along_axis(atoms.distance - apart, atoms.place, axis=1)
    return scores, single.reshape(len(scores), DRAWS, -1).mean(axis=1)


def _atoms(track: TrackScore, seed: int) -> _Atoms | None:
    """Return the atoms of all observations of all objects."""
    dice = np.random.default_rng(seed)
    cards = {score.key: score for score in track.card.scores}
    values: list[Reals] = []
    observed: list[float] = []
    groups: list[tuple[Ints, ...]] = []
    for each in track.objects:
        series: list[Ints] = []
        for key in each.series:
            made = track.card.forecasts.series[key]
            rows = {period.name: row for row, period in enumerate(made.periods)}
            first = len(values)
            for point in cards[key].points:
                values.append(_dressed(made, rows[point.observed.period.name], dice))
                observed.append(point.observed.value)
            series.append(np.arange(first, len(values), dtype=np.int32))
        groups.append(tuple(series))
    if not values:
        return None
    table = np.array(values)
    order = np.argsort(table, axis=1, kind="stable")
    ordered = np.take_along_axis(table, order, axis=1)
    distance = np.abs(ordered - np.array(observed)[:, None])
    futures = table.shape[1] // DRAWS
    place = np.argsort(order, axis=1)
    return _Atoms(ordered, order % futures, place, distance, tuple(groups))


def _dressed(made: SeriesForecast, row: int, dice: np.random.Generator) -> Reals:
    """Return a period's futures under several draws of its noise, one draw after another."""
    bare = made.undressed[row]
    path: Reals = np.where(bare < negligible(made.history), 0.0, bare)
    draws = [made.dressing[row], *(dice.permutation(made.dressing[row]) for _ in range(DRAWS - 1))]
    return np.concatenate([path * each for each in draws])
