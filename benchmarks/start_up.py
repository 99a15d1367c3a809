"""The processor time of help, of an answer of the record, and of reading each part of the data."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median

from outlast.api.library import Library
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.contest import Reader

HEADER = ("task", "CPU ms", "times an interpreter that does nothing")
ROUNDS = 5
"""Runs of which the median is reported."""


def spent() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def seconds(action: Callable[[], object]) -> float:
    """Return the median CPU time of an action, which other work on the machine moves least."""
    times: list[float] = []
    for _ in range(ROUNDS):
        begun = spent()
        action()
        times.append(spent() - begun)
    return median(times)


def command(*arguments: str) -> Callable[[], object]:
    """Return an action that runs a whole process."""
    program = "import sys; from outlast.cli import main; sys.exit(main())"
    call = [sys.executable, "-c", program, *arguments]
    return lambda: subprocess.run(call, check=True, capture_output=True)  # noqa: S603  our own call


def measure() -> Iterator[tuple[str, ...]]:
    """Yield each time, and what it is of an interpreter that does nothing."""
    nothing = seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    yield "an interpreter that does nothing", f"{nothing * 1000:.0f}", "1"
    screen = ("screen", "H20", "--to", "CN", "--on", "2025-04-16")
    for name, action in (
        ("outlast --help", command("--help")),
        ("outlast screen", command(*screen)),
        ("outlast timeline", command("timeline")),
        ("outlast facts gallium", command("facts", "gallium")),
        ("reading the facts", lambda: Library(DEFAULT_CONTEST).ledger),
        ("reading facts, items and the record", lambda: Library(DEFAULT_CONTEST).timeline),
        ("reading everything", lambda: Reader((DEFAULT_CONTEST,)).contest()),
    ):
        taken = seconds(action)
        yield name, f"{taken * 1000:.0f}", f"{taken / nothing:.0f}"
