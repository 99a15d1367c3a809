"""The citation of a run: enough for anyone to run it again."""

from collections.abc import Mapping
from typing import Any

from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.results import Results


def citation(results: Results, voice: Voice) -> str:
    """Return how results are cited."""
    return run_citation(results.manifest.plain(), voice, scenario_name(results, voice))


def run_citation(run: Mapping[str, Any], voice: Voice, title: str | None = None) -> str:
    """Return how a run is cited.

    Args:
        run: Its manifest as plain data.
        voice: The language.
        title: The title of its scenario in that language; the manifest's own if absent.
    """
    settings = [
        voice.say("cite.setting", name=name, value=value)
        for name, value in run.get("given", {}).items()
    ]
    return voice.say(
        "cite.run",
        version=run["version"],
        title=title or run["title"],
        scenario=run["scenario"],
        settings="".join(settings),
        digest=run["digest"],
        day=run["knows_until"],
        futures=voice.say("count.futures", n=run["futures"]),
        weeks=voice.say("span.weeks", n=run["horizon"]),
        seed=f"{run['seed']}",
        precision=run["precision"],
    )
