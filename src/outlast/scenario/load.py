"""Loading a scenario with all that it names, and every problem of it at its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from outlast.errors import InputError, Problems
from outlast.facts import Ledger
from outlast.policy import Timeline
from outlast.policy.timeline import Switch
from outlast.reading import DEFAULT_CONTEST, brief, collect
from outlast.reading.frames import FrameColumn, Tabular
from outlast.scenario.bridge import Bridge
from outlast.scenario.chain import (
    Chain,
    chain_from_text,
    chain_of_files,
    note_missing,
    read_chain,
)
from outlast.scenario.check import check_scenario
from outlast.scenario.clock import Clock
from outlast.scenario.conduct import Conduct
from outlast.scenario.contest import Contest
from outlast.scenario.known import known_timeline, known_world
from outlast.scenario.locate import open_contest
from outlast.scenario.merge import build, merge_files, with_overrides
from outlast.scenario.moves import MoveProcess
from outlast.scenario.origin import Origin, origin_of
from outlast.scenario.prior import Prior
from outlast.scenario.prior_rows import PRIOR_COLUMNS, prior_row
from outlast.scenario.scenario import DRAWN, HORIZON, Scenario
from outlast.scenario.sets import ServiceSet
from outlast.scenario.settled_layer import with_settled
from outlast.world import BaseYear, Item, World

SHELF = DEFAULT_CONTEST / "scenarios"
"""The folder of the default contest's scenarios."""


@dataclass(frozen=True, repr=False)
class Situation(Tabular):
    """A scenario complete: its world, the record as known, the priors, and its clock."""

    ROW_NAME: ClassVar[str] = "prior_row"

    scenario: Scenario
    clock: Clock
    world: World
    """The world, with the projects that were known."""

    base_year: BaseYear
    timeline: Timeline
    """The record as it was known, less the measures that the scenario switches off."""

    priors: Mapping[str, Prior]
    """The priors, with the scenario's own distributions."""

    conduct: Conduct
    sets: Mapping[str, ServiceSet]
    gap: float | None
    """The tolerated ratio of a rival's compute to one's own."""

    ledger: Ledger
    items: Mapping[str, Item]
    places: Mapping[str, tuple[str, int]]
    origin: Origin
    """The contest, and every file that was read."""

    known_measures: frozenset[str] = frozenset()
    """Every measure of the record, those not yet announced among them: priors may name them."""

    moves: MoveProcess | None = None
    """The process from which moves of the states are drawn; None where the record stands still."""

    bridge: Bridge | None = None
    """The bridge from services to industries; None where the contest has none."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """Settings beyond the scenario: values and answers by name."""

    unset: "Situation | None" = None
    """The same scenario without these settings; none if it has none."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of its uncertain numbers."""
        return PRIOR_COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return its uncertain numbers, one a row."""
        return [
            prior_row(key, each, self.ledger, self.given.get(key))
            for key, each in self.priors.items()
        ]

    def frame_caption(self) -> str:
        """Return its title with its date and its length."""
        scenario = self.scenario
        return f"{scenario.title} · from {scenario.date} · {self.clock.horizon_weeks} weeks"

    def __repr__(self) -> str:
        scenario, given = self.scenario, " ".join(f"{k}={v}" for k, v in self.given.items())
        contest = self.origin.contest.declaration.id
        return brief(
            self,
            scenario=scenario.id,
            title=scenario.title,
            contest=contest,
            date=scenario.date,
            horizon=scenario.horizon,
            given=given,
        )


def load_scenario(
    name: str | Path | None = None,
    contest: str | Path | Contest | None = None,
    overlays: Sequence[str | Path] = (),
    *,
    as_recorded: bool = True,
) -> Situation:
    """Return a scenario complete and checked.

    Args:
        name: The name of a scenario or of a shipped contest, or the path of a scenario's file; the
            contest's default scenario if absent.
        contest: The contest, by name, folder or as read; found from the scenario if absent.
        overlays: Folders to lay over the contest, the topmost last.
        as_recorded: Leave the user's own settlements out; else they lie over a shipped contest.

    Raises:
        DataError: A shipped contest is not sound.
        InputError: All problems of the scenario and of a contest of one's own, with their lines.
    """
    problems = Problems()
    folder = contest.folder if isinstance(contest, Contest) else contest
    chain = read_chain(None if name is None else str(name), folder, problems)
    if chain is None:
        problems.stop_if_any(InputError)
        raise InputError.of(f'"{name}" cannot be read.')
    read = contest if isinstance(contest, Contest) else chain.contest
    if not as_recorded and not isinstance(contest, Contest):
        overlays = with_settled(chain.contest, overlays)
    try:
        found = open_contest(read, overlays)
    except InputError as refusal:
        raise InputError([*problems.found, *refusal.problems]) from refusal
    return situation(chain, found, problems)


def load_files(
    files: Sequence[Path], contest: str | Path | None, overlays: Sequence[str | Path]
) -> Situation:
    """Return the scenario of files that are known, complete and checked.

    Args:
        files: The files of the scenario, the remotest first.
        contest: The contest, by name or folder; the default if absent.
        overlays: Folders to lay over the contest, the topmost last.

    Raises:
        DataError: A shipped contest is not sound.
        InputError: All problems of the scenario and of a contest of one's own, with their lines.
    """
    problems = Problems()
    found = open_contest(contest, overlays)
    chain = chain_of_files(files, found.folder, problems)
    if chain is None:
        problems.stop_if_any(InputError)
        raise InputError.of("the scenario's files cannot be read.")
    return situation(chain, found, problems)


def scenario_from_text(text: str, contest: str | Path | Contest | None = None) -> Situation:
    """Return a scenario that comes as the text of a file, complete and checked.

    It differs from a scenario of the contest: no name in the text leads to a file.

    Args:
        text: The text, of the form of a scenario's file.
        contest: The contest; the default if absent.

    Raises:
        InputError: All problems of the text, with their lines.
    """
    problems = Problems()
    found = open_contest(contest)
    chain = chain_from_text(text, found.folder, problems)
    if chain is None:
        problems.stop_if_any(InputError)
        raise InputError.of("the scenario's text cannot be read.")
    return situation(chain, found, problems)


def situation(chain: Chain, contest: Contest, problems: Problems | None = None) -> Situation:
    """Return the situation that a scenario's files and a contest make together.

    Args:
        chain: The files.
        contest: The contest.
        problems: The load that read them: the files that it read, and what it found in them.

    Raises:
        InputError: All problems of the scenario, with their lines.
    """
    problems = problems or Problems()
    _check(chain, contest, problems)
    problems.stop_if_any(InputError)
    scenario, world = build(chain.files), contest.world.world
    clock = Clock(world.start, scenario.date, scenario.horizon, scenario.step)
    timeline = known_timeline(contest.timeline, scenario.knows_until, contest.ledger.sources)
    acting = {
        key: measure
        for key, measure in timeline.measures.items()
        if key not in scenario.measures.off
    }
    scenario = _settled(scenario, timeline)
    gap = contest.sets.gap
    return Situation(
        scenario=scenario,
        clock=clock,
        world=known_world(world, scenario.knows_until, contest.ledger, clock),
        base_year=contest.world.base_year,
        timeline=replace(timeline, measures=acting),
        priors=with_overrides(contest.priors, scenario),
        conduct=contest.conduct,
        sets=contest.sets.sets,
        gap=contest.ledger.value(gap, "1") if gap else None,
        ledger=contest.ledger,
        items=contest.items,
        places=contest.places,
        origin=origin_of(contest, problems.files, chain.paths, (scenario.id, chain.text)),
        known_measures=frozenset(contest.timeline.measures),
        moves=contest.moves if scenario.moves == DRAWN else None,
        bridge=contest.bridge,
    )


def _check(chain: Chain, contest: Contest, problems: Problems) -> None:
    """Note every problem of a scenario: keys that are missing, names, and the length of the run."""
    fields = merge_files(chain.files)
    note_missing(chain.files, chain.documents, problems)
    world = contest.world.world
    for file, document in zip(chain.files, chain.documents, strict=True):
        parts = (world, contest.timeline, contest.priors, contest.ledger)
        collect(check_scenario(file, *parts, content=document.data), document, problems)
    if "date" in fields:
        lasting: dict[str, Any] = {"horizon": HORIZON, "step": 1.0, **fields}
        clock = Clock(world.start, lasting["date"], lasting["horizon"], lasting["step"])
        if clock.length_fault is not None:
            problems.add(*_place_of_length(chain), *clock.length_fault)


def _settled(scenario: Scenario, timeline: Timeline) -> Scenario:
    """Return a scenario in which the answers of settlements stand where it draws them.

    The answer that a scenario supposes stays. A scenario that is set before the end of the record
    cannot know how a question was decided later, and draws it.
    """
    answers = {
        name: settlement.answer
        for name, settlement in timeline.settlements.items()
        if scenario.switches.get(name, DRAWN) == DRAWN and knows(scenario, timeline.switches[name])
    }
    if not answers:
        return scenario
    return scenario.model_copy(update={"switches": {**scenario.switches, **answers}})


def knows(scenario: Scenario, switch: Switch) -> bool:
    """Return whether a scenario is set late enough to know how a question was decided."""
    return switch.record_ends <= max(scenario.date, scenario.knows_until)


def _place_of_length(chain: Chain) -> tuple[str, int]:
    """Return the file and line of the last statement on the length of a run."""
    for file, document in zip(reversed(chain.files), reversed(chain.documents), strict=True):
        for key in ("horizon", "step", "date"):
            if getattr(file, key) is not None:
                return document.file, document.line((key,))
    return chain.documents[-1].file, 1
