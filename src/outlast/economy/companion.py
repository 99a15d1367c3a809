"""The loss of blocs without a table of industries: their countries' aggregates under a shortfall.

docs/model/cost.md has the equations. Two losses stand beside each other, that of all value added
that stops and that of an economy whose labour moves; each future takes a place between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from outlast.economy.exposure import CountryName, ExposureModel
from outlast.economy.exposure_request import ExposureRequest
from outlast.engine.arrays import Reals
from outlast.errors import DataError
from outlast.lower.draws.quantiles import triangular
from outlast.scenario.bridge import Companion

BILLION: Final = 1e9


@dataclass(frozen=True, eq=False)
class CountryLosses:
    """The losses of one country, USD: [future, year], at the rate of the year's own weeks."""

    country: str
    name: CountryName
    own_table: bool
    """Whether a table of the reader's own stands in the place of the aggregates."""

    gdp: float
    """USD a year."""

    stopped: Reals
    """All value added that stops."""

    moved: Reals
    """The loss where labour moves."""

    lost: Reals
    """The loss at the drawn place between them."""


def companion_cut(companion: Companion, short: Mapping[str, Reals], years: Reals) -> Reals:
    """Return the share of the good that a bloc lacks: [future, year].

    Args:
        companion: The companion of the bloc.
        short: The weeks of need that denial adds to each service's shortfall: [future, year].
        years: The weeks of each year.
    """
    weeks = sum(weight * short[service] for service, weight in companion.services.items())
    return np.asarray(weeks, np.float64) / years[None, :]


def companion_losses(
    companion: Companion, model: ExposureModel, cut: Reals, lasting: Reals, seed: int
) -> tuple[CountryLosses, ...]:
    """Return the losses of the countries of a companion.

    Args:
        companion: The companion of the bloc.
        model: The economies of the contest.
        cut: The share of the good that the bloc lacks: [future, year].
        lasting: The part of a whole year that each year lasts.
        seed: The seed of the luck.

    Raises:
        DataError: The contest has no economy of a country.
    """
    futures = len(cut)
    random = np.random.default_rng([seed, crc32(b"companion")])
    points = random.random((futures, 2))
    given = companion.elasticity
    elasticity = triangular(points[:, 0], given.low, given.mode, given.high)
    place = points[:, 1]
    found: list[CountryLosses] = []
    for country in companion.countries:
        if country not in model.declared.countries:
            cure = f"Known are: {', '.join(model.declared.countries)}."
            raise DataError.of(f'exposure.yaml has no economy of "{country}".', cure)
        asked = ExposureRequest((country,), futures=futures, seed=seed)
        stopped, moved = model.shortfall_losses(country, cut, elasticity, asked)
        gdp = model.ledger.value(model.declared.countries[country].gdp, "USD_bn") * BILLION
        scale = gdp * lasting[None, :]
        lost = moved + place[:, None] * (stopped - moved)
        found.append(
            CountryLosses(
                country=country,
                name=model.names[country],
                own_table=country in model.own,
                gdp=gdp,
                stopped=stopped * scale,
                moved=moved * scale,
                lost=lost * scale,
            )
        )
    return tuple(found)
