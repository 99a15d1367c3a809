"""The verdict on a claim, computed from intervals and the thresholds that the claim declares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from outlast.errors import InputError, Problem
from outlast.truth.claims.evaluate import Evaluator
from outlast.truth.claims.interval import EvidenceItem, Interval
from outlast.truth.claims.model import Assertion, Claim, ClaimTest
from outlast.truth.claims.phrase import Phrase, given, listed, named, phrase

CALENDAR: Final = 1500
"""A number of years above this is a calendar year."""


class ClaimVerdict(StrEnum):
    """The verdicts on a claim."""

    SUPPORTED = "supported"
    """The whole range of every number lies within its thresholds."""

    CONTRADICTED = "contradicted"
    """The whole range of a number lies outside its thresholds."""

    DEPENDS = "depends"
    """The verdict depends on a reading, a range, a switch or chance."""

    UNKNOWN = "cannot be told"
    """Nobody publishes a number that the claim needs."""


@dataclass(frozen=True)
class Conclusion:
    """A verdict with its reasons."""

    verdict: ClaimVerdict | None
    """The verdict; none if it needs a run that was left out."""

    reasons: tuple[str, ...] = ()
    """The things on which the verdict depends, that fail, or that are needed."""

    @property
    def in_words(self) -> str:
        """The verdict in words."""
        return "not run" if self.verdict is None else self.verdict.value


@dataclass(frozen=True)
class ClaimTestResult:
    """One test with its number and conclusion."""

    name: str
    test: ClaimTest
    interval: Interval
    """The number, in the unit of the test."""

    conclusion: Conclusion

    @property
    def is_dated(self) -> bool:
        """Whether the number is a calendar year."""
        return self.test.unit == "year" and self.interval.value > CALENDAR

    @property
    def ends_in_words(self) -> tuple[str, str, str] | None:
        """The number and the ends of its range, for readers; none if it is not known."""
        number = self.interval
        if not number.known:
            return None
        ends = (number.value, number.low, number.high)
        value, low, high = (f"{each:g}" if self.is_dated else _rounded(each) for each in ends)
        return value, low, high

    @property
    def unit_in_words(self) -> str:
        """The unit as it follows the number; empty for a plain number and for a calendar year."""
        return "" if self.is_dated or self.test.unit == "1" else self.test.unit

    @property
    def number_in_words(self) -> str:
        """The number with its range and unit, for readers."""
        if self.ends_in_words is None:
            return "no number"
        value, low, high = self.ends_in_words
        span = f" ({low} to {high})" if self.interval.low != self.interval.high else ""
        return f"{value}{span} {self.unit_in_words}".rstrip()


@dataclass(frozen=True)
class AssertionResult:
    """One assertion with its tests and conclusion."""

    name: str
    assertion: Assertion
    tests: tuple[ClaimTestResult, ...]
    conclusion: Conclusion


@dataclass(frozen=True)
class ClaimResult:
    """A claim with its assertions and conclusion."""

    claim: Claim
    assertions: tuple[AssertionResult, ...]
    conclusion: Conclusion

    @property
    def evidence(self) -> tuple[EvidenceItem, ...]:
        """Everything on which the verdict rests, each once."""
        evidence = (
            each
            for assertion in self.assertions
            for test in assertion.tests
            for each in test.interval.evidence
        )
        return tuple(dict.fromkeys(evidence))


def judge(claim: Claim, evaluator: Evaluator) -> ClaimResult:
    """Return the verdict on a claim; the claim holds if all its assertions hold.

    Raises:
        InputError: A scenario lacks a thing that the claim names.
        ValueError: A query combines numbers that do not go together, or has another unit.
    """
    try:
        assertions = tuple(_judge(name, each, evaluator) for name, each in claim.parts.items())
    except InputError as refusal:
        named = [Problem(claim.id, 0, each.what, each.cure) for each in refusal.problems]
        raise InputError(named) from refusal
    conclusions = {given(each.name, each.assertion.says_zh): each.conclusion for each in assertions}
    return ClaimResult(claim, assertions, _all_together(conclusions))


def apply_test(name: str, test: ClaimTest, evaluator: Evaluator) -> ClaimTestResult:
    """Return the number of a test and the conclusion from its thresholds."""
    units = evaluator.inputs.ledger.units
    number = evaluator.evaluate(test.query).in_unit(test.unit, units)
    return ClaimTestResult(name, test, number, _conclusion(test, number))


def _judge(name: str, assertion: Assertion, evaluator: Evaluator) -> AssertionResult:
    tests = tuple(apply_test(key, test, evaluator) for key, test in assertion.tests.items())
    return AssertionResult(name, assertion, tests, _over_readings(tests))


def _conclusion(test: ClaimTest, number: Interval) -> Conclusion:
    """Return the conclusion of one test: its whole range must lie within the thresholds."""
    if number.missing:
        return Conclusion(ClaimVerdict.UNKNOWN, number.missing)
    if number.not_run:
        wanted = (named("scenario", name, name) for name in number.not_run)
        return Conclusion(None, tuple(phrase("reason.run", scenario=each) for each in wanted))
    low, high = number.low, number.high
    if test.holds.contain(low) and test.holds.contain(high):
        return Conclusion(ClaimVerdict.SUPPORTED)
    if not (test.open_within or test.holds).overlap(low, high):
        return Conclusion(ClaimVerdict.CONTRADICTED)
    thresholds = phrase("reason.thresholds", says=given(test.says, test.says_zh))
    reasons = number.depends_on or (thresholds,)
    return Conclusion(ClaimVerdict.DEPENDS, reasons)


def _over_readings(tests: Sequence[ClaimTestResult]) -> Conclusion:
    """Return the conclusion of several readings of one assertion."""
    conclusions = [each.conclusion for each in tests]
    if len(tests) == 1:
        return conclusions[0]
    waiting = [each for each in conclusions if each.verdict is None]
    if waiting:
        return Conclusion(None, _reasons(waiting))
    if len({each.verdict for each in conclusions}) == 1:
        return Conclusion(conclusions[0].verdict, _reasons(conclusions))
    readings = [
        phrase(
            "reason.reading-one",
            says=given(each.test.says, each.test.says_zh),
            verdict=named("verdict", each.conclusion.in_words, each.conclusion.in_words),
        )
        for each in tests
    ]
    reading = phrase("reason.reading", readings=listed(readings))
    return Conclusion(ClaimVerdict.DEPENDS, (reading,))


def _all_together(conclusions: Mapping[Phrase, Conclusion]) -> Conclusion:
    """Return the conclusion of all assertions: one that fails decides, then one not known."""
    for verdict in (
        ClaimVerdict.CONTRADICTED,
        None,
        ClaimVerdict.UNKNOWN,
        ClaimVerdict.DEPENDS,
    ):
        matching = {name: each for name, each in conclusions.items() if each.verdict is verdict}
        if matching and verdict is ClaimVerdict.CONTRADICTED:
            return Conclusion(verdict, tuple(matching) if len(conclusions) > 1 else ())
        if matching:
            return Conclusion(verdict, _reasons(matching.values()))
    return Conclusion(ClaimVerdict.SUPPORTED)


def _reasons(conclusions: Iterable[Conclusion]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for conclusion in conclusions for each in conclusion.reasons))


def _rounded(value: float) -> str:
    """Return a whole number in full, and any other number with three digits."""
    if value == round(value):
        return f"{round(value):,}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004  four digits
