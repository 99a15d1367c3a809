"""`outlast cite`: how to cite the program, a run, and the sources of the facts behind it."""

from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_beside_run
from outlast.wording import counted

COLUMNS = ("source", "producer", "title", "url", "facts")
SETTLEMENT = "settlement of "
"""The beginning of the key of a text that settles a question."""

SHOWN = 12
"""Sources that are named; --json and --csv have all."""


@click.command()
@click.argument("run", required=False, type=PATH)
@contest_options
@formats
def command(run: Path | None, choice: ContestChoice, as_json: bool, as_csv: bool) -> None:
    """Show how to cite the program and, for the folder of a RUN, the run and its facts.

    \b
      outlast cite
      outlast cite runs/today-001 --json
    """
    from outlast.api.kept_manifest import read_manifest  # noqa: PLC0415  the engine is heavy
    from outlast.api.library import library  # noqa: PLC0415
    from outlast.api.load_run import contest_of_run  # noqa: PLC0415

    if run:
        refuse_beside_run(run, "contest", "overlays")
    manifest = read_manifest(run) if run else None
    parts = library(*contest_of_run(run, manifest)) if run and manifest else choice.library()
    ledger = parts.ledger
    kept = manifest["facts"].values() if manifest and "facts" in manifest else None
    counted = Counter(
        [fact["source"] for fact in kept]
        if kept is not None
        else [fact.source for fact in ledger.facts.values()]
    )
    sources: list[dict[str, Any]] = []
    for key, facts in counted.most_common():
        found = ledger.sources.get(key)
        producer = found.producer if found else (manifest or {}).get("sources", {}).get(key, key)
        title, url = (found.title, found.url) if found else ("", "")
        sources.append(
            {"source": key, "producer": producer, "title": title, "url": url, "facts": facts}
        )
    for name, settlement in parts.timeline.settlements.items() if run else ():
        source = settlement.source
        sources.append(
            {
                "source": f"{SETTLEMENT}{name}",
                "producer": "Named by the reader",
                "title": source.title or source.url,
                "url": source.url,
                "facts": 0,
            }
        )
    content = {"program": _program(manifest), "run": _run(manifest), "sources": sources}
    if as_json:
        write_json("citation", content)
    elif as_csv:
        write_csv(COLUMNS, sources)
    else:
        _show(content)


def _program(manifest: dict[str, Any] | None) -> str:
    number = manifest["version"] if manifest else version("outlast")
    return (
        f"The outlast authors: outlast, an open laboratory for contests of export control, "
        f"version {number}."
    )


def _run(manifest: dict[str, Any] | None) -> str | None:
    """Return the citation of a run; None without one."""
    if manifest is None:
        return None
    from outlast.present.citation import run_citation  # noqa: PLC0415  numpy takes a moment
    from outlast.present.display.voice import voice  # noqa: PLC0415

    return run_citation(manifest, voice("en"))


def _show(content: dict[str, Any]) -> None:
    shown = console()
    shown.print(content["program"])
    if content["run"]:
        shown.print(content["run"])
    settled = [each for each in content["sources"] if each["source"].startswith(SETTLEMENT)]
    sources = [each for each in content["sources"] if each not in settled]
    facts = sum(each["facts"] for each in sources)
    of = counted(len(sources), "source")
    shown.print(f"\nOn {counted(facts, 'fact')} of {of}; those of most facts first:")
    for each in sources[:SHOWN]:
        shown.print(
            f"  {each['producer']}: {each['title']} ({each['source']}, {each['facts']})",
        )
    if len(sources) > SHOWN:
        others = counted(len(sources) - SHOWN, "other")
        shown.print(f"  and {others}: --json or --csv name them.")
    for each in settled:
        shown.print(f"{each['producer']}, {each['source']}: {each['title']}, {each['url']}")
