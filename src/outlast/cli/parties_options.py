"""The options `--parties`, which bring a file of party names to a screening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from outlast.cli.output import DAY, as_day
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless

if TYPE_CHECKING:
    from outlast.api.library import Library

PARTIES: Final = ("parties", "parties_on", "parties_list")
"""The options, by their arguments."""


@dataclass(frozen=True)
class PartiesChoice:
    """The file of parties that a command line names."""

    file: Path | None = None
    on: date | None = None
    list_name: str | None = None

    def beside(self, library: "Library") -> "Library":
        """Return a contest beside which the file lies, if there is one.

        Raises:
            InputError: The file cannot be read, or an option changes nothing without it.
        """
        from outlast.api.party_files import with_parties  # noqa: PLC0415  the readers are heavy

        if self.file is None:
            refuse_useless("no file of parties is named", "Name one: --parties FILE.", *PARTIES)
            return library
        return with_parties(library, self.file, self.on, self.list_name)


def parties_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a file of parties, as its argument `parties`."""

    @wraps(function)
    def command(
        *,
        parties: Path | None,
        parties_on: datetime | None,
        parties_list: str | None,
        **others: Any,  # noqa: ANN401  those of the command
    ) -> Any:  # noqa: ANN401
        choice = PartiesChoice(parties, as_day(parties_on), parties_list)
        return function(parties=choice, **others)

    wrapped: Callable[..., Any] = command
    options = (
        click.option(
            "--parties",
            type=PATH,
            metavar="FILE",
            help="Party lists: an official consolidated list, or any table of names.",
        ),
        click.option("--parties-on", type=DAY, help="Day of that file; that of its last change."),
        click.option(
            "--parties-list",
            metavar="LIST",
            help="The list that it is, as entity-list, where no column says so.",
        ),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped
