"""The clock: common start, scenario date, horizon and step, in weeks and whole steps."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Final

DAYS_A_WEEK: Final = 7

DAYS_A_YEAR: Final = 365.25
"""Days in a mean year."""

ROUNDING: Final = 1e-9
"""The share of a step within which a number of steps counts as whole."""


LONGEST_RUN: Final = 10_000
"""Steps of the longest run, those before the scenario's date among them: 190 years of weeks."""

MOST_FUTURES: Final = 10**8
"""Futures of the largest run: a greater one would not end, and would fill any disk."""


@dataclass(frozen=True)
class Clock:
    """The weeks of a run: its common start, the scenario's date, the horizon and the step."""

    common_start: date
    """The first day of week 0, on which every scenario of a world begins."""

    on: date
    """The scenario's date, from which shortfalls count."""

    horizon_weeks: int
    """Weeks from the scenario's date to the end."""

    step: float = 1.0
    """Weeks in a step."""

    @property
    def start(self) -> int:
        """The step in which the scenario's date lies."""
        return floor(self.weeks(self.on) / self.step + ROUNDING)

    @property
    def horizon(self) -> int:
        """Steps from the scenario's date to the end."""
        return round(self.horizon_weeks / self.step)

    @property
    def steps(self) -> int:
        """Steps to run, from the common start to the end."""
        return self.start + self.horizon

    @property
    def length_fault(self) -> tuple[str, str] | None:
        """The reason why the run is too long to be computed, with its cure; else None."""
        if self.steps <= LONGEST_RUN:
            return None
        what = f"the run takes {self.steps:,} steps, {self.start:,} of them before its date."
        cure = f"At most {LONGEST_RUN:,} are computed: take a nearer end, or a longer step."
        return what, cure

    @property
    def end(self) -> date:
        """The first day after the run."""
        return self.common_start + timedelta(days=round(self.steps * self.step * DAYS_A_WEEK))

    def weeks(self, day: date) -> float:
        """Return the weeks from the common start to the beginning of a day."""
        return (day - self.common_start).days / DAYS_A_WEEK

    def weeks_at_year(self, year: float) -> float:
        """Return the weeks from the common start to a decimal year; 2025.5 is in July 2025."""
        whole = floor(year)
        first, next_first = date(whole, 1, 1), date(whole + 1, 1, 1)
        days = (first - self.common_start).days + (year - whole) * (next_first - first).days
        return days / DAYS_A_WEEK

    def in_steps(self, weeks: float) -> int | None:
        """Return weeks as a whole number of steps, or None if the number is not whole."""
        steps = weeks / self.step
        return round(steps) if abs(steps - round(steps)) <= ROUNDING * max(1.0, steps) else None

    def fault_of_time(self, weeks: float) -> tuple[str, str] | None:
        """Return the reason why a time of the world is no number of steps, with its cure."""
        steps = self.in_steps(weeks)
        if steps is not None and 1 <= steps <= LONGEST_RUN:
            return None
        size = f"one step is {self.step:g} weeks"
        if steps is not None and steps > LONGEST_RUN:
            return f"{weeks:g} weeks, {steps:,} steps.", f"At most {LONGEST_RUN:,}: {size}."
        part = "less than one step" if weeks < self.step else "which is no whole number of steps"
        what = f"{weeks:g} weeks, {part}."
        return what, f"Write at least one step: {size}."
