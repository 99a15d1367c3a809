"""Errors, sorted by the person who must act: the user, the publisher of the data, us."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Final, Self

from outlast.wording import counted, harmless

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
        """Return all problems as text, one to a line, under a line that counts them.

        Hidden characters in names and values are shown as escapes, so that no terminal obeys them.
        """
        return harmless(self._text())

    def _text(self) -> str:
        """Return all problems as text, with the characters of names and values as they are."""
        if len(self.problems) == 1 and not self.problems[0].file:
            only = self.problems[0]
            return f"{only.what} {only.cure}".strip()
        count = len(self.problems)
        lines = [f"{counted(count, 'problem')}: {self.opening}", ""]
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


class WriteError(InputError):
    """Your system refuses to write a file: make room, or choose another place."""

    opening = "a file cannot be written"


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


MOST: Final = 1000
"""Problems of one file that a load lists; it counts the rest."""


@dataclass
class Problems:
    """The record of one load: its problems, the files that it read, the names declared for it."""

    found: list[Problem] = field(default_factory=list[Problem])

    listed: Counter[str] = field(default_factory=Counter[str])
    """The number of problems of each file that are listed."""

    rest: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """By file: the place among those found of the problem that counts the rest, and their number.
    """

    files: dict[Path, str] = field(default_factory=dict[Path, str])
    """The SHA-256 of the bytes of each file that was read."""

    context: dict[str, object] = field(default_factory=dict[str, object])
    """Declarations of the contest that validators consult, by name."""

    def add(self, file: str, line: int, what: str, cure: str = "") -> None:
        """Note one problem; beyond `MOST` of one file, a single problem counts the rest."""
        if self.is_full(file):
            self.count(file, 1)
            return
        self.listed[file] += 1
        self.found.append(Problem(file, line, shortened(what), cure))

    def is_full(self, file: str) -> bool:
        """Return whether a file has so many problems that its next one is only counted."""
        return self.listed[file] >= MOST

    def count(self, file: str, number: int) -> None:
        """Note a number of problems of a file, without a place."""
        if number < 1:
            return
        place, before = self.rest.get(file, (len(self.found), 0))
        what = f"has at least {counted(before + number, 'more problem')}."
        counting = Problem(file, 0, what, "Mend those that are listed; then ask again.")
        self.found[place : place + 1] = [counting]
        self.rest[file] = place, before + number

    def stop_if_any(self, error: type[OutlastError] = InputError) -> None:
        """Raise all problems together, if there are any."""
        if self.found:
            raise error(sorted(set(self.found)))


LONGEST: Final = 120
"""Letters in the longest name for which a near one is sought, and in a message."""

LONGEST_PROBLEM: Final = 300
"""Characters of the longest sentence of a problem."""


def shortened(what: str) -> str:
    """Return the sentence of a problem; of a very long name it keeps the beginning."""
    half = LONGEST_PROBLEM // 2
    return what if len(what) <= LONGEST_PROBLEM else f"{what[:half]} … {what[-half:]}"


ALIKE: Final = 0.6
"""The least likeness of two names, from 0 to 1, at which one may be meant by the other."""

FEW: Final = 12
"""The number of known names up to which a message lists them all."""


def closest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that is spelled most like a name, if one is."""
    if len(name) > LONGEST:
        return None
    return _closest(name, tuple(known))


@lru_cache(maxsize=512)
def _closest(name: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that is spelled most like a name; a name is often sought again.

    The likeliest are compared first, and only those that can still be nearer, as the known names
    of one publisher are much alike and many.
    """
    matcher = SequenceMatcher()
    matcher.set_seq2(name)
    likely: list[tuple[float, str]] = []
    for each in known:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= ALIKE and (most := matcher.quick_ratio()) >= ALIKE:
            likely.append((most, each))
    best: tuple[float, str] | None = None
    for most, each in sorted(likely, reverse=True):
        if best is not None and most < best[0]:
            break
        matcher.set_seq1(each)
        found = (matcher.ratio(), each)
        if found[0] >= ALIKE and (best is None or found > best):
            best = found
    return best[1] if best else None


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "Did you mean …?" for the closest known name, or all known names if they are few."""
    close = closest(name, known)
    if close is not None:
        return f'Did you mean "{close}"?'
    if not known:
        return "None is declared."
    if len(known) <= FEW:
        return f"Known are: {', '.join(sorted(known))}."
    return f"None of the {len(known):,} known names is spelled like it."
