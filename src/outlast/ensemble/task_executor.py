"""The place where the tasks of a run are computed: threads, processes, or workers on machines.

Each executor of `concurrent.futures` and each client of dask.distributed serves. Results come in
the order of the tasks, whichever is finished first, so that an answer is the same everywhere.
"""

import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pickle import PicklingError, dumps
from secrets import token_hex
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from outlast.engine.compiled.run import never_cancel
from outlast.ensemble.cluster_address import cluster_address
from outlast.ensemble.processors import processors
from outlast.ensemble.remote_task import HERE, Place, TaskReport, Ticket, perform, program_versions
from outlast.errors import InputError, OutlastError
from outlast.reading import DATA
from outlast.scenario.load import Situation

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Value = TypeVar("Value")

POLL: Final = 0.2
"""Seconds between two looks at a request to stop."""

AHEAD: Final = 2
"""Tasks that are handed out for each worker: one that runs, and one that waits for it."""

BUFFERED: Final = 16
"""Tasks for each worker by which the last may be ahead of the first that is not finished."""


class Submits(Protocol):
    """An executor of `concurrent.futures`, or an object like one."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Any:  # noqa: ANN401
        """Hand out a call and return its future."""
        ...


On: TypeAlias = "str | Submits | TaskExecutor | None"
"""The place of a run as a caller gives it: `local:2`, `tcp://host:port`, or an executor."""


class LostTasksError(InputError):
    """The workers do not answer any more; chunks that they stored are kept."""


@dataclass(frozen=True)
class _Failure:
    """An error of a task, until its turn comes."""

    error: OutlastError


@dataclass
class TaskExecutor:
    """An executor that is open, with its name and the number of its workers."""

    name: str
    executor: Submits
    workers: Callable[[], int]
    """Returns the tasks that are computed at once, now."""

    slots: Callable[[], int]
    """Returns the tasks that one machine computes at once."""

    threads: int | None = None
    versions: Mapping[str, str] = field(default_factory=program_versions)

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Any:  # noqa: ANN401
        """Hand out a call and return its future."""
        return self.executor.submit(fn, *args)

    def executed(self) -> dict[str, object]:
        """Return the place of a run as plain data."""
        return {"on": self.name, "workers": self.workers()}

    def results(  # noqa: PLR0913  each is a choice of the caller's
        self,
        situation: Situation,
        shared: Shared,
        work: Callable[[Shared, Task, Place], Value],
        tasks: Iterable[Task],
        *,
        should_cancel: Callable[[], bool] = never_cancel,
        received: Callable[[Task, Value, float], Value] = lambda _task, value, _seconds: value,
    ) -> Generator[Value, None, None]:
        """Yield the value of each task in order, up to the end or a cancellation.

        Args:
            situation: The scenario, whose shipped files a worker must have.
            shared: The value that all tasks need; it is sent once a worker.
            work: A function of a module, which computes a task.
            tasks: The tasks; each is taken when a worker is free for it.
            should_cancel: Asked several times a second; true ends it.
            received: Called as each task is finished, with its value and the seconds that it took;
                returns the value that is yielded when its turn comes.

        Raises:
            InputError: A worker has another program or other data, or the workers were lost.
            OutlastError: An error of a task.
        """
        sent = zlib.compress(_pickled(shared), 1)
        name = sha256(sent).hexdigest()
        HERE.put(name, shared)  # threads of this process need no copy
        files, run = _shipped_files(situation), token_hex(8)
        ticket = Ticket(run, name, self.versions, files, self.slots(), self.threads)
        queue = _Queue(self, ticket, sent, work, iter(tasks))
        try:
            while True:
                ready, value = queue.next_ready()
                if ready:
                    if isinstance(value, _Failure):
                        raise value.error
                    yield value
                    continue
                if should_cancel() or not queue.fill():
                    return
                for number, task, found, seconds in queue.finished():
                    queue.waiting[number] = received(task, found, seconds)
        finally:
            queue.end()


class _Queue:
    """The tasks of one call: handed out, running, and finished before their turn."""

    def __init__(
        self,
        place: TaskExecutor,
        ticket: Ticket,
        sent: bytes,
        work: Callable[[Any, Any, Place], Any],
        tasks: Iterator[Any],
    ) -> None:
        self.place, self.ticket, self.sent, self.work, self.tasks = place, ticket, sent, work, tasks
        self.running: dict[Future[TaskReport], tuple[int, Any]] = {}
        self.waiting: dict[int, Any] = {}
        self.taken = self.turn = 0

    def next_ready(self) -> tuple[bool, Any]:
        """Return whether the task whose turn it is is finished, and its value."""
        if self.turn not in self.waiting:
            return False, None
        value = self.waiting.pop(self.turn)
        self.turn += 1
        return True, value

    def fill(self) -> bool:
        """Hand out tasks as long as workers are free; return whether any runs."""
        workers = max(1, self.place.workers())
        while len(self.running) < AHEAD * workers and self.taken - self.turn < BUFFERED * workers:
            try:
                task = next(self.tasks)
            except StopIteration:
                break
            self._submit(self.taken, task, None)
            self.taken += 1
        return bool(self.running)

    def finished(self) -> Iterator[tuple[int, Any, Any, float]]:
        """Wait a moment; yield number, task, value and seconds of each task that is finished."""
        done, _ = wait(self.running, POLL, FIRST_COMPLETED)
        for each in done:
            number, task = self.running.pop(each)
            try:
                report = each.result()
            except OutlastError as failure:
                self.waiting[number] = _Failure(failure)
                continue
            except (CancelledError, Exception) as failure:
                raise lost(self.place.name, failure) from failure
            if report.lacks_shared:
                self._submit(number, task, self.sent)
                continue
            if report.refusal:
                cure = "Install there the program and data of this machine, or take it out."
                raise InputError.of(f"{report.refusal}; the run is refused there.", cure)
            yield number, task, report.value, report.seconds

    def end(self) -> None:
        """Take back the tasks that do not run yet; let those of this process stop soon."""
        if self.running:
            HERE.ended.add(self.ticket.run)
        for each in self.running:
            each.cancel()

    def _submit(self, number: int, task: object, sent: bytes | None) -> None:
        try:
            handed = self.place.submit(perform, self.ticket, sent, self.work, task)
        except Exception as failure:  # a pool that broke or was closed, in the words of its library
            raise lost(self.place.name, failure) from failure
        self.running[handed] = (number, task)


def lost(name: str, failure: BaseException) -> LostTasksError:
    """Return the error of workers that do not answer any more."""
    kind, said = type(failure).__name__, f"{failure}".strip().splitlines()
    detail = f" ({kind}: {said[0]})" if said else f" ({kind})"
    what = f'the tasks on "{name}" were lost{detail}.'
    cure = "See the workers' own messages: often one has too little memory, or another program."
    return LostTasksError.of(what, cure)


@contextmanager
def task_executor(on: On, threads: int | None = None) -> Generator[TaskExecutor | None, None, None]:
    """Open the place of a run; what is opened here is closed at the end.

    Args:
        on: None for this process; see `On`.
        threads: Threads of a task.

    Raises:
        InputError: It is no place, does not answer, or its library is missing.
    """
    if on is None or isinstance(on, TaskExecutor):
        yield on
    elif isinstance(on, str):
        address = cluster_address(on)
        from outlast.ensemble.cluster import opened  # noqa: PLC0415  an extra is read there

        with opened(address) as client:
            yield _of_client(client, on, threads)
    elif hasattr(on, "get_executor"):
        yield _of_client(on, "distributed.Client", threads)
    elif callable(getattr(on, "submit", None)):
        most = getattr(on, "_max_workers", None)  # the library has no public name for it
        count = most if isinstance(most, int) and most > 0 else processors()
        yield TaskExecutor(type(on).__name__, on, lambda: count, lambda: count, threads)
    else:
        what = f"on is a {type(on).__name__}, which computes no tasks."
        raise InputError.of(what, 'Write "local:2", "tcp://HOST:PORT", or give an executor.')


def _of_client(
    client: Any,  # noqa: ANN401  a client of an extra's library
    name: str,
    threads: int | None,
) -> TaskExecutor:
    """Return the executor of a client of dask.distributed."""
    from outlast.ensemble.cluster import check_workers, machine_slots, worker_count  # noqa: PLC0415

    check_workers(client, name, program_versions())
    executor: Executor = client.get_executor(pure=False)
    workers, slots = partial(worker_count, client), partial(machine_slots, client)
    return TaskExecutor(name, executor, workers, slots, threads)


def _pickled(shared: object) -> bytes:
    """Return the shared values as bytes."""
    try:
        return dumps(shared, protocol=5)
    except (PicklingError, TypeError, AttributeError) as failure:
        raise InputError.of(f"the scenario cannot be sent to workers: {failure}.") from failure


def _shipped_files(situation: Situation) -> dict[str, str]:
    """Return the SHA-256 of the files of a scenario that the package ships, by place."""
    origin = situation.origin
    return {
        path.relative_to(DATA).as_posix(): origin.hashes[name]
        for name, path in origin.files.items()
        if name in origin.hashes and path.is_relative_to(DATA)
    }
