"""Follow-ups: unknown names that are unknown only because the file that defines them is broken."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from outlast.errors import Problem
from outlast.reading import named

UNKNOWN: Final = re.compile(r'.*"(?P<name>[^"]+)",?(?: which)? is not (?P<kind>an? .+)\.')
"""The sentence of a problem of an unknown name."""

DEFINED_IN: Final = {
    ("a unit",): ("contest.yaml",),
    ("a kind of good", "a kind of item", "a family or a kind of goods"): (
        "contest.yaml",
        "world/*.yaml",
    ),
    ("a country of countries.csv",): ("countries.csv",),
    ("a source",): ("sources/*.yaml",),
    ("a fact", "a statement", "a gap"): ("facts/*.csv",),
    ("an item",): ("items/*.csv",),
    ("a good", "a bloc", "a site", "a process", "a service", "a project", "a source of compute"): (
        "world/*.yaml",
    ),
    ("a side", "a measure", "a side or a measure", "a switch", "a country group"): (
        *("policy/*.yaml", "policy/*/*.yaml"),
    ),
    ("a prior", "a setpoint of a prior"): ("priors/*.yaml",),
    ("a set of services",): ("sets.yaml",),
    ("an answer to a question",): ("policy/switches.yaml", "priors/*.yaml"),
    ("a scenario", "a scenario of this contest"): ("scenarios/*.yaml",),
    ("an episode",): ("episodes/*.yaml",),
    ("a series",): ("backtest.yaml",),
}
"""For kinds of names, the files that define them."""


def without_follow_ups(problems: Sequence[Problem], layers: Sequence[Path]) -> list[Problem]:
    """Return problems less those of unknown names that stand in a broken file.

    A file is broken if it has another problem than unknown names.

    Args:
        problems: The problems.
        layers: The folder of the contest, then the folders laid over it.
    """
    broken = {each.file for each in problems if not _defining(each)}
    return [each for each in problems if not _follows(each, broken, layers)]


def _defining(problem: Problem) -> tuple[str, ...]:
    """Return the files that define names of the kind that a problem does not know; else none."""
    found = UNKNOWN.fullmatch(problem.what)
    kind = found["kind"] if found else ""
    return next((files for kinds, files in DEFINED_IN.items() if kind in kinds), ())


def _follows(problem: Problem, broken: set[str], layers: Sequence[Path]) -> bool:
    """Return whether a problem is one of a name that a broken file defines."""
    unknown = UNKNOWN.fullmatch(problem.what)
    if unknown is None:
        return False
    patterns = _defining(problem)
    files = [file for layer in layers for pattern in patterns for file in layer.glob(pattern)]
    parted = {"a unit": "/", "an answer to a question": ".", "a setpoint of a prior": "."}
    names = unknown["name"].split(parted.get(unknown["kind"], "\n"))
    return any(
        _holds(file, name)
        for file in files
        if file.is_file() and named(file) in broken and named(file) != problem.file
        for name in names
    )


def _holds(file: Path, name: str) -> bool:
    """Return whether a name stands in a file as a word of its own."""
    text = file.read_bytes().decode("utf-8", errors="replace")
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text) is not None
