"""`outlast facts`: every number with its source; what nobody publishes; the ledger's audit."""

import click
from rich.padding import Padding
from rich.text import Text

from outlast.api import library
from outlast.api.audit import audit
from outlast.cli.output import console, formats, number, write_csv, write_json
from outlast.errors import DataError, InputError, Problem, nearest
from outlast.facts import Fact, Gap, Ledger

COLUMNS = list(Fact.model_fields)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--gaps", is_flag=True, help="What the model needs and nobody publishes.")
@click.option("--check", is_flag=True, help="Audit the ledger.")
@click.option("--source", help="The facts of one source alone, by its key.")
@formats
def command(
    words: tuple[str, ...],
    gaps: bool,
    check: bool,
    source: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the facts that hold every WORD, each with its range, grade and source.

    \b
      outlast facts gallium
      outlast facts smuggled chips --json
      outlast facts --gaps
      outlast facts --check
    """
    if check:
        _check()
        return
    ledger = library().ledger
    if gaps:
        _gaps(ledger, " ".join(words), as_json=as_json, as_csv=as_csv)
        return
    if source is not None and source not in ledger.sources:
        cure = nearest(source, list(ledger.sources))
        raise InputError([Problem("", 0, f'"{source}" is not a source.', cure)])
    found = [fact for fact in ledger.search(" ".join(words)) if source in (None, fact.source)]
    rows: list[dict[str, object]] = [fact.model_dump(mode="json") for fact in found]
    if as_json:
        sources = {fact.source for fact in found}
        cited = {key: ledger.sources[key].model_dump(mode="json") for key in sorted(sources)}
        write_json("facts-answer", {"facts": rows, "sources": cited})
    elif as_csv:
        write_csv(COLUMNS, rows)
    elif found:
        _show(found, ledger)
    else:
        raise InputError(f'no fact holds "{" ".join(words)}".')


def _value(fact: Fact) -> str:
    """Return a fact's value and 90 % range with their unit, as readers see them."""
    unit = "" if fact.unit == "1" else f" {fact.unit}"
    if fact.unit == "year":
        shown = [f"{each:g}" for each in (fact.value, fact.low, fact.high) if each is not None]
        unit = ""
    else:
        shown = [number(each) for each in (fact.value, fact.low, fact.high) if each is not None]
    span = f" ({shown[1]} to {shown[2]})" if fact.has_range else ""
    return f"{shown[0]}{unit}{span}"


def _show(found: list[Fact], ledger: Ledger) -> None:
    """Show each fact on one line, and under it where it comes from."""
    shown = console()
    for fact in found:
        source = ledger.sources[fact.source]
        title = Text(fact.title, style="bold")
        shown.print(
            title.append(f"  {_value(fact)}  ", style="not bold").append(
                f"{fact.period} · {fact.grade.value}", style="not bold dim"
            )
        )
        cited = f"{fact.key} · {source.producer}: {source.title}, {fact.locator}"
        shown.print(Padding(Text(cited, style="dim"), (0, 0, 0, 4)))
    shown.print(f"\n{len(found)} of {len(ledger.facts)} facts. Notes and addresses: --json.")


def _gaps(ledger: Ledger, words: str, *, as_json: bool, as_csv: bool) -> None:
    wanted = words.lower().split()
    found = [
        gap
        for gap in ledger.gaps.values()
        if all(word in f"{gap.key} {gap.title} {gap.needed_for}".lower() for word in wanted)
    ]
    rows: list[dict[str, object]] = [gap.model_dump(mode="json") for gap in found]
    if as_json:
        write_json("gaps-answer", {"gaps": rows})
    elif as_csv:
        write_csv(list(Gap.model_fields), rows)
    else:
        shown = console()
        for gap in found:
            shown.print(Text(gap.title, style="bold"))
            told = f"{gap.key}, {gap.unit} · for {gap.needed_for}"
            shown.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
            told = f"searched: {gap.searched} · in its place: {gap.stand_in}"
            shown.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
        shown.print(f"\n{len(found)} of {len(ledger.gaps)} gaps.")


def _check() -> None:
    """Audit the ledger; raise `DataError` with every finding."""
    report = audit(library())
    if report.problems:
        raise DataError(report.problems)
    click.echo(report.words())
