"""The chain of a scenario's files: its own, and those of the scenarios from which it differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlast.errors import InputError, Problems, closest, nearest
from outlast.reading import (
    DEFAULT_CONTEST,
    Document,
    expand_home,
    parse_yaml,
    placed_as_far,
    read_yaml,
)
from outlast.scenario.contest import FILE
from outlast.scenario.locate import (
    SCENARIOS,
    contest_folder,
    is_path,
    locate,
    scenario_names,
    shipped_contests,
)
from outlast.scenario.merge import merge_files
from outlast.scenario.scenario import Differences

BLANKS: Final = {"id": "without-a-name", "title": "Without a title", "summary": "No summary."}
"""The values of keys that a file does not state, while its other problems are sought."""

NEEDED: Final = ("date", "knows_until")
"""The keys that a scenario has, in its own file or in one from which it differs."""

DEEPEST: Final = 8
"""The longest chain of scenarios that each differ from the next."""

FROM_TEXT: Final = "the scenario's text"
"""The name in messages of a scenario that comes as text."""


@dataclass(frozen=True)
class Chain:
    """The files of a scenario, the remotest first, with their documents and their contest."""

    files: tuple[Differences, ...]
    documents: tuple[Document, ...]
    contest: Path
    """The folder of the contest."""

    paths: tuple[Path, ...] = ()
    """The path of each file; without the last where the scenario itself comes as text."""

    text: str | None = None
    """The text of the scenario itself where it comes as text."""


def read_chain(name: str | None, contest: str | Path | None, problems: Problems) -> Chain | None:
    """Return a scenario's file with those from which it differs, or note every problem.

    Args:
        name: The scenario: a name, a path, or nothing for the contest's default.
        contest: The contest that was asked for; found from the scenario if absent.
        problems: The load.

    Raises:
        InputError: There is no such contest or scenario.
    """
    folder, path = locate(name, contest)
    files: list[Differences] = []
    documents: list[Document] = []
    paths: list[Path] = []
    while True:
        read = _read(path, problems)
        if read is None:
            return None
        declared, document = read
        files.insert(0, declared)
        documents.insert(0, document)
        paths.insert(0, path)
        if contest is None and declared.contest is not None and folder == DEFAULT_CONTEST:
            found = _named(declared.contest, path, document, problems)
            if found is None:
                if declared.from_ is None:  # else its missing keys may stand in another file
                    note_missing(files, documents, problems)
                return None
            folder = found
        if declared.from_ is None:
            return Chain(tuple(files), tuple(documents), folder, tuple(paths))
        may_choose = contest is None and folder == DEFAULT_CONTEST
        shelves = [path.parent, folder / SCENARIOS]
        if may_choose:
            shelves += [each / SCENARIOS for each in shipped_contests().values()]
        parent = _parent(declared.from_, path, shelves, document, problems)
        if parent is None:
            return None
        path = parent
        if may_choose and (path.parent.parent / FILE).is_file():
            folder = path.parent.parent
        if len(files) > DEEPEST:
            line = document.line(("from",))
            problems.add(document.file, line, "differs from itself in the end.", "Break the ring.")
            return None


def note_missing(
    files: Sequence[Differences], documents: Sequence[Document], problems: Problems
) -> None:
    """Note the keys that a scenario needs and none of its files has.

    Args:
        files: The files, the remotest first.
        documents: Their documents.
        problems: The load.
    """
    fields = merge_files(files)
    for document in documents[-1:]:
        stated = document.data if isinstance(document.data, dict) else {}
        for key in NEEDED:
            if key not in fields and stated.get(key) is None:
                problems.add(document.file, 1, f'the key "{key}" is missing.', "Add it.")


def chain_of_files(paths: Sequence[Path], contest: Path, problems: Problems) -> Chain | None:
    """Return the chain of files that are known, or note every problem; no name leads elsewhere.

    Args:
        paths: The files, the remotest first.
        contest: The folder of the contest.
        problems: The load.
    """
    pairs = [read for path in paths if (read := _read(path, problems)) is not None]
    if len(pairs) < len(paths):
        return None
    files, documents = zip(*pairs, strict=True)
    return Chain(files, documents, contest, tuple(paths))


def chain_from_text(text: str, contest: Path, problems: Problems) -> Chain | None:
    """Return the chain of a scenario that comes as text and differs from one of a contest.

    No name in the text leads to a file.

    Args:
        text: The text, of the form of a scenario's file.
        contest: The folder of the contest.
        problems: The load.
    """
    known = scenario_names(contest)
    document = parse_yaml(text, FROM_TEXT, problems)
    read = placed_as_far(document, "scenario", Differences, problems, BLANKS)
    if read is None:
        return None
    declared, document = read
    before = len(problems.found)
    if declared.from_ not in known:
        what = f'"{declared.from_}" is not a scenario of this contest.'
        cure = nearest(f"{declared.from_}", known)
        problems.add(FROM_TEXT, document.line(("from",)), what, cure)
    if declared.contest is not None:
        cure = "It takes the contest of the scenario from which it differs."
        problems.add(FROM_TEXT, document.line(("contest",)), "names a contest.", cure)
    if declared.id in known:
        what = f'"{declared.id}" is the id of a scenario of this contest.'
        problems.add(FROM_TEXT, document.line(("id",)), what, "Choose another id.")
    if len(problems.found) > before:
        return None
    base = read_chain(f"{declared.from_}", contest, problems)
    if base is None:
        return None
    files, documents = (*base.files, declared), (*base.documents, document)
    return Chain(files, documents, contest, base.paths, text)


def _read(path: Path, problems: Problems) -> tuple[Differences, Document] | None:
    """Return one file of a scenario with its document, or note every problem."""
    blanks = {**BLANKS, "id": path.stem}
    document = read_yaml(path, problems)
    read = placed_as_far(document, "scenario", Differences, problems, blanks)
    if read is None:
        return None
    declared, document = read
    if declared.id != path.stem:
        line, cure = document.line(("id",)), f'Its name asks for "{path.stem}".'
        problems.add(document.file, line, f'says id "{declared.id}".', cure)
    return read


def _named(name: str, path: Path, document: Document, problems: Problems) -> Path | None:
    """Return the contest that a scenario's file names: relative to the file, or a shipped one."""
    beside, shipped = path.parent / expand_home(name), shipped_contests()
    if name in shipped and not (beside / FILE).is_file():
        return shipped[name]
    try:
        return contest_folder(beside)
    except InputError as refusal:
        only = refusal.problems[0]
        cure = only.cure or nearest(name, list(shipped))
        problems.add(document.file, document.line(("contest",)), only.what, cure)
        return None


def _parent(
    name: str, path: Path, shelves: Sequence[Path], document: Document, problems: Problems
) -> Path | None:
    """Return the file of the scenario from which another differs; the nearest for a wrong name.

    Args:
        name: Its name on a shelf, or its path, relative to the file.
        path: The file that names it.
        shelves: The folders that are searched, in order.
        document: The document of the file.
        problems: The load.
    """
    if is_path(name):
        return path.parent / expand_home(name)
    for shelf in shelves:
        if (shelf / f"{name}.yaml").is_file():
            return shelf / f"{name}.yaml"
    known = {file.stem: file for shelf in reversed(shelves) for file in shelf.glob("*.yaml")}
    line, near = document.line(("from",)), sorted(known)
    problems.add(document.file, line, f'"{name}" is not a scenario.', nearest(name, near))
    return known.get(closest(name, near) or "")
