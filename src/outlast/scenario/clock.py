"""The clock: common start, scenario date, horizon and step, in weeks and whole steps."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

DAYS: int = 7
"""Days in a week."""

ROUNDING: float = 1e-9
"""Share of a step by which a whole number of steps may miss for rounding alone."""


@dataclass(frozen=True)
class Clock:
    """When a run begins, when its answer begins to count, and how long it lasts."""

    common_start: date
    """The first day of week 0, on which every scenario of a world begins."""

    on: date
    """The scenario's date, from which breath counts."""

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
    def end(self) -> date:
        """The first day after the run."""
        return self.common_start + timedelta(days=round(self.steps * self.step * DAYS))

    def weeks(self, day: date) -> float:
        """Return the weeks from the common start to the beginning of a day."""
        return (day - self.common_start).days / DAYS

    def weeks_at_year(self, year: float) -> float:
        """Return the weeks from the common start to a calendar year with its decimal part."""
        whole = floor(year)
        first, next_first = date(whole, 1, 1), date(whole + 1, 1, 1)
        days = (first - self.common_start).days + (year - whole) * (next_first - first).days
        return days / DAYS

    def in_steps(self, weeks: float) -> int | None:
        """Return weeks as a whole number of steps, or None where they are none."""
        steps = weeks / self.step
        return round(steps) if abs(steps - round(steps)) <= ROUNDING * max(1.0, steps) else None
