"""`outlast facts`: numbers with their sources, gaps, and the audit of the ledger."""

import click

from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.lang_option import ENGLISH, lang_option, require_text
from outlast.cli.output import formats
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say

USELESS = "Leave it out."
"""The cure for an option that another overrules."""


@click.command()
@click.argument("words", nargs=-1)
@click.option("--gaps", is_flag=True, help="Numbers that the model needs and nobody publishes.")
@click.option("--check", is_flag=True, help="Audit the ledger.")
@click.option("--source", help="The facts of one source alone, by its key.")
@contest_options
@formats
@lang_option
def command(
    words: tuple[str, ...],
    gaps: bool,
    check: bool,
    source: str | None,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
    lang: str,
) -> None:
    """Show the facts whose title or key contains every WORD, each with its range, grade and source.

    \b
      outlast facts gallium
      outlast facts smuggled chips --json
      outlast facts --gaps
      outlast facts --gaps --lang zh
      outlast facts --check

    Facts keep the language of their source; gaps have Chinese as well.
    """
    require_text(lang, as_json=as_json, as_csv=as_csv)
    if lang != ENGLISH and (check or not gaps):
        refuse_useless("facts keep the language of their source", USELESS, "lang")
    if check:
        reason = "--check audits the whole ledger and lists no facts"
        refuse_useless(reason, USELESS, "words", "gaps", "source", "as_json", "as_csv")
        _check(choice)
        return
    from outlast.cli.facts_view import write_facts, write_gaps  # noqa: PLC0415  as help needs none

    form = "json" if as_json else "csv" if as_csv else "text"
    if gaps:
        refuse_useless("a gap has no source", USELESS, "source")
        write_gaps(choice.library(), " ".join(words), form, lang)
    else:
        write_facts(choice.library(), " ".join(words), source, form)


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
