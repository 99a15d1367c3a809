"""The verdict on published results: each is set beside the value that the model computes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outlast.scenario.contest import Contest
from outlast.truth.verify.closed_forms import closed_form
from outlast.truth.verify.computation import EpisodeReading
from outlast.truth.verify.economic_forms import EconomicForm
from outlast.truth.verify.economic_values import economic_value
from outlast.truth.verify.episodes import EpisodeRuns, read_episode
from outlast.truth.verify.load import PublishedInputs, load_published
from outlast.truth.verify.published import PublishedResult, PublishedResults
from outlast.truth.verify.reasons import EpisodeReasons, distance, economic_reason


class ResultVerdict(StrEnum):
    """The verdicts on a published result."""

    PASSES = "passes"
    """The computed value lies within the range that passes."""

    FAILS = "fails"
    """The computed value lies outside the range that passes."""

    NOT_COMPUTED = "cannot be run"
    """The result has no computation."""


@dataclass(frozen=True)
class VerifiedResult:
    """A published result beside the computed value."""

    key: str
    published: PublishedResult
    verdict: ResultVerdict

    value: float | None = None
    """The value of a closed form, or the median of a run; none if most futures have no value."""

    spread: tuple[float, float] | None = None
    """The 5 % and 95 % quantiles of a run."""

    reason: str = ""
    """Why a row fails, from a computation; empty if it passes."""

    @property
    def command(self) -> str:
        """The command that computes the value."""
        return f"outlast verify {self.key}"


def published_results(contest: Contest) -> PublishedResults:
    """Return the published results of a contest.

    Raises:
        InputError: All problems of the file.
    """
    world = contest.world.world
    inputs = PublishedInputs(contest.layers, contest.ledger, contest.priors, world)
    return load_published(inputs)


def verify(
    published: PublishedResults,
    contest: Contest,
    names: Sequence[str] = (),
    episodes: EpisodeRuns | None = None,
) -> tuple[VerifiedResult, ...]:
    """Return published results beside the computed values.

    Args:
        published: The published results.
        contest: The contest.
        names: The results to compute; all if empty.
        episodes: The runs of the contest's episodes; by default each is run with 256 futures.

    Raises:
        RunError: A future of an episode failed its audit.
    """
    runs = episodes or EpisodeRuns(contest, published.series)
    chosen = {key: each for key, each in published.results.items() if not names or key in names}
    return tuple(_verified(key, each, contest, runs) for key, each in chosen.items())


def _verified(
    key: str, published: PublishedResult, contest: Contest, episodes: EpisodeRuns
) -> VerifiedResult:
    """Return one published result beside the computed value."""
    if published.computes is None:
        return VerifiedResult(key, published, ResultVerdict.NOT_COMPUTED)
    form = published.computes.form
    if isinstance(form, EconomicForm):
        low, value, high = economic_value(form, contest)
        spread = None if low == high else (low, high)
        verdict = _verdict(published, value)
        fails = verdict is ResultVerdict.FAILS
        reason = economic_reason(form, contest, (low, high), published) if fails else ""
        return VerifiedResult(key, published, verdict, value, spread, reason)
    if not isinstance(form, EpisodeReading):
        value = closed_form(form, contest)
        verdict = _verdict(published, value)
        reason = distance(published, value) if verdict is ResultVerdict.FAILS else ""
        return VerifiedResult(key, published, verdict, value, reason=reason)
    episode = episodes[str(published.computes.episode)]
    futures = read_episode(form, episode)
    # Quantiles are futures, not interpolated: a future without a stop counts as infinite.
    low, value, high = (
        float(each) for each in np.quantile(futures, (0.05, 0.5, 0.95), method="inverted_cdf")
    )
    verdict, reason = _verdict(published, value), ""
    if verdict is ResultVerdict.FAILS:
        reasons = EpisodeReasons(episode, episodes.series, contest.ledger)
        reason = reasons.of(published, form, futures)
    shown = value if np.isfinite(value) else None
    return VerifiedResult(key, published, verdict, shown, (low, high), reason)


def _verdict(published: PublishedResult, value: float) -> ResultVerdict:
    low = -np.inf if published.low is None else published.low
    high = np.inf if published.high is None else published.high
    return ResultVerdict.PASSES if low <= value <= high else ResultVerdict.FAILS
