"""Errors, sorted by the person who must act: the user, the publisher of the data, us."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar, Final, Self

SHOWN: Final = 20
"""Problems that a message lists; it counts the rest, and `outlast validate` lists all."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: its place, its nature, its cure."""

    file: str
    """The file as the user named it; empty for a call or a command line."""

    line: int
    """The line, counted from 1; 0 when the whole file is meant."""

    what: str
    """The problem, in one sentence."""

    cure: str = ""
    """The cure: the nearest known name, or the form to write."""

    @property
    def where(self) -> str:
        """The place as editors and terminals understand it, `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file


class OutlastError(Exception):
    """Anything that outlast refuses to do, with its exit code."""

    exit_code: ClassVar[int] = 70
    opening: ClassVar[str] = "something is wrong"

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        """Hold the problems, sorted by place; a text alone is one problem without a place."""
        if isinstance(problems, str):
            problems = [Problem("", 0, problems)]
        self.problems = tuple(sorted(problems))
        super().__init__(self.render())

    @classmethod
    def of(cls, what: str, cure: str = "") -> Self:
        """Return the error of one problem that has no file: a sentence and its cure."""
        return cls([Problem("", 0, what, cure)])

    def render(self) -> str:
        """Return all problems as text, one to a line, under a line that counts them."""
        if len(self.problems) == 1 and not self.problems[0].file:
            only = self.problems[0]
            return f"{only.what} {only.cure}".strip()
        count = len(self.problems)
        lines = [f"{count} {'problem' if count == 1 else 'problems'}: {self.opening}", ""]
        for problem in self.problems[:SHOWN]:
            lines.append(f"  {problem.where}  {problem.what}".replace("    ", "  "))
            if problem.cure:
                lines.append(f"      {problem.cure}")
        if count > SHOWN:
            more = f"  … and {count - SHOWN} more."
            lines.append(f"{more} `outlast validate DIR` lists all problems of a contest.")
        return "\n".join(lines)


class InputError(OutlastError):
    """Your file or your call is wrong, and you can mend it."""

    exit_code = 1
    opening = "what was given cannot be used"


class DataError(OutlastError):
    """The shipped data are not sound; their publisher must act."""

    exit_code = 2
    opening = "the shipped data are not sound"


class RunError(OutlastError):
    """A run was stopped by its own audit; it gives no answer."""

    exit_code = 3
    opening = "the run failed its audit"


class Fault(OutlastError):
    """Our mistake."""

    exit_code = 70
    opening = "this is our mistake; please report it with the command that you gave"


@dataclass
class Problems:
    """The record of one load: its problems, the files that it read, the names declared for it."""

    found: list[Problem] = field(default_factory=list[Problem])

    files: dict[Path, str] = field(default_factory=dict[Path, str])
    """The SHA-256 of the bytes of each file that was read."""

    context: dict[str, object] = field(default_factory=dict[str, object])
    """Declarations of the contest that validators consult, by name."""

    def add(self, file: str, line: int, what: str, cure: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(file, line, what, cure))

    def stop_if_any(self, error: type[OutlastError] = InputError) -> None:
        """Raise all problems together, if there are any."""
        if self.found:
            raise error(sorted(set(self.found)))


FEW: Final = 12
"""The number of known names up to which a message lists them all."""


def closest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that is spelled most like a name, if one is."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return close[0] if close else None


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "Did you mean …?" for the closest known name, or all known names if they are few."""
    close = closest(name, known)
    if close is not None:
        return f'Did you mean "{close}"?'
    return f"Known are: {', '.join(sorted(known))}." if 0 < len(known) <= FEW else ""
