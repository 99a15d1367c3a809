"""The options of a run on a network of industries, checked all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeAlias

from outlast.api.arguments import Arguments, plain_number, shown
from outlast.economy.network.choices import INPUTS, RULES, STEPS_A_YEAR, STRICT, Choices, usual
from outlast.economy.network.inventories import RATIONING
from outlast.errors import nearest

Given: TypeAlias = Any
"""A value that a caller gave, which may be of any kind."""

LONGEST: Final = 7300
"""The most steps of a run: twenty years of days."""

USUAL_STEPS: Final = {"week": 104, "day": 365}


@dataclass(frozen=True)
class NetworkOptions:
    """The options of a run with their defaults; None stands for the default of the rules."""

    routes: str | Sequence[str] = ()
    """Restricted deliveries, `SELLER/BUYER=SHARE@START+LENGTH`; not under ARIO."""

    capital: str | Sequence[str] = ()
    """Lost capital, `INDUSTRY=SHARE@START+LENGTH`, which is rebuilt; only under ARIO."""

    rebuilders: str | Sequence[str] = ()
    """The sectors that rebuild, `SECTOR=SHARE`; the shares sum to 1."""

    rebuilding: float = 60.0
    """The time in which rebuilding is ordered, steps."""

    recovery: int = 0
    """Steps in which lost capacity and restricted routes fade out after their length."""

    rules: str = "inventories"
    """`inventories`, or `ario` as BoARIO 0.7.2 runs it."""

    step: str | None = None
    """`week` or `day`; by default a week, under ARIO a day."""

    steps: int | None = None
    """How many steps; by default two years of weeks or one of days."""

    inputs: str | None = None
    """The classes of inputs: `curated`, `critical`, `half-critical` or `non-critical`."""

    cover: float | None = None
    """Inventories, steps of use."""

    restocking: float | None = None
    """The time in which a gap of inventories is ordered, steps."""

    rationing: str = "proportional"
    """`proportional`, `firms-first` or `final-first`."""

    spare: float = 0.0
    """Spare capacity, as a share of output."""

    precision: str = "float64"
    """`float64` or `float32`."""

    compare: bool = True
    """Whether the events also run under other assumptions."""

    unit: str = "million"
    """The unit of a table of one's own."""

    mend: bool = False
    """Whether negative flows of a table of one's own count as 0."""


@dataclass(frozen=True)
class CheckedOptions:
    """Options that fit together."""

    choices: Choices
    routes: tuple[str, ...]
    capital: tuple[str, ...]
    rebuilders: tuple[str, ...]
    rebuilding: float
    recovery: int
    steps: int
    inputs_given: bool
    """Whether the caller chose the classes of inputs."""

    compare: bool
    unit: str
    mend: bool


def check_options(asked: Arguments, given: Mapping[str, Any]) -> CheckedOptions:
    """Return the options of a call; note every problem."""
    known = [each.name for each in fields(NetworkOptions)]
    for name in given:
        if name not in known:
            asked.refuse(f'"{name}" is not an option of a network.', nearest(name, known))
    options = NetworkOptions(**{name: given[name] for name in given if name in known})
    choices = _choices(asked, options)
    steps = USUAL_STEPS[choices.step] if options.steps is None else options.steps
    count = asked.whole("steps", steps, most=LONGEST)
    asked.text("unit", options.unit)
    found = CheckedOptions(
        choices=choices,
        routes=asked.texts("routes", options.routes),
        capital=asked.texts("capital", options.capital),
        rebuilders=asked.texts("rebuilders", options.rebuilders),
        rebuilding=_number(asked, "rebuilding", options.rebuilding, 60.0, (1.0, 36500.0)),
        recovery=asked.whole("recovery", options.recovery, 0),
        steps=count,
        inputs_given=options.inputs is not None,
        compare=bool(options.compare),
        unit=options.unit,
        mend=bool(options.mend),
    )
    _fit(asked, options, found)
    return found


def _choices(asked: Arguments, options: NetworkOptions) -> Choices:
    """Return the rules and assumptions of a run; note every problem."""
    rules = _one_of(asked, "rules", options.rules, RULES)
    step = options.step or ("day" if rules == "ario" else "week")
    base = usual(rules, _one_of(asked, "step", step, tuple(STEPS_A_YEAR)))
    wide = (1.0, 5200.0)
    inputs = base.inputs
    if options.inputs is not None and rules != "ario":
        inputs = _one_of(asked, "inputs", options.inputs, INPUTS)
    return replace(
        base,
        inputs=inputs,
        cover=_number(asked, "cover", options.cover, base.cover, wide),
        restocking=_number(asked, "restocking", options.restocking, base.restocking, wide),
        rationing=_one_of(asked, "rationing", options.rationing, RATIONING),
        spare=_number(asked, "spare", options.spare, 0.0, (0.0, 1.0)),
        precision=_one_of(asked, "precision", options.precision, ("float64", "float32")),
    )


def _fit(asked: Arguments, options: NetworkOptions, found: CheckedOptions) -> None:
    """Refuse options that the chosen rules do not know."""
    if found.choices.rules == "ario":
        cure = "Leave it out, or take the rules inventories."
        if found.routes:
            asked.refuse("ARIO restricts no route.", cure)
        if options.inputs not in (None, STRICT):
            asked.refuse("under ARIO each input limits production: inputs changes nothing.", cure)
        if found.choices.rationing != "proportional":
            asked.refuse("ARIO rations in proportion.", cure)
        if found.choices.spare:
            asked.refuse("ARIO has overproduction instead of spare capacity.", cure)
    elif found.capital or found.rebuilders:
        asked.refuse("only ARIO rebuilds lost capital.", "Take the rules ario.")
    if bool(found.capital) != bool(found.rebuilders):
        what = "lost capital and the sectors that rebuild it belong together."
        asked.refuse(what, "Give capital and rebuilders.")


def _number(
    asked: Arguments, name: str, value: Given, usual_value: float, ends: tuple[float, float]
) -> float:
    """Return a number within its ends, the usual one for None; note a problem with it."""
    if value is None:
        return usual_value
    number = plain_number(value)
    if not ends[0] <= number <= ends[1]:
        asked.refuse(
            f"{name} is {shown(value)}.", f"Write a number from {ends[0]:g} to {ends[1]:g}."
        )
        return usual_value
    return number


def _one_of(asked: Arguments, name: str, value: Given, known: Sequence[str]) -> str:
    """Return one of the known names; note another."""
    if value not in known:
        text = shown(value)
        asked.refuse(f"{name} is {text}.", nearest(text.strip("'"), list(known)))
        return known[0]
    return str(value)
