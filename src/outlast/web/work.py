"""The runs behind the page: situations, plans and results, with a cache of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, TypeAlias

from outlast.api.library import Library
from outlast.api.screening_list import ScreenedList
from outlast.api.shipped_answers import ShippedAnswer, shipped_answer
from outlast.ensemble import run_ensemble
from outlast.ensemble.ensemble import Progress
from outlast.ensemble.prepare import prepare, prepare_again
from outlast.ensemble.processors import processors
from outlast.ensemble.rerun import Rerun
from outlast.errors import InputError, nearest
from outlast.lower import Lowered
from outlast.present.reasons import Reason
from outlast.results import FutureWeights, Results, manifest
from outlast.scenario.adjust import plan_answers, with_answers, with_values
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.locate import (
    contest_layers,
    is_path,
    locate,
    open_contest,
    scenario_names,
    shipped_contests,
)
from outlast.scenario.settled_layer import with_settled
from outlast.study.lever_effects import FUTURES, LeverEffects, lever_effects
from outlast.truth.weights.weigh import WeightRun, future_weights
from outlast.web.cache import Cache, ClientGone, Cores, Foreground, ShouldCancel, check_client
from outlast.web.kept_amounts import (
    AWAITED,
    BASE_PLANS,
    BYTES,
    CHOICES,
    COUNTED,
    EFFECTS,
    EVIDENCE,
    FIRSTS,
    FIRSTS_BYTES,
    FRAMES,
    LIBRARIES,
    MOVING,
    MOVING_BYTES,
    PICTURES,
    PLANS,
    REASONS,
    RESULTS,
    RESULTS_BYTES,
    SCREENED,
    SITUATIONS,
    TEXTS,
    WEIGHTS,
    results_bytes,
)
from outlast.web.kept_lists import KeptLists
from outlast.web.memory import give_back
from outlast.web.scenario_text import base_of, read_scenario_text
from outlast.web.shared_progress import SharedProgress
from outlast.web.state import FIRST_FUTURES, ON_THE_DATE, ROUGH_FUTURES, PageState
from outlast.web.studies import Studies
from outlast.web.tables import EvidencePart

ResultsKey: TypeAlias = tuple[str, int, int, str]
"""All that results depend on: digest, futures, seed, precision."""


class Work:
    """Everything that the page computes; runs wait for the cores that they can use.

    Args:
        contest: The name or folder of the only contest to show; all shipped ones if absent.
        overlays: Folders to lay over it.
        as_recorded: Leave the user's own settlements out; else they lie over a shipped contest.
    """

    def __init__(
        self,
        contest: str | Path | None = None,
        overlays: Sequence[str | Path] = (),
        *,
        as_recorded: bool = True,
    ) -> None:
        self._as_recorded = as_recorded
        self._contest = self._open(contest, overlays) if contest or overlays else None
        self._situations: Cache[Situation] = Cache(SITUATIONS)
        self._from_text: Cache[Situation] = Cache(TEXTS)
        self._base_plans: Cache[Lowered] = Cache(BASE_PLANS)
        self._plans: Cache[Lowered] = Cache(PLANS)
        self._results: Cache[Results] = Cache(RESULTS, results_bytes, RESULTS_BYTES)
        self._progress = SharedProgress()
        self._moving: Cache[Rerun] = Cache(MOVING, BYTES, MOVING_BYTES)
        self._effects: Cache[LeverEffects] = Cache(EFFECTS)
        self._firsts: Cache[Results] = Cache(FIRSTS, results_bytes, FIRSTS_BYTES)
        self._kept_weights: Cache[FutureWeights] = Cache(WEIGHTS)
        self.cores, self._trying = Cores(processors()), Cores(1)
        self.foreground, self.closing = Foreground(), Event()
        self.studies = Studies(1, self.closing)  # the snapshots of two would take a gigabyte
        self.awaited = Studies(AWAITED, self.closing)
        self.pictures: Cache[str] = Cache(PICTURES)
        self.frames: Cache[str] = Cache(FRAMES)
        self.reasons: Cache[tuple[Reason, Reason, Reason]] = Cache(REASONS)
        self.choice_effects: Cache[Any] = Cache(CHOICES)
        self.choice_sights: Cache[str] = Cache(CHOICES)
        self.evidence: Cache[EvidencePart] = Cache(EVIDENCE)
        self._libraries: Cache[Library] = Cache(LIBRARIES)
        self.lists = KeptLists()
        self.screened: Cache[ScreenedList] = Cache(SCREENED)

    @property
    def kept_bytes(self) -> dict[str, int]:
        """The bytes that are kept, by the budget that bounds them."""
        return {
            "RESULTS_BYTES": self._results.nbytes,
            "FIRSTS_BYTES": self._firsts.nbytes,
            "MOVING_BYTES": self._moving.nbytes,
        }

    def _open(self, contest: str | Path | None, overlays: Sequence[str | Path]) -> Contest:
        """Return the only contest to show."""
        if not self._as_recorded:
            overlays = with_settled(contest_layers(contest)[0], overlays)
        return open_contest(contest, overlays)

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios that a reader can choose; the page reads no other."""
        folders = [self._contest.folder] if self._contest else shipped_contests().values()
        return tuple(sorted(name for folder in folders for name in scenario_names(folder)))

    def scenario_name(self, name: str | None) -> str:
        """Return the name of a scenario to show: the given one, or the default of a contest.

        Args:
            name: The name of a scenario or of a shipped contest; the default scenario if absent.

        Raises:
            InputError: The page does not show such a scenario; the nearest one is named.
        """
        if name is not None and is_path(name):
            cure = "Name a scenario of the contest; --contest DIR shows a contest of your own."
            raise InputError.of(f'the page shows no single file such as "{name}".', cure)
        found = locate(name, self._contest.folder if self._contest else None).file.stem
        if found not in self.scenarios:
            what = f'"{name}" is not a scenario of the page.'
            raise InputError.of(what, nearest(found, list(self.scenarios)))
        return found

    def situation(self, scenario: str) -> Situation:
        """Return a scenario as it is shipped, or as its text states it."""
        from_text = self._from_text.find(scenario)
        return from_text or self._situations.get(
            scenario, lambda: load_scenario(scenario, self._contest, as_recorded=self._as_recorded)
        )

    def contest(self, scenario: str) -> Contest:
        """Return the contest of a scenario."""
        return self.situation(scenario).origin.contest

    def library(self, scenario: str) -> Library:
        """Return the contest of a scenario, as screenings read it."""
        layers = self.contest(scenario).layers
        return self._libraries.get(layers, lambda: Library(*layers))

    def add_text(self, text: str, beside: str, should_cancel: ShouldCancel) -> str:
        """Add a scenario that came as text; return the name by which it can be asked for.

        Args:
            text: The text. It differs from a scenario of the page.
            beside: A scenario of the contest that it belongs to if it names none of the page.
            should_cancel: Asked while another request reads the same text.

        Raises:
            InputError: All problems of the text, with their lines.
            ClientGone: The client left.
        """
        base = base_of(text)
        contest = self.contest(base if base in self.scenarios else beside)
        name = f"text {contest.folder} {sha256(text.encode()).hexdigest()}"

        self._from_text.get(name, lambda: read_scenario_text(text, contest), should_cancel)
        return name

    def results(
        self,
        state: PageState,
        should_cancel: ShouldCancel,
        *,
        progress: Progress | None = None,
    ) -> Results:
        """Return the results of a state.

        Args:
            state: The state.
            should_cancel: Asked between blocks of futures.
            progress: Receives the number of futures done, and of how many, of any request's run.

        Raises:
            InputError: The settings cannot be run.
            RunError: A future failed its audit.
            ClientGone: The client left.
        """
        name, answers, situation = state.scenario, state.answers, self._settled(state)
        key = digest, futures, _, precision = self.results_key(state)

        def make() -> Results:
            prepared = self._base_plan(name, answers, should_cancel)
            check_client(should_cancel)
            if state.values:
                base = prepared
                prepared = self._plans.get(
                    digest, lambda: prepare_again(base, situation), should_cancel
                )
            check_client(should_cancel)
            try:
                with self.cores.turn(should_cancel):
                    give_back()
                    results = run_ensemble(
                        situation,
                        futures=futures,
                        seed=state.seed,
                        precision=precision,
                        progress=self._progress.of_run(key, progress),
                        should_cancel=should_cancel,
                        prepared=prepared,
                        counted=COUNTED,
                    )
            except InputError:
                if should_cancel():
                    raise ClientGone from None
                raise
            finally:
                self._progress.end(key)
            if results.futures < futures:
                raise ClientGone
            return results if state.quick else self._weighed(results, name, should_cancel)

        tell = partial(self._progress.tell, key, progress)
        return self._results.get(key, make, should_cancel, tell)

    def results_key(self, state: PageState) -> ResultsKey:
        """Return all that the results of a state depend on."""
        futures = min(state.futures, ROUGH_FUTURES) if state.quick else state.futures
        precision = "float32" if state.quick else "float64"
        digest = manifest(self._settled(state), futures, state.seed, precision).digest
        return digest, futures, state.seed, precision

    def known(self, state: PageState) -> Results | None:
        """Return the results of a state if they are computed already."""
        return self.known_by(self.results_key(state))

    def known_by(self, key: ResultsKey) -> Results | None:
        """Return the results of a key if they are computed already."""
        return self._results.find(key)

    def shipped(self, state: PageState) -> ShippedAnswer | None:
        """Return the answer that the release computed for this very state; None if it has none."""
        if state.values or state.answers or state.quick:
            return None
        situation = self.situation(state.scenario)
        return shipped_answer(situation, futures=state.futures, seed=state.seed)

    def first(self, state: PageState, should_cancel: ShouldCancel) -> Results:
        """Return the results of a state at once: whole ones if they are there, else a first answer.

        Args:
            state: The state.
            should_cancel: Asked between blocks of futures.

        Raises:
            RunError: A future failed its audit.
            ClientGone: The client left.
        """
        if state.futures <= FIRST_FUTURES:
            return self.results(state, should_cancel)
        whole = self.known(state)
        return whole or self.moved(replace(state, futures=FIRST_FUTURES), should_cancel)

    def moved(self, state: PageState, should_cancel: ShouldCancel) -> Results:
        """Return the results of a state in single precision, for a slider that moves.

        Raises:
            RunError: A future failed its audit.
            ClientGone: The client left.
        """
        base = with_answers(self.situation(state.scenario), state.answers)
        plan = self._base_plan(state.scenario, state.answers, should_cancel)
        key = (state.scenario, *sorted(state.answers.items()), state.futures, state.seed)
        moving = self._moving.get(
            key, lambda: Rerun(plan, state.futures, state.seed), should_cancel
        )

        def make() -> Results:
            with self.cores.turn(should_cancel, moving.blocks):
                results = moving.run(base, state.values, should_cancel)
            if results is None:
                raise ClientGone
            return self._weighed(results, state.scenario, should_cancel)

        if state.futures > FIRST_FUTURES:
            return make()
        return self._firsts.get((*key, *sorted(state.values.items())), make, should_cancel)

    def _weighed(self, results: Results, name: str, should_cancel: ShouldCancel) -> Results:
        """Return results with the weights of their futures, which no setting changes."""
        found = self._weights(name, results.futures, results.manifest.seed, should_cancel)
        return replace(results, weights=found)

    def _weights(self, name: str, futures: int, seed: int, cancel: ShouldCancel) -> FutureWeights:
        """Return the weights of the futures of a scenario, which no setting changes."""
        plain = self._base_plan(name, {}, cancel)

        def make() -> FutureWeights:
            try:
                with self.cores.turn(cancel):
                    how = WeightRun(should_cancel=cancel)
                    return future_weights(self.situation(name), futures, seed, how, plain)
            except InputError:
                if cancel():
                    raise ClientGone from None
                raise

        return self._kept_weights.get((name, futures, seed), make, cancel)

    def lever_effects(
        self, state: PageState, should_cancel: ShouldCancel, progress: Progress | None = None
    ) -> LeverEffects:
        """Return the effect of every lever on the answer of a state; this takes about a minute.

        The state says whether each lever moves on the scenario's date alone.

        Raises:
            RunError: A future failed its audit.
            ClientGone: The client left.
        """
        situation = self._settled(state)

        def make() -> LeverEffects:
            with self._trying.turn(should_cancel):  # the snapshots of two would take a gigabyte
                plan = self._base_plan(state.scenario, state.answers, should_cancel)
                check_client(should_cancel)
                found = self._weights(state.scenario, FUTURES, state.seed, should_cancel)
                effects = lever_effects(
                    situation,
                    seed=state.seed,
                    from_date=state.levers == ON_THE_DATE,
                    weights=found.by_future if found.leads else None,
                    prepared=prepare_again(plan, situation) if state.values else plan,
                    progress=progress,
                    should_cancel=should_cancel,
                    turn=partial(self.cores.turn, should_cancel),
                )
            give_back()
            if effects is None:
                raise ClientGone
            return effects

        return self._effects.get(self.effects_key(state), make, should_cancel)

    def effects_key(self, state: PageState) -> tuple[str, int, bool]:
        """Return all that the effects of levers on the answer of a state depend on."""
        digest = manifest(self._settled(state), 0, state.seed, "").digest
        return digest, state.seed, state.levers == ON_THE_DATE

    def known_effects(self, state: PageState) -> LeverEffects | None:
        """Return the effect of every lever on the answer of a state if it is computed already."""
        return self._effects.find(self.effects_key(state))

    def _settled(self, state: PageState) -> Situation:
        """Return the scenario of a state with its settings."""
        answered = with_answers(self.situation(state.scenario), state.answers)
        return with_values(answered, state.values)

    def _base_plan(
        self, name: str, answers: Mapping[str, str], should_cancel: ShouldCancel
    ) -> Lowered:
        """Return a scenario lowered with no prior fixed; answers and tied shares may change it."""
        record = plan_answers(answers)
        situation = with_answers(self.situation(name), answers)
        key = (name, *sorted(answers.items()))
        if len(record) < len(answers):
            return self._base_plans.get(
                key,
                lambda: prepare_again(self._base_plan(name, record, should_cancel), situation),
                should_cancel,
            )
        return self._base_plans.get(key, lambda: prepare(situation), should_cancel)
