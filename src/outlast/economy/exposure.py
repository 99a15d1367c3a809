"""Exposure of national economies: the model's losses, and those that are published beside them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast
from zlib import crc32

import numpy as np

from outlast.economy.declaration import Uncertain
from outlast.economy.exposed import (
    CountryExposure,
    CurvePoint,
    Exposure,
    PublishedExposure,
)
from outlast.economy.exposure_declaration import (
    ELASTICITY,
    SHARE,
    ExposureDeclaration,
    PublishedLoss,
)
from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.losses import Range, range_of
from outlast.economy.market import share_of_year
from outlast.economy.own_table import OwnTable
from outlast.economy.scarcity import NationalEconomy, ScarcityDraws
from outlast.engine.arrays import Reals
from outlast.facts import Grade, Ledger
from outlast.lower.draws.quantiles import draws
from outlast.scenario.distribution import Bounds
from outlast.scenario.prior import Prior

FREEZE: Final = date(2025, 6, 30)
"""The day after which nothing is fitted."""

GRID: Final = 61
"""Points of a search for the number that gives a published loss."""

ELASTICITIES: Final = np.geomspace(0.01, 1.0, 13)
"""The elasticities of a curve."""

DURATIONS: Final = (1, 3, 6, 12)
"""The months beyond the stock of the curves."""

LEAST_CUT: Final = 1e-4
"""The least cut, as a share, that is solved: half an hour a week."""

BLOCK: Final = 2**16
"""Futures and years of which a scarcity is solved at once, which bounds the memory."""

WEAKEST: Final = (Grade.MEASURED, Grade.DERIVED, Grade.JUDGED, Grade.ASSUMED)
"""The grades, the weakest last."""


@dataclass(frozen=True)
class CountryName:
    """The names of a country."""

    english: str
    chinese: str


@dataclass(frozen=True)
class ExposureModel:
    """A contest ready for the question of exposure."""

    declared: ExposureDeclaration
    ledger: Ledger
    priors: Mapping[str, Prior]
    names: Mapping[str, CountryName]
    own: Mapping[str, OwnTable] = field(default_factory=dict[str, OwnTable])
    """Tables of the caller's own, by country."""

    def exposure(
        self, asked: ExposureRequest, progress: Callable[[int, int], None] | None = None
    ) -> Exposure:
        """Return the losses of countries, and the published ones of these countries.

        Args:
            asked: The question; its countries are known.
            progress: Told how many rows are computed, and of how many.
        """
        rows = [
            (key, row)
            for key, row in self.declared.published.items()
            if row.country in asked.countries and (row.country not in self.own or row.tied is None)
        ]
        total, done = len(asked.countries) + len(rows), 0
        countries, published = list[CountryExposure](), list[PublishedExposure]()
        for country in asked.countries:
            countries.append(self._country(country, asked))
            done += 1
            if progress is not None:
                progress(done, total)
        for key, row in rows:
            published.append(self._row(key, row, asked))
            done += 1
            if progress is not None:
                progress(done, total)
        grades = self._grades(asked)
        return Exposure(
            asked=asked,
            countries=tuple(countries),
            published=tuple(published),
            curves=tuple(point for each in asked.countries for point in self._curves(each, asked)),
            assumed=sum(grade is Grade.ASSUMED for grade in grades),
            uncertain=len(grades),
        )

    def shortfall_losses(
        self, key: str, cut: Reals, elasticity: Reals, asked: ExposureRequest
    ) -> tuple[Reals, Reals]:
        """Return two losses of a country from a shortfall, as shares of GDP: [future, year].

        The first is all tied value added that stops, the second that of an economy whose labour
        moves. Where nothing is cut, or less than nothing, both are the first.

        Args:
            key: The country.
            cut: The share of the good that is missing: [future, year].
            elasticity: Between the good and everything else: [future].
            asked: The number of draws and the seed of their luck.
        """
        economy, years = self._economy(key), cut.shape[1]
        drawn = self._draws(key, cut[:, 0], asked)
        drawn = drawn._replace(elasticity=elasticity)
        stopped = economy.tied_share(drawn.tied)[:, None] * cut
        rows = np.flatnonzero(cut.ravel() > LEAST_CUT)
        moved = stopped.ravel().copy()
        columns: tuple[Reals, ...] = drawn
        for start in range(0, rows.size, BLOCK):
            some = rows[start : start + BLOCK]
            short = ScarcityDraws(*(each[some // years] for each in columns))
            moved[some] = economy.loss(short._replace(cut=cut.ravel()[some]))
        return stopped, moved.reshape(cut.shape)

    def _country(self, key: str, asked: ExposureRequest) -> CountryExposure:
        """Return the loss of one country."""
        declared = self.declared.countries[key]
        good = self.declared.denied[declared.denied]
        supplied = self._drawn(f"supplied {key}", declared.supplied, SHARE.bounds, asked)
        drawn = self._draws(key, asked.restriction * supplied, asked)
        economy = self._economy(key)
        loss = economy.loss(drawn) * share_of_year(drawn.cut, asked.months, asked.stock)
        gdp = self.ledger.value(declared.gdp, "USD_bn")
        return CountryExposure(
            country=key,
            title=self.names[key].english,
            title_zh=self.names[key].chinese,
            denied=declared.denied,
            denied_title=good.title,
            denied_title_zh=good.title_zh,
            controllers=good.controllers,
            loss=range_of(loss),
            loss_bn=range_of(loss * gdp),
            tied_share=range_of(economy.tied_share(drawn.tied)),
            cut=range_of(drawn.cut),
            elasticity=range_of(drawn.elasticity),
            own_table=key in self.own,
        )

    def _row(self, key: str, row: PublishedLoss, asked: ExposureRequest) -> PublishedExposure:
        """Return a published loss beside the model's."""
        declared = self.declared.countries[row.country]
        cut = self._drawn(f"cut {key}", row.cut, SHARE.bounds, asked)
        drawn = self._draws(row.country, cut, asked, row, key)
        economy = self._economy(row.country)
        short = share_of_year(drawn.cut, row.months, row.stock)
        loss = economy.loss(drawn) * short
        published, gdp = self._published(row), self.ledger.value(declared.gdp, "USD_bn")
        middle = _median(drawn)
        wanted = published.median / max(float(np.median(short)), 1e-12)
        facts = [self.ledger.fact(each.fact) for each in row.losses if each.fact]
        day = max((fact.published for fact in facts), default=date.min)
        weakest = max((self.ledger.grade(each) for each in row.losses), key=WEAKEST.index)
        return PublishedExposure(
            key=key,
            institution=row.institution,
            title=row.title,
            title_zh=row.title_zh,
            country=row.country,
            published=published,
            published_bn=Range(*(each * gdp for each in published)),
            ours=range_of(loss),
            months=row.months,
            stock=row.stock,
            cut=range_of(drawn.cut),
            elasticity=range_of(drawn.elasticity),
            tied_share=range_of(economy.tied_share(drawn.tied)),
            needed_tied_share=_needed_tied(economy, middle, wanted),
            needed_elasticity=_needed_elasticity(economy, middle, wanted),
            counts=row.counts,
            counts_zh=row.counts_zh,
            why=row.why,
            why_zh=row.why_zh,
            facts=tuple(fact.key for fact in facts),
            sources=tuple(dict.fromkeys(fact.source for fact in facts)),
            grade=weakest.value,
            day=day,
            after_freeze=day > FREEZE,
        )

    def _curves(self, key: str, asked: ExposureRequest) -> list[CurvePoint]:
        """Return the median losses of a country by elasticity and duration beyond its stock."""
        declared = self.declared.countries[key]
        supplied = self._drawn(f"supplied {key}", declared.supplied, SHARE.bounds, asked)
        middle = _median(self._draws(key, asked.restriction * supplied, asked))
        drawn = _repeated(middle, len(ELASTICITIES))._replace(elasticity=ELASTICITIES)
        loss = self._economy(key).loss(drawn)
        return [
            CurvePoint(key, months, float(elasticity), float(each) * months / 12.0)
            for months in DURATIONS
            for elasticity, each in zip(ELASTICITIES, loss, strict=True)
        ]

    def _draws(
        self,
        country: str,
        cut: Reals,
        asked: ExposureRequest,
        row: PublishedLoss | None = None,
        key: str = "",
    ) -> ScarcityDraws:
        """Return the uncertain numbers; countries share the luck of those that they share."""
        declared = self.declared.countries[country]
        good = self.declared.denied[declared.denied]
        bounds = ELASTICITY.bounds
        if row is not None:
            elasticity = self._drawn(f"elasticity {key}", row.elasticity, bounds, asked)
        elif asked.elasticity is not None:
            elasticity = np.full(asked.futures, asked.elasticity)
        else:
            elasticity = self._of_prior(self.declared.elasticity, asked)
        tied = good.tied if row is None or row.tied is None else row.tied
        shares = self._drawn(f"tied {declared.denied}", tied, SHARE.bounds, asked)[:, None]
        if country in self.own:
            shares = np.tile(self.own[country].tied, (asked.futures, 1))
        return ScarcityDraws(
            tied=shares,
            cost_share=self._of_prior(self.declared.cost_share, asked),
            cut=cut,
            elasticity=elasticity,
            input_elasticity=self._drawn("input", self.declared.input_elasticity, bounds, asked),
            final_elasticity=self._drawn("final", self.declared.final_elasticity, bounds, asked),
        )

    def _economy(self, key: str) -> NationalEconomy:
        """Return the economy of a country: the caller's own table, or its aggregates."""
        if key in self.own:
            return self.own[key].economy
        declared = self.declared.countries[key]
        using, others = (
            {
                name: self.ledger.value(getattr(group, name), "1")
                for name in type(group).model_fields
            }
            for group in (declared.using, declared.others)
        )
        sales = np.array(
            [[using["own"], using["to_others"]], [using["from_others"], others["own"]]]
        )
        output = np.array([using["output"], others["output"]])
        added = np.array([using["value_added"], 1.0 - using["value_added"]])
        final = np.maximum(output - sales.sum(1), 0.0)
        return NationalEconomy(("using", "others"), sales, final, added, (0,))

    def _published(self, row: PublishedLoss) -> Range:
        """Return a published loss as a share of GDP; several are added."""
        gdp = self.ledger.value(self.declared.countries[row.country].gdp, "USD_bn")
        found = np.zeros(3)
        for loss in row.losses:
            money = self.ledger.units.same_dimension(self.ledger.unit(loss), "USD_bn")
            unit, size = ("USD_bn", gdp) if money else ("1", 1.0)
            low, high = self.ledger.ends(loss, unit)
            found += np.array([low, self.ledger.value(loss, unit), high]) / size
        return Range(*(float(each) for each in found))

    def _drawn(
        self, name: str, uncertain: Uncertain, bounds: Bounds, asked: ExposureRequest
    ) -> Reals:
        """Return the draws of an uncertain number."""
        points = np.random.default_rng([asked.seed, crc32(name.encode())]).random(asked.futures)
        return draws(uncertain.distribution, points, bounds)

    def _of_prior(self, name: str, asked: ExposureRequest) -> Reals:
        """Return the draws of a prior."""
        prior = self.priors[name]
        points = np.random.default_rng([asked.seed, crc32(name.encode())]).random(asked.futures)
        return draws(prior.distribution, points, prior.bounds)

    def _grades(self, asked: ExposureRequest) -> list[Grade]:
        """Return the grades of all uncertain numbers behind the losses of the countries."""
        declared = self.declared
        grades = [declared.input_elasticity.grade, declared.final_elasticity.grade]
        grades += [self.priors[declared.cost_share].grade, self.priors[declared.elasticity].grade]
        goods = dict.fromkeys(declared.countries[key].denied for key in asked.countries)
        grades += [declared.denied[good].tied.grade for good in goods]
        return grades + [declared.countries[key].supplied.grade for key in asked.countries]


def _median(drawn: ScarcityDraws) -> ScarcityDraws:
    """Return one draw with every number at its median."""
    columns: tuple[Reals, ...] = drawn
    return ScarcityDraws(*(np.quantile(each, 0.5, axis=0)[None] for each in columns))


def _repeated(drawn: ScarcityDraws, count: int) -> ScarcityDraws:
    """Return one draw, repeated."""
    return ScarcityDraws(*(np.repeat(each, count, axis=0) for each in drawn))


def _needed_tied(economy: NationalEconomy, middle: ScarcityDraws, loss: float) -> float | None:
    """Return the tied share of GDP at which a draw gives a loss; None if none does."""
    most = float(middle.tied.max())
    if most <= 0.0:
        return None
    scale = np.geomspace(1e-5, 1.0 / most, GRID)
    drawn = _repeated(middle, GRID)
    drawn = drawn._replace(tied=drawn.tied * scale[:, None])
    return _where(economy.tied_share(drawn.tied), economy.loss(drawn), loss)


def _needed_elasticity(
    economy: NationalEconomy, middle: ScarcityDraws, loss: float
) -> float | None:
    """Return the elasticity at which a draw gives a loss; None if none between .01 and 5 does."""
    elasticities = np.geomspace(5.0, 0.01, GRID)
    drawn = _repeated(middle, GRID)._replace(elasticity=elasticities)
    return _where(elasticities, economy.loss(drawn), loss)


def _where(numbers: Reals, losses: Reals, loss: float) -> float | None:
    """Return the number at which a rising loss reaches a value, between points in logarithms."""
    if not losses[0] <= loss <= losses[-1]:
        return None
    rising = np.log(np.maximum(np.maximum.accumulate(losses), 1e-300))
    found = cast("float", np.interp(np.log(max(loss, 1e-300)), rising, np.log(numbers)))
    return float(np.exp(found))
