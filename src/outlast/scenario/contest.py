"""A contest: everything that its folder holds, with the folders laid over it, read and checked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from pydantic import Field, FiniteFloat

from outlast.errors import DataError, InputError, OutlastError, Problems
from outlast.facts import Ledger, load_ledger
from outlast.facts.listings import IMMATERIAL
from outlast.facts.units import COMMON, CONTEXT, Units
from outlast.policy import Timeline, load_timeline
from outlast.reading import (
    CONTESTS,
    Document,
    Finding,
    Findings,
    Frozen,
    Layers,
    brief,
    collect,
    each_unknown,
    layered,
    name_in_layers,
    named,
    read_placed,
    topmost,
)
from outlast.scenario.bounds import refuse_priors
from outlast.scenario.bridge import FORM as BRIDGE
from outlast.scenario.bridge import Bridge, bridge_findings
from outlast.scenario.check import check_conduct, check_lag_priors, check_sets
from outlast.scenario.conduct import Conduct
from outlast.scenario.layout import files_read_later
from outlast.scenario.moves import FORM, MoveProcess, check_moves
from outlast.scenario.naming import Nameable, Names, check_naming, name_files
from outlast.scenario.prior import Prior, load_priors
from outlast.scenario.sets import ServiceSets
from outlast.world import Item, LoadedWorld, World, load_world
from outlast.world.check import AllowedNames
from outlast.world.country import Countries, load_countries
from outlast.world.good import KINDS
from outlast.world.items import KnownNames, load_items

Form = TypeVar("Form", bound=Frozen)

FILE: Final = "contest.yaml"
"""The file that makes a folder a contest."""

LANGUAGES: Final = ("en", "zh")
"""The languages in which a contest may name its things, beside their own titles."""


class OwnUnit(Frozen):
    """A unit beyond the common ones."""

    measures: str = Field(min_length=1)
    """Its dimension: a new word, or the dimension of a common unit."""

    size: FiniteFloat = Field(default=1.0, ge=1e-12, le=1e12)
    """Its size in the dimension's first unit."""


class Declaration(Frozen):
    """The file `contest.yaml`: the name of a contest, its default scenario, its own words."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Its name on a command line."""

    title: str = Field(min_length=3)
    """Its title, for readers."""

    summary: str = Field(min_length=10)
    """Its subject, in a sentence or two."""

    scenario: str
    """The scenario that a command runs if it names none."""

    kinds: tuple[str, ...] = ()
    """Kinds of goods beyond the common ones."""

    units: dict[str, OwnUnit] = Field(default_factory=dict[str, OwnUnit])
    """Units beyond the common ones, by name."""

    headline_levers: tuple[str, ...] = Field(default=(), max_length=5)
    """The choices that stand beside the answer, as settings name them: `set.prior`,
    `switch.question`; by the rule of `scenario/headline_levers.py` if absent."""


@dataclass(frozen=True, repr=False)
class Contest:
    """A contest complete: the whole of its data, before a scenario chooses."""

    declaration: Declaration
    layers: tuple[Path, ...]
    """Its folder, then the folders laid over it."""

    ledger: Ledger
    items: Mapping[str, Item]
    countries: Countries
    timeline: Timeline
    priors: Mapping[str, Prior]
    places: Mapping[str, tuple[str, int]]
    """The file and line of each prior."""

    world: LoadedWorld
    conduct: Conduct
    sets: ServiceSets
    names: Mapping[str, Mapping[str, str]]
    """By language: names of things as `good.gallium`."""

    moves: MoveProcess | None = None
    """The process of the states' moves; None where the contest has fitted none."""

    bridge: Bridge | None = None
    """The bridge from services to industries; None where the contest has none."""

    files: Mapping[Path, str] = field(default_factory=dict[Path, str], repr=False)
    """The SHA-256 of every file that was read."""

    @cached_property
    def file_names(self) -> Mapping[Path, str]:
        """The name of each of these files within its layer; none for those that lie elsewhere."""
        roots = [folder.resolve() for folder in self.layers]
        named = ((path, name_in_layers(path, roots)) for path in self.files)
        return {path: name for path, name in named if name}

    def __repr__(self) -> str:
        return brief(
            self,
            *("folder", "items", "priors", "files"),
            id=self.declaration.id,
            title=self.declaration.title,
            facts=self.ledger.facts,
            measures=self.timeline.measures,
        )

    @property
    def folder(self) -> Path:
        """Its own folder."""
        return self.layers[0]

    @property
    def shipped(self) -> bool:
        """Whether the package ships it, with nothing laid over it."""
        return len(self.layers) == 1 and is_shipped(self.folder)


class Reader:
    """Reads the parts of a contest, each when it is first asked for; problems gather in one place.

    Args:
        layers: The folder of the contest, then the folders laid over it.
    """

    def __init__(self, layers: Layers) -> None:
        self.layers = tuple(layers)
        self.problems = Problems()
        self.places: dict[str, tuple[str, int]] = {}
        self.documents: dict[str, Document] = {}

    @cached_property
    def declaration(self) -> Declaration | None:
        """The declaration; its units are known to every later part."""
        read = read_placed(self.layers[0] / FILE, "contest", Declaration, self.problems)
        if read is None:
            return None
        declared, document = read
        sizes = {name: (unit.measures, unit.size) for name, unit in declared.units.items()}
        self.problems.context[CONTEXT] = Units(dict(COMMON) | sizes)
        collect(_check_units(declared.units), document, self.problems)
        return declared

    @cached_property
    def ledger(self) -> Ledger:
        """The facts with their sources."""
        _ = self.declaration
        return load_ledger(self.layers, self.problems)

    @property
    def sources(self) -> frozenset[str]:
        """The keys of all sources."""
        return frozenset(self.ledger.sources)

    @cached_property
    def countries(self) -> Countries:
        """The names of countries by code."""
        return load_countries(self.layers, self.problems)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The items that rules test, by name."""
        kinds = (*self.kinds, *IMMATERIAL)
        known = KnownNames(self.countries or None, kinds, self.timeline.sides or None)
        return load_items(self.layers, self.sources, self.problems, known)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of goods, those that the contest declares among them."""
        declared = self.declaration
        return (*KINDS, *(declared.kinds if declared else ()))

    @cached_property
    def timeline(self) -> Timeline:
        """The policy record of both sides."""
        countries, documents = self.countries or None, self.documents
        return load_timeline(self.layers, self.sources, self.problems, countries, documents)

    @cached_property
    def world(self) -> LoadedWorld | None:
        """The world with its base year; None where it cannot be read."""
        sides, countries = self.timeline.sides or None, self.countries or None
        allowed = AllowedNames(self.items, self.kinds, countries, sides)
        loaded = load_world(self.layers, self.ledger, allowed, self.problems)
        goods = loaded.world.goods if loaded else None
        for key, document in self.documents.items():
            acts_on = self.timeline.measures[key].acts_on
            collect(each_unknown(("acts_on",), acts_on, goods, "a good"), document, self.problems)
        return loaded

    @cached_property
    def priors(self) -> Mapping[str, Prior]:
        """The priors, by name."""
        goods = self.world.world if self.world else None
        priors = load_priors(self.layers, self.ledger, self.problems, self.places, goods)
        refuse_priors(priors, self.places, self.ledger.units, self.problems)
        return priors

    @cached_property
    def conduct(self) -> Conduct:
        """The conduct; empty where the contest has none."""
        found = self._topmost("conduct", Conduct)
        if found is None:
            return Conduct()
        conduct, document = found
        if self.world:
            about = (self.world.world, self.timeline, self.items, self.ledger)
            collect(check_conduct(conduct, *about), document, self.problems)
            collect(check_lag_priors(conduct, self.priors), document, self.problems)
        return conduct

    @cached_property
    def sets(self) -> ServiceSets:
        """The sets of services that are compared."""
        found = self._topmost("sets", ServiceSets)
        if found is None:
            if topmost(self.layers, "sets.yaml") is None:
                file = named(self.layers[0] / "sets.yaml")
                cure = "It names the services that are compared. `outlast new DIR` shows one."
                self.problems.add(file, 0, "does not exist.", cure)
            return ServiceSets(sets={})
        sets, document = found
        if self.world:
            collect(
                check_sets(sets, self.world.world, self.timeline, self.ledger),
                document,
                self.problems,
            )
        return sets

    @cached_property
    def moves(self) -> MoveProcess | None:
        """The process of the states' moves; None where the contest has none."""
        found = self._topmost(FORM, MoveProcess)
        if found is None:
            return None
        process, document = found
        if self.world:
            about = (self.world.world, self.timeline, self.ledger)
            collect(check_moves(process, *about), document, self.problems)
        return process

    @cached_property
    def bridge(self) -> Bridge | None:
        """The bridge from services to industries; None where the contest has none."""
        found = self._topmost(BRIDGE, Bridge)
        if found is None:
            return None
        bridge, document = found
        if self.world:
            collect(bridge_findings(bridge, self.world.world, self.ledger), document, self.problems)
        return bridge

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names of things by language, as `good.gallium`."""
        found: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            found[language] = {}
            for folder in self.layers:
                here: dict[str, str] = {}
                for file in name_files(folder, language):
                    here |= self._names_of(file, here)
                found[language] |= here
        return found

    def _names_of(self, file: Path, before: Collection[str]) -> dict[str, str]:
        """Return the names of one file, checked; those of other files of its folder stand once."""
        read = read_placed(file, "names", Names, self.problems)
        if read is None:
            return {}
        stated = {str(kind): each for kind, each in read[0].names.items()}
        if self.world:
            collect(check_naming(stated, self._nameable(self.world.world)), read[1], self.problems)
        named = {(kind, key): name for kind, each in stated.items() for key, name in each.items()}
        for kind, key in named:
            if f"{kind}.{key}" in before:
                what = f'"{key}" is named here a second time.'
                line = read[1].line(("names", kind, key))
                self.problems.add(read[1].file, line, what, "Name it in one file.")
        return {f"{kind}.{key}": name for (kind, key), name in named.items()}

    def _nameable(self, world: World) -> Nameable:
        """Return the things that a file of names can name."""
        scenarios = {file.stem for _, file in layered(self.layers, "scenarios/*.yaml")}
        ladders = self.moves.ladders if self.moves else ()
        contests = (self.declaration.id,) if self.declaration else ()
        return Nameable(
            contests,
            world,
            self.timeline,
            self.sets,
            self.priors,
            scenarios,
            ladders,
            self.ledger.sources,
            tuple(self.ledger.gaps.values()),
        )

    def contest(self) -> Contest:
        """Return the whole contest.

        Raises:
            DataError: All problems of a contest that the package ships.
            InputError: All problems of a contest of one's own.
        """
        declared, world = self.declaration, self.world
        parts = (self.countries, self.priors, self.conduct, self.sets, self.names)
        moves, bridge = self.moves, self.bridge
        self.stop_if_any()
        if declared is None or world is None:
            raise self.error(f'the contest "{self.layers[0]}" cannot be read.')
        countries, priors, conduct, sets, names = parts
        return Contest(
            declaration=declared,
            layers=self.layers,
            ledger=self.ledger,
            items=self.items,
            countries=countries,
            timeline=self.timeline,
            priors=priors,
            places=self.places,
            world=world,
            conduct=conduct,
            sets=sets,
            names=names,
            moves=moves,
            bridge=bridge,
            files={**self.problems.files, **files_read_later(self.layers)},
        )

    @property
    def error(self) -> type[OutlastError]:
        """The kind of error: ours where the package ships all of it, else the user's."""
        return DataError if all(is_shipped(folder) for folder in self.layers) else InputError

    def stop_if_any(self) -> None:
        """Raise all problems found so far, if there are any."""
        self.problems.stop_if_any(self.error)

    def _topmost(self, name: str, model: type[Form]) -> tuple[Form, Document] | None:
        """Return the file of a name in the topmost layer that has it."""
        file = topmost(self.layers, f"{name}.yaml")
        return read_placed(file, name, model, self.problems) if file else None


def _check_units(units: Mapping[str, OwnUnit]) -> Findings:
    """Yield units that are common, that are quotients, or whose dimension lacks a first unit."""
    first = {dimension for dimension, _ in COMMON.values()}
    first |= {unit.measures for unit in units.values() if unit.size == 1}
    for name, unit in units.items():
        place = ("units", name)
        if name in COMMON:
            yield Finding(place, f'"{name}" is a common unit.', "Leave it out.")
        if "/" in name:
            yield Finding(place, f'"{name}" is a quotient.', "Declare its parts.")
        if unit.measures not in first:
            what = f'no unit measures "{unit.measures}" with size 1.'
            yield Finding(place, what, "Declare the first unit of it.")


def is_shipped(folder: Path) -> bool:
    """Return whether a folder belongs to the package."""
    return folder.is_relative_to(CONTESTS)
