"""The reason for which a row fails, computed: from its futures, its parts and the observations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from outlast.economy.contest_exposure import contest_exposure
from outlast.engine.arrays import Reals
from outlast.facts import Ledger
from outlast.facts.period import span
from outlast.scenario.contest import Contest
from outlast.truth.backtest.series import A_MONTH, ForecastSeries
from outlast.truth.verify.computation import EpisodeReading, FlowRatio
from outlast.truth.verify.economic_forms import EconomicForm, ExposureLoss
from outlast.truth.verify.episodes import Episode
from outlast.truth.verify.published import PublishedResult
from outlast.wording import counted

AROUND = timedelta(days=366)
"""The time on each side of a period in which its neighbours lie."""


@dataclass(frozen=True)
class EpisodeReasons:
    """Reasons from one episode, with the series that it counts and their observations."""

    episode: Episode
    series: Mapping[str, ForecastSeries]
    ledger: Ledger

    def of(self, published: PublishedResult, form: EpisodeReading, futures: Reals) -> str:
        """Return why the median future misses the range of a published result.

        Args:
            published: The result.
            form: Its computation.
            futures: The value of the computation in each future.
        """
        inside = np.count_nonzero(_passes(published, futures))
        parts = [f"{inside} of {counted(len(futures), 'future')} lie within the range"]
        if isinstance(form, FlowRatio):
            parts += self._parts(published, form)
            parts += self._neighbours(published, form)
        return "; ".join(parts)

    def _parts(self, published: PublishedResult, form: FlowRatio) -> list[str]:
        """Return numerator and denominator beside their observations, where both are observed."""
        sides = _sides(form)
        if len(sides) != 2:  # noqa: PLR2004  over the base flow there is nothing observed
            return []
        ours = [float(np.median(self.episode.flow(*side))) for side in sides]
        top, bottom = (self._observed(*side) for side in sides)
        if top is None or not bottom or not ours[1]:
            return []
        units = [self.series[key].unit.removesuffix(A_MONTH) for key, _ in sides]
        words = [
            f"its {name} is {_short(one)} {unit}, observed {_short(other)}"
            for name, one, unit, other in zip(
                ("numerator", "denominator"), ours, units, (top, bottom), strict=True
            )
        ]
        changed = float(form.change)
        for name, ratio in (
            ("numerator", top / ours[1] - changed),
            ("denominator", ours[0] / bottom - changed),
        ):
            verdict = "within" if _passes(published, np.array([ratio]))[0] else "outside"
            words.append(f"with the observed {name} alone it is {ratio:.3g}, {verdict} the range")
        return words

    def _neighbours(self, published: PublishedResult, form: FlowRatio) -> list[str]:
        """Return the months around a single month, in the run and observed, over the base flow."""
        if len(form.periods) != 1 or len(_sides(form)) != 1:
            return []
        first, last = span(form.periods[0])
        names = [
            name
            for key, name in self.episode.sums
            if key == form.series
            and span(name)[0] > first - AROUND
            and span(name)[1] < last + AROUND
        ]
        if len(names) < 2 or form.periods[0] not in names:  # noqa: PLR2004
            return []
        ratios = np.stack([self._over_base(form, name) for name in names])
        medians = np.median(ratios, axis=1)
        inside = int(np.count_nonzero(_passes(published, ratios)))
        lead = f"in {len(names)} months around it the median month lies from "
        ends = f"{medians.min():.3g} to {medians.max():.3g}"
        rest = f"{inside} of {ratios.size} months of single futures lie within the range"
        words = [f"{lead}{ends}, and {rest}"]
        seen = [each for each in (self._seen_over_base(form, name) for name in names) if each]
        if len(seen) > 1:
            values = [each[0] for each in seen]
            places = [each[1] for each in seen]
            swing = float(np.median(np.ptp(ratios[[names.index(each) for each in places]], axis=0)))
            words.append(
                f"over the {len(seen)} months among them that are observed the series moves from "
                f"{min(values):.3g} to {max(values):.3g}, the median future by {swing:.3g} in all"
            )
            if swing < np.ptp(values) / 2:
                words.append("the flow is evener in the run than in the record")
        return words

    def _over_base(self, form: FlowRatio, name: str) -> Reals:
        """Return the value of a computation if its only period were another: [future]."""
        base = self.episode.base(form.series, [name])
        flow = self.episode.flow(form.series, [name])
        return flow / np.maximum(base, 1e-12) - float(form.change)

    def _seen_over_base(self, form: FlowRatio, name: str) -> tuple[float, str] | None:
        """Return the observed value in a period, with the period; None if there is none."""
        base = float(self.episode.base(form.series, [name])[0])
        observed = self._observed(form.series, [name])
        if observed is None or base <= 0:
            return None
        return observed / base - float(form.change), name

    def _observed(self, key: str, periods: Sequence[str]) -> float | None:
        """Return the observed flow of a series over periods; None if a part is not observed."""
        declared, total = self.series.get(key), 0.0
        points = {each.period: each for each in self.ledger.observed.get(key, ())}
        own = [name for each in periods for name in _own_periods(points, each)]
        if declared is None or not _covers(own, periods):
            return None
        for name in own:
            point = points[name]
            value = self.ledger.units.converted(point.value, point.unit, declared.unit)
            months = _months(name) if declared.unit.endswith(A_MONTH) else 1
            total += value * months
        return total


def economic_reason(
    form: EconomicForm, contest: Contest, ends: tuple[float, float], published: PublishedResult
) -> str:
    """Return how far the range of a computation lies from the range that passes.

    Args:
        form: The computation.
        contest: The contest.
        ends: The ends of its 90 % range.
        published: The result.
    """
    low, high = ends
    least = -np.inf if published.low is None else published.low
    most = np.inf if published.high is None else published.high
    words = ["the two ranges overlap" if low <= most and high >= least else "no draws reach it"]
    if isinstance(form, ExposureLoss):
        found = contest_exposure(contest)
        rows = () if found is None else found.published
        for each in rows:
            if each.key == form.published:
                tied = f"tied share of {100 * each.tied_share.median:.2g} % of GDP"
                needed = each.needed_tied_share
                words.append(
                    f"no tied share up to the whole of GDP gives it, ours is a {tied}"
                    if needed is None
                    else f"it takes {100 * needed:.2g} % instead of our {tied}"
                )
    return "; ".join(words)


def distance(published: PublishedResult, value: float) -> str:
    """Return how far a value without a range of its own lies outside the range that passes."""
    low = value if published.low is None else published.low
    high = value if published.high is None else published.high
    return f"it lies {max(low - value, value - high):.3g} outside the range, and nothing is drawn"


def _sides(form: FlowRatio) -> list[tuple[str, Sequence[str]]]:
    """Return series and periods of numerator and, unless it is the base flow, denominator."""
    sides: list[tuple[str, Sequence[str]]] = [(form.series, form.periods)]
    if form.over_series is not None:
        sides.append((form.over_series, form.periods))
    elif form.over_periods and not form.over_largest:
        sides.append((form.series, form.over_periods))
    return sides


def _passes(published: PublishedResult, values: Reals) -> Reals:
    """Return 1 for each value within the range that passes, else 0."""
    low = -np.inf if published.low is None else published.low
    high = np.inf if published.high is None else published.high
    return ((values >= low) & (values <= high)).astype(np.float64)


def _own_periods(points: Iterable[str], period: str) -> list[str]:
    """Return the observed periods within a period, none within another."""
    first, last = span(period)
    return [name for name in points if span(name)[0] >= first and span(name)[1] <= last]


def _covers(own: Sequence[str], periods: Sequence[str]) -> bool:
    """Return whether observed periods fill others without gap and overlap."""
    filled = sum(((span(name)[1] - span(name)[0]).days + 1 for name in own), 0)
    wanted = sum(((span(name)[1] - span(name)[0]).days + 1 for name in periods), 0)
    return bool(own) and filled == wanted


def _months(period: str) -> int:
    """Return the number of months of a period."""
    first, last = span(period)
    return 12 * (last.year - first.year) + last.month - first.month + 1


def _short(value: float) -> str:
    """Return a number of four digits, without an exponent."""
    return f"{float(f'{value:.4g}'):,.10g}"
