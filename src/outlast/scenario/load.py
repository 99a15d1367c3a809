"""Reading a scenario with all that it names, and every problem of it at its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from outlast.errors import InputError, Problem, Problems, nearest
from outlast.facts import Ledger, load_ledger
from outlast.policy import Timeline, load_timeline
from outlast.reading import DATA, Document, placed, read_placed, told_yaml
from outlast.scenario.check import Finding, check_conduct, check_contests, check_scenario
from outlast.scenario.clock import Clock
from outlast.scenario.conduct import Conduct
from outlast.scenario.known import known_timeline, known_world
from outlast.scenario.merge import completed, laid, overridden
from outlast.scenario.prior import Prior, load_priors
from outlast.scenario.scenario import Differences, Scenario
from outlast.scenario.sets import Contest, Contests
from outlast.world import BaseYear, Item, LoadedWorld, World, load_world
from outlast.world.items import load_items

SHELF = DATA / "scenarios"
"""The folder of shipped scenarios."""

TOLD = "the scenario told"
"""What a scenario is called that came as text, where its lines are named."""

DEEPEST = 8
"""The longest chain of scenarios that each differ from the next."""


@dataclass(frozen=True)
class Parts:
    """What a folder of data holds: the whole of it, before a scenario chooses."""

    folder: Path
    ledger: Ledger
    items: Mapping[str, Item]
    timeline: Timeline
    priors: Mapping[str, Prior]
    world: LoadedWorld
    conduct: Conduct = field(default_factory=Conduct)
    contests: Contests = field(default_factory=lambda: Contests(sets={}))
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    """The file and line of each prior."""


@dataclass(frozen=True)
class Situation:
    """A scenario complete: what exists in it, what is known, what is drawn, and its clock."""

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
    contests: Mapping[str, Contest]
    gap: float | None
    """The tolerated ratio of a rival's compute to one's own."""

    ledger: Ledger
    items: Mapping[str, Item]
    places: Mapping[str, tuple[str, int]]
    known_measures: frozenset[str] = frozenset()
    """Every measure of the record, those not yet announced among them: priors may name them."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a reader gave beyond the scenario: values and answers by name."""


@dataclass(frozen=True)
class Read:
    """A chain of scenarios' files, the remotest first, with their documents."""

    files: tuple[Differences, ...]
    documents: tuple[Document, ...]


def load_parts(folder: Path, problems: Problems) -> Parts | None:
    """Return everything that a folder of data holds, or note everything that is wrong with it."""
    before = len(problems.found)
    ledger = load_ledger(folder, problems)
    sources = frozenset(ledger.sources)
    items = load_items(folder / "items", sources, problems)
    timeline = load_timeline(folder / "policy", sources, problems)
    places: dict[str, tuple[str, int]] = {}
    priors = load_priors(folder / "priors", ledger, problems, places)
    loaded = load_world(folder / "world", ledger, frozenset(items), problems)
    if loaded is None or len(problems.found) > before:
        return None
    conduct, contests = Conduct(), Contests(sets={})
    if (folder / "conduct.yaml").exists():
        read = read_placed(folder / "conduct.yaml", "conduct", Conduct, problems)
        if read:
            conduct, document = read
            findings = check_conduct(conduct, loaded.world, timeline, items, ledger)
            _note(findings, document, problems)
    if (folder / "contests.yaml").exists():
        sets = read_placed(folder / "contests.yaml", "contests", Contests, problems)
        if sets:
            contests, document = sets
            _note(check_contests(contests, loaded.world, timeline), document, problems)
    if len(problems.found) > before:
        return None
    return Parts(folder, ledger, items, timeline, priors, loaded, conduct, contests, places)


def scenario_file(name: str, shelf: Path = SHELF) -> Path:
    """Return the file of a scenario, given by the id of a shipped one or by its path.

    Raises:
        InputError: There is no such scenario; the nearest known one is named.
    """
    if name.endswith(".yaml") or "/" in name:
        return Path(name)
    known = [file.stem for file in shelf.glob("*.yaml")]
    if name not in known:
        raise InputError([Problem("", 0, f'"{name}" is not a scenario.', nearest(name, known))])
    return shelf / f"{name}.yaml"


def read_scenario(name: str, problems: Problems, shelf: Path = SHELF) -> Read | None:
    """Return a scenario's file with those from which it differs, or note what is wrong."""
    files: list[Differences] = []
    documents: list[Document] = []
    path = scenario_file(name, shelf)
    while True:
        read = read_placed(path, "scenario", Differences, problems)
        if read is None:
            return None
        declared, document = read
        if declared.id != path.stem:
            line, cure = document.line(("id",)), f'Its name asks for "{path.stem}".'
            problems.add(document.file, line, f'says id "{declared.id}".', cure)
        files.insert(0, declared)
        documents.insert(0, document)
        if declared.from_ is None:
            return Read(tuple(files), tuple(documents))
        path = _parent(declared.from_, path, shelf, document, problems)
        if path is None:
            return None
        if len(files) > DEEPEST:
            line = document.line(("from",))
            problems.add(document.file, line, "differs from itself in the end.", "Break the ring.")
            return None


def _parent(
    name: str, path: Path, shelf: Path, document: Document, problems: Problems
) -> Path | None:
    """Return the file of the scenario from which another differs: a neighbour, or a shipped one."""
    for folder in (path.parent, shelf):
        if (folder / f"{name}.yaml").is_file():
            return folder / f"{name}.yaml"
    known = sorted({file.stem for folder in (path.parent, shelf) for file in folder.glob("*.yaml")})
    line = document.line(("from",))
    problems.add(document.file, line, f'"{name}" is not a scenario.', nearest(name, known))
    return None


def load_scenario(name: str, data: Path = DATA, shelf: Path = SHELF) -> Situation:
    """Return a scenario complete and checked.

    Args:
        name: The id of a shipped scenario, or the path of a scenario's file.
        data: The folder of shipped data, within which scenarios name theirs.
        shelf: The folder of shipped scenarios.

    Raises:
        InputError: All problems of the scenario and of the data that it names, with their lines.
    """
    problems = Problems()
    read = read_scenario(name, problems, shelf)
    problems.stop_if_any(InputError)
    if read is None:
        raise InputError(f'"{name}" cannot be read.')
    parts = load_parts(data / str(laid(read.files).get("data", ".")), problems)
    problems.stop_if_any(InputError)
    if parts is None:
        raise InputError(f'the data of "{name}" cannot be read.')
    return situation(read, parts)


def told_scenario(text: str, data: Path = DATA, shelf: Path = SHELF) -> Situation:
    """Return a scenario that somebody told as the text of a file, complete and checked.

    It differs from a shipped one and takes its data: no name in the text leads to a file.

    Args:
        text: The text, of the form of a scenario's file.
        data: The folder of shipped data.
        shelf: The folder of shipped scenarios.

    Raises:
        InputError: All problems of the text, with their lines.
    """
    problems = Problems()
    read = placed(told_yaml(text, TOLD, problems), "scenario", Differences, problems)
    problems.stop_if_any(InputError)
    if read is None:
        raise InputError(f"{TOLD} cannot be read.")
    declared, document = read
    known = sorted(file.stem for file in shelf.glob("*.yaml"))
    if declared.from_ not in known:
        what = f'"{declared.from_}" is not a shipped scenario.'
        cure = nearest(f"{declared.from_}", known)
        problems.add(TOLD, document.line(("from",)), what, cure)
    if declared.data is not None:
        cure = "It takes those of the scenario that it differs from."
        problems.add(TOLD, document.line(("data",)), "names data.", cure)
    if declared.id in known:
        what = f'"{declared.id}" is the id of a shipped scenario.'
        problems.add(TOLD, document.line(("id",)), what, "Give it one of its own.")
    problems.stop_if_any(InputError)
    base = read_scenario(f"{declared.from_}", problems, shelf)
    problems.stop_if_any(InputError)
    if base is None:
        raise InputError(f'"{declared.from_}" cannot be read.')
    whole = Read((*base.files, declared), (*base.documents, document))
    parts = load_parts(data / str(laid(whole.files).get("data", ".")), problems)
    problems.stop_if_any(InputError)
    if parts is None:
        raise InputError(f'the data of "{declared.from_}" cannot be read.')
    return situation(whole, parts)


def situation(read: Read, parts: Parts) -> Situation:
    """Return the scenario that files and data make together.

    Raises:
        InputError: All problems of the scenario, with their lines.
    """
    problems = Problems()
    fields = laid(read.files)
    for document in read.documents[-1:]:
        for key in ("date", "knows_until"):
            if key not in fields:
                problems.add(document.file, 1, f'the key "{key}" is missing.')
    problems.stop_if_any(InputError)
    scenario = completed(read.files)
    for file, document in zip(read.files, read.documents, strict=True):
        findings = check_scenario(file, parts.world.world, parts.timeline, parts.priors)
        _note(findings, document, problems)
    problems.stop_if_any(InputError)
    world = parts.world.world
    clock = Clock(world.start, scenario.date, scenario.horizon, scenario.step)
    timeline = known_timeline(parts.timeline, scenario.knows_until, parts.ledger.sources)
    acting = {
        key: measure
        for key, measure in timeline.measures.items()
        if key not in scenario.measures.off
    }
    gap = parts.contests.gap
    return Situation(
        scenario=scenario,
        clock=clock,
        world=known_world(world, scenario.knows_until, parts.ledger, clock),
        base_year=parts.world.base_year,
        timeline=Timeline(
            timeline.sides, acting, timeline.groups, timeline.switches, timeline.context
        ),
        priors=overridden(parts.priors, scenario),
        conduct=parts.conduct,
        contests=parts.contests.sets,
        gap=parts.ledger.value(gap, "1") if gap else None,
        ledger=parts.ledger,
        items=parts.items,
        places=parts.places,
        known_measures=frozenset(parts.timeline.measures),
    )


def _note(findings: Iterable[Finding], document: Document, problems: Problems) -> None:
    """Note findings at their lines in a document."""
    for path, what, cure in findings:
        problems.add(document.file, document.line(path), what, cure)
