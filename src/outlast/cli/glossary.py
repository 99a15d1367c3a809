"""`outlast glossary`: the terms of the answers, each with its definition."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from outlast.cli.output import console, formats, write_csv, write_json

if TYPE_CHECKING:
    from outlast.present.display.terms import Term

COLUMNS: Final = ("key", "name", "text")
"""The columns of CSV."""


@click.command()
@click.argument("term", nargs=-1)
@click.option("--lang", default="en", show_default=True, help="en or zh.")
@formats
def command(term: tuple[str, ...], lang: str, as_json: bool, as_csv: bool) -> None:
    """Show the definition of TERM, or of every term; an unknown one gets the nearest names.

    \b
      outlast glossary
      outlast glossary own plan
      outlast glossary quorum --json
      outlast glossary --lang zh
    """
    from outlast.present.display.terms import find_term, terms  # noqa: PLC0415  the voice is heavy

    found = [find_term(" ".join(term), lang)] if term else list(terms(lang).values())
    if as_json:
        write_json("glossary", {"language": lang, "terms": [_row(each) for each in found]})
    elif as_csv:
        write_csv(COLUMNS, [_row(each) for each in found])
    else:
        _show(found)


def _row(term: "Term") -> dict[str, Any]:
    """Return a term as plain data."""
    return {**asdict(term), "forms": list(term.forms)}


def _show(found: "list[Term]") -> None:
    """Show each term with its definition."""
    from rich.padding import Padding  # noqa: PLC0415  Rich is heavy
    from rich.text import Text  # noqa: PLC0415

    shown = console()
    for each in sorted(found, key=lambda term: term.name.casefold()):
        shown.print(Text(each.name, style="bold"))
        shown.print(Padding(Text(each.text), (0, 0, 0, 2)))
