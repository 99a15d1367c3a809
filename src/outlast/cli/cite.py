"""`outlast cite`: how to cite the program, a run, and the sources of the facts behind it."""

from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from outlast.cli.output import console, formats, write_csv, write_json

COLUMNS = ("source", "producer", "title", "url", "facts")
SHOWN = 12
"""Sources that are named; --json and --csv have all."""


@click.command()
@click.argument("run", required=False, type=click.Path(path_type=Path))
@formats
def command(run: Path | None, as_json: bool, as_csv: bool) -> None:
    """Show how to cite the program, and with the folder of a RUN, the run and what it rests on.

    \b
      outlast cite
      outlast cite runs/today-001 --json
    """
    from outlast.api import library  # noqa: PLC0415  the ledger takes a moment
    from outlast.api.folder import read_manifest  # noqa: PLC0415

    manifest = read_manifest(run) if run else None
    ledger = library().ledger
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
    told = {"program": _program(manifest), "run": _run(manifest), "sources": sources}
    if as_json:
        write_json("citation", told)
    elif as_csv:
        write_csv(COLUMNS, sources)
    else:
        _show(told)


def _program(manifest: dict[str, Any] | None) -> str:
    number = manifest["version"] if manifest else version("outlast")
    return (
        f"The outlast authors: outlast, an open laboratory for contests of export control, "
        f"version {number}."
    )


def _run(manifest: dict[str, Any] | None) -> str | None:
    """Return how a run is cited: enough for anyone to run it again."""
    if manifest is None:
        return None
    given = "".join(f", {name}={value}" for name, value in manifest.get("given", {}).items())
    return (
        f"Scenario “{manifest['title']}” ({manifest['scenario']}{given}), "
        f"digest {manifest['digest']}, "
        f"record known to {manifest['knows_until']}, {manifest['futures']:,} futures over "
        f"{manifest['horizon']} weeks, seed {manifest['seed']}, {manifest['precision']}."
    )


def _show(told: dict[str, Any]) -> None:
    shown = console()
    shown.print(told["program"])
    if told["run"]:
        shown.print(told["run"])
    sources = told["sources"]
    facts = sum(each["facts"] for each in sources)
    shown.print(f"\nOn {facts:,} facts of {len(sources):,} sources; those of most facts first:")
    for each in sources[:SHOWN]:
        shown.print(
            f"  {each['producer']}: {each['title']} ({each['source']}, {each['facts']})",
            markup=False,
        )
    if len(sources) > SHOWN:
        shown.print(f"  and {len(sources) - SHOWN} others: --json or --csv name them.")
