"""The work behind the page: situations, plans and results, each kept while it is likely asked."""

from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Hashable, Mapping
from contextlib import contextmanager
from threading import Condition, Lock
from typing import Any, Final, Generic, TypeVar

from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import Progress, prepare, reprepared
from outlast.ensemble.moving import Moving
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.results import Results, manifest
from outlast.scenario.given import answered, fixed, of_priors, of_record
from outlast.scenario.load import SHELF, Situation, load_scenario
from outlast.web.state import QUICK, State

PLANS: Final = 6
"""Lowered situations that are kept."""

WHOLE: Final = 12
"""Situations without a prior moved whose plans are kept."""

RESULTS: Final = 6
"""Results that are kept, some 60 MB each."""

SHIPPED: Final = tuple(sorted(file.stem for file in SHELF.glob("*.yaml")))
"""The ids of shipped scenarios, the only ones that the page reads."""

Kept = TypeVar("Kept")


class Gone(Exception):  # noqa: N818  not an error: nobody waits for it any more
    """Whoever asked has left."""


class Shelf(Generic[Kept]):
    """The things that were made last, by what they were made from."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept, or make it and keep it in place of what was asked longest ago.

        What several ask for at once is made once; if its maker fails, the next one makes it.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made


class Line:
    """Those who wait for the cores, served in the order in which they came."""

    def __init__(self) -> None:
        self._moved, self._tickets = Condition(), deque[object]()

    @contextmanager
    def turn(self, stop: Callable[[], bool]) -> Generator[None, None, None]:
        """Wait until it is this one's turn.

        Raises:
            Gone: Nobody waits for it any more.
        """
        ticket = object()
        with self._moved:
            self._tickets.append(ticket)
        try:
            with self._moved:
                while self._tickets[0] is not ticket:
                    self._moved.wait(PAUSE)
                    if stop():
                        raise Gone
            yield
        finally:
            with self._moved:
                self._tickets.remove(ticket)
                self._moved.notify_all()


FRAMES: Final = 400
"""Frames that are kept: some levers in both passes."""

MOVING: Final = 6
"""Sets of futures that stay drawn."""

PAUSE: Final = 0.1
"""Seconds after which who waits for its turn looks whether it is still wanted."""


class Work:
    """Everything that is computed for the page; one run at a time, each on all cores."""

    def __init__(self) -> None:
        self._situations: Shelf[Situation] = Shelf(len(SHIPPED))
        self._whole: Shelf[Lowered] = Shelf(WHOLE)
        self._plans: Shelf[Lowered] = Shelf(PLANS)
        self._results: Shelf[Results] = Shelf(RESULTS)
        self._moving: Shelf[Moving] = Shelf(MOVING)
        self._line = Line()
        self.pictures: Shelf[str] = Shelf(96)
        self.frames: Shelf[str] = Shelf(FRAMES)
        self.kept: Shelf[dict[str, Any]] = Shelf(8)

    def situation(self, scenario: str) -> Situation:
        """Return a shipped scenario as it is shipped."""
        return self._situations.get(scenario, lambda: load_scenario(scenario))

    def results(
        self,
        state: State,
        stop: Callable[[], bool],
        *,
        scenario: str | None = None,
        progress: Progress | None = None,
    ) -> Results:
        """Return what the futures of a state come to.

        Args:
            state: The state.
            stop: Asked now and then whether anybody still waits.
            scenario: Another scenario than the state's, with the same priors and dice; what the
                record leaves open is as that scenario has it.
            progress: Told how many futures are done, and of how many.

        Raises:
            InputError: The values that were given cannot be run.
            RunError: A future failed its audit.
            Gone: Nobody waits any more.
        """
        name = scenario or state.scenario
        answers = of_priors(state.answers) if scenario else state.answers
        situation = fixed(answered(self.situation(name), answers), state.values)
        futures = min(state.futures, QUICK) if state.quick else state.futures
        precision = "float32" if state.quick else "float64"
        digest = manifest(situation, futures, state.seed, precision).digest

        def make() -> Results:
            lowered = self._whole_of(name, answers)
            if state.values:
                whole = lowered
                lowered = self._plans.get(digest, lambda: reprepared(whole, situation))
            try:
                with self._line.turn(stop):
                    found = run_ensemble(
                        situation,
                        futures=futures,
                        seed=state.seed,
                        precision=precision,
                        progress=progress,
                        stop=stop,
                        prepared=lowered,
                    )
            except InputError:
                if stop():
                    raise Gone from None
                raise
            if found.futures < futures:
                raise Gone
            return found

        return self._results.get((digest, futures, state.seed, precision), make)

    def moved(self, state: State, stop: Callable[[], bool]) -> Results:
        """Return what the futures of a state come to in single precision, as a lever moves.

        Raises:
            RunError: A future failed its audit.
            Gone: Nobody waits any more.
        """
        base = answered(self.situation(state.scenario), state.answers)
        whole = self._whole_of(state.scenario, state.answers)
        key = (state.scenario, *sorted(state.answers.items()), state.futures, state.seed)
        moving = self._moving.get(key, lambda: Moving(whole, state.futures, state.seed))
        with self._line.turn(stop):
            found = moving.run(fixed(base, state.values), state.values, stop)
        if found is None:
            raise Gone
        return found

    def _whole_of(self, name: str, answers: Mapping[str, str]) -> Lowered:
        """Return a scenario as the engine runs it: answers of the record alone need a new plan."""
        record = of_record(answers)
        situation = answered(self.situation(name), answers)
        key = (name, *sorted(answers.items()))
        if len(record) < len(answers):
            return self._whole.get(key, lambda: reprepared(self._whole_of(name, record), situation))
        return self._whole.get(key, lambda: prepare(situation))
