"""The cost of denial to each bloc: value added lost by year and industry, and other accounts.

The engine says by service how many weeks of need denial adds to forced shortfalls. The bridge hands
them to industries, and the table of industries spreads them. Only the bloc of the bridge has a
table; of the others the account of the engine is shown, and no loss of value added.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import numpy as np

from outlast.economy.bloc_cost import (
    BlocCost,
    ContestCost,
    CostRange,
    CountryCost,
    IndustryCost,
    ReadingCost,
    Unpriced,
    YearCost,
)
from outlast.economy.bridge_draws import BridgeDraws, bridge_draws
from outlast.economy.check import EconomyNames
from outlast.economy.closure import Closure
from outlast.economy.companion import companion_cut, companion_losses
from outlast.economy.contest_exposure import model_of
from outlast.economy.exposure import ExposureModel
from outlast.economy.load import LoadedEconomy, read_economy
from outlast.economy.propagation import CLOSURES, WEEKS, Losses, industry_cuts, losses
from outlast.engine.arrays import Reals
from outlast.errors import DataError, InputError, Problems
from outlast.results import Results
from outlast.results.costs import KINDS
from outlast.results.kept_with import KeptWith
from outlast.results.weights import quantiles, weighted_mean
from outlast.scenario.bridge import Bridge
from outlast.scenario.contest import Contest

BILLION: Final = 1e9

AT_ONCE: Final = 16_384
"""Futures whose losses are computed at once, which bounds the memory of a long run."""

ENDS: Final = (0.1, 0.5, 0.9)
"""The shares of futures below the low end, the median and the high end of a range."""

READINGS: Final = ("bottom-up", "top-down")
"""The readings of tied shares: from industries, and from published totals."""

UNCOUNTED_FROM: Final = 0.05
"""A service that denial breaks in a smaller share of futures is not named for want of a price."""

BESIDE: Final = tuple(kind for kind in KINDS if kind != "direct")
"""The kinds of cost that the engine's account holds for every bloc, and that are no value added."""


def contest_cost(results: Results) -> ContestCost | None:
    """Return the cost of denial to every bloc; None where the contest has no bridge or no economy.

    Raises:
        DataError: The economy of the contest is not sound.
    """
    return _KEPT(results)


def check_tables(contest: Contest) -> None:
    """Check the tables of the reader's own in the folders laid over a contest, before a run.

    Raises:
        InputError: One cannot be used: all problems at once, each with its row.
    """
    if len(contest.layers) == 1:
        return  # a contest by itself is checked by `outlast validate`
    blocs = {key: bloc.title for key, bloc in contest.world.world.blocs.items()}
    problems = Problems()
    read_economy(
        contest.layers,
        problems,
        EconomyNames(contest.ledger, contest.priors, blocs, contest.bridge),
    )
    problems.stop_if_any(InputError)
    model_of(contest)


def _contest_cost(results: Results) -> ContestCost | None:
    bridge, economy = results.situation.bridge, _economy(results)
    if bridge is None or economy is None:
        return None
    measured = _Measures(results)
    model = model_of(results.situation.origin.contest) if bridge.companions else None

    def cost_of(bloc: str) -> BlocCost:
        if bloc == bridge.bloc:
            return _known(results, bridge, economy, measured)
        if model is not None and bloc in bridge.companions:
            return _by_companion(bloc, bridge, model, measured)
        return BlocCost(bloc, measured.title(bloc), known=False, beside=measured.beside(bloc))

    shown = {bridge.bloc, *(bridge.companions if model is not None else ())}
    blocs = tuple(
        cost_of(bloc)
        for bloc in results.lowered.names.blocs
        if bloc in shown or measured.beside(bloc)
    )
    shares = [each for ties in bridge.tied.values() for each in ties]
    return ContestCost(
        blocs=blocs,
        dollars=bridge.year,
        horizon_years=results.horizon / WEEKS,
        assumed=sum(each.grade.value == "assumed" for each in shares),
        tied=len(shares),
    )


_KEPT: Final = KeptWith(_contest_cost)
"""The costs so far: sentence, table, page and report of the same object share one."""


class _Measures:
    """Statistics over the futures of results."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.years = results.horizon / WEEKS

    def title(self, bloc: str) -> str:
        """Return the title of a bloc."""
        return self.results.situation.world.blocs[bloc].title

    def over(self, values: Reals) -> CostRange:
        """Return mean and range of a value of each future."""
        weights = self.results.in_use
        mean = float(weighted_mean(values, weights))
        return CostRange(mean, *quantiles(values, ENDS, weights))

    def uncounted(self, bloc: str, priced: Collection[str]) -> tuple[str, ...]:
        """Return the services of a bloc that denial breaks and that have no price."""
        lines = [
            each
            for each in self.results.lines_of()
            if each.bloc == bloc
            and each.service not in priced
            and each.p_attributable >= UNCOUNTED_FROM
        ]
        return tuple(each.service for each in sorted(lines, key=lambda each: -each.p_attributable))

    def beside(self, bloc: str) -> tuple[Unpriced, ...]:
        """Return the costs of the engine's account that some future has."""
        record, row = self.results.record, self.results.lowered.names.blocs.index(bloc)
        added = np.asarray(record["cost"] - record["cost_free"], np.float64)[:, row]
        return tuple(
            Unpriced(kind, self.over(values / BILLION / self.years))
            for kind in BESIDE
            if (values := added[:, KINDS.index(kind)]).any()
        )


def _economy(results: Results) -> LoadedEconomy | None:
    """Return the economy of the contest of results, if it declares one."""
    situation, problems = results.situation, Problems()
    blocs = {key: bloc.title for key, bloc in situation.world.blocs.items()}
    contest = situation.origin.contest
    names = EconomyNames(situation.ledger, contest.priors, blocs, situation.bridge)
    found = read_economy(contest.layers, problems, names)
    problems.stop_if_any(DataError)
    return found


def added_shortfall(results: Results, bridge: Bridge) -> dict[str, Reals]:
    """Return the weeks of need that denial adds to the forced shortfall of each tied service.

    A negative difference is kept: denial can make a shortage smaller that exists without it.
    """
    added = np.asarray(results.record["short"] - results.record["short_free"], np.float64)
    rows = {service: row for row, service in enumerate(results.lowered.names.valued)}
    named = [*bridge.tied, *(key for each in bridge.companions.values() for key in each.services)]
    return {service: added[:, rows[service]] for service in named if service in rows}


def year_weeks(horizon: float) -> Reals:
    """Return the weeks of each year of a horizon; the last may be shorter."""
    count = max(1, int(np.ceil(horizon / WEEKS)))
    return np.minimum(WEEKS, horizon - WEEKS * np.arange(count))


def _known(
    results: Results, bridge: Bridge, economy: LoadedEconomy, measured: _Measures
) -> BlocCost:
    """Return the cost to the bloc of the bridge."""
    table = economy.table
    drawn = bridge_draws(bridge, results.futures, results.manifest.seed, len(CLOSURES))
    closure = Closure(table, tuple(table.place[code] for code in bridge.industries))
    short, years = added_shortfall(results, bridge), year_weeks(results.horizon)

    def lost_under(shares: Reals, *, industries: bool) -> Losses:
        parts: list[Losses] = []
        for first in range(0, results.futures, AT_ONCE):
            some = slice(first, first + AT_ONCE)
            here = replace(drawn, shares=shares).some(some)
            added = {service: weeks[some] for service, weeks in short.items()}
            cuts = industry_cuts(bridge, here, added)
            part = losses(closure, economy.declared.least_cost, cuts, here, years)
            if not industries:  # a copy, as a part of the array would keep the whole in memory
                part = replace(part, by_industry=part.by_industry[:0].copy())
            parts.append(part)
        return Losses.joined(parts)

    lost = lost_under(drawn.shares, industries=True)
    scale = BILLION * measured.years
    direct, spread = lost.direct.sum(1) / scale, lost.spread.sum(1) / scale
    total = direct + spread
    gdp = table.gdp / 1e3
    return BlocCost(
        bloc=bridge.bloc,
        title=measured.title(bridge.bloc),
        known=True,
        beside=measured.beside(bridge.bloc),
        loss_bn=measured.over(total),
        share_of_gdp=measured.over(total / gdp),
        direct_bn=measured.over(direct),
        propagated_bn=measured.over(spread),
        propagated_ends_bn=(
            measured.over(lost.least.sum(1) / scale).mean,
            measured.over(lost.most.sum(1) / scale).mean,
        ),
        readings=tuple(
            _reading(
                name,
                at,
                drawn,
                lost_under(drawn.readings[at], industries=False),
                (scale, gdp, measured),
            )
            for at, name in enumerate(READINGS[: len(drawn.readings)])
        ),
        years=_years(lost.direct + lost.spread, years, gdp, measured),
        industries=_industries(lost.by_industry / scale, economy, bridge, measured),
        uncounted=measured.uncounted(bridge.bloc, bridge.tied),
        overdrawn=float(weighted_mean(lost.overdrawn.mean(1), results.in_use)),
        by_future=total,
    )


def _by_companion(bloc: str, bridge: Bridge, model: ExposureModel, measured: _Measures) -> BlocCost:
    """Return the cost to a bloc without a table, from the aggregates of its countries."""
    results, companion = measured.results, bridge.companions[bloc]
    years = year_weeks(results.horizon)
    cut = companion_cut(companion, added_shortfall(results, bridge), years)
    found = companion_losses(companion, model, cut, years / WEEKS, results.manifest.seed)
    scale = BILLION * measured.years
    lost = sum((each.lost for each in found), np.zeros_like(cut))
    total, gdp = lost.sum(1) / scale, sum(each.gdp for each in found) / BILLION
    moved = sum((each.moved for each in found), np.zeros_like(cut)).sum(1) / scale
    stopped = sum((each.stopped for each in found), np.zeros_like(cut)).sum(1) / scale
    return BlocCost(
        bloc=bloc,
        title=measured.title(bloc),
        known=True,
        beside=measured.beside(bloc),
        loss_bn=measured.over(total),
        share_of_gdp=measured.over(total / gdp),
        years=_years(lost, years, gdp, measured),
        countries=tuple(
            CountryCost(
                each.country,
                each.name.english,
                each.name.chinese,
                each.own_table,
                measured.over(each.lost.sum(1) / scale),
                measured.over(each.lost.sum(1) / measured.years / each.gdp),
            )
            for each in found
        ),
        moved_ends_bn=(measured.over(moved).mean, measured.over(stopped).mean),
        counts=companion.counts,
        counts_zh=companion.counts_zh,
        uncounted=measured.uncounted(bloc, companion.services),
        by_future=total,
    )


def _reading(
    name: str, at: int, drawn: BridgeDraws, lost: Losses, about: tuple[float, float, _Measures]
) -> ReadingCost:
    """Return the loss if every future took one reading: the same futures, so that they compare."""
    scale, gdp, measured = about
    total = (lost.direct + lost.spread).sum(1) / scale
    taken = (drawn.top_down == bool(at)).astype(np.float64)
    chance = float(weighted_mean(taken, measured.results.in_use))
    return ReadingCost(name, chance, measured.over(total), measured.over(total / gdp))


def _years(lost: Reals, years: Reals, gdp: float, measured: _Measures) -> tuple[YearCost, ...]:
    """Return the loss of each year, at the rate of a whole one."""
    found: list[YearCost] = []
    for at, weeks in enumerate(years):
        spent = measured.over(lost[:, at] / BILLION * (WEEKS / weeks))
        found.append(YearCost(at + 1, spent, spent.mean / gdp))
    return tuple(found)


def _industries(
    lost_bn: Reals, economy: LoadedEconomy, bridge: Bridge, measured: _Measures
) -> tuple[IndustryCost, ...]:
    """Return the loss of each industry, the largest mean first.

    An industry of the bridge bears its title there, which is the shorter one.
    """
    table, means = economy.table, weighted_mean(lost_bn, measured.results.in_use)
    whole = float(means.sum())
    short = {code: each.title for code, each in bridge.industries.items()}
    return tuple(
        IndustryCost(
            table.codes[at],
            short.get(table.codes[at], table.titles[at]),
            measured.over(lost_bn[:, at]),
            float(means[at]) / whole if whole else 0.0,
            economy.chinese.get(table.codes[at], ""),
        )
        for at in map(int, np.argsort(-means, kind="stable"))
    )
