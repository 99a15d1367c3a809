"""`outlast claims`: public claims about the contest, each with the verdict that its test gives."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outlast.api import Library, library
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.errors import InputError, Problem, nearest
from outlast.truth.claims.evaluate import Asked, NoRuns, Runs
from outlast.truth.claims.interval import Evidence
from outlast.truth.claims.load import Known, find_claim, load_claim
from outlast.truth.claims.model import Claim
from outlast.truth.claims.verdict import Judged, Kind, Tried, judge

COLUMNS = ("claim", "list", "title", "by", "on", "source", "locator", "verdict", "on_what")
"""The columns of CSV."""

COLOURS = {
    Kind.SUPPORTED: "green",
    Kind.CONTRADICTED: "red",
    Kind.DEPENDS: "yellow",
    Kind.UNTOLD: "cyan",
    None: "dim",
}
"""The colour of each verdict."""

FUTURES = 400
"""Futures of each scenario that a claim needs, unless told."""


@click.command()
@click.argument("claim", required=False)
@click.option("--list", "shelf", help="The claims of one list alone.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="A claim of your own.")
@click.option("--no-runs", is_flag=True, help="Facts and the record alone; nothing is run.")
@click.option("--futures", type=click.IntRange(min=2), default=FUTURES, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@formats
def command(
    claim: str | None,
    shelf: str | None,
    file: Path | None,
    no_runs: bool,
    futures: int,
    seed: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show what the facts, the record and the model say of public claims, or of one CLAIM.

    No claim's file holds its verdict: it is computed from the thresholds that the file declares.

    \b
      outlast claims --no-runs
      outlast claims tariff-245
      outlast claims --file my-claim.yaml
    """
    shipped = library()
    wanted = _wanted(shipped, claim, shelf, file)
    runs = NoRuns() if no_runs else _runs(futures, seed)
    asked = Asked(shipped.ledger, shipped.items, shipped.timeline, runs)
    judged = [judge(each, asked) for each in wanted]
    if as_json:
        write_json("claims-answer", _content(judged, shipped))
    elif as_csv:
        write_csv(COLUMNS, [_row(each) for each in judged])
    elif claim is not None or file is not None:
        for each in judged:
            _show_one(each, shipped)
    else:
        _show(judged)


def _wanted(
    shipped: Library, claim: str | None, shelf: str | None, file: Path | None
) -> Sequence[Claim]:
    """Return the claims that are asked for."""
    if file is not None:
        return [load_claim(file, Known(shipped.ledger, shipped.items, shipped.timeline))]
    claims = shipped.claims
    if claim is not None:
        return [find_claim(claim, claims)]
    lists = sorted({each.list for each in claims.values()})
    if shelf is not None and shelf not in lists:
        cure = nearest(shelf, lists)
        raise InputError([Problem("", 0, f'"{shelf}" is not a list of claims.', cure)])
    return [each for each in claims.values() if shelf in (None, each.list)]


def _runs(futures: int, seed: int) -> Runs:
    """Return what runs scenarios; importing it takes time that a pass without runs saves."""
    from outlast.truth.claims.runs import ensembles  # noqa: PLC0415

    return ensembles(futures, seed, _say if sys.stderr.isatty() else _nothing)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _nothing(_: str) -> None:
    """Say nothing: what is going on is of interest to who watches a terminal."""


def _row(judged: Judged) -> dict[str, object]:
    claim = judged.claim
    return {
        "claim": claim.id,
        "list": claim.list,
        "title": claim.title,
        "by": claim.made.by,
        "on": claim.made.on,
        "source": claim.made.source,
        "locator": claim.made.locator,
        "verdict": judged.ruling.words,
        "on_what": "; ".join(judged.ruling.on),
    }


def _content(judged: Sequence[Judged], shipped: Library) -> dict[str, object]:
    """Return claims with their verdicts, figures, evidence and sources."""
    cited = {each.claim.made.source for each in judged}
    cited |= {evidence.source for each in judged for evidence in each.evidence if evidence.source}
    sources = shipped.ledger.sources
    return {
        "claims": [_whole(each) for each in judged],
        "sources": {key: sources[key].model_dump(mode="json") for key in sorted(cited)},
    }


def _whole(judged: Judged) -> dict[str, object]:
    claim = judged.claim
    return {
        **_row(judged),
        "says": claim.says,
        "note": claim.note,
        "on_what": list(judged.ruling.on),
        "parts": [
            {
                "part": part.name,
                "says": part.part.says,
                "verdict": part.ruling.words,
                "on_what": list(part.ruling.on),
                "readings": [_reading(tried) for tried in part.tried],
            }
            for part in judged.parts
        ],
    }


def _reading(tried: Tried) -> dict[str, object]:
    trial, figure = tried.trial, tried.figure
    outer = trial.open_within
    return {
        "reading": tried.name,
        "says": trial.says,
        "value": figure.value if figure.known else None,
        "low": figure.low if figure.known else None,
        "high": figure.high if figure.known else None,
        "unit": trial.unit,
        "holds": trial.holds.model_dump(exclude_none=True),
        "open_within": outer.model_dump(exclude_none=True) if outer else None,
        "why": trial.why,
        "verdict": tried.ruling.words,
        "on_what": list(tried.ruling.on),
        "evidence": [vars(evidence) for evidence in figure.evidence],
    }


def _show(judged: Sequence[Judged]) -> None:
    """Show each claim on a line, and count the verdicts."""
    shown = console()
    for name in dict.fromkeys(each.claim.list for each in judged):
        table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
        table.title = Text(name, style="bold")
        table.add_column("Verdict", no_wrap=True)
        table.add_column("Claim")
        for each in judged:
            if each.claim.list == name:
                verdict = Text(each.ruling.words, style=COLOURS[each.ruling.kind])
                table.add_row(verdict, Text(each.claim.title).append(f" {each.claim.id}", "dim"))
        shown.print(table)
        shown.print()
    counts = Counter(each.ruling.words for each in judged)
    counted = ", ".join(f"{count} {words}" for words, count in counts.items())
    shown.print(f"{len(judged)} claims: {counted}. Why: outlast claims CLAIM, or --json.")


def _show_one(judged: Judged, shipped: Library) -> None:
    """Show one claim: who said it, the verdict, every reading with its number, and the sources."""
    shown, claim = console(), judged.claim
    source = shipped.ledger.sources[claim.made.source]
    shown.print(Text(claim.title, style="bold"))
    shown.print(Text(claim.says))
    said = f"{claim.made.by}, {claim.made.on}. {source.title} ({source.producer}), "
    shown.print(Padding(Text(f"{said}{claim.made.locator}", style="dim"), (0, 0, 1, 2)))
    shown.print(Text(judged.ruling.words, style=f"bold {COLOURS[judged.ruling.kind]}"))
    _hangs(judged.ruling.kind, judged.ruling.on, shown, 2)
    for part in judged.parts:
        verdict = Text(part.ruling.words, style=COLOURS[part.ruling.kind])
        shown.print(Text("\n") + Text(f"{part.part.says}  ", style="bold") + verdict)
        for tried in part.tried:
            _show_reading(tried, shown, shipped)
    if claim.note:
        shown.print(Padding(Text(claim.note, style="dim"), (1, 0, 0, 0)))


def _show_reading(tried: Tried, shown: Console, shipped: Library) -> None:
    trial = tried.trial
    verdict = Text(tried.ruling.words, style=COLOURS[tried.ruling.kind])
    line = Text(f"{trial.says}: {tried.shown}  ").append_text(verdict)
    shown.print(Padding(line, (0, 0, 0, 2)))
    asked = f"holds if {trial.holds.words()}"
    if trial.open_within:
        asked += f", open if {trial.open_within.words()}"
    shown.print(Padding(Text(f"{asked}: {trial.why}", style="dim"), (0, 0, 0, 4)))
    for evidence in tried.figure.evidence:
        shown.print(Padding(Text(_cited(evidence, shipped), style="dim"), (0, 0, 0, 4)))
    if not tried.figure.known:
        _hangs(tried.ruling.kind, tried.ruling.on, shown, 4)


def _hangs(kind: Kind | None, on: Sequence[str], shown: Console, indent: int) -> None:
    """Show on what a verdict depends, or what would be needed."""
    opening = {
        Kind.DEPENDS: "depends on",
        Kind.UNTOLD: "needed:",
        Kind.CONTRADICTED: "fails:",
        None: "needed:",
    }.get(kind)
    for each in on if opening else ():
        shown.print(Padding(Text(f"{opening} {each}"), (0, 0, 0, indent)))


def _cited(evidence: Evidence, shipped: Library) -> str:
    """Return one thing that a figure rests on, with its source."""
    text = f"{evidence.title}: {evidence.shown}"
    if evidence.source:
        producer = shipped.ledger.sources[evidence.source].producer
        text += f" [{producer}; {evidence.source}, {evidence.locator}; {evidence.grade}]"
    return text
