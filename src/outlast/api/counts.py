"""The counts of an answer as plain data: its verdict, its services, its sets of services."""

from dataclasses import asdict, replace
from typing import Any

from outlast.present.display.voice import voice_of
from outlast.present.summary import short_answer
from outlast.results import Results, SetOdds


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


def record_only_counts(held: Results, results: Results) -> dict[str, Any]:
    """Return the counts of the same question without drawn moves, weighted as the answer is.

    No move falls into the history that is weighed, so the weights are the same.

    Args:
        held: The results without drawn moves.
        results: The results with them, and their weights.
    """
    return counts(replace(held, weights=results.weights))
