"""The caption of every figure: sources, data date, scenario, digest, seed, version."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from outlast.present.display.voice import Voice
from outlast.results import Manifest, Results
from outlast.scenario.load import Situation

NAMED: Final = 3
"""Publishers that a caption names; it counts the others."""


def caption(results: Results, voice: Voice, sources: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the lines under a figure.

    Args:
        results: The results that the figure shows.
        voice: The language.
        sources: The publishers of the facts in the figure; those of the whole world if empty.
    """
    source = voice.say("caption.source", sources=shortened(sources or publishers(results), voice))
    return source, run_line(results.manifest, voice)


def run_line(manifest: Manifest, voice: Voice) -> str:
    """Return the line of a run: its record, scenario, digest, futures, seed and version."""
    return voice.say(
        "caption.run",
        scenario=manifest.scenario,
        digest=manifest.digest,
        day=manifest.knows_until,
        futures=voice.say("count.futures", n=manifest.futures),
        seed=f"{manifest.seed}",
        version=manifest.version,
    )


def record_line(situation: Situation, voice: Voice, version: str) -> str:
    """Return the line of a scenario that is not run: its record, and the version of the program."""
    scenario = situation.scenario
    return voice.say(
        "measures.run",
        day=scenario.knows_until,
        scenario=scenario.id,
        version=version,
    )


def stamp(results: Results) -> dict[str, str | int]:
    """Return the origin of a figure as fields, for files of data."""
    manifest = results.manifest
    return {
        "scenario": manifest.scenario,
        "digest": manifest.digest,
        "knows_until": f"{manifest.knows_until}",
        "futures": manifest.futures,
        "seed": manifest.seed,
        "version": manifest.version,
    }


def publishers(results: Results) -> list[str]:
    """Return the publishers of the ledger's facts, those of most facts first."""
    situation = results.situation
    return ranked(situation, [fact.source for fact in situation.ledger.facts.values()])


def ranked(situation: Situation, sources: Sequence[str]) -> list[str]:
    """Return the publishers of sources, those named most often first."""
    counted = Counter(situation.ledger.sources[key].producer for key in sources)
    return sorted(counted, key=lambda name: (-counted[name], name))


def shortened(names: Sequence[str], voice: Voice) -> str:
    """Return the first few names, and the number of the others."""
    if not names:
        return voice.say("caption.invented")
    separator = voice.say("list.clause")  # their names may have commas
    if len(names) <= NAMED + 1:
        return separator.join(names)
    shown = separator.join(names[:NAMED])
    return voice.say("caption.others", names=shown, count=len(names) - NAMED)
