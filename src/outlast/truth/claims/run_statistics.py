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
from outlast.scenario.scenario import Scenario
from outlast.truth.claims.interval import EvidenceItem, Interval, interval
from outlast.truth.claims.maker_share import MakerSales, markets_of
from outlast.truth.claims.phrase import Phrase, listed, named, phrase
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
    about = phrase(
        "run.sales",
        maker=named("bloc", f"{query.maker}", f"{query.maker}"),
        markets=listed((named("bloc", each, each) for each in markets), "+"),
        year=f"{query.year}",
        fixed=_fixed(query),
    )
    own = named("scenario", scenario.id, scenario.id)
    if not sales.reaches(f"{query.maker}", markets):
        return Interval(missing=(phrase("run.no-route", about=about, scenario=own),))
    values = sales.share(f"{query.maker}", markets, f"{query.year}")
    if not len(values):
        return Interval(missing=(phrase("run.no-sales", about=about, scenario=own),))
    share = _median(values, "1")
    shown = phrase(
        "run.shown-sales",
        about=about,
        sold=f"{len(values)}",
        futures=f"{sales.sales.shape[-1]}",
        **_ends(share),
    )
    evidence = EvidenceItem("run", query.scenario, _scenario_title(scenario), shown)
    return replace(share, evidence=(evidence,), depends_on=(_cause(query, shown),))


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
            each = [
                phrase(
                    "run.swing-one",
                    chance=f"{chance:.2f}",
                    branch=named("answer", f"{switch}.{branch}", branch),
                )
                for branch, chance in chances.items()
            ]
            question = named("switch", switch, switch)
            yield phrase("run.swing", switch=question, chances=listed(each, ", "))


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


def _fixed(query: RunQuery) -> Phrase:
    """Return the priors that a query fixes, in words."""
    fixed = (
        phrase("run.fixed", prior=named("prior", key, key), value=f"{value:g}")
        for key, value in query.fixed.items()
    )
    return listed(fixed, "")


def _ends(statistic: Interval) -> dict[str, str]:
    """Return a number and its range as parts of a phrase."""
    names = ("value", "low", "high")
    return {name: f"{getattr(statistic, name):.3g}" for name in names}


def _scenario_title(scenario: Scenario) -> Phrase:
    return named("scenario", scenario.id, scenario.title)


def _cause(query: RunQuery, shown: Phrase) -> Phrase:
    """Return the uncertain inputs of a scenario as the cause of a range."""
    own = named("scenario", query.scenario, query.scenario)
    return phrase("run.cause", scenario=own, shown=shown)


def _about(results: Results, query: RunQuery) -> Phrase:
    """Return the service, set, side or bloc that a query is about, with sources of compute."""
    services = results.situation.world.services
    things = (
        ("service", query.service),
        ("set", query.set),
        ("side", query.side),
        ("bloc", query.bloc),
        *(("holding", each) for each in query.sources),
    )
    return listed(
        (
            named(kind, key, key, bloc=services[key].bloc if kind == "service" else "")
            for kind, key in things
            if key
        ),
        " ",
    )


def _with_evidence(statistic: Interval, results: Results, query: RunQuery) -> Interval:
    """Return a statistic with the run as its evidence, and the causes of its range."""
    scenario = results.situation.scenario
    definition, already, than = "", "", [_fixed(query)]
    if query.service or query.set:
        counted = named("definition", query.definition, query.definition)
        definition = phrase("run.definition", definition=counted)
    if query.than:
        than.append(phrase("run.against", scenario=named("scenario", query.than, query.than)))
    if query.asks in ("breaks", "attributable"):
        short = float(short_on_date(results.record)[:, _line(results, query)].mean())
        already = phrase("run.already", day=scenario.date, share=f"{short:.3g}")
    shown = phrase(
        "run.shown",
        asks=phrase(f"asks.{query.asks}"),
        about=_about(results, query),
        definition=definition,
        when=phrase("run.by", day=query.by) if query.by else phrase("run.by-end"),
        than=listed(than, ""),
        futures=f"{results.futures}",
        already=already,
        **_ends(statistic),
    )
    evidence = EvidenceItem("run", query.scenario, _scenario_title(scenario), shown)
    causes = statistic.depends_on or (_cause(query, shown),)
    return replace(statistic, evidence=(evidence,), depends_on=causes)
