"""Statistics of a scenario's futures that a claim may ask for, as figures with their error.

A chance is counted over futures and has the sampling error of that count as its range, at 90 %. A
quantity is the median of futures with the range from the 5th to the 95th of a hundred. Asked of two
scenarios on the same dice, a chance is the mean difference, future by future, and a quantity is the
share of futures in which the first scenario has more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from math import sqrt
from typing import Final, Protocol

import numpy as np

from outlast.engine.arrays import Claim, Reals
from outlast.errors import InputError, Problem, nearest
from outlast.lower.lower import Lowered
from outlast.scenario.load import Situation
from outlast.truth.claims.interval import Evidence, Figure, measured
from outlast.truth.claims.query import Run

NINETY: Final = 1.645
"""Standard errors on either side that hold nine samples of ten."""

DAYS: Final = 7

HALVINGS: Final = 12
"""Halvings by which the share of futures below a level is found in a band."""

SWING: Final = 0.2
"""A chance that differs by this between the branches of a switch hangs on the switch."""


class Bands(Protocol):
    """The futures of a row, step by step, as quantiles."""

    def quantile(self, share: float, /) -> Reals:
        """Return the quantile, by row and step."""
        ...


class Outcomes(Protocol):
    """What an ensemble leaves, as far as claims look at it."""

    @property
    def situation(self) -> Situation:
        """The scenario, complete."""
        ...

    @property
    def lowered(self) -> Lowered:
        """The arrays and their names."""
        ...

    @property
    def record(self) -> Mapping[str, Reals]:
        """The record, futures first."""
        ...

    @property
    def bands(self) -> Mapping[str, Bands]:
        """Bands by name."""
        ...

    @cached_property
    def fallen(self) -> Mapping[str, tuple[tuple[str, Claim], ...]]:
        """The futures of each branch of each switch that is drawn."""
        ...

    def ends(self, contest: str, definition: str, rule: str = "strict") -> Reals:
        """Return how each future ends: [future, (one side, the other, same week, neither)]."""
        ...


class Ran:
    """Statistics of scenarios that are run when they are first asked for."""

    def __init__(self, run: Callable[[str], Outcomes]) -> None:
        """Take what runs a scenario by its name."""
        self._run = run
        self._found: dict[str, Outcomes] = {}

    def outcomes(self, scenario: str) -> Outcomes:
        """Return a scenario's outcomes, run once."""
        if scenario not in self._found:
            self._found[scenario] = self._run(scenario)
        return self._found[scenario]

    def statistic(self, run: Run) -> Figure:
        """Return what a claim asks of a run.

        Raises:
            InputError: The scenario has no such service, set, side or bloc.
        """
        here = self.outcomes(run.scenario)
        if run.than is not None:
            return self._compared(run, here, self.outcomes(run.than))
        match run.asks:
            case "breaks" | "attributable":
                found = _chance(_indicator(here, run), here)
            case "below":
                found = _below(here, run)
            case "met":
                found = _met(here, run)
            case "first" | "lead":
                found = _chance(_first(here, run), here)
            case "source-share" | "compute":
                found = _middle(_compute(here, run), "1" if run.asks == "source-share" else "H100e")
        return _with(found, here, run)

    def _compared(self, run: Run, here: Outcomes, there: Outcomes) -> Figure:
        if run.asks in ("breaks", "attributable"):
            apart = _indicator(here, run) - _indicator(there, run)
            middle, error = float(apart.mean()), float(apart.std()) / sqrt(len(apart))
            found = measured(middle, middle - NINETY * error, middle + NINETY * error, "1")
        else:
            mine, theirs = _compute(here, run), _compute(there, run)
            found = _chance((mine > theirs * (1 + 1e-9)).astype(np.float64), here)
        return _with(found, here, run)


def _weeks(outcomes: Outcomes, by: date | None) -> float:
    """Return the weeks from the scenario's date to a day, or to the horizon."""
    scenario = outcomes.situation.scenario
    if by is None:
        return float(scenario.horizon)
    weeks = (by - scenario.date).days / DAYS
    if not 0 <= weeks <= scenario.horizon:
        what = (
            f"{by} is outside the scenario {scenario.id}, {scenario.horizon} weeks from its date."
        )
        raise InputError([Problem("", 0, what, f"Its date is {scenario.date}.")])
    return weeks


def _line(outcomes: Outcomes, run: Run) -> int:
    """Return the row of a service's line under a definition."""
    lines = outcomes.lowered.names.lines
    for row, line in enumerate(lines):
        if line.service == run.service and line.definition == run.definition:
            return row
    known = sorted({f"{line.service}, {line.definition}" for line in lines})
    wanted = f"{run.service}, {run.definition}"
    raise InputError([Problem("", 0, f'"{wanted}" is not a line.', nearest(wanted, known))])


def _indicator(outcomes: Outcomes, run: Run) -> Reals:
    """Return 1 for each future whose line breaks by the day, else 0.

    A line that was short on the scenario's date already has broken; whether denial was the cause
    cannot be counted then, and such a future is no break that denial alone causes.
    """
    row, weeks = _line(outcomes, run), _weeks(outcomes, run.by)
    record = outcomes.record
    breaks = record["first"][:, row] <= weeks
    if run.asks == "attributable":
        return (breaks & (record["first_free"][:, row] > weeks)).astype(np.float64)
    return (breaks | (record["since"][:, row] > 0)).astype(np.float64)


def _chance(yes: Reals, outcomes: Outcomes) -> Figure:
    """Return the share of futures with its sampling error, and the switches that move it.

    The error is Wilson's, which stays within 0 and 1 and has a width at both ends.
    """
    share = float(yes.mean())
    low, high = _wilson(share, len(yes))
    hinges = tuple(_swings(yes, outcomes))
    return replace(measured(share, low, high, "1"), hinges=hinges)


def _wilson(share: float, count: int) -> tuple[float, float]:
    weight = NINETY**2 / count
    middle = (share + weight / 2) / (1 + weight)
    half = NINETY / (1 + weight) * sqrt(share * (1 - share) / count + weight / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def _swings(yes: Reals, outcomes: Outcomes) -> Iterator[str]:
    """Yield each drawn switch on whose branch a chance hangs, with the chance by branch."""
    for switch, ways in outcomes.fallen.items():
        chances = {branch: float(yes[chosen].mean()) for branch, chosen in ways if chosen.any()}
        if len(chances) > 1 and max(chances.values()) - min(chances.values()) >= SWING:
            told = ", ".join(f"{chance:.2f} if {branch}" for branch, chance in chances.items())
            yield f"the switch {switch}: {told}"


def _below(outcomes: Outcomes, run: Run) -> Figure:
    """Return the chance that a line's mean level is under a share of need on a day."""
    row = _line(outcomes, run)
    level = float(outcomes.lowered.plan.threshold[row]) if run.level is None else run.level
    bands, at = outcomes.bands["level"], _step(outcomes, run)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if float(bands.quantile(middle)[row, at]) < level:
            low = middle
        else:
            high = middle
    share = 0.0 if low == 0.0 else 1.0 if high == 1.0 else (low + high) / 2
    return measured(share, *_wilson(share, len(outcomes.record["first"])), "1")


def _met(outcomes: Outcomes, run: Run) -> Figure:
    """Return the share of need that a line meets on a day, the median and nine futures in ten."""
    row, bands, at = _line(outcomes, run), outcomes.bands["level"], _step(outcomes, run)
    low, middle, high = (float(bands.quantile(of)[row, at]) for of in (0.05, 0.5, 0.95))
    return measured(middle, low, high, "1")


def _step(outcomes: Outcomes, run: Run) -> int:
    """Return the step of the bands in which the day lies, the last at most."""
    last = outcomes.bands["level"].quantile(0.5).shape[1] - 1
    return min(int(_weeks(outcomes, run.by) / outcomes.situation.clock.step), last)


def _first(outcomes: Outcomes, run: Run) -> Reals:
    """Return 1 for each future in which a side breaks first, or the side that more often does."""
    named = (run.set, run.definition)
    halves = outcomes.lowered.names.sets
    sides = [half.side for half in halves if (half.contest, half.definition) == named]
    if len(sides) != 2:  # noqa: PLR2004  a contest has two sides
        known = sorted({f"{half.contest}, {half.definition}" for half in halves})
        wanted = ", ".join(str(name) for name in named)
        what = f'"{wanted}" is not a set of two sides.'
        raise InputError([Problem("", 0, what, nearest(wanted, known))])
    ends = outcomes.ends(str(run.set), run.definition)[:, :2]
    if run.asks == "lead":
        return ends[:, int(ends.mean(axis=0).argmax())]
    if run.side not in sides:
        raise InputError([Problem("", 0, f'"{run.side}" is not a side.', nearest("", sides))])
    return ends[:, sides.index(run.side)]


def _compute(outcomes: Outcomes, run: Run) -> Reals:
    """Return for each future a bloc's compute at the end from some sources, or their share."""
    holdings = outcomes.lowered.names.holdings
    own = [row for row, (bloc, _) in enumerate(holdings) if bloc == run.bloc]
    sources = sorted({source for bloc, source in holdings if bloc == run.bloc})
    for source in run.sources:
        if source not in sources:
            what = f'"{source}" is no source of compute of "{run.bloc}".'
            raise InputError([Problem("", 0, what, nearest(source, sources))])
    rows = [row for row in own if not run.sources or holdings[row][1] in run.sources]
    if not rows:
        raise InputError([Problem("", 0, f'"{run.bloc}" has no compute.', "")])
    installed = outcomes.record["installed_end"][:, :, 0]
    part = np.asarray(installed[:, rows].sum(axis=1), np.float64)
    if run.asks == "compute":
        return part
    return part / np.maximum(installed[:, own].sum(axis=1), 1e-9)


def _middle(values: Reals, unit: str) -> Figure:
    low, middle, high = (float(each) for each in np.quantile(values, (0.05, 0.5, 0.95)))
    return measured(middle, low, high, unit)


def _with(figure: Figure, outcomes: Outcomes, run: Run) -> Figure:
    """Return a figure with what it rests on and what its range hangs on."""
    title = outcomes.situation.scenario.title
    of = " ".join(filter(None, (run.service, run.set, run.side, run.bloc, *run.sources)))
    defined = f", {run.definition}" if run.service or run.set else ""
    when = f" by {run.by}" if run.by else " by the end"
    than = f", against {run.than}" if run.than else ""
    count = len(outcomes.record["first"])
    before = ""
    if run.asks in ("breaks", "attributable"):
        since = float((outcomes.record["since"][:, _line(outcomes, run)] > 0).mean())
        before = f"; short on {outcomes.situation.scenario.date} already: {since:.3g}"
    shown = (
        f"{run.asks} {of}{defined}{when}{than}: {figure.value:.3g} "
        f"({figure.low:.3g} to {figure.high:.3g}), {count} futures{before}"
    )
    evidence = Evidence("run", run.scenario, title, shown)
    hinge = f"how what is uncertain falls, in {run.scenario}: {shown}"
    return replace(figure, evidence=(evidence,), hinges=figure.hinges or (hinge,))
