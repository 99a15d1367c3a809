"""One voice: the sentences of terminal, report and page, in English and in Chinese."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from math import floor, log10
from typing import Any, Final

from outlast.errors import InputError, nearest
from outlast.scenario.load import Situation

LANGUAGES: Final = ("en", "zh")
"""The languages of the catalogues, by ISO 639-1 code."""

MONTH: Final = 365.2425 / 12 / 7
"""Weeks in a month."""

SOON: Final = 13
"""A span shorter than this many weeks is written in weeks, a longer one in months."""

DIGITS: Final = 3
"""Significant digits of a number for readers."""


@dataclass(frozen=True)
class Voice:
    """One language: its sentences and its names of things."""

    language: str
    messages: Mapping[str, str | Mapping[str, str]]
    """Sentences by key; a plain text, or one text for `one` and one for `other`, chosen by `n`."""

    names: Mapping[str, str]
    """Names of shipped things, as `good.gallium`; the data's own title where there is none."""

    def say(self, key: str, /, **values: str | float | date) -> str:
        """Return a sentence with its values; numbers and days are formatted for readers."""
        message = self.messages[key]
        if not isinstance(message, str):
            message = message["one" if "one" in message and values.get("n") == 1 else "other"]
        return message.format(**{name: self.written(value) for name, value in values.items()})

    def written(self, value: str | float | date) -> str:
        """Return a value as text for readers."""
        if isinstance(value, str):
            return value
        return self.day(value) if isinstance(value, date) else self.number(value)

    def number(self, value: float) -> str:
        """Return a number with three significant digits and grouped thousands."""
        if value == 0 or value != value:  # noqa: PLR0124  NaN differs from itself
            return "0" if value == 0 else "–"
        if isinstance(value, int):
            return f"{value:,}".replace("-", "−")
        places = max(0, DIGITS - 1 - floor(log10(abs(value))))
        text = f"{value:,.{places}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace("-", "−")

    def large(self, value: float) -> str:
        """Return a round number in the language's own steps: 1k, 1m, 1bn."""
        steps = [pair.split() for pair in str(self.messages["number.steps"]).split(",")]
        reached = [(float(size), name) for size, name in steps if value >= float(size)]
        size, name = max(reached, default=(1.0, ""))
        return f"{value / size:,.6g}{name}"

    def hundred(self, share: float) -> str:
        """Return a share as a number in a hundred; a rare event is not rounded to zero.

        Half of one in a hundred is under one: it would be rounded to the even zero.
        """
        if 0 < share <= 0.005:  # noqa: PLR2004  half of one in a hundred
            return self.say("number.under-one")
        if 0.995 <= share < 1:  # noqa: PLR2004
            return self.say("number.over-99")
        return f"{round(100 * share)}"

    def percent(self, share: float) -> str:
        """Return a share in per cent."""
        return self.say("number.percent", share=self.hundred(share))

    def span(self, weeks: float) -> str:
        """Return a span of time: in weeks if it is short, else in months."""
        if weeks > 0 and not round(weeks):
            return self.say("span.under-week")
        if weeks < SOON:
            return self.say("span.weeks", n=round(weeks))
        return self.say("span.months", n=round(weeks / MONTH))

    def spans(self, low: float, high: float) -> str:
        """Return a range of spans of time; the unit stands once where both ends have the same."""
        if low < SOON:
            return self.say("span.range", low=self.span(low), high=self.span(high))
        low, high = round(low / MONTH), round(high / MONTH)
        return self.say("span.range-months", low=low, high=high)

    def months(self, weeks: float) -> str:
        """Return a span of time in months, without the unit."""
        months = weeks / MONTH
        return self.number(round(months, 1) if months < 10 else round(months))  # noqa: PLR2004

    def day(self, day: date) -> str:
        """Return a day."""
        return self.say(
            "date.day", day=f"{day.day}", month=self.month_name(day), year=f"{day.year}"
        )

    def month(self, day: date) -> str:
        """Return the month of a day."""
        return self.say("date.month", month=self.month_name(day), year=f"{day.year}")

    def month_name(self, day: date) -> str:
        """Return the name of a day's month."""
        return str(self.messages["date.months"]).split()[day.month - 1]

    def name(self, kind: str, key: str, title: str | None = None) -> str:
        """Return the name of a thing in this language, else its own title."""
        return self.names.get(f"{kind}.{key}", title or key)

    def side(self, key: str, title: str) -> str:
        """Return a side as it stands within a sentence, in the singular."""
        return self.names.get(f"side.{key}") or self.say("side.of", title=title)

    def naming(self, names: Mapping[str, Mapping[str, str]]) -> "Voice":
        """Return the voice with the names of a contest's things.

        Args:
            names: By language: names as `good.gallium` (`Contest.names`).
        """
        return replace(self, names=names.get(self.language, {}))

    def join(self, parts: Sequence[str]) -> str:
        """Return parts as a list within a sentence."""
        if len(parts) < 2:  # noqa: PLR2004  a list of one is itself
            return "".join(parts)
        return self.say("list.and", first=self.say("list.comma").join(parts[:-1]), last=parts[-1])

    def sentences(self, parts: Sequence[str]) -> str:
        """Return sentences one after the other, without the empty ones."""
        return self.say("list.sentence").join(part for part in parts if part)

    def capital(self, text: str) -> str:
        """Return a text with a capital first letter."""
        return text[:1].upper() + text[1:]


def voice_of(situation: Situation, language: str = "en") -> Voice:
    """Return the voice of a language, with the names of a situation's contest.

    Raises:
        InputError: There is no such language; the nearest one is named.
    """
    return voice(language).naming(situation.origin.contest.names)


@cache
def voice(language: str = "en") -> Voice:
    """Return the voice of a language.

    Raises:
        InputError: There is no such language; the nearest one is named.
    """
    if language not in LANGUAGES:
        cure = nearest(language, list(LANGUAGES))
        raise InputError.of(f'"{language}" is not a language of outlast.', cure)
    catalogue = files("outlast.present.display") / "catalogue"
    messages: dict[str, Any] = _read(catalogue / f"{language}.json")
    return Voice(language, messages, {})


def _read(file: Any) -> dict[str, Any]:  # noqa: ANN401  importlib's files have no common type
    return json.loads(file.read_text(encoding="utf-8"))
