"""The verdict of a record on a shipment: five words, and all that stays undecided behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from outlast.policy.classify import Screening
from outlast.policy.coverage import Area
from outlast.policy.finding import MeasureFinding
from outlast.policy.parties import Candidate
from outlast.policy.shipment import Shipment
from outlast.policy.stance import Policy

Supposing: TypeAlias = Mapping[str, bool]
"""Undecided conditions in words, each with whether it holds."""


class Verdict(StrEnum):
    """The verdict of a record on a shipment; the order of the list is from strict to mild."""

    PROHIBITED = "prohibited"
    """A rule of the record forbids the shipment."""

    LICENCE = "licence"
    """A rule of the record asks for a licence; an exception or general licence may serve."""

    UNKNOWN = "unknown"
    """It cannot be told: a condition is undecided, or branches disagree."""

    NOT_COVERED = "not-covered"
    """No rule of the record catches it, but the record is silent on rules that concern it."""

    NOT_CAUGHT = "not-caught"
    """No rule of the record catches it."""

    @property
    def caught(self) -> bool:
        """Whether a rule of the record catches the shipment."""
        return self in {Verdict.PROHIBITED, Verdict.LICENCE}


@dataclass(frozen=True)
class Missing:
    """A condition that cannot be decided, because an attribute of the shipment is not known."""

    attribute: str
    """The attribute, `end_user` or `owners`."""

    condition: str
    """The condition in words: "memory bandwidth gb s >= 4000"."""

    measures: tuple[str, ...]
    """The measures whose treatment hangs on it, by id."""


@dataclass(frozen=True)
class BranchVerdict:
    """The verdict in one way in which open switches fall and undecided conditions turn out."""

    switches: Mapping[str, str]
    """The branch of each open switch."""

    supposing: Supposing
    """The undecided conditions, and whether they hold in this branch."""

    verdict: Verdict
    policy: Policy | None
    """The strictest policy of review, where a rule catches."""

    screening: Screening
    """The measures held against the shipment in this branch."""

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The exceptions that may be used in this branch, by symbol."""
        return self.screening.exceptions

    @property
    def treatment(self) -> tuple[Verdict, Policy | None, tuple[str, ...]]:
        """All by which branches differ for a reader."""
        return self.verdict, self.policy, self.exceptions


@dataclass(frozen=True)
class Determination:
    """The verdict of a record on a shipment, with all behind it."""

    shipment: Shipment
    verdict: Verdict
    policy: Policy | None
    """The strictest policy of review, where a rule catches in every branch."""

    branches: tuple[BranchVerdict, ...]
    """Every branch, the strictest first; one where nothing is open."""

    missing: tuple[Missing, ...]
    """The conditions that cannot be decided."""

    parties: tuple[Candidate, ...]
    """The listed names that the parties of the shipment may stand for."""

    uncovered: tuple[Area, ...]
    """The areas of law that concern the shipment and that the record does not wholly hold."""

    not_checked: tuple[Area, ...]
    """The areas that no screening checks."""

    record_until: date | None
    """The last day that the record knows."""

    screenings: tuple[Screening, ...] = ()
    """The measures held against the shipment in each branch of the open switches, as far as is
    known; the first of several items alone."""

    several: "Mapping[str, Determination]" = field(default_factory=dict[str, "Determination"])
    """The answer on each of the things that the name may mean, in words, where it means several."""

    def holds_for(self, finding: MeasureFinding) -> tuple[str, ...]:
        """Return the things, in words, for which an act holds; none where it holds for all."""
        act = finding.measure.id, finding.policy
        own = tuple(
            words
            for words, each in self.several.items()
            if act in {(one.measure.id, one.policy) for one in (*each.rules, *each.duties)}
        )
        return own if len(own) < len(self.several) else ()

    @property
    def rules(self) -> tuple[MeasureFinding, ...]:
        """The measures that license or bar the shipment in any branch, the strictest first."""
        found: dict[tuple[str, Policy], MeasureFinding] = {}
        for branch in self.branches:
            for finding in branch.screening.binding:
                found.setdefault((finding.measure.id, finding.policy), finding)
        return tuple(sorted(found.values(), key=lambda each: -each.policy.strictness))

    @property
    def duties(self) -> tuple[MeasureFinding, ...]:
        """The tariffs and fees that are due in any branch."""
        found: dict[str, MeasureFinding] = {}
        for branch in self.branches:
            for finding in branch.screening.duties:
                found.setdefault(finding.measure.id, finding)
        return tuple(found.values())

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The exceptions and general licences that may be used in some branch, by symbol."""
        return tuple(dict.fromkeys(each for branch in self.branches for each in branch.exceptions))

    @property
    def after_the_record(self) -> bool:
        """Whether the day lies after the last day that the record knows."""
        return self.record_until is not None and self.shipment.on > self.record_until
