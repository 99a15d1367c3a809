"""The verdict on a claim, computed from the figures and the thresholds that the claim declares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from outlast.errors import InputError, Problem
from outlast.truth.claims.evaluate import Asked
from outlast.truth.claims.interval import Evidence, Figure
from outlast.truth.claims.model import Claim, Part, Trial

CALENDAR: Final = 1500
"""A number of years above this is a calendar year."""


class Kind(StrEnum):
    """What can be said of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DEPENDS = "depends"
    UNTOLD = "cannot be told"


@dataclass(frozen=True)
class Ruling:
    """What is said of a claim, or of a part of it."""

    kind: Kind | None
    """Its kind; none if a run is needed that was not made."""

    on: tuple[str, ...] = ()
    """On what it depends, or what would be needed."""

    @property
    def words(self) -> str:
        """The kind in words."""
        return "not run" if self.kind is None else self.kind.value


@dataclass(frozen=True)
class Tried:
    """One reading of a part, tried."""

    name: str
    trial: Trial
    figure: Figure
    """The figure, in the unit of the trial."""

    ruling: Ruling

    @property
    def shown(self) -> str:
        """The figure with its range and unit, as readers see it."""
        figure, unit = self.figure, self.trial.unit
        if not figure.known:
            return "no number"
        dated = unit == "year" and figure.value > CALENDAR
        ends = (figure.value, figure.low, figure.high)
        value, low, high = (f"{each:g}" if dated else _digits(each) for each in ends)
        span = f" ({low} to {high})" if figure.low != figure.high else ""
        return f"{value}{span}" if dated or unit == "1" else f"{value}{span} {unit}"


@dataclass(frozen=True)
class Weighed:
    """A part with its readings."""

    name: str
    part: Part
    tried: tuple[Tried, ...]
    ruling: Ruling


@dataclass(frozen=True)
class Judged:
    """A claim with its parts."""

    claim: Claim
    parts: tuple[Weighed, ...]
    ruling: Ruling

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Everything on which it rests, once each."""
        found = (
            each for part in self.parts for tried in part.tried for each in tried.figure.evidence
        )
        return tuple(dict.fromkeys(found))


def judge(claim: Claim, asked: Asked) -> Judged:
    """Return the verdict on a claim: it holds if all its parts hold.

    Raises:
        InputError: A scenario lacks what the claim asks of it.
        ValueError: A query joins what does not belong together, or is compared in another unit.
    """
    try:
        parts = tuple(_weigh(name, part, asked) for name, part in claim.parts.items())
    except InputError as refusal:
        named = [Problem(claim.id, 0, each.what, each.cure) for each in refusal.problems]
        raise InputError(named) from refusal
    return Judged(claim, parts, _together({each.name: each.ruling for each in parts}))


def _weigh(name: str, part: Part, asked: Asked) -> Weighed:
    tried = tuple(try_out(key, trial, asked) for key, trial in part.tests.items())
    return Weighed(name, part, tried, _reconciled(tried))


def try_out(name: str, trial: Trial, asked: Asked) -> Tried:
    """Return one reading of a part, tried against its thresholds."""
    figure = asked.figure(trial.query).within(trial.unit)
    return Tried(name, trial, figure, _ruled(trial, figure))


def _ruled(trial: Trial, figure: Figure) -> Ruling:
    """Return what a figure says: its whole range must lie where the trial asks."""
    if figure.lacks:
        return Ruling(Kind.UNTOLD, figure.lacks)
    if figure.runs:
        return Ruling(None, tuple(f"a run of {name}" for name in figure.runs))
    low, high = figure.low, figure.high
    if trial.holds.hold(low) and trial.holds.hold(high):
        return Ruling(Kind.SUPPORTED)
    if not (trial.open_within or trial.holds).reach(low, high):
        return Ruling(Kind.CONTRADICTED)
    if figure.hinges:
        return Ruling(Kind.DEPENDS, figure.hinges)
    return Ruling(Kind.DEPENDS, (f"where the line is drawn: {trial.says}",))


def _reconciled(tried: Sequence[Tried]) -> Ruling:
    """Return what readings of the same words say together."""
    if len(tried) == 1:
        return tried[0].ruling
    kinds = {each.ruling.kind for each in tried}
    if None in kinds:
        return Ruling(None, _all(each.ruling for each in tried if each.ruling.kind is None))
    if len(kinds) == 1:
        return Ruling(tried[0].ruling.kind, _all(each.ruling for each in tried))
    readings = "; ".join(f"{each.trial.says}: {each.ruling.words}" for each in tried)
    return Ruling(Kind.DEPENDS, (f"the reading. {readings}",))


def _together(rulings: Mapping[str, Ruling]) -> Ruling:
    """Return what parts say together: one that fails decides, then what nobody can tell."""
    for kind in (Kind.CONTRADICTED, None, Kind.UNTOLD, Kind.DEPENDS):
        found = {name: each for name, each in rulings.items() if each.kind is kind}
        if not found:
            continue
        if kind is Kind.CONTRADICTED:
            return Ruling(kind, tuple(found) if len(rulings) > 1 else ())
        return Ruling(kind, _all(found.values()))
    return Ruling(Kind.SUPPORTED)


def _all(rulings: Iterable[Ruling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for ruling in rulings for each in ruling.on))


def _digits(value: float) -> str:
    """Return a number with as many digits as it bears."""
    if value == round(value):
        return f"{round(value):,}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004  four digits
