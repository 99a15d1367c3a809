"""The options `--contest` and `--with`, which choose the contest that a command reads."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from outlast.cli.paths import PATH
from outlast.errors import InputError

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
    as_recorded: bool = True
    """Whether the user's own settlements are left out."""

    def library(self) -> "Library":
        """Return the contest, of which each part is read when it is first asked for."""
        from outlast.api.library import library  # noqa: PLC0415  the readers are heavy

        return library(self.contest, self.overlays, as_recorded=self.as_recorded)

    def read(self) -> "Contest":
        """Return the contest, read whole and checked."""
        from outlast.scenario.locate import open_contest  # noqa: PLC0415  the readers are heavy

        return open_contest(self.contest, self.overlays)

    def words(self) -> list[str]:
        """Return the options as they stand on a command line."""
        contest = [] if self.contest is None else ["--contest", self.contest]
        return [*contest, *(word for each in self.overlays for word in ("--with", str(each)))]


@contextmanager
def naming_variable(contest: str | None) -> Generator[None, None, None]:
    """Let a refusal of the contest say that the environment variable chose it, where it did.

    Raises:
        InputError: The refusal, with the variable and the folder.
    """
    source = click.get_current_context().get_parameter_source("contest")
    try:
        yield
    except InputError as refusal:
        if source is not ParameterSource.ENVIRONMENT or len(refusal.problems) != 1:
            raise
        only = refusal.problems[0]
        if only.file or not only.what.startswith(f'"{contest}"'):
            raise
        what = f"The variable {VARIABLE} names the contest {contest}: {only.what}"
        raise InputError.of(what, f"{only.cure} Or unset {VARIABLE}.".strip()) from refusal


def contest_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options `--contest` and `--with`, as its argument `choice`."""

    @wraps(function)
    def command(*, contest: str | None, overlays: tuple[Path, ...], **others: Any) -> Any:  # noqa: ANN401
        with naming_variable(contest):
            return function(choice=ContestChoice(contest, overlays), **others)

    overlay = click.option(
        "--with",
        "overlays",
        multiple=True,
        metavar="DIR",
        type=PATH,
        help="A folder of facts, measures, priors or claims to lay over the contest.",
    )(command)
    return click.option(
        "--contest",
        envvar=VARIABLE,
        metavar="NAME|DIR",
        help=f"A shipped contest, or the folder of your own [{VARIABLE}].",
    )(overlay)


def settled_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the choice of a command read the user's settlements, unless `--as-recorded` is given.

    It stands under `contest_options`.
    """

    @wraps(function)
    def command(*, choice: ContestChoice, as_recorded: bool, **others: Any) -> Any:  # noqa: ANN401
        return function(choice=replace(choice, as_recorded=as_recorded), **others)

    return click.option(
        "--as-recorded",
        is_flag=True,
        help="Leave out the questions that you settled (`outlast settle` lists them).",
    )(command)
