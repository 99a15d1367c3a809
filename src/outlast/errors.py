"""What can go wrong, sorted by who must act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import ClassVar, Final

SHOWN: Final = 40
"""Problems that a message shows; whoever mends these will see the rest."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it stands, and what would be right."""

    file: str
    """The file as the user named it; empty for a call or a command line."""

    line: int
    """The line, counted from 1; 0 when the whole file is meant."""

    what: str
    """What is wrong, one sentence."""

    cure: str = ""
    """What would be right: the nearest known name, the form to write."""

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
            lines.append(f"  … and {count - SHOWN} more of them.")
        return "\n".join(lines)


class InputError(OutlastError):
    """Your file or your call is wrong, and you can mend it."""

    exit_code = 1
    opening = "what was given cannot be used"


class DataError(OutlastError):
    """The shipped data disagree with themselves; whoever ships them must act."""

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
    """A list that grows while a load goes on, so that all problems come together."""

    found: list[Problem] = field(default_factory=list[Problem])

    def add(self, file: str, line: int, what: str, cure: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(file, line, what, cure))

    def stop_if_any(self, error: type[OutlastError] = InputError) -> None:
        """Raise all problems together, if there are any."""
        if self.found:
            raise error(sorted(set(self.found)))


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "Did you mean …?" for the nearest known name, or what is known, or nothing."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    if 0 < len(known) <= 12:  # noqa: PLR2004  a longer list teaches nothing
        return "Known are: " + ", ".join(sorted(known)) + "."
    return ""
