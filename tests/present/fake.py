"""Hand-made results: a real scenario with an invented record, smooth and the same each time."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.engine.codes import BLOCKS
from outlast.engine.workspace import sizes
from outlast.lower import Lowered, lower
from outlast.present.display.time_axis import date_at
from outlast.present.display.voice import Voice, voice_of
from outlast.results import Bands, Results, manifest
from outlast.results.bands import SCALES
from outlast.results.first_breaks import ENDINGS
from outlast.results.weights import weighted_mean
from outlast.scenario.load import Situation, load_scenario
from outlast.study.drivers import Driver

FUTURES = 200
SEED = 7
DIGEST = "3fa2c1d95e"


@cache
def loaded(scenario: str) -> tuple[Situation, Lowered]:
    situation = load_scenario(scenario)
    return situation, lower(situation)


def speak(language: str = "en", scenario: str = "lilliput") -> Voice:
    """Return the voice of a language with the names of a scenario's contest."""
    return voice_of(loaded(scenario)[0], language)


def luck(step: float) -> Reals:
    """Return numbers between 0 and 1, evenly spread and the same each time: [future]."""
    return np.asarray((np.arange(FUTURES) * step) % 1.0, np.float64)


def first_times(shares: tuple[float, float], horizon: float) -> Reals:
    """Return the breaks of two sides: [future, side].

    One side breaks first in the first share of futures, the other in the second; in four of a
    hundred both break in one week.
    """
    never = horizon + 1.0
    chance, early = luck(0.6180339887), luck(0.7548776662)
    times = np.full((FUTURES, 2), never)
    one = chance < shares[0]
    other = (chance >= shares[0]) & (chance < sum(shares))
    times[one, 0] = 8 + (horizon - 20) * early[one] ** 1.6
    times[other, 1] = 30 + (horizon - 40) * early[other]
    both = (chance >= sum(shares)) & (chance < sum(shares) + 0.04)
    times[both] = np.floor(40 + 30 * early[both])[:, None] + 0.25
    return times


def outcome(scenario: str = "lilliput", shares: tuple[float, float] = (0.61, 0.2)) -> Results:
    """Return results of a shipped scenario whose record is invented.

    Args:
        scenario: The scenario.
        shares: The share of futures in which each side breaks first, in every set.
    """
    situation, lowered = loaded(scenario)
    told = manifest(situation, FUTURES, SEED, "float64")
    return Results(
        situation,
        lowered,
        replace(told, digest=DIGEST, version="0.1.0"),
        invented_record(situation, lowered, shares),
        invented_bands(lowered),
        lambda futures: np.zeros((len(futures), max(1, len(lowered.drawing.dimensions)))),
    )


def invented_record(
    situation: Situation, lowered: Lowered, shares: tuple[float, float]
) -> Mapping[str, NDArray[Any]]:
    """Return the fields of a record that views read."""
    names, horizon = lowered.names, situation.clock.horizon_weeks
    sides = list(situation.timeline.sides)
    pair = first_times(shares, horizon)
    sets = np.column_stack([pair[:, sides.index(side.side)] for side in names.sets])
    lines, never = len(names.lines), horizon + 1.0
    chance = 0.2 + 0.1 * (np.arange(lines) % 5)
    broken = luck(0.4142135623)[:, None] < chance
    first = np.where(broken, 12.0 + 40.0 * luck(0.7320508075)[:, None], never)
    spread = 0.5 + luck(0.5698402910)
    kinds = np.array([6.0, 2.0, 3.0, 1.0])
    base = 0.5 + (np.arange(len(names.sites)) * 0.379) % 1.0
    holdings, profiles = max(1, len(names.holdings)), max(1, len(names.profiles))
    size = 1e6 / (1 + np.arange(holdings))[:, None] * np.ones(profiles)
    installed = size * (0.7 + 0.6 * luck(0.5698402910))[:, None, None]
    extent = sizes(lowered.plan)
    shortfall = spread[:, None, None] * np.ones((extent["K"], extent["E"]))
    return {
        "status": np.zeros((FUTURES, 1)),
        **on_every_clock("first", first),
        **{
            f"{name}_free": np.full((FUTURES, lines), never)
            for name in on_every_clock("first", first)
        },
        "recovered": np.full((FUTURES, lines), 30.0),
        "depth": np.where(broken, 2.0, 0.0),
        "since": np.zeros((FUTURES, lines)),
        "level0": np.ones((FUTURES, lines)),
        **on_every_clock("strict", sets),
        **on_every_clock("quorum", sets),
        "cost": np.zeros((FUTURES, len(names.blocs), BLOCKS)),
        "cost_free": np.zeros((FUTURES, len(names.blocs), BLOCKS)),
        "short": shortfall,
        "short_free": np.zeros_like(shortfall),
        "cover_date": kinds * base[:, None] * spread[:, None, None],
        "installed_date": installed,
        "installed_end": installed * 3.0,
    }


def on_every_clock(name: str, times: Reals) -> dict[str, Reals]:
    """Return the same times as the fields of every clock: nothing breaks before the date."""
    return {f"{name}{ending}": times.copy() for ending in ENDINGS.values()}


def invented_bands(lowered: Lowered) -> dict[str, Bands]:
    """Return series with a dip after a third of the time, whose spread grows."""
    names, plan = lowered.names, lowered.plan
    t = np.linspace(0.0, 1.0, plan.horizon)

    def dipping(rows: int, start: float, fall: float) -> tuple[Reals, Reals]:
        depth = fall * ((np.arange(rows) * 0.618) % 1.0)[:, None]
        dip = np.exp(-(((t - 0.3) / 0.2) ** 2))
        middle = np.asarray(np.clip(start - depth * dip, 0.0, None), np.float64)
        return middle, np.asarray(0.4 * depth * t + 0.02, np.float64)

    services = np.arange(len(names.services))[:, None]
    growing = 1e6 * (1 + services) * (1 + (1 + services % 3) * t)
    return {
        "level": counted("level", *dipping(len(names.lines), 1.0, 0.6)),
        "met": counted("met", *dipping(len(names.sites), 1.0, 0.9)),
        "cover": counted("cover", *dipping(len(names.sites), 12.0, 12.0)),
        "usable": counted("usable", growing, np.full(growing.shape, 1e5)),
    }


def counted(name: str, middle: Reals, spread: Reals) -> Bands:
    """Return bands of eleven evenly spread futures around a middle path: [row, step]."""
    bands = Bands.empty(SCALES[name], *middle.shape)
    shares = np.linspace(-0.5, 0.5, 11)
    values = np.clip(middle[..., None] + spread[..., None] * shares, 0.0, None)
    bands.add(values, np.arange(len(middle)))
    return bands


DRIVERS = (
    Driver("users-stock", "Users' stock at the start", 0.31, "judged", "assumption", 1.0, "big"),
    Driver("ceiling", "Ceiling of licences", 0.22, "assumed", "lever", 1.0, None),
    Driver("detour", "Share that takes a detour", 0.12, "derived", "assumption", 1.0, None),
    Driver("hoarding", "Hoarding", 0.08, "assumed", "assumption", -1.0, None),
    Driver("truce", "Does the suspension hold?", 0.06, "judged", "switch", 0.0, None),
)


def share_by_then(results: Results, end: int, voice: Voice) -> float:
    """Return the share of futures that have ended so by the end of the median's month; else 0."""
    breaks, clock = results.first_breaks(), results.situation.clock
    times = breaks.quantiles(end)
    if times is None:
        return 0.0
    month = date_at(clock, times[1], voice)
    named = np.array([date_at(clock, weeks, voice) == month for weeks in breaks.weeks])
    within = (breaks.ends == end) & ((breaks.weeks <= times[1]) | named)
    return float(weighted_mean(within.astype(np.float64), breaks.weights))
