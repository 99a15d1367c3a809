"""The ledger: every fact, statement, gap, observation and source, looked up by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outlast.errors import InputError, nearest
from outlast.facts.fact import Fact, Gap, Observation, Statement
from outlast.facts.grade import Grade
from outlast.facts.quantity import Quantity
from outlast.facts.source import Source
from outlast.facts.units import COMMON_UNITS, Units
from outlast.reading import Brief


@dataclass(frozen=True, repr=False)
class Ledger(Brief):
    """Every fact, statement and observation with its source, and every known gap."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    statements: Mapping[str, Statement]
    gaps: Mapping[str, Gap]
    observed: Mapping[str, tuple[Observation, ...]]
    """The points of each series, in order of time."""

    units: Units = COMMON_UNITS
    """The units of the contest."""

    def fact(self, key: str) -> Fact:
        """Return a fact.

        Raises:
            InputError: No fact has the key; the nearest known one is named.
        """
        if key not in self.facts:
            raise InputError.of(f'"{key}" is not a fact.', nearest(key, list(self.facts)))
        return self.facts[key]

    def value(self, quantity: Quantity, unit: str) -> float:
        """Return a quantity's central value in a unit."""
        if quantity.assume is not None:
            return self.units.converted(quantity.assume, quantity.unit or "1", unit)
        fact = self.fact(quantity.fact or "")
        return self.units.converted(fact.value, fact.unit, unit) * quantity.factor

    def ends(self, quantity: Quantity, unit: str) -> tuple[float, float]:
        """Return the ends of a quantity's 90 % range in a unit; its value twice without a range."""
        value = self.value(quantity, unit)
        if quantity.assume is not None:
            stated, low, high = quantity.assume, quantity.low, quantity.high
        else:
            fact = self.fact(quantity.fact or "")
            stated, low, high = fact.value, fact.low, fact.high
        if low is None or high is None or not (stated or quantity.assume is not None):
            return value, value
        scale = value / stated if stated else 1.0
        return min(low * scale, high * scale), max(low * scale, high * scale)

    def unit(self, quantity: Quantity) -> str:
        """Return the unit in which a quantity is stated."""
        return quantity.unit or self.fact(quantity.fact or "").unit

    def grade(self, quantity: Quantity) -> Grade:
        """Return the grade of a quantity."""
        return self.facts[quantity.fact].grade if quantity.fact else Grade.ASSUMED

    def search(self, words: str) -> Iterator[Fact]:
        """Yield the facts whose key or title contains every word."""
        wanted = words.lower().split()
        for fact in self.facts.values():
            text = f"{fact.key} {fact.title}".lower()
            if all(word in text for word in wanted):
                yield fact
