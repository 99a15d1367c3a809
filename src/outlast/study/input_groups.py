"""Input groups: every uncertain input in exactly one named group, by the contest's own rules.

The file `sensitivity.yaml` of a contest declares the groups. A rule by name comes before a rule by
role, and this before a rule by file, kind or place. An input that no rule names joins a group of
its file of priors, or of its kind, so that a new prior is never left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from pydantic import Field

from outlast.errors import InputError, Problems
from outlast.facts.fact import Key
from outlast.reading import (
    Finding,
    Findings,
    Frozen,
    Layers,
    collect,
    each_unknown,
    layered,
    read_placed,
    topmost,
)
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Role
from outlast.study.inputs import UncertainInput

FILE_NAME: Final = "sensitivity.yaml"
"""The file of the groups in the folder of a contest."""

WORLD: Final = "world"
"""The kind of the ranges that the world states."""


class InputGroup(Frozen):
    """The rules by which inputs belong to one group."""

    title: str = Field(min_length=3)
    """Its title, for readers."""

    why: str = Field(min_length=10)
    """The reason for which these inputs are moved together."""

    names: tuple[str, ...] = ()
    """Inputs by name; `*` stands for any letters, as in `project:smic-*`."""

    roles: tuple[Role, ...] = ()
    """All priors of these roles."""

    files: tuple[str, ...] = ()
    """All priors of these files of the folder `priors`, without their ending."""

    kinds: tuple[str, ...] = ()
    """All inputs of these kinds: `switch`, `project`, `patience`, `moves`,
    `practice`."""

    world: tuple[str, ...] = ()
    """The ranges that the world states at places that begin with these words."""


class InputGroups(Frozen):
    """The groups of a contest."""

    groups: dict[Key, InputGroup] = Field(min_length=1)
    """The groups, by key, in the order of tables."""


@dataclass(frozen=True)
class GroupedInputs:
    """One group with its inputs."""

    key: str
    title: str
    inputs: tuple[str, ...]
    """The names of the inputs that act."""

    dimensions: tuple[int, ...]
    """Their dimensions of luck."""


def load_groups(layers: Layers) -> InputGroups | None:
    """Return the groups that a contest declares, or None if it declares none.

    Raises:
        InputError: All problems of the declaration.
    """
    problems = Problems()
    declared = read_groups(layers, problems)
    problems.stop_if_any(InputError)
    return declared


def read_groups(layers: Layers, problems: Problems) -> InputGroups | None:
    """Return the groups that a contest declares, or add every problem to those of a load."""
    file = topmost(layers, FILE_NAME)
    read = None if file is None else read_placed(file, "sensitivity", InputGroups, problems)
    if read is None:
        return None
    declared, document = read
    files = {file.stem for _, file in layered(layers, "priors/*.yaml")}
    collect(_findings(declared, files), document, problems)
    return declared


def _findings(declared: InputGroups, files: set[str]) -> Findings:
    """Yield every file of priors that is not there, and every rule that two groups state."""
    owner: dict[tuple[str, str], str] = {}
    for key, group in declared.groups.items():
        place = ("groups", key, "files")
        yield from each_unknown(place, group.files, files, "a file of priors")
        for field in ("names", "roles", "files", "kinds", "world"):
            for index, word in enumerate(getattr(group, field)):
                other = owner.setdefault((field, word), key)
                if other != key:
                    what = f'"{word}" belongs to "{other}" already.'
                    cure = "An input has one group."
                    yield Finding(("groups", key, field, index), what, cure)


def grouped(
    situation: Situation, inputs: Sequence[UncertainInput], declared: InputGroups | None
) -> tuple[GroupedInputs, ...]:
    """Return the inputs by group, in the order of the declaration; groups without inputs are out.

    Args:
        situation: The scenario.
        inputs: The inputs that act.
        declared: The groups of the contest, or None.
    """
    groups = declared.groups if declared else {}
    members: dict[str, list[UncertainInput]] = {key: [] for key in groups}
    for each in inputs:
        members.setdefault(group_of(each.name, situation, groups), []).append(each)
    return tuple(
        GroupedInputs(
            key,
            groups[key].title if key in groups else key.replace("-", " "),
            tuple(each.name for each in found),
            tuple(number for each in found for number in each.dimensions),
        )
        for key, found in members.items()
        if found
    )


def group_of(name: str, situation: Situation, groups: Mapping[str, InputGroup]) -> str:
    """Return the key of the one group of an input.

    Args:
        name: The name of the input.
        situation: The scenario.
        groups: The groups that the contest declares.
    """
    kind, _, place = name.partition(":")
    prior = None if place else situation.priors.get(name)
    file = Path(situation.places[name][0]).stem if prior and name in situation.places else kind
    for matches in (_by_name, _by_role, _by_rule):
        for key, group in groups.items():
            if matches(group, name, prior, file):
                return key
    return file


def _by_name(group: InputGroup, name: str, prior: Prior | None, file: str) -> bool:
    del prior, file
    return any(fnmatchcase(name, pattern) for pattern in group.names)


def _by_role(group: InputGroup, name: str, prior: Prior | None, file: str) -> bool:
    del name, file
    return prior is not None and prior.kind in group.roles


def _by_rule(group: InputGroup, name: str, prior: Prior | None, file: str) -> bool:
    kind, _, place = name.partition(":")
    if prior is not None:
        return file in group.files
    if kind == WORLD:
        return place.split(".")[0] in group.world
    return kind in group.kinds
