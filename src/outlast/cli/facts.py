"""`outlast facts`: numbers with their sources, gaps, and the audit of the ledger."""

import click
from rich.padding import Padding
from rich.text import Text

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError, nearest
from outlast.facts import Fact, Gap, Ledger
from outlast.wording import counted

COLUMNS = list(Fact.model_fields)

USELESS = "Leave it out."
"""The cure for an option that another overrules."""


@click.command()
@click.argument("words", nargs=-1)
@click.option("--gaps", is_flag=True, help="Numbers that the model needs and nobody publishes.")
@click.option("--check", is_flag=True, help="Audit the ledger.")
@click.option("--source", help="The facts of one source alone, by its key.")
@contest_options
@formats
def command(
    words: tuple[str, ...],
    gaps: bool,
    check: bool,
    source: str | None,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the facts whose title or key contains every WORD, each with its range, grade and source.

    \b
      outlast facts gallium
      outlast facts smuggled chips --json
      outlast facts --gaps
      outlast facts --check
    """
    if check:
        reason = "--check audits the whole ledger and lists no facts"
        refuse_useless(reason, USELESS, "words", "gaps", "source", "as_json", "as_csv")
        _check(choice)
        return
    ledger = choice.library().ledger
    if gaps:
        refuse_useless("a gap has no source", USELESS, "source")
        _gaps(ledger, " ".join(words), as_json=as_json, as_csv=as_csv)
        return
    if source is not None and source not in ledger.sources:
        cure = nearest(source, list(ledger.sources))
        raise InputError.of(f'"{source}" is not a source.', cure)
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
        what = f'no fact contains "{" ".join(words)}"' if words else "there is no such fact"
        raise InputError.of(f"{what}." if source is None else f'{what} from "{source}".')


def _show(found: list[Fact], ledger: Ledger) -> None:
    """Show each fact on one line, and under it where it comes from."""
    from outlast.present.display.fact_words import fact_value  # noqa: PLC0415  numpy takes a moment
    from outlast.present.display.voice import voice  # noqa: PLC0415

    shown, english = console(), voice("en")
    for fact in found:
        source = ledger.sources[fact.source]
        title = Text(fact.title, style="bold")
        shown.print(
            title.append(f"  {fact_value(fact, english)}  ", style="not bold").append(
                f"{fact.period} · {fact.grade.value}", style="not bold dim"
            )
        )
        cited = f"{fact.key} · {source.producer}: {source.title}, {fact.locator}"
        shown.print(Padding(Text(cited, style="dim"), (0, 0, 0, 4)))
    of = counted(len(ledger.facts), "fact")
    shown.print(f"\n{len(found):,} of {of}. Notes and addresses: --json.")


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
            text = f"{gap.key}, {gap.unit} · for {gap.needed_for}"
            shown.print(Padding(Text(text, style="dim"), (0, 0, 0, 4)))
            text = f"searched: {gap.searched} · in its place: {gap.stand_in}"
            shown.print(Padding(Text(text, style="dim"), (0, 0, 0, 4)))
        shown.print(f"\n{len(found):,} of {counted(len(ledger.gaps), 'gap')}.")


def _check(choice: ContestChoice) -> None:
    """Audit the ledger.

    Raises:
        DataError: Every problem of a shipped contest.
        InputError: Every problem of one's own.
    """
    from outlast.api.audit import audit  # noqa: PLC0415  it lowers every scenario

    library = choice.library()
    report = audit(library)
    if report.problems:
        raise library.reader.error(report.problems)
    say(report.words())
