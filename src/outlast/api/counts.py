"""The counts of an answer as plain data: its verdict, its services, its sets of services."""

from dataclasses import asdict, replace
from typing import Any

from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.present.display.voice import voice_of
from outlast.present.summary import short_answer
from outlast.results import Results, SetOdds
from outlast.scenario.adjust import without_moves
from outlast.truth.weights.weigh import WeightRun


def counts(results: Results) -> dict[str, Any]:
    """Return the counted sentence, verdict, services and sets of results as plain data."""
    verdict = results.verdict()
    return {
        "sentence": short_answer(results, voice_of(results.situation)).sentence,
        "verdict": {
            "contest": verdict.service_set,
            "winner": verdict.winner,
            "flips_on": list(verdict.flips_on),
        },
        "services": [asdict(line) for line in results.lines()],
        "sets": [set_row(each) for each in results.sets()],
    }


def set_row(odds: SetOdds) -> dict[str, Any]:
    """Return the odds of a set as plain data."""
    fields = asdict(odds)
    key = fields.pop("service_set")
    return {"contest": key, **fields, "winner": odds.winner, "close": odds.close}


def record_only(how: WeightRun, results: Results) -> dict[str, Any] | None:
    """Return the counts of the same question without drawn moves, on the same dice.

    None is returned where no move is drawn, and where the run was ended.

    Args:
        how: Threads, executor and cancellation.
        results: The results with drawn moves.
    """
    situation, made = results.situation, results.manifest
    if situation.moves is None:
        return None
    try:
        held = run_ensemble(
            without_moves(situation),
            futures=made.futures,
            seed=made.seed,
            precision=made.precision,
            threads=how.threads,
            should_cancel=how.should_cancel,
            executor=how.executor,
        )
    except InputError:
        if how.should_cancel():  # the futures with moves are finished and stay kept
            return None
        raise
    if held.futures != made.futures:
        return None
    # No move falls into the history that is weighed, so that the weights are the same.
    return counts(replace(held, weights=results.weights))
