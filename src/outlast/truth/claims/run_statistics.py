"""Statistics of the futures of a scenario that a claim may ask for, as intervals.

A chance is the share of futures, with the sampling error of that share at 90 %. A quantity is the
median over futures, with the range from the 5th to the 95th percentile. With a second scenario on
the same draws, a chance is the mean difference, future by future, and a quantity is the share of
futures in which the first scenario has more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.errors import InputError, nearest
from outlast.results import Results
from outlast.results.first_breaks import line_times, short_on_date
from outlast.results.odds import share_interval, standard_error, wilson
from outlast.scenario.clock import DAYS_A_WEEK
from outlast.scenario.load import Situation
from outlast.truth.claims.interval import EvidenceItem, Interval, interval
from outlast.truth.claims.maker_share import MakerSales, markets_of
from outlast.truth.claims.query import RunQuery

NINETY: Final = 1.645
"""Standard errors on either side that contain nine samples of ten."""

HALVINGS: Final = 12
"""Bisections that find the share of futures below a level in a band."""

SWING: Final = 0.2
"""A chance depends on a switch if it differs by this much between the branches of the switch."""

ROUNDING: Final = 1e-9
"""Share of a quantity within which two scenarios count as equal."""


def run_statistic(query: RunQuery, results: Results, second: Results | None = None) -> Interval:
    """Return the statistic that a query asks of a run.

    Args:
        query: The statistic, and the service, set, side or bloc that it is about.
        results: The run of `query.scenario`.
        second: The run of `query.than`, on the same draws.

    Raises:
        InputError: The scenario has no such service, set, side or bloc.
    """
    if second is not None:
        return _with_evidence(_comparison(query, results, second), results, query)
    match query.asks:
        case "breaks" | "attributable":
            statistic = _chance(_breaks(results, query), results)
        case "below":
            statistic = _chance_below(results, query)
        case "met":
            statistic = _share_met(results, query)
        case "first" | "lead":
            statistic = _chance(_breaks_first(results, query), results)
        case "source-share":
            statistic = _median(_compute(results, query), "1")
        case "compute":
            statistic = _median(_compute(results, query), "H100e")
        case "maker-share":
            raise ValueError("a maker's share is that of a run of its own.")
    return _with_evidence(statistic, results, query)


def maker_share(query: RunQuery, sales: MakerSales, situation: Situation) -> Interval:
    """Return a maker's share of the sales in some markets and a year, median and 90 % of futures.

    Where the world has no route from the maker to any of them, nothing can be known.
    """
    markets, scenario = markets_of(query, sales), situation.scenario
    about = f"sales of {query.maker} in {'+'.join(markets)}, {query.year}{_fixed(query)}"
    if not sales.reaches(f"{query.maker}", markets):
        return Interval(missing=(f"a route of the world for {about} ({scenario.id})",))
    values = sales.share(f"{query.maker}", markets, f"{query.year}")
    if not len(values):
        return Interval(missing=(f"any sales in {about} ({scenario.id})",))
    share = _median(values, "1")
    shown = (
        f"maker-share, {about}: {share.value:.3g} ({share.low:.3g} to {share.high:.3g}), "
        f"{len(values)} of {sales.sales.shape[-1]} futures have sales"
    )
    evidence = EvidenceItem("run", query.scenario, scenario.title, shown)
    cause = f"the uncertain inputs of {query.scenario}: {shown}"
    return replace(share, evidence=(evidence,), depends_on=(cause,))


def _comparison(query: RunQuery, results: Results, second: Results) -> Interval:
    """Return the difference of two scenarios, future by future."""
    if query.asks in ("breaks", "attributable"):
        differences = _breaks(results, query) - _breaks(second, query)
        mean = float(differences.mean())
        margin = NINETY * standard_error(differences)
        return interval(mean, mean - margin, mean + margin, "1")
    own, other = _compute(results, query), _compute(second, query)
    if query.compares == "ratio":
        return _median(own[other > 0] / other[other > 0], "1")
    return _chance((own > other * (1 + ROUNDING)).astype(np.float64), results)


def _weeks(results: Results, by: date | None) -> float:
    """Return the weeks from the scenario's date to a day, or to the end of the run."""
    scenario = results.situation.scenario
    if by is None:
        return float(scenario.horizon)
    weeks = (by - scenario.date).days / DAYS_A_WEEK
    if not 0 <= weeks <= scenario.horizon:
        what = f"{by} is outside the {scenario.horizon} weeks of the scenario {scenario.id}."
        raise InputError.of(what, f"It begins on {scenario.date}.")
    return weeks


def _line(results: Results, query: RunQuery) -> int:
    """Return the row of a service under a definition of need."""
    return results.row_of(str(query.service), query.definition)


def _breaks(results: Results, query: RunQuery) -> Reals:
    """Return 1 for each future in which a service breaks by the day, else 0.

    A service that was short on the scenario's date has broken already, in week 0. Denial is the
    cause where the same service is neither short on that date nor breaks by the day without denial.
    """
    row, weeks = _line(results, query), _weeks(results, query.by)
    breaks = line_times(results.record)[:, row] <= weeks
    if query.asks == "attributable":
        free = line_times(results.record, without_denial=True)[:, row]
        breaks = breaks & (free > weeks)
    return np.asarray(breaks, np.float64)


def _chance(yes: Reals, results: Results) -> Interval:
    """Return the share of futures with its sampling error, and the switches that move it."""
    share = float(yes.mean())
    low, high = share_interval(yes, NINETY)
    return replace(interval(share, low, high, "1"), depends_on=tuple(_swings(yes, results)))


def _swings(yes: Reals, results: Results) -> Iterator[str]:
    """Yield each drawn switch on which a chance depends, with the chance by branch."""
    for switch, branches in results.switch_branches.items():
        chances = {branch: float(yes[chosen].mean()) for branch, chosen in branches if chosen.any()}
        if len(chances) > 1 and max(chances.values()) - min(chances.values()) >= SWING:
            listed = ", ".join(f"{chance:.2f} if {branch}" for branch, chance in chances.items())
            yield f"the switch {switch}: {listed}"


def _chance_below(results: Results, query: RunQuery) -> Interval:
    """Return the chance that the mean level of a service is below a share of need on a day."""
    row = _line(results, query)
    level = float(results.lowered.plan.threshold[row]) if query.level is None else query.level
    band, step = results.bands["level"], _band_step(results, query)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if float(band.quantile(middle)[row, step]) < level:
            low = middle
        else:
            high = middle
    share = 0.0 if low == 0.0 else 1.0 if high == 1.0 else (low + high) / 2
    return interval(share, *wilson(share, results.futures, NINETY), "1")


def _share_met(results: Results, query: RunQuery) -> Interval:
    """Return the share of need that a service meets on a day, median and 90 % of futures."""
    row, band, step = _line(results, query), results.bands["level"], _band_step(results, query)
    low, median, high = (float(band.quantile(share)[row, step]) for share in (0.05, 0.5, 0.95))
    return interval(median, low, high, "1")


def _band_step(results: Results, query: RunQuery) -> int:
    """Return the step of the bands in which the day lies, at most the last."""
    last = results.bands["level"].quantile(0.5).shape[1] - 1
    return min(int(_weeks(results, query.by) / results.situation.clock.step), last)


def _breaks_first(results: Results, query: RunQuery) -> Reals:
    """Return 1 for each future in which a side, or the more frequent side, breaks first."""
    first = results.first_breaks(query.set, query.definition)
    chances = first.indicators[:, : len(first.sides)]
    if query.asks == "lead":
        return chances[:, int(chances.mean(axis=0).argmax())]
    if query.side not in first.sides:
        cure = nearest(str(query.side), list(first.sides))
        raise InputError.of(f'"{query.side}" is not a side.', cure)
    return chances[:, first.sides.index(query.side)]


def _compute(results: Results, query: RunQuery) -> Reals:
    """Return a bloc's compute from some sources at the end of each future, or its share."""
    holdings = results.lowered.names.holdings
    own = [row for row, (bloc, _) in enumerate(holdings) if bloc == query.bloc]
    known = sorted({source for bloc, source in holdings if bloc == query.bloc})
    for source in query.sources:
        if source not in known:
            what = f'"{source}" is not a source of compute of "{query.bloc}".'
            raise InputError.of(what, nearest(source, known))
    rows = [row for row in own if not query.sources or holdings[row][1] in query.sources]
    if not rows:
        raise InputError.of(f'"{query.bloc}" has no compute.')
    installed = results.record["installed_end"][:, :, 0]
    part = np.asarray(installed[:, rows].sum(axis=1), np.float64)
    if query.asks == "compute":
        return part
    return part / np.maximum(installed[:, own].sum(axis=1), 1e-9)


def _median(values: Reals, unit: str) -> Interval:
    low, median, high = (float(each) for each in np.quantile(values, (0.05, 0.5, 0.95)))
    return interval(median, low, high, unit)


def _fixed(query: RunQuery) -> str:
    """Return the priors that a query fixes, in words."""
    return "".join(f", {key} = {value:g}" for key, value in query.fixed.items())


def _with_evidence(statistic: Interval, results: Results, query: RunQuery) -> Interval:
    """Return a statistic with the run as its evidence, and the causes of its range."""
    scenario = results.situation.scenario
    about = " ".join(
        filter(None, (query.service, query.set, query.side, query.bloc, *query.sources))
    )
    definition = f", {query.definition}" if query.service or query.set else ""
    when = f" by {query.by}" if query.by else " by the end"
    than = _fixed(query) + (f", against {query.than}" if query.than else "")
    already = ""
    if query.asks in ("breaks", "attributable"):
        short = float(short_on_date(results.record)[:, _line(results, query)].mean())
        already = f"; short on {scenario.date} already: {short:.3g}"
    shown = (
        f"{query.asks} {about}{definition}{when}{than}: {statistic.value:.3g} "
        f"({statistic.low:.3g} to {statistic.high:.3g}), {results.futures} futures{already}"
    )
    evidence = EvidenceItem("run", query.scenario, scenario.title, shown)
    cause = f"the uncertain inputs of {query.scenario}: {shown}"
    return replace(statistic, evidence=(evidence,), depends_on=statistic.depends_on or (cause,))
