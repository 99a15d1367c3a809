"""Priors: the uncertain numbers, their distributions, and the evidence for them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import inf
from typing import Final, Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.errors import Problems
from outlast.facts import Grade, Ledger
from outlast.facts.fact import Locator
from outlast.facts.units import Unit
from outlast.reading import (
    Day,
    Finding,
    Findings,
    Frozen,
    Layers,
    Place,
    collect,
    each_unknown,
    layered,
    read_placed,
    unknown,
)
from outlast.scenario.distribution import Bounds, Distribution
from outlast.world.world import World

FAMILY: Final = "family"
"""The label by which a setting selects a family of goods, or all goods of a kind."""


MOVERS: Final = ("both", "allies", "buyers", "world")
"""Those who can move a lever, beside a single side: both sides, the allies, the buyers, nobody."""


class Role(StrEnum):
    """The role of a prior for the reader of an answer."""

    ASSUMPTION = "assumption"
    LEVER = "lever"
    DEFINITION = "definition"
    SWITCH = "switch"


class LeverTheme(StrEnum):
    """The theme of a lever."""

    SEVERITY = "severity"
    """How much a control lets through."""

    SPEED = "speed"
    """How fast and how many licences are decided."""

    ENFORCEMENT = "enforcement"
    """How much diversion enforcement stops."""

    ALLIES = "allies"
    """How far allies do as the power that leads them."""

    STOCK = "stock"
    """How large stocks are."""

    CAPACITY = "capacity"
    """How soon capacity is built, and at which price."""

    THRIFT = "thrift"
    """How fast users learn to do with less."""

    SHARING = "sharing"
    """Which users are served first where a good is short."""


class Setpoint(Frozen):
    """A value of a lever that means something to a reader."""

    at: FiniteFloat
    """The value, in the unit of the prior."""

    says: str
    """Its meaning."""


class Basis(Frozen):
    """One thing on which a prior rests."""

    fact: str | None = None
    """A fact."""

    how: str | None = None
    """How the prior follows from it."""

    source: str | None = None
    """A source."""

    locator: Locator | None = None
    """Where in the source."""

    assume: str | None = None
    """A reason, where nothing is published."""

    @model_validator(mode="after")
    def _is_one(self) -> Basis:
        if sum(each is not None for each in (self.fact, self.source, self.assume)) != 1:
            raise ValueError("a basis is one fact, one source, or one reason (assume).")
        if self.source is not None and self.locator is None:
            raise ValueError(f'the source "{self.source}" is cited without a locator.')
        return self


class Setting(Frozen):
    """Rows of the engine's draw that a prior sets."""

    draw: str
    """The name of the draw, as docs/model/arrays.md has it."""

    where: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """Labels that a row must have, each one of several names; a row has the labels of its draw:
    good (or family), bloc, service, user, process, measure, class, kind, level, state, route,
    origin, destination, by, project, pending, making, source, profile, definition."""

    as_: Literal["value", "log", "factor", "gate", "base-trade", "trend"] = Field(
        default="value", alias="as"
    )
    """The number itself; its logarithm; a factor or a switch on top of what sets the row; a flow to
    be divided by the base flow of the route; or a share of the growth of need that reaches it."""

    values: dict[str, FiniteFloat] | None = None
    """The value of each branch of a choice."""

    apart: bool = False
    """Whether each row has its own luck; otherwise all share one."""


class Prior(Frozen):
    """One uncertain number."""

    title: str
    """Its title, for readers."""

    symbol: str | None = None
    """Its letter in the equations."""

    unit: Unit
    """Its unit."""

    kind: Role
    """Whether it is an assumption, a lever, a definition or a switch."""

    distribution: Distribution
    """How it is distributed."""

    bounds: Bounds | None = None
    """The limits of its draws."""

    theme: LeverTheme | None = None
    """The theme of a lever, by which levers are grouped."""

    moved_by: str | None = None
    """The one who can move a lever: a side by its key, or one of `MOVERS`."""

    stops: tuple[Setpoint, ...] = ()
    """Values that mean something to a reader, least first."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade: measured, derived, judged or assumed."""

    published: Day
    """The day on which the newest text behind it was published."""

    stated_for: Day | None = None
    """The day for which a first growth of plans is stated; a scenario of a later date takes the
    part that is left by then."""

    sets: tuple[Setting, ...]
    """The rows of the draw that it sets; none while it waits for a mechanism."""

    waiting: str | None = Field(default=None, min_length=10)
    """The mechanism for which it waits; until then it sets no row."""

    note: str | None = None
    """A remark for readers."""

    @model_validator(mode="after")
    def _a_choice_says_what_it_stands_for(self) -> Prior:
        branches = set(self.distribution.choice or ())
        for setting in self.sets:
            if branches != set(setting.values or ()):
                raise ValueError(
                    f'what sets "{setting.draw}" names the branches '
                    f"{', '.join(sorted(setting.values or ())) or 'none'}. "
                    f"| The branches are: {', '.join(sorted(branches)) or 'none'}."
                )
        if not self.sets and not self.note and not self.waiting:
            raise ValueError("a prior that sets no row names the mechanism that it waits for.")
        if self.sets and self.waiting:
            raise ValueError("a prior that sets a row is not waiting for a mechanism.")
        return self

    @model_validator(mode="after")
    def _a_lever_has_a_theme_and_stops_in_order(self) -> Prior:
        if self.theme is not None and self.kind is not Role.LEVER:
            raise ValueError(f'"{self.theme}" is the theme of a lever, and this is none.')
        values = [stop.at for stop in self.stops]
        if values != sorted(set(values)):
            told = ", ".join(f"{value:g}" for value in values)
            raise ValueError(f"the stops {told} are not in order, least first.")
        bounds = self.bounds or Bounds()
        low = -inf if bounds.low is None else bounds.low
        high = inf if bounds.high is None else bounds.high
        if any(not low <= value <= high for value in values):
            raise ValueError("a stop lies beyond the bounds.")
        return self

    @property
    def sources(self) -> frozenset[str]:
        """The sources that it cites."""
        return frozenset(basis.source for basis in self.basis if basis.source)


class Priors(Frozen):
    """A file of priors, by name."""

    priors: dict[str, Prior]
    """The priors."""


def load_priors(
    layers: Layers,
    ledger: Ledger,
    problems: Problems,
    places: dict[str, tuple[str, int]],
    world: World | None = None,
) -> dict[str, Prior]:
    """Return the priors of a contest; their problems are noted.

    Args:
        layers: Folders with `priors/`; a prior of a later one replaces one of an earlier one.
        ledger: The facts and sources that they may name.
        problems: The load.
        places: Receives the file and line of each prior.
        world: The world, whose families of goods they may select.
    """
    priors: dict[str, Prior] = {}
    first: dict[str, int] = {}
    for layer, file in layered(layers, "priors/*.yaml"):
        read = read_placed(file, "priors", Priors, problems)
        if read is None:
            continue
        declared, document = read
        for key, prior in declared.priors.items():
            line = document.line(("priors", key))
            if first.get(key) == layer:
                problems.add(
                    document.file, line, f'"{key}" stands in another file too.', "Keep one."
                )
            basis = basis_findings(("priors", key, "basis"), prior.basis, ledger)
            collect(basis, document, problems)
            if world is not None:
                collect(_check_families(key, prior, world), document, problems)
                collect(_check_mover(key, prior, world), document, problems)
            priors[key] = prior if world is None else _with_goods(prior, world)
            places[key] = (document.file, line)
            first[key] = layer
    return priors


def basis_findings(place: Place, basis: Sequence[Basis], ledger: Ledger) -> Findings:
    """Yield facts and sources on which something rests and which the ledger lacks."""
    for index, each in enumerate(basis):
        if each.fact:
            yield from unknown((*place, index), each.fact, ledger.facts, "a fact")
        if each.source:
            yield from unknown((*place, index), each.source, ledger.sources, "a source")


def _check_families(key: str, prior: Prior, world: World) -> Findings:
    """Yield families of goods that a prior selects and the world lacks."""
    known = {*world.families, *(good.kind for good in world.goods.values())}
    for index, setting in enumerate(prior.sets):
        place = ("priors", key, "sets", index, "where", FAMILY)
        names = setting.where.get(FAMILY, ())
        yield from each_unknown(place, names, known, "a family or a kind of goods")
        if names and "good" in setting.where:
            yield Finding(place, "selects goods by name and by family.", "Use one of the two.")


def _check_mover(key: str, prior: Prior, world: World) -> Findings:
    """Yield the mover of a lever if it is neither a side of the world nor one of `MOVERS`."""
    place = ("priors", key, "moved_by")
    if prior.moved_by is not None:
        sides = {bloc.side for bloc in world.blocs.values() if bloc.side}
        yield from unknown(place, prior.moved_by, {*sides, *MOVERS}, "one who moves a lever")
        if prior.kind is not Role.LEVER:
            yield Finding(place, "names one who moves it, and this is no lever.", "Leave it out.")


def _with_goods(prior: Prior, world: World) -> Prior:
    """Return a prior that selects the goods of its families by their names."""
    if not any(FAMILY in setting.where for setting in prior.sets):
        return prior
    settings: list[Setting] = []
    for setting in prior.sets:
        where = {key: names for key, names in setting.where.items() if key != FAMILY}
        if FAMILY in setting.where:
            goods = (good for name in setting.where[FAMILY] for good in world.family(name))
            where["good"] = tuple(dict.fromkeys(goods))
        settings.append(setting.model_copy(update={"where": where}))
    return prior.model_copy(update={"sets": tuple(settings)})
