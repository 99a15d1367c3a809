"""Verify: each published result beside what the model computes, with a verdict nobody wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np

from outlast.scenario.load import Parts
from outlast.truth.backtest.scorecard import shipped_parts
from outlast.truth.backtest.series import Series, load_declared
from outlast.truth.verify.closed_forms import closed
from outlast.truth.verify.episodes import Episode, computed, episode
from outlast.truth.verify.model import Kind, Published, Results, load_results

FUTURES: Final = 256
"""Futures of an episode unless asked otherwise."""


class Verdict(StrEnum):
    """What becomes of a published result."""

    PASSES = "passes"
    FAILS = "fails"
    CANNOT = "cannot be run"


@dataclass(frozen=True)
class Verified:
    """A published result beside ours."""

    key: str
    published: Published
    verdict: Verdict
    value: float | None = None
    """Ours: the value of a closed form, the median of a run; none where most futures have none."""

    spread: tuple[float, float] | None = None
    """The 5 % and 95 % quantiles of a run."""

    @property
    def command(self) -> str:
        """What computes it."""
        return f"outlast verify {self.key}"


def verify(
    names: tuple[str, ...] = (),
    *,
    futures: int = FUTURES,
    results: Results | None = None,
    parts: Parts | None = None,
) -> tuple[Verified, ...]:
    """Return published results beside ours.

    Args:
        names: The results; all if none is named.
        futures: Futures of an episode.
        results: The published results; those shipped if absent.
        parts: The data behind closed forms; those shipped if absent.

    Raises:
        InputError: The results are not sound.
        RunError: A future of an episode failed its audit.
    """
    parts = parts or shipped_parts()
    results = results or load_results(parts.ledger)
    asked = {key: each for key, each in results.results.items() if not names or key in names}
    series: dict[str, Series] = {
        **{key: each for key, each in load_declared().series.items() if each.flow is not None},
        **results.series,
    }
    ran: dict[str, Episode] = {}
    for each in asked.values():
        scenario = each.computes.scenario if each.computes else None
        if scenario is not None and scenario not in ran:
            ran[scenario] = episode(scenario, series, futures)
    return tuple(judged(key, each, parts, ran) for key, each in asked.items())


def judged(key: str, each: Published, parts: Parts, ran: Mapping[str, Episode]) -> Verified:
    """Return one published result beside ours."""
    if each.computes is None:
        return Verified(key, each, Verdict.CANNOT)
    if each.computes.scenario is None:
        value = closed(each.computes, parts)
        return Verified(key, each, _verdict(each, value), value)
    futures = computed(each.computes, ran[each.computes.scenario])
    # The middle future, so that futures in which nothing ever happens can stand beside the others.
    low, value, high = (
        float(end) for end in np.quantile(futures, (0.05, 0.5, 0.95), method="inverted_cdf")
    )
    return Verified(
        key,
        each,
        _verdict(each, value),
        value if np.isfinite(value) else None,
        (low, high),
    )


def _verdict(each: Published, value: float) -> Verdict:
    low = -np.inf if each.low is None else each.low
    high = np.inf if each.high is None else each.high
    return Verdict.PASSES if low <= value <= high else Verdict.FAILS


def told(found: tuple[Verified, ...], parts: Parts) -> dict[str, Any]:
    """Return what was found as plain data."""
    return {
        "counts": {
            verdict.value: sum(each.verdict is verdict for each in found) for verdict in Verdict
        },
        "results": [_told(each, parts) for each in found],
    }


def _told(each: Verified, parts: Parts) -> dict[str, Any]:
    published = each.published
    source = parts.ledger.sources[published.source]
    return {
        "key": each.key,
        "row": published.row,
        "title": published.title,
        "kind": published.kind.value,
        "published": published.value,
        "low": published.low,
        "high": published.high,
        "unit": published.unit,
        "computed": each.value,
        "computed_low": _finite(each.spread[0]) if each.spread else None,
        "computed_high": _finite(each.spread[1]) if each.spread else None,
        "verdict": each.verdict.value,
        "because": published.cannot or "",
        "evidence": "a closed form" if published.kind is Kind.EXACT else "consistency alone",
        "source": f"{source.producer}: {source.title}, {published.locator}",
        "note": published.note,
        "command": each.command,
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
