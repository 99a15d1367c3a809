"""The options `--contest` and `--with`, which choose the contest that a command reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from outlast.api.library import Library
    from outlast.scenario.contest import Contest

VARIABLE: Final = "OUTLAST_CONTEST"
"""The environment variable that chooses the contest where no option does."""


@dataclass(frozen=True)
class ContestChoice:
    """The contest that a command line chooses, and the folders laid over it."""

    contest: str | None = None
    overlays: tuple[Path, ...] = ()

    def library(self) -> "Library":
        """Return the contest, of which each part is read when it is first asked for."""
        from outlast.api.library import library  # noqa: PLC0415  the readers are heavy

        return library(self.contest, self.overlays)

    def read(self) -> "Contest":
        """Return the contest, read whole and checked."""
        from outlast.scenario.locate import open_contest  # noqa: PLC0415  the readers are heavy

        return open_contest(self.contest, self.overlays)

    def words(self) -> list[str]:
        """Return the options as they stand on a command line."""
        contest = [] if self.contest is None else ["--contest", self.contest]
        return [*contest, *(word for each in self.overlays for word in ("--with", str(each)))]


def contest_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options `--contest` and `--with`, as its argument `choice`."""

    @wraps(function)
    def command(*, contest: str | None, overlays: tuple[Path, ...], **others: Any) -> Any:  # noqa: ANN401
        return function(choice=ContestChoice(contest, overlays), **others)

    overlay = click.option(
        "--with",
        "overlays",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder of facts, measures, priors or claims to lay over the contest.",
    )(command)
    return click.option(
        "--contest",
        envvar=VARIABLE,
        metavar="NAME|DIR",
        help=f"A shipped contest, or the folder of your own [{VARIABLE}].",
    )(overlay)
