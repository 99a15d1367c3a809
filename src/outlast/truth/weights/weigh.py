"""The weights of the futures of a run, and the rule by which the weighted answer leads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.chunks import CHUNK
from outlast.ensemble.prepare import prepare
from outlast.ensemble.processors import processors
from outlast.ensemble.remote_task import Place
from outlast.ensemble.task_executor import TaskExecutor
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.results import Results, manifest
from outlast.results.weights import REACH as RANGE
from outlast.results.weights import (
    FutureWeights,
    LeadRule,
    UnreachedTerm,
    WeightTerm,
    effective_size,
    even_weights,
    held_out_gain,
    shares_of,
    silence_logs,
    tempered,
    term_logs,
    within_reach,
)
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import Situation
from outlast.truth.weights.history_run import (
    FutureHistory,
    HistoryRequest,
    can_be_read,
    run_history,
)
from outlast.truth.weights.kept import HistoryIdentity, keep_history, kept_history
from outlast.truth.weights.load import WeightInputs, load_weights
from outlast.truth.weights.observed import ObservedTerm, known_terms


@dataclass(frozen=True)
class WeightRun:
    """The choices of a caller for the run behind weights."""

    threads: int | None = None
    folder: Path | None = None
    """The folder of chunks of the run, if it has one."""

    should_cancel: Callable[[], bool] = never_cancel
    inputs: WeightInputs | None = None
    """The declaration of the weights of the contest, if the caller has read it."""

    executor: TaskExecutor | None = None
    """The place where histories are computed; this process if there is none."""

    progress: Callable[[int, int], None] | None = None
    """Called with the futures whose history is there, and of all, as chunks end.

    A history of one chunk is there at once, and is not reported.
    """


def weighed(results: Results, how: WeightRun = WeightRun()) -> Results:
    """Return results with the weights of their futures; see `future_weights`."""
    made = results.manifest
    found = future_weights(results.situation, results.futures, made.seed, how, results.lowered)
    return replace(results, weights=found)


def future_weights(
    situation: Situation,
    futures: int,
    seed: int,
    how: WeightRun = WeightRun(),
    lowered: Lowered | None = None,
) -> FutureWeights:
    """Return the weights of the futures of a scenario, without the settings of a reader.

    Args:
        situation: The scenario; its settings and drawn moves change no weight.
        futures: The number of futures.
        seed: The seed of their luck.
        how: Threads, folder and cancellation.
        lowered: The scenario as arrays. With settings it tells which series the world carries;
            a history that is not kept is then run on arrays without them.

    Raises:
        InputError: The declaration is not sound, or the run was cancelled.
        RunError: A future failed its audit.
        WriteError: The history cannot be written to the folder.
    """
    base = situation.unset or situation
    day = base.scenario.knows_until.isoformat()
    inputs = how.inputs or load_weights(base.origin.contest)
    known = known_terms(base, inputs)
    silent = inputs.non_events.known(base.scenario.knows_until)
    if not known.terms and not silent:
        return even_weights(futures, day)
    if base.moves is not None:
        base = without_moves(base)
    own = lowered if situation.unset is None else None
    shape = lowered or prepare(base)  # no setting adds or takes away a route that a series reads
    terms, lost = _readable(known.terms, shape, base)
    threads = how.threads or processors()
    request = HistoryRequest(base, terms, silent, seed, threads)
    history = _history(request, lambda: own or prepare(base), futures, how)
    return replace(_weights(request, history, inputs, day), not_terms={**known.not_terms, **lost})


def _readable(
    terms: Sequence[ObservedTerm], lowered: Lowered, situation: Situation
) -> tuple[tuple[ObservedTerm, ...], dict[str, str]]:
    """Return the terms with the series that the world carries, and the others with the reason."""
    lost: dict[str, str] = {}
    kept: list[ObservedTerm] = []
    for term in terms:
        here = tuple(each for each in term.series if can_be_read(each, lowered, situation))
        lost |= {
            each.key: "the world does not carry it on this day"
            for each in term.series
            if each not in here
        }
        if here:
            kept.append(replace(term, series=here))
    return tuple(kept), lost


def _history(
    request: HistoryRequest, arrays: Callable[[], Lowered], futures: int, how: WeightRun
) -> FutureHistory:
    """Return the history of all futures, chunk by chunk; chunks that are kept are not run."""
    numbers = [range(first, min(first + CHUNK, futures)) for first in range(0, futures, CHUNK)]
    identities = [_identity(request, here) for here in numbers]
    whole = FutureHistory.empty(futures, *identities[0].shape)
    lacking: list[HistoryIdentity] = []
    for identity in identities:
        kept = kept_history(identity, how.folder)
        if kept is None:
            lacking.append(identity)
        else:
            whole.fill(identity.futures, kept)
    made = _histories(request, arrays, [each.futures for each in lacking], how)
    there = futures - sum(each.count for each in lacking)
    for identity, part in zip(lacking, made, strict=True):
        keep_history(part, identity, how.folder)
        whole.fill(identity.futures, part)
        there += identity.count
        if how.progress and len(identities) > 1:
            how.progress(there, futures)
    return whole


def _histories(
    request: HistoryRequest,
    arrays: Callable[[], Lowered],
    chunks: Sequence[range],
    how: WeightRun,
) -> Iterator[FutureHistory]:
    """Yield the history of each chunk of futures that is not kept, computed here or elsewhere.

    Raises:
        InputError: The run was cancelled.
    """
    if not chunks:
        return
    lowered = arrays()
    if how.executor is None:
        for here in chunks:
            yield run_history(request, lowered, here, how.should_cancel)
        return
    yield from how.executor.results(
        request.situation,
        (request, lowered),
        _history_there,
        chunks,
        should_cancel=how.should_cancel,
    )
    if how.should_cancel():
        raise InputError("the history was cancelled.")


def _history_there(
    shared: tuple[HistoryRequest, Lowered], futures: range, place: Place
) -> FutureHistory:
    """Return the history of a chunk of futures, as a worker computes it."""
    request, lowered = shared
    return run_history(
        replace(request, threads=place.threads), lowered, futures, place.should_cancel
    )


def _identity(request: HistoryRequest, futures: range) -> HistoryIdentity:
    """Return the identity of a chunk: the horizon after the last known day is no part of it."""
    situation = request.situation
    scenario = situation.scenario.model_copy(update={"horizon": 1})
    made = manifest(replace(situation, scenario=scenario), 1, request.seed, "float32")
    shape = (len(request.terms), len(request.silences))
    read = f"{request.terms} {dict(request.non_events)}"
    digest = f"{made.digest} {sha256(read.encode()).hexdigest()[:16]}"
    return HistoryIdentity(digest, made.version, request.seed, futures.start, len(futures), shape)


def _weights(
    request: HistoryRequest, history: FutureHistory, inputs: WeightInputs, day: str
) -> FutureWeights:
    """Return the weights of the futures, with their terms and the rule."""
    scale = np.array([each.scale for each in request.terms])
    reached = within_reach(history.distance) if len(scale) else np.zeros(0, np.int32)
    chosen = [request.terms[at] for at in reached]
    likely = term_logs(history.distance[:, reached], scale[reached])
    silent = silence_logs(history.happened, history.reported)
    logs = np.hstack([likely, silent])
    values, exponent = tempered(logs.sum(axis=1))
    shares = shares_of(logs)
    middles = np.median(history.distance[:, reached], axis=0)
    rule = lead_rule(inputs, held_out_gain(likely, silent))
    return FutureWeights(
        by_future=values,
        exponent=exponent,
        effective=effective_size(values),
        day=day,
        terms=tuple(
            WeightTerm(each.key, each.title, float(share), each.count, float(middle))
            for each, share, middle in zip(chosen, shares[: len(chosen)], middles, strict=True)
        ),
        silences=_silences(request, history, shares[len(chosen) :]),
        unreached=_unreached(request.terms, history.distance, reached),
        rule=rule,
        leads=rule.holds(exponent),
    )


def _silences(
    request: HistoryRequest, history: FutureHistory, shares: Reals
) -> tuple[WeightTerm, ...]:
    return tuple(
        WeightTerm(
            f"{key}/{service}",
            request.non_events[key].title,
            float(share),
            0,
            float(history.happened[:, column].mean()),
        )
        for column, ((key, service), share) in enumerate(zip(request.silences, shares, strict=True))
    )


def _unreached(
    terms: Sequence[ObservedTerm], distance: Reals, reached: Ints
) -> tuple[UnreachedTerm, ...]:
    """Return the terms whose observation lies beyond the range of the futures."""
    return tuple(
        UnreachedTerm(
            each.key, each.title, *(float(end) for end in np.quantile(distance[:, at], RANGE))
        )
        for at, each in enumerate(terms)
        if at not in reached
    )


def lead_rule(inputs: WeightInputs, gain: float | None) -> LeadRule:
    """Return the conditions under which the weighted answer leads, as they stand.

    Args:
        inputs: The declaration, with the last look and the aims of the backtest.
        gain: The gain in log score of terms under weights from the others.
    """
    look = inputs.rules.gate
    aims = inputs.backtest.aims if inputs.backtest else None
    return LeadRule(
        gain=gain,
        oracle=look.oracle if look else None,
        inside=look.inside if look else None,
        most=aims.oracle if aims else None,
        least=aims.inside if aims else None,
    )
