"""Checks of files of names: every name belongs to a thing of the contest, by its kind and key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from outlast.facts import Gap
from outlast.policy import Timeline
from outlast.reading import Findings, Frozen, unknown
from outlast.scenario.prior import Prior
from outlast.scenario.sets import ServiceSets
from outlast.world import World

NamedKind: TypeAlias = Literal[
    "contest",
    "side",
    "bloc",
    "set",
    "good",
    "service",
    "holding",
    "measure",
    "prior",
    "stop",
    "switch",
    "answer",
    "scenario",
    "summary",
    "area",
    "reach",
    "list",
    "looked-for",
    "found",
    "ladder",
    "source",
    "gap",
    "purpose",
    "search",
    "stand-in",
    "short",
]
"""The kinds of things that a file of names can name."""

ARTICLES: Mapping[str, str] = {
    "contest": "the contest",
    "side": "a side",
    "bloc": "a bloc",
    "set": "a set of services",
    "good": "a good",
    "service": "a service",
    "holding": "a source of compute",
    "measure": "a measure",
    "prior": "a prior",
    "stop": "a setpoint of a prior",
    "switch": "a switch",
    "answer": "an answer to a question",
    "scenario": "a scenario",
    "summary": "a scenario",
    "area": "an area of law",
    "reach": "an area of law",
    "list": "a party list",
    "looked-for": "a search for what the record lacks",
    "found": "a search for what the record lacks",
    "ladder": "a ladder of moves",
    "source": "a source of the ledger",
    "gap": "a gap of the ledger",
    "purpose": "the purpose of a gap",
    "search": "the search for a gap",
    "stand-in": "what stands in for a gap",
    "short": "a thing with its kind, as side.us",
}
"""The noun of each kind of thing that a file of names can name, with its article."""


class Names(Frozen):
    """A file of names in one language: for each kind of thing, its names by key."""

    names: dict[NamedKind, dict[str, str]]
    """The names, by kind of thing and key. The key of an `answer` is `question.branch`
    (`truce.holds`), that of a `stop` is `prior.value` (`guarantee.0.3`); `holding` names sources of
    compute, `summary` scenarios, `area` the areas of law of the record's coverage, `reach` what
    the record holds of them, `list` its party lists, `looked-for` and `found` the two texts of its
    searches, `source` the titles of sources. `short` names a thing of any kind in a few letters
    (`stop.guarantee.0.3`). The key of a `purpose`, a `search` or a `stand-in` is that text of
    gaps: `needed_for`, `searched`, `stand_in`; several may share it."""


@dataclass(frozen=True)
class Nameable:
    """The things of a contest that a file can name."""

    contests: Collection[str]
    world: World
    timeline: Timeline
    sets: ServiceSets
    priors: Mapping[str, Prior]
    scenarios: Collection[str]
    ladders: Collection[str] = ()
    sources: Collection[str] = ()
    gaps: Collection[Gap] = ()

    def known(self) -> dict[str, Collection[str]]:
        """Return the keys of the things of each kind."""
        world, timeline, coverage = self.world, self.timeline, self.timeline.coverage
        holdings = {"rented"}
        for compute in world.compute.values():
            holdings |= {*compute.owned, *compute.channels.values(), compute.smuggled or "rented"}
        answers = {
            f"{key}.{branch}" for key, each in timeline.switches.items() for branch in each.branches
        }
        answers |= {
            f"{key}.{branch}"
            for key, prior in self.priors.items()
            for branch in prior.distribution.choice or ()
        }
        stops = {
            f"{key}.{setpoint.at:g}"
            for key, prior in self.priors.items()
            for setpoint in prior.stops
        }
        known: dict[str, Collection[str]] = {
            "contest": self.contests,
            "side": timeline.sides,
            "bloc": world.blocs,
            "set": self.sets.sets,
            "good": world.goods,
            "service": world.services,
            "holding": holdings,
            "measure": timeline.measures,
            "prior": self.priors,
            "stop": stops,
            "switch": timeline.switches,
            "answer": answers,
            "scenario": self.scenarios,
            "summary": self.scenarios,
            "area": coverage.areas,
            "reach": coverage.areas,
            "list": coverage.party_lists,
            "looked-for": coverage.searches,
            "found": coverage.searches,
            "ladder": self.ladders,
            "source": self.sources,
            "gap": [each.key for each in self.gaps],
            "purpose": {each.needed_for for each in self.gaps},
            "search": {each.searched for each in self.gaps},
            "stand-in": {each.stand_in for each in self.gaps},
        }
        short = {f"{kind}.{key}" for kind, keys in known.items() for key in keys}
        return {**known, "short": short}


def name_files(folder: Path, language: str) -> list[Path]:
    """Return the files of names in one language: the main one, then those of long kinds."""
    main = folder / f"names.{language}.yaml"
    return [
        each for each in (main, *sorted(folder.glob(f"names-*.{language}.yaml"))) if each.exists()
    ]


def check_naming(names: Mapping[str, Mapping[str, str]], things: Nameable) -> Findings:
    """Yield every key of a file of names that names no thing of its kind.

    Args:
        names: The names by kind and key.
        things: The things that can be named.
    """
    known = things.known()
    for kind, keys in names.items():
        for key in keys:
            yield from unknown(("names", kind, key), key, known[kind], ARTICLES[kind])
