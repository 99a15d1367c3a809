"""Arguments of calls: checked before anything is read, all at once, with the way to write them."""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar, cast

import numpy as np

from outlast.errors import InputError, Problems, nearest
from outlast.reading import user_path
from outlast.reading.year import refuse_year
from outlast.scenario.adjust import shortened
from outlast.scenario.clock import MOST_FUTURES
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation

P = ParamSpec("P")
R = TypeVar("R")

Given: TypeAlias = Any
"""A value that a caller gave, which may be of any kind."""

TRUTHS: Final[Any] = (bool, np.bool_)
"""The kinds of truths."""

MOST_DRAWS: Final = 10**6
"""The largest number of futures of a call that holds all of them in memory at once."""

MOST_SEED: Final = 2**128 - 1
"""The largest seed; the seeds that NumPy recommends have as many bits."""

MOST_THREADS: Final = 4096
"""The largest number of threads: more than any machine has processors."""

MOST: Final = 10**9
"""The largest whole number that a call takes where nothing else limits it."""


def with_default_arithmetic(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that computes with NumPy's default errors, whatever its caller has set."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
            return function(*args, **kwargs)

    return call


def shown(value: Given) -> str:
    """Return a value as a message repeats it: as Python writes it, shortened."""
    try:
        return shortened(repr(value))
    except ValueError:  # Python writes no number of thousands of digits
        return "a number of thousands of digits"


def plain_number(value: Given) -> float:
    """Return a number of any library as one of Python's; what is none or too great is NaN."""
    try:
        return float("nan") if isinstance(value, bool | str) else float(value)
    except (OverflowError, TypeError, ValueError):
        return float("nan")


def is_whole(value: Given) -> bool:
    """Return whether a value is a whole number: an integer of Python or NumPy, and no truth."""
    return isinstance(value, Integral) and not isinstance(value, TRUTHS)


class Arguments:
    """The arguments of one call, noted while they are checked, and refused together."""

    def __init__(self) -> None:
        self.problems = Problems()

    def refuse(self, what: str, cure: str = "") -> None:
        """Note one problem."""
        self.problems.add("", 0, what, cure)

    def whole(self, name: str, value: Given, least: int = 1, most: int = MOST) -> int:
        """Return a whole number as one of Python's.

        Args:
            name: The name of the argument.
            value: Its value.
            least: The smallest that it may be.
            most: The largest that it may be.
        """
        cure = f"Write a whole number of at least {least:,}."
        if not is_whole(value):
            near = plain_number(value)
            cure = f"Write {int(near)}." if near.is_integer() and least <= near <= most else cure
            self.refuse(f"{name} is {shown(value)}, which is no whole number.", cure)
            return least
        number = operator.index(value)
        if number < least:
            self.refuse(f"{name} is {shown(number)}.", cure)
        if number > most:
            self.refuse(f"{name} is {shown(number)}.", f"Write at most {most:,}.")
            return most
        return number

    def within(
        self, name: str, value: Given, most: float, meaning: str, least: float = 0.0
    ) -> float:
        """Return a number within its bounds.

        Args:
            name: The name of the argument.
            value: Its value.
            most: The largest that it may be.
            meaning: Its meaning, as a noun.
            least: The smallest that it may be.
        """
        number = plain_number(value)
        if not least <= number <= most:
            self.refuse(
                f"{name} is {shown(value)}.", f"Write {meaning}, from {least:g} to {most:g}."
            )
            return least
        return number

    def load(
        self, scenario: Given, contest: Given, overlays: Given, given: Given, horizon: Given
    ) -> None:
        """Check the arguments that load a scenario."""
        self.scenario(scenario, contest, overlays)
        self.contest(contest, overlays)
        self.given(given)
        self.horizon(horizon)

    def futures(self, value: Given, most: int = MOST_FUTURES) -> int:
        """Return the number of futures."""
        if is_whole(value) and operator.index(value) < 1:
            self.refuse(f"{shown(value)} futures give no answer.", "Ask for at least 1.")
            return 1
        return self.whole("futures", value, most=most)

    def draws(self, value: Given) -> int:
        """Return the number of futures, where all of them are held in memory at once."""
        return self.futures(value, MOST_DRAWS)

    def seed(self, value: Given) -> int:
        """Return the seed."""
        return self.whole("seed", value, 0, MOST_SEED)

    def threads(self, value: Given) -> int | None:
        """Return the number of threads, or None for all cores."""
        return None if value is None else self.whole("threads", value, most=MOST_THREADS)

    def precision(self, value: Given) -> None:
        """Check the precision."""
        from outlast.ensemble.audited_chunk import PRECISIONS  # noqa: PLC0415  heavy

        if not isinstance(value, str) or value not in PRECISIONS:
            text = value if isinstance(value, str) else shown(value)
            self.refuse(f'"{shortened(text)}" is not a precision.', nearest(text, list(PRECISIONS)))

    def horizon(self, value: Given) -> int | None:
        """Return the horizon in weeks, or None for the scenario's own."""
        if is_whole(value) and operator.index(value) < 1:
            kind = "negative" if operator.index(value) < 0 else "zero"
            self.refuse(f"the horizon is {kind}: {shown(value)} weeks.", "Write weeks, at least 1.")
            return None
        return None if value is None else self.whole("horizon", value)

    def scenario(self, value: Given, contest: Given, overlays: Given) -> None:
        """Check a scenario, and that a scenario that was loaded is given no other contest."""
        if isinstance(value, Situation):
            if contest is not None or overlays not in ((), []):
                what = f'the scenario "{value.scenario.id}" is loaded already, with its contest.'
                cure = "Leave contest and overlays out, or give the scenario by its name."
                self.refuse(what, cure)
        elif isinstance(value, Contest):
            what = "a contest stands in the place of the scenario."
            self.refuse(what, "Write contest=… for it.")
        elif value is not None and not _is_place(value):
            what = f"the scenario is a {_kind(value)}."
            self.refuse(what, "Give a name, the path of a file, or a scenario that was loaded.")

    def contest(self, value: Given, overlays: Given) -> None:
        """Check a contest and the folders laid over it."""
        if value is not None and not isinstance(value, Contest) and not _is_place(value):
            what = f"the contest is a {_kind(value)}."
            self.refuse(what, "Give a name, a folder, or a contest that was read.")
        if _is_place(overlays) or not isinstance(overlays, Sequence):
            self.refuse(
                f"overlays is {shown(overlays)}, which is no list.", "Write overlays=[FOLDER]."
            )
            return
        for each in cast("Sequence[Given]", overlays):
            if not _is_place(each):
                self.refuse(f"overlays holds {shown(each)}, which is no folder.")

    def given(self, value: Given) -> None:
        """Check the form of settings; their names and bounds need the scenario."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            self.refuse(f"given is a {_kind(value)}.", 'Write given={"NAME": VALUE}.')
            return
        for name, each in cast("Mapping[Given, Given]", value).items():
            if not isinstance(name, str):
                self.refuse(f"given has the name {shown(name)}, which is no text.")
            elif isinstance(each, TRUTHS) or not isinstance(each, str | Real):
                cure = "Write a number, or an answer as text."
                self.refuse(f'"{name}" cannot be {shown(each)}.', cure)

    def text(self, name: str, value: Given) -> None:
        """Check a text, or None for none."""
        if value is not None and not isinstance(value, str):
            self.refuse(f"{name} is {shown(value)}, which is no text.", "Write it in quotes.")

    def texts(self, name: str, value: Given) -> tuple[str, ...]:
        """Return one text or several as a tuple."""
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, Sequence):
            self.refuse(
                f"{name} is {shown(value)}, which is no text.", "Write one, or a list of them."
            )
            return ()
        for each in cast("Sequence[Given]", value):
            if not isinstance(each, str):
                self.refuse(f"{name} holds {shown(each)}, which is no text.", "Write it in quotes.")
        return tuple(each for each in cast("Sequence[Given]", value) if isinstance(each, str))

    def day(self, name: str, value: Given) -> date | None:
        """Return a day that comes as a date or as text, or None for none."""
        if value is None:
            return None
        text: Given = value
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        try:
            day = value if is_day else date.fromisoformat(text)
        except (TypeError, ValueError):
            self.refuse(
                f"{name} is {shown(value)}, which is no day.", 'Write "2025-04-16" or a date.'
            )
            return None
        try:
            refuse_year(day.year)
        except ValueError as refusal:
            what, _, cure = f"{refusal}".partition(" | ")
            self.refuse(f"{name}: {what}", cure)
        return day

    def moves(self, value: Given) -> None:
        """Check the form of the way in which moves of the states are treated."""
        if value is not None and not isinstance(value, str):
            self.refuse(f"moves cannot be {shown(value)}.", 'Write "drawn" or "record-only".')

    def place(self, value: Given, name: str = "out", *, resume: Given = False) -> Path | None:
        """Return the folder of a run, or None if none is wanted.

        Args:
            value: The folder.
            name: The name of the argument; `out` may be None.
            resume: The argument that asks to go on with the run there.
        """
        if not isinstance(resume, TRUTHS):
            self.refuse(f"resume is {shown(resume)}.", "Write True or False.")
        elif resume and value is None:
            self.refuse("nothing can be resumed without the folder of a run.", "Say which.")
        if value is None and name == "out":
            return None
        if not _is_place(value) or not str(value):
            self.refuse(f"{name} is {shown(value)}, which is no folder.", "Name a folder.")
            return None
        place: Given = value
        return user_path(place)

    def elsewhere(self, on: Given, chunks: Given = None) -> None:
        """Check the place where tasks are computed, and the address of chunks."""
        if chunks is not None and (not _is_place(chunks) or not str(chunks)):
            self.refuse(f"chunks is {shown(chunks)}, which is no address.", "Name a folder.")
        if chunks is not None and on is None:
            what = "chunks is the address at which workers store chunks, and there are none."
            self.refuse(what, 'Say where to run, as in on="local:2", or leave it out.')
        if not isinstance(on, str):
            if on is not None and not callable(getattr(on, "submit", None)):
                what = f"on is a {_kind(on)}, which computes no tasks."
                self.refuse(what, 'Write "local:2", "tcp://HOST:PORT", or give an executor.')
            return
        from outlast.ensemble.cluster_address import cluster_address  # noqa: PLC0415  rarely needed

        try:
            cluster_address(on)
        except InputError as refusal:
            self.problems.found.extend(refusal.problems)

    def ways(self, precision: Given, **functions: Given) -> None:
        """Check the precision, and functions to call."""
        self.precision(precision)
        self.functions(**functions)

    def functions(self, **values: Given) -> None:
        """Check functions to call; None stands for none."""
        for name, value in values.items():
            if value is not None and not callable(value):
                self.refuse(
                    f"{name} is {shown(value)}, which cannot be called.", "Give a function."
                )

    def stop_if_any(self) -> None:
        """Refuse all problems together, if there are any.

        Raises:
            InputError: All of them.
        """
        self.problems.stop_if_any(InputError)


def _is_place(value: Given) -> bool:
    """Return whether a value is a text or a path."""
    return isinstance(value, str | PathLike) and not isinstance(value, bytes)


def _kind(value: Given) -> str:
    """Return the name of the type of a value."""
    return type(value).__name__
