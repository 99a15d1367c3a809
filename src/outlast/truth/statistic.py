"""Statistics of a scenario's futures that a claim may ask for, as figures with their error.

A chance is counted over futures and has the sampling error of that count as its range, at 90 %. A
quantity is the median of futures with the range from the 5th to the 95th of a hundred. Asked of two
scenarios on the same dice, a chance is the mean difference, future by future, and a quantity is the
share of futures in which the first scenario has more.
"""

from collections.abc import Callable, Mapping
from datetime import date
from math import sqrt
from typing import Final, Protocol

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError, Problem, nearest
from outlast.lower.lower import Lowered
from outlast.scenario.load import Situation
from outlast.truth.figure import Evidence, Figure, measured
from outlast.truth.query import Run

NINETY: Final = 1.645
"""Standard errors on either side that hold nine samples of ten."""

DAYS: Final = 7

GRID: Final = np.linspace(0.0025, 0.9975, 200)
"""The quantiles at which a band is asked for the share of futures below a level."""

RULE: Final = "strict"
"""The rule of a set that is meant: broken when its first member is."""


class Bands(Protocol):
    """The futures of a row, step by step, as quantiles."""

    def quantile(self, share: float, /) -> Reals:
        """Return the quantile, by row and step."""
        ...


class Odds(Protocol):
    """The odds of one contest under one definition and rule."""

    @property
    def contest(self) -> str:
        """The contest."""
        ...

    @property
    def definition(self) -> str:
        """The definition of need."""
        ...

    @property
    def rule(self) -> str:
        """The rule."""
        ...

    @property
    def first(self) -> Mapping[str, float]:
        """The chance that each side breaks first."""
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

    def sets(self) -> tuple[Odds, ...]:
        """Return the odds of each contest."""
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
                found = _chance(_indicator(here, run))
            case "below":
                found = _below(here, run)
            case "first" | "lead":
                found = _odds(here, run)
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
            found = _chance((mine > theirs * (1 + 1e-9)).astype(np.float64))
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


def _chance(yes: Reals) -> Figure:
    """Return the share of futures with its sampling error; a count of none or all has some too."""
    count, share = len(yes), float(yes.mean())
    # Wilson's interval, which stays within 0 and 1 and has a width at both ends.
    weight = NINETY**2 / count
    middle = (share + weight / 2) / (1 + weight)
    half = NINETY / (1 + weight) * sqrt(share * (1 - share) / count + weight / (4 * count))
    return measured(share, max(0.0, middle - half), min(1.0, middle + half), "1")


def _below(outcomes: Outcomes, run: Run) -> Figure:
    """Return the chance that a line's mean level is under a share of need on a day."""
    row, level = _line(outcomes, run), 1.0 if run.level is None else run.level
    step = outcomes.situation.clock.step
    bands = outcomes.bands["level"]
    at = min(int(_weeks(outcomes, run.by) / step), bands.quantile(0.5).shape[1] - 1)
    under = np.array([float(bands.quantile(float(q))[row, at] < level) for q in GRID])
    share = float(under.mean())
    count = len(outcomes.record["first"])
    error = NINETY * sqrt(share * (1 - share) / count) + float(GRID[1] - GRID[0])
    return measured(share, max(0.0, share - error), min(1.0, share + error), "1")


def _odds(outcomes: Outcomes, run: Run) -> Figure:
    """Return the chance that a side of a contest breaks first, or the larger of the two."""
    found = [
        odds
        for odds in outcomes.sets()
        if (odds.contest, odds.definition, odds.rule) == (run.set, run.definition, RULE)
    ]
    if not found:
        known = sorted({f"{odds.contest}, {odds.definition}" for odds in outcomes.sets()})
        wanted = f"{run.set}, {run.definition}"
        raise InputError([Problem("", 0, f'"{wanted}" is not a set.', nearest(wanted, known))])
    first = found[0].first
    if run.asks == "lead":
        share = max(first.values())
    elif run.side is not None and run.side in first:
        share = first[run.side]
    else:
        raise InputError([Problem("", 0, f'"{run.side}" is not a side.', nearest("", list(first)))])
    error = NINETY * sqrt(share * (1 - share) / len(outcomes.record["first"]))
    return measured(share, max(0.0, share - error), min(1.0, share + error), "1")


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
    ends = outcomes.record["installed_end"]
    if ends.ndim == 2:  # noqa: PLR2004  flat: one column for each holding and profile
        ends = ends.reshape(len(ends), len(holdings), -1)
    installed = ends[:, :, 0]
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
    return Figure(figure.value, figure.low, figure.high, figure.dimension, (evidence,), (hinge,))
