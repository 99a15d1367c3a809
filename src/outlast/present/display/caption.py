"""The caption that every figure carries: sources, data date, scenario, digest, seed, version."""

from collections import Counter
from collections.abc import Sequence

from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Cell
from outlast.scenario.load import Situation

NAMED = 3
"""Publishers that are named; the others are counted."""


def caption(outcome: Outcome, voice: Voice, sources: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the lines under a figure.

    Args:
        outcome: The outcome that the figure shows.
        voice: The language.
        sources: Whose facts the figure shows; those of the whole world unless told.
    """
    manifest = outcome.manifest
    return (
        voice.say("caption.source", sources=shortened(sources or publishers(outcome), voice)),
        voice.say(
            "caption.run",
            scenario=manifest.scenario,
            digest=manifest.digest,
            day=manifest.knows_until,
            futures=manifest.futures,
            seed=f"{manifest.seed}",
            version=manifest.version,
        ),
    )


def stamp(outcome: Outcome) -> dict[str, Cell]:
    """Return what the caption says as fields."""
    manifest = outcome.manifest
    return {
        "scenario": manifest.scenario,
        "digest": manifest.digest,
        "knows_until": f"{manifest.knows_until}",
        "futures": manifest.futures,
        "seed": manifest.seed,
        "version": manifest.version,
    }


def publishers(outcome: Outcome) -> list[str]:
    """Return the publishers of the ledger's facts, those of most facts first."""
    return ranked(
        outcome.situation, [fact.source for fact in outcome.situation.ledger.facts.values()]
    )


def ranked(situation: Situation, sources: Sequence[str]) -> list[str]:
    """Return the publishers of sources, those named most often first."""
    counted = Counter(situation.ledger.sources[key].producer for key in sources)
    return sorted(counted, key=lambda name: (-counted[name], name))


def shortened(names: Sequence[str], voice: Voice) -> str:
    """Return the first few names, and how many more there are."""
    if not names:
        return voice.say("caption.invented")
    apart = voice.say("list.clause")  # their names may have commas
    if len(names) <= NAMED + 1:
        return apart.join(names)
    return voice.say("caption.others", names=apart.join(names[:NAMED]), count=len(names) - NAMED)
