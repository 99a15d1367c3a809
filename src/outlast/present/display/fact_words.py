"""Facts, distributions and their grounds in words, the same in every shell."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from outlast.facts import Fact, Ledger
from outlast.present.display.names import branch_name
from outlast.present.display.voice import Voice
from outlast.scenario.prior import Basis, Prior

LARGE: Final = 1e5
"""The size from which a number is written without a fraction."""

FIRST_YEAR: Final = 1900
"""The number of years from which it is a date."""

YEAR: Final = "year"
"""The unit of calendar years, and of spans of years."""

BARE_UNITS: Final = ("1", YEAR)
"""The units that are not written: a share has none, and a year is a date."""


def fact_value(fact: Fact, voice: Voice) -> str:
    """Return the value of a fact with its unit, and its 90 % range where it has one."""
    suffix = unit_suffix(fact.unit, voice)
    if fact.unit == YEAR and not _is_date(fact.value, fact.unit):
        suffix = f" {unit_text(YEAR, voice)}"  # a span of years, such as a lag
    value = _number(fact.value, fact.unit, voice) + suffix
    if fact.low is None or fact.high is None:
        return value
    low, high = (_number(end, fact.unit, voice) for end in (fact.low, fact.high))
    return voice.say("fact.range", value=value, low=low, high=high)


def unit_suffix(unit: str, voice: Voice) -> str:
    """Return a unit as it follows a number, with a space before it."""
    return "" if unit in BARE_UNITS else f" {unit_text(unit, voice)}"


def unit_text(unit: str, voice: Voice) -> str:
    """Return a unit in the reader's language: `USD_bn/year` as "bn USD/year"."""
    top, _, bottom = unit.partition("/")
    per = str(voice.messages.get(f"unit.{bottom}", bottom))
    if top == "1" and bottom:
        return voice.say("unit.each", unit=per)
    named = str(voice.messages.get(f"unit.{top}", top))
    if bottom:
        return f"{named}/{per}"
    alone = f"unit.alone.{top}" in voice.messages
    return voice.say(f"unit.alone.{top}") if alone else named


def _number(value: float, unit: str, voice: Voice) -> str:
    """Return a number with the digits of its source, up to six, and grouped thousands.

    A part of a calendar year is a month.
    """
    if _is_date(value, unit):
        year, part = divmod(value, 1)
        month = date(int(year), min(12, int(12 * part) + 1), 1)
        return voice.month(month) if part else f"{value:g}"
    text = f"{value:,.0f}" if abs(value) >= LARGE else f"{value:,.6g}"
    return text.replace("-", "\N{MINUS SIGN}")


def _is_date(value: float, unit: str) -> bool:
    """Return whether a number is a calendar year, not a span of years."""
    return unit == YEAR and value >= FIRST_YEAR


def basis_text(basis: Basis, ledger: Ledger, voice: Voice) -> str:
    """Return one ground of a prior in a line: a source, a fact with its source, or a reason."""
    if basis.source is not None:
        title = ledger.sources[basis.source].title
        return voice.say("basis.source", title=title, locator=basis.locator or "")
    if basis.fact is not None:
        fact = ledger.facts[basis.fact]
        source = ledger.sources[fact.source].title
        return voice.say("basis.fact", title=fact.title, source=source)
    return voice.say("basis.assumed", why=basis.assume or "")


def distribution_text(key: str, prior: Prior, voice: Voice) -> str:
    """Return the distribution of a prior: its kind and its numbers, without the unit."""
    ((kind, numbers),) = prior.distribution.model_dump(exclude_none=True).items()
    values: Mapping[str, Any] = {
        name: _number(value, prior.unit, voice) if _is_date(value, prior.unit) else value
        for name, value in numbers.items()
    }
    if kind == "choice":
        branches = [
            voice.say("distribution.branch", branch=branch_name(voice, key, name), share=share)
            for name, share in values.items()
        ]
        return voice.say("distribution.choice", branches=voice.say("list.comma").join(branches))
    return voice.say(f"distribution.{kind}", **values)
