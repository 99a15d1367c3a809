"""The weights of the futures of a run: attached to its results, and as plain data."""

from collections.abc import Callable
from typing import Any

from outlast.api.counts import counts, set_row
from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import never_cancel
from outlast.errors import InputError
from outlast.present.display.voice import voice
from outlast.present.weights import reasons
from outlast.results import FutureWeights, Results
from outlast.scenario.load import Situation
from outlast.study.lever_effects import FUTURES
from outlast.truth.weights.load import load_weights
from outlast.truth.weights.weigh import WeightRun, future_weights, lead_rule, weighed


def with_weights(how: WeightRun, results: Results) -> Results | None:
    """Return results with the weights of their futures, or None where the run was ended.

    Args:
        how: Threads, folder, cancellation, and the declaration of the weights.
        results: The results.
    """
    try:
        return weighed(results, how)
    except InputError:
        if how.should_cancel():  # the futures are finished and stay kept
            return None
        raise


def lever_weights(
    situation: Situation,
    futures: int = FUTURES,
    seed: int = 1,
    should_cancel: Callable[[], bool] = never_cancel,
) -> Reals | None:
    """Return the weight of each future for the effects of levers, if the weighted answer leads.

    Args:
        situation: The scenario; its settings change no weight.
        futures: The number of futures.
        seed: The seed of their luck.
        should_cancel: Called between blocks of futures.

    Raises:
        InputError: The run was ended.
        RunError: A future failed its audit.
    """
    inputs = load_weights(situation.origin.contest)
    if not lead_rule(inputs, None).gate:
        return None  # without the gate no weights lead, and their history need not be run
    how = WeightRun(should_cancel=should_cancel, inputs=inputs)
    found = future_weights(situation, futures, seed, how)
    return found.by_future if found.leads else None


def unweighted(results: Results) -> dict[str, Any] | None:
    """Return the counts without weights; None where the main answer is unweighted itself."""
    weights = results.weights
    return counts(results.led(weighted=False)) if weights is not None and weights.leads else None


def weights_row(results: Results) -> dict[str, Any] | None:
    """Return the weights of results as plain data, with the weighted odds; None without any."""
    weights = results.weights
    if weights is None:
        return None
    rule = weights.rule
    return {
        "leads": weights.leads,
        "why": "" if weights.leads else reasons(weights, voice("en")),
        "known_until": weights.day,
        "exponent": weights.exponent,
        "effective_futures": weights.effective,
        "futures": weights.futures,
        "terms": [
            {
                "object": each.key,
                "title": each.title,
                "points": each.points,
                "share": each.share,
                "observed_over_model": each.middle,
            }
            for each in weights.terms
        ],
        "silences": [
            {
                "non_event": each.key,
                "title": each.title,
                "share": each.share,
                "happened": each.middle,
            }
            for each in weights.silences
        ],
        "beyond_reach": [
            {"object": each.key, "title": each.title, "low": each.low, "high": each.high}
            for each in weights.unreached
        ],
        "not_terms": weights.not_terms,
        "gate": {"holds": rule.gate, "oracle": rule.oracle, "inside": rule.inside},
        "held_out_gain": rule.gain,
        "sets": _weighted_sets(results, weights),
    }


def _weighted_sets(results: Results, weights: FutureWeights) -> list[dict[str, Any]]:
    """Return the weighted odds of every set, under every definition, clock and rule."""
    if not weights.acts:
        return []
    return [set_row(each) for each in results.led(weighted=True).sets()]
