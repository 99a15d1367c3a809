"""Migrations: the newest version of each form, and how the content of an older one becomes it."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from outlast.reading.cache import Plain

Content: TypeAlias = dict[str, Plain]

NEWEST: Final[Mapping[str, int]] = {"scenario": 2, "conduct": 2, "backtest": 2, "published": 2}
"""The newest version of each form that has more than one."""


RENAMED: Final[Mapping[tuple[str, int], Mapping[str, str]]] = {
    ("scenario", 1): {"data": "contest"},
    ("conduct", 1): {"windfalls": "recorded_deliveries", "answers": "response_projects"},
}
"""By form and version: the keys that have another name in the next version."""


def _scenario_1(content: Content) -> Content:
    """Name the contest by `contest:` in place of the folder of data by `data:`."""
    names = {".": "chips-minerals"}
    found = _renamed(content, RENAMED["scenario", 1])
    if "contest" in found:
        found["contest"] = names.get(str(found["contest"]), found["contest"])
    return found


def _conduct_1(content: Content) -> Content:
    """Name recorded deliveries and the projects that respond to denial in plain words."""
    return _renamed(content, RENAMED["conduct", 1])


def _renamed(content: Content, names: Mapping[str, str]) -> Content:
    return {names.get(key, key): value for key, value in content.items()}


MIGRATIONS: Final[Mapping[tuple[str, int], Callable[[Content], Content]]] = {
    ("scenario", 1): _scenario_1,
    ("conduct", 1): _conduct_1,
}
"""By form and version: how its content becomes that of the next version."""
