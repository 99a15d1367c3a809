"""Priors: what is uncertain, how it is distributed, and on what that rests."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Literal

from pydantic import Field, FiniteFloat, PositiveFloat, model_validator

from outlast.errors import Problems, nearest
from outlast.facts import Grade, Ledger
from outlast.facts.fact import Locator
from outlast.facts.units import Unit
from outlast.reading import Frozen, Place, read_placed


class Role(StrEnum):
    """What a prior is to the reader of an answer."""

    ASSUMPTION = "assumption"
    LEVER = "lever"
    DEFINITION = "definition"
    SWITCH = "switch"


class Theme(StrEnum):
    """What a lever is set on."""

    SEVERITY = "severity"
    """How much a control lets through."""

    SPEED = "speed"
    """How fast and how many licences are decided."""

    ENFORCEMENT = "enforcement"
    """How much of what goes round a control is stopped."""

    ALLIES = "allies"
    """How far allies do as the power that leads them."""

    STOCK = "stock"
    """How much lies in stock."""

    CAPACITY = "capacity"
    """How soon and at what price capacity is built."""

    THRIFT = "thrift"
    """How fast users learn to do with less."""

    SHARING = "sharing"
    """Who comes first where a good is short."""


class Stop(Frozen):
    """A value of a lever that means something to a reader."""

    at: FiniteFloat
    """The value, in the unit of the prior."""

    says: str
    """What it means."""


class Lognormal(Frozen):
    """A lognormal by its median and its geometric standard deviation."""

    median: PositiveFloat
    spread: FiniteFloat = Field(gt=1)


class Triangular(Frozen):
    """A triangle by its ends and its mode."""

    low: FiniteFloat
    mode: FiniteFloat
    high: FiniteFloat

    @model_validator(mode="after")
    def _is_in_order(self) -> Triangular:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError(
                f"the triangle {self.low:g}, {self.mode:g}, {self.high:g} is not in order."
            )
        return self


class Uniform(Frozen):
    """A uniform by its ends."""

    low: FiniteFloat
    high: FiniteFloat

    @model_validator(mode="after")
    def _is_in_order(self) -> Uniform:
        if not self.low < self.high:
            raise ValueError(f"the range {self.low:g} to {self.high:g} is reversed or empty.")
        return self


class Beta(Frozen):
    """A beta on the unit interval by its mean and standard deviation."""

    mean: FiniteFloat = Field(gt=0, lt=1)
    sd: PositiveFloat

    @model_validator(mode="after")
    def _exists(self) -> Beta:
        if self.sd**2 >= self.mean * (1 - self.mean):
            raise ValueError(f"no beta has mean {self.mean:g} and standard deviation {self.sd:g}.")
        return self


class Normal(Frozen):
    """A normal by its mean and standard deviation."""

    mean: FiniteFloat
    sd: PositiveFloat


class Fixed(Frozen):
    """One value."""

    value: FiniteFloat


class Distribution(Frozen):
    """One distribution; exactly one kind is given."""

    lognormal: Lognormal | None = None
    triangular: Triangular | None = None
    uniform: Uniform | None = None
    beta: Beta | None = None
    normal: Normal | None = None
    choice: dict[str, FiniteFloat] | None = None
    fixed: Fixed | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Distribution:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            kinds = ", ".join(type(self).model_fields)
            raise ValueError(f"a distribution has one kind, not {len(given)}. | Known are: {kinds}")
        if self.choice is not None and abs(sum(self.choice.values()) - 1) > 1e-9:  # noqa: PLR2004
            raise ValueError(f"the weights sum to {sum(self.choice.values()):g}, not to 1.")
        return self


class Bounds(Frozen):
    """Limits beyond which no draw goes."""

    low: FiniteFloat | None = None
    high: FiniteFloat | None = None


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
    """Labels that a row must have: good, bloc, service, measure, class …; each one of several."""

    as_: Literal["value", "log", "factor", "gate", "base-trade", "trend"] = Field(
        default="value", alias="as"
    )
    """The number itself; its logarithm; a factor or a switch on top of what sets the row; a flow to
    be divided by the base flow of the route; or a share of the growth of need that reaches it."""

    values: dict[str, FiniteFloat] | None = None
    """What each branch of a choice stands for."""

    apart: bool = False
    """Whether each row has its own luck; otherwise all share one."""


class Prior(Frozen):
    """One uncertain number."""

    title: str
    """What it is, for readers."""

    symbol: str | None = None
    """Its letter in the equations."""

    unit: Unit
    """Its unit."""

    kind: Role
    """Whether it is an assumption, a lever, a definition or a switch."""

    distribution: Distribution
    """How it is distributed."""

    bounds: Bounds | None = None
    """Limits beyond which no draw goes."""

    theme: Theme | None = None
    """What a lever is set on, by which levers stand together."""

    stops: tuple[Stop, ...] = ()
    """Values that mean something to a reader, least first."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """On what it rests."""

    grade: Grade
    """How well it is known."""

    published: date
    """The day on which the newest text behind it was published."""

    stated_for: date | None = None
    """The day for which a growth of plans at first is stated; from a later date of a scenario on,
    what is left of it by then."""

    sets: tuple[Setting, ...]
    """The rows of the draw that it sets; none where its number acts elsewhere, as the note says."""

    note: str | None = None
    """What a reader should know."""

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
        if not self.sets and not self.note:
            raise ValueError("a prior that sets nothing says in its note where it acts.")
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


def load_priors(
    folder: Path,
    ledger: Ledger,
    problems: Problems,
    places: dict[str, tuple[str, int]] | None = None,
) -> dict[str, Prior]:
    """Return the priors of a folder; what is wrong with them is noted.

    Args:
        folder: A folder of priors' files.
        ledger: The facts and sources that they may name.
        problems: Where problems are noted.
        places: Where the file and line of each prior are written, for whoever asks later.
    """
    priors: dict[str, Prior] = {}
    for file in sorted(folder.glob("*.yaml")):
        read = read_placed(file, "priors", Priors, problems)
        if read is None:
            continue
        declared, document = read
        for key, prior in declared.priors.items():
            if key in priors:
                line = document.line(("priors", key))
                problems.add(document.file, line, f'"{key}" stands in another file too.')
            priors[key] = prior
            if places is not None:
                places[key] = (document.file, document.line(("priors", key)))
            for index, basis in enumerate(prior.basis):
                at: Place = ("priors", key, "basis", index)
                for name, known, kind in (
                    (basis.fact, ledger.facts, "a fact"),
                    (basis.source, ledger.sources, "a source"),
                ):
                    if name and name not in known:
                        what = f'"{name}" is not {kind}.'
                        problems.add(
                            document.file, document.line(at), what, nearest(name, list(known))
                        )
    return priors
