"""The work behind the page: situations, plans and results, each kept while it is likely asked."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, Final

from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import Progress, prepare, reprepared
from outlast.ensemble.rerun import Moving
from outlast.errors import InputError, Problem
from outlast.lower import Lowered
from outlast.results import Results, manifest
from outlast.scenario.adjust import answered, fixed, of_priors, of_record
from outlast.scenario.load import SHELF, Situation, load_scenario, told_scenario
from outlast.study.lever_effects import Stops, stops
from outlast.web.cache import Gone, Line, Shelf
from outlast.web.state import QUICK, State

PLANS: Final = 6
"""Lowered situations that are kept."""

WHOLE: Final = 12
"""Situations without a prior moved whose plans are kept."""

RESULTS: Final = 6
"""Results that are kept, some 60 MB each."""

SHIPPED: Final = tuple(sorted(file.stem for file in SHELF.glob("*.yaml")))
"""The ids of shipped scenarios, the only ones that the page reads."""

FRAMES: Final = 400
"""Frames that are kept: some levers in both passes."""

LONGEST: Final = 1040
"""Steps that a scenario may run over that came as text."""

MOVING: Final = 6
"""Sets of futures that stay drawn."""


class Work:
    """Everything that is computed for the page; one run at a time, each on all cores."""

    def __init__(self) -> None:
        self._situations: Shelf[Situation] = Shelf(len(SHIPPED))
        self._told: Shelf[Situation] = Shelf(4)
        self._whole: Shelf[Lowered] = Shelf(WHOLE)
        self._plans: Shelf[Lowered] = Shelf(PLANS)
        self._results: Shelf[Results] = Shelf(RESULTS)
        self._moving: Shelf[Moving] = Shelf(MOVING)
        self._stops: Shelf[Stops] = Shelf(4)
        self._line = Line()
        self.pictures: Shelf[str] = Shelf(96)
        self.frames: Shelf[str] = Shelf(FRAMES)
        self.kept: Shelf[dict[str, Any]] = Shelf(8)

    def situation(self, scenario: str) -> Situation:
        """Return a shipped scenario as it is shipped."""
        told = self._told.find(scenario)
        return told or self._situations.get(scenario, lambda: load_scenario(scenario))

    def told(self, text: str) -> str:
        """Return the name under which a scenario that came as text can be asked for, for a while.

        Raises:
            InputError: All problems of the text, with their lines.
        """
        name = f"told {sha256(text.encode()).hexdigest()}"

        def make() -> Situation:
            found = told_scenario(text)
            if found.clock.horizon > LONGEST:
                what = f"the scenario runs over {found.clock.horizon:,} steps."
                raise InputError([Problem("", 0, what, f"Here it may run over {LONGEST:,}.")])
            return found

        self._told.get(name, make)
        return name

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

    def stops(self, state: State, stop: Callable[[], bool]) -> Stops:
        """Return what every lever would change from where the state stands; it takes a while.

        Raises:
            RunError: A future failed its audit.
            Gone: Nobody waits any more.
        """
        base = answered(self.situation(state.scenario), state.answers)
        situation = fixed(base, state.values)

        def make() -> Stops:
            whole = self._whole_of(state.scenario, state.answers)
            found = stops(
                situation,
                seed=state.seed,
                prepared=reprepared(whole, situation) if state.values else whole,
                stop=stop,
                turn=partial(self._line.turn, stop),
            )
            if found is None:
                raise Gone
            return found

        return self._stops.get((manifest(situation, 0, state.seed, "").digest, state.seed), make)

    def _whole_of(self, name: str, answers: Mapping[str, str]) -> Lowered:
        """Return a scenario as the engine runs it: answers of the record alone need a new plan."""
        record = of_record(answers)
        situation = answered(self.situation(name), answers)
        key = (name, *sorted(answers.items()))
        if len(record) < len(answers):
            return self._whole.get(key, lambda: reprepared(self._whole_of(name, record), situation))
        return self._whole.get(key, lambda: prepare(situation))
