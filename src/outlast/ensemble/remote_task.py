"""The side of the worker: a task is refused by another program or other data, or computed here.

The values that all tasks of a run share are sent once a worker: a task comes without them, and a
worker that lacks them asks for them.
"""

import platform
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pickle import loads
from threading import Lock
from time import perf_counter
from typing import Any, Final, NamedTuple

from outlast.ensemble.processors import processors
from outlast.reading import DATA

HELD: Final = 4
"""Shared values that a worker keeps: those of the tasks that ran last."""

PROGRAMS: Final = ("outlast", "numpy", "numba")
"""The packages of which a worker must have the same version, so that no bit differs."""

FIRST_SHOWN: Final = 3
"""Files that a refusal names at the most."""


class Place(NamedTuple):
    """The conditions under which a worker computes a task."""

    threads: int
    should_cancel: Callable[[], bool]


@dataclass(frozen=True)
class Ticket:
    """The conditions that a worker must meet, and the names of the call and its shared values."""

    run: str
    """A name of the call, by which tasks of this process see that it was ended."""

    shared: str
    """The SHA-256 of the shared values, as they are sent."""

    versions: Mapping[str, str]
    files: Mapping[str, str]
    """The SHA-256 of each file of the shipped data that the run read, by its place there."""

    slots: int
    """The tasks that one machine computes at once."""

    threads: int | None
    """Threads of a task; by default the machine's processors are divided among its tasks."""


@dataclass(frozen=True)
class TaskReport:
    """The answer of a worker: a value, or the reason why there is none."""

    value: Any = None
    lacks_shared: bool = False
    refusal: str = ""
    seconds: float = 0.0


@dataclass
class SharedValues:
    """The shared values that this process holds, and the runs that were ended here."""

    values: "OrderedDict[str, Any]" = field(default_factory=OrderedDict[str, Any])
    ended: set[str] = field(default_factory=set[str])
    lock: Any = field(default_factory=Lock)

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401  any value that tasks share
        """Hold a value; the value that was used longest ago is let go."""
        with self.lock:
            self.values[name] = value
            self.values.move_to_end(name)
            while len(self.values) > HELD:
                self.values.popitem(last=False)

    def find(self, name: str, sent: bytes | None) -> tuple[bool, Any]:
        """Return whether a value is here, and the value; one that was sent is unpacked once."""
        with self.lock:
            if name in self.values:
                self.values.move_to_end(name)
                return True, self.values[name]
        if sent is None:
            return False, None
        if sha256(sent).hexdigest() != name:
            raise ValueError("the plan was damaged on its way.")
        value = loads(zlib.decompress(sent))  # noqa: S301  from the client that this worker serves
        self.put(name, value)
        return True, value


HERE: Final = SharedValues()


def perform(
    ticket: Ticket, sent: bytes | None, work: Callable[[Any, Any, Place], Any], task: object
) -> TaskReport:
    """Return the report on a task.

    Args:
        ticket: The conditions.
        sent: The shared values, compressed, or None if they were sent before.
        work: A function of a module: given the shared values, the task and the place.
        task: The task.
    """
    refusal = refusal_of(ticket)
    if refusal:
        return TaskReport(refusal=refusal)
    begun = perf_counter()
    here, shared = HERE.find(ticket.shared, sent)
    if not here:
        return TaskReport(lacks_shared=True)
    threads = ticket.threads or max(1, processors() // max(1, ticket.slots))
    place = Place(threads, lambda: ticket.run in HERE.ended)
    value = work(shared, task, place)
    return TaskReport(value, seconds=perf_counter() - begun)


def refusal_of(ticket: Ticket) -> str:
    """Return the reason why this process may not compute a task; empty if it may."""
    ours, theirs = program_versions(), ticket.versions
    wrong = [
        f"{name} {ours.get(name)}, not {wanted}"
        for name, wanted in theirs.items()
        if ours.get(name) != wanted
    ]
    if wrong:
        return f"the worker on {platform.node()} has {'; '.join(wrong)}"
    other = _other_files(tuple(sorted(ticket.files.items())))
    if other:
        more = f" and {len(other) - FIRST_SHOWN} more" if len(other) > FIRST_SHOWN else ""
        named = ", ".join(f'"{name}"' for name in other[:FIRST_SHOWN])
        return f"the worker on {platform.node()} has other shipped data: {named}{more}"
    return ""


@cache
def program_versions() -> Mapping[str, str]:
    """Return the version of each program on which the bits of an answer depend."""
    found = {"Python": "{}.{}".format(*sys.version_info)}
    for name in PROGRAMS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


@cache
def _other_files(files: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the files of the shipped data that are not here as the run read them."""
    return tuple(name for name, hashed in files if _hash(name) != hashed)


def _hash(name: str) -> str:
    """Return the SHA-256 of a file of the shipped data, or nothing if it cannot be read."""
    try:
        return sha256((DATA / name).read_bytes()).hexdigest()
    except OSError:
        return ""
