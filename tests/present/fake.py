"""A hand-made outcome: a real scenario with an invented record, smooth and the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.lower import Lowered, lower
from outlast.scenario.load import Situation, load_scenario

FUTURES = 200


@dataclass(frozen=True)
class FakeManifest:
    """What was pretended to be run."""

    scenario: str = "lilliput"
    title: str = "Invented"
    digest: str = "3fa2c1d9"
    seed: int = 7
    futures: int = FUTURES
    version: str = "0.1.0"
    knows_until: date = date(2023, 4, 3)


@dataclass(frozen=True)
class FakeBands:
    """A middle path and a half width that grows."""

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]

    def quantile(self, q: float) -> NDArray[np.float64]:
        """Return a quantile."""
        return np.clip(self.middle + (q - 0.5) * self.spread, 0.0, None)

    def mean(self) -> NDArray[np.float64]:
        """Return the mean."""
        return self.middle

    def part(self, rows: Sequence[int], steps: Sequence[int]) -> "FakeBands":
        """Return some rows at some steps."""
        return FakeBands(self.middle[np.ix_(rows, steps)], self.spread[np.ix_(rows, steps)])


@dataclass
class FakeLine:
    """The odds of a line."""

    service: str
    definition: str
    p_break: float = 0.4
    p_free: float = 0.1
    p_attributable: float = 0.3
    error: float = 0.02
    t10: float | None = 20.0
    t50: float | None = 61.0
    t90: float | None = None
    recovery: float | None = 30.0
    since_share: float = 0.0
    since_weeks: float | None = None


@dataclass(frozen=True)
class FakeOutcome:
    """An outcome."""

    situation: Situation
    lowered: Lowered
    manifest: FakeManifest
    record: Mapping[str, NDArray[Any]]
    bands: Mapping[str, FakeBands]
    odds: tuple[FakeLine, ...] = field(default_factory=tuple)

    def lines(self) -> tuple[FakeLine, ...]:
        """Return the odds of the lines."""
        return self.odds


@cache
def loaded(scenario: str) -> tuple[Situation, Lowered]:
    situation = load_scenario(scenario)
    return situation, lower(situation)


def times(shares: tuple[float, float], horizon: float) -> NDArray[np.float64]:
    """Return first breaks of two sides: the first in a share of futures, and so on; [future, 2]."""
    never = horizon + 1.0
    luck = (np.arange(FUTURES) * 0.6180339887) % 1.0
    found = np.full((FUTURES, 2), never)
    one = luck < shares[0]
    other = (luck >= shares[0]) & (luck < sum(shares))
    early = (np.arange(FUTURES) * 0.7548776662) % 1.0
    found[one, 0] = 8 + (horizon - 20) * early[one] ** 1.6
    found[one, 1] = never
    found[other, 1] = 30 + (horizon - 40) * early[other]
    both = (luck >= sum(shares)) & (luck < sum(shares) + 0.04)
    found[both] = np.floor(40 + 30 * early[both])[:, None] + 0.25
    return found


def outcome(scenario: str = "lilliput", shares: tuple[float, float] = (0.61, 0.2)) -> FakeOutcome:
    """Return an invented outcome of a shipped scenario."""
    situation, lowered = loaded(scenario)
    names, plan = lowered.names, lowered.plan
    horizon = float(situation.clock.horizon_weeks)
    sides = list(situation.timeline.sides)
    pair = times(shares, horizon)
    strict = np.column_stack([pair[:, sides.index(half.side)] for half in names.sets])
    luck = ((np.arange(FUTURES)[:, None, None] + 1) * 0.5698402910) % 1.0
    kinds = np.array([6.0, 2.0, 3.0, 1.0])
    base = 0.5 + (np.arange(len(names.sites)) * 0.379) % 1.0
    cover = kinds * base[:, None] * (0.5 + luck)
    holdings, profiles = max(1, len(names.holdings)), max(1, len(names.profiles))
    installed = 1e6 / (1 + np.arange(holdings))[:, None] * (0.7 + 0.6 * luck) * np.ones(profiles)
    record = {
        "strict": strict,
        "cover_date": cover,
        "installed_date": installed,
        "installed_end": installed * 3.0,
    }
    return FakeOutcome(
        situation,
        lowered,
        FakeManifest(scenario=scenario, knows_until=situation.scenario.knows_until),
        record,
        bands(len(names.lines), len(names.sites), len(names.services), plan.horizon),
        tuple(
            FakeLine(line.service, line.definition, p_break=0.2 + 0.1 * (n % 5))
            for n, line in enumerate(names.lines)
        ),
    )


def bands(lines: int, sites: int, services: int, steps: int) -> dict[str, FakeBands]:
    """Return invented series."""
    t = np.linspace(0.0, 1.0, steps)

    def made(rows: int, start: float, fall: float) -> FakeBands:
        middle: Any
        depth = fall * ((np.arange(rows) * 0.618) % 1.0)[:, None]
        dip = np.exp(-(((t - 0.3) / 0.2) ** 2))
        middle = np.clip(start - depth * dip, 0.0, None)
        return FakeBands(middle, 0.4 * depth * t + 0.02)

    usable = FakeBands(
        1e6 * (1 + np.arange(services))[:, None] * (1 + (1 + np.arange(services) % 3)[:, None] * t),
        1e5 * np.ones((services, steps)),
    )
    return {
        "level": made(lines, 1.0, 0.6),
        "met": made(sites, 1.0, 0.9),
        "cover": made(sites, 12.0, 12.0),
        "usable": usable,
    }


@dataclass(frozen=True)
class FakeDriver:
    """A driver."""

    name: str
    title: str
    share: float
    grade: str
    role: str
    direction: float


DRIVERS = (
    FakeDriver("users-stock", "Stock of users at the start", 0.31, "judged", "assumption", 1.0),
    FakeDriver("ceiling", "Ceiling of licences", 0.22, "assumed", "lever", 1.0),
    FakeDriver("detour", "Share that goes round", 0.12, "derived", "assumption", 1.0),
    FakeDriver("hoarding", "Hoarding", 0.08, "assumed", "assumption", -1.0),
    FakeDriver("truce", "Does the suspension hold?", 0.06, "judged", "switch", 0.0),
)

CLAIMS = (
    {"claim": "Stocks last a year", "verdict": "contradicted", "unit": "month", "said": 12.0,
     "found": 4.1, "low": 2.0, "high": 6.5, "on": None, "source": "somebody"},
    {"claim": "Yield reaches a half", "verdict": "supported", "unit": "1", "said": 0.5,
     "found": 0.52, "low": 0.4, "high": 0.6, "on": None, "source": "somebody"},
    {"claim": "A ban speeds the rival up", "verdict": "depends", "on": "the reading"},
    {"claim": "Reserves hold ten years", "verdict": "cannot be told"},
)  # fmt: skip
