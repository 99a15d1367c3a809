"""A small world as it is declared by hand: frozen entries, by name."""

from dataclasses import dataclass, field
from typing import Any

from outlast.engine.arrays import Lane
from outlast.engine.codes import CIVIL, CRITICAL, FLOW, NEED_FLOW

Place = tuple[str, str]
"""A site: bloc and good."""
Span = tuple[float, float]
"""From one week to another."""
Key = tuple[str, str, str, str | None]
"""A route: good, origin, destination, and the hub of a detour."""
Practice = tuple[float, float, tuple[float, float, float]]
"""Ceiling, review and approval of a licence practice."""


@dataclass(frozen=True)
class Input:
    """One user's use of one good."""

    good: str
    use: float
    cover: float
    essential: int = CRITICAL
    cost: float = 0.0
    thrift_floor: float = 1.0
    worth: float = 1.0


@dataclass(frozen=True)
class Process:
    """A process and its inputs, per unit of output."""

    site: Place
    output: float
    capacity: float
    inputs: tuple[Input, ...] = ()
    idle: float = 1.0
    learns: float = 0.0
    tools: str | None = None
    """The good of its bloc that the growth of its capacity needs."""

    parent: int | None = None


@dataclass(frozen=True)
class User:
    """A service and its inputs, in units a week."""

    bloc: str
    need: float
    inputs: tuple[Input, ...] = ()
    kind: int = FLOW
    group: int = CIVIL
    elasticity: float = 0.0
    growth: float = 0.0
    value: float = 0.0
    holding: int = -1
    smuggled: int = -1
    profile: int = 0


@dataclass(frozen=True)
class Route:
    """A base route between two blocs, or a detour round one."""

    good: str
    origin: str
    destination: str
    flow: float
    travel: float
    wedge: float = 0.0
    hub: str | None = None
    licit: bool = True
    opens: bool = False
    """Whether nothing of its good moves in the base year."""

    @property
    def key(self) -> Key:
        """The name of the route."""
        return self.good, self.origin, self.destination, self.hub


@dataclass(frozen=True)
class Act:
    """One measure on one route."""

    kind: int
    good: str
    origin: str
    destination: str
    share: float = 1.0
    rate: float = 0.0
    exempt: tuple[float, float, float] = (0.0, 0.0, 0.0)
    bloc: str | None = None
    hub: str | None = None
    tied: bool = True
    path: int = -1
    """The path of practice that it follows."""

    @property
    def key(self) -> Key:
        """The name of the route of the act."""
        return self.good, self.origin, self.destination, self.hub


@dataclass(frozen=True)
class Measure:
    """A measure with its dates in weeks, its acts, and its licence practice."""

    acts: tuple[Act, ...]
    force: tuple[Span, ...]
    announced: tuple[Span, ...] = ()
    phase: float = 1.0
    ceiling: float = 1.2
    review: float = 9.0
    approval: tuple[float, float, float] = (0.8, 0.8, 0.8)
    second: Practice | None = None
    tight: tuple[Span, ...] = ()
    moved: bool = False

    @property
    def levels(self) -> tuple[Practice, Practice]:
        """The first and the second level of the practice."""
        first = (self.ceiling, self.review, self.approval)
        return first, self.second or first


@dataclass(frozen=True)
class Project:
    """A named project of a process."""

    process: int
    start: float
    size: float
    ramp: float
    response: bool = False
    """Whether it is built only in response to controls."""


@dataclass(frozen=True)
class Holding:
    """A stock of compute by profile, barred by measures, shared among services."""

    bloc: str
    compute: tuple[float, ...]
    rented: bool = False
    bars: tuple[tuple[int, float], ...] = ()
    shares: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Line:
    """A service line: a service under one definition of need."""

    service: int
    threshold: float
    window: float
    definition: int = NEED_FLOW
    rivals: tuple[int, ...] = ()
    gap: float = 10.0
    need: float = 0.0


@dataclass(frozen=True)
class Tally:
    """A sum of the goods sent (0) or arrived (1) on routes between two steps."""

    kind: int
    first: int
    last: int
    routes: tuple[Key, ...]


@dataclass
class World:
    """A declared world; lines and services are named by their place in the lists."""

    blocs: list[str]
    goods: list[str]
    processes: list[Process]
    users: list[User]
    routes: list[Route]
    detours: list[Route] = field(default_factory=list[Route])
    measures: list[Measure] = field(default_factory=list[Measure])
    projects: list[Project] = field(default_factory=list[Project])
    holdings: list[Holding] = field(default_factory=list[Holding])
    lines: list[Line] = field(default_factory=list[Line])
    sets: list[tuple[tuple[int, ...], float]] | None = None
    tallies: list[Tally] = field(default_factory=list[Tally])
    finished: dict[Place, float] = field(default_factory=dict[Place, float])
    reserve: dict[Place, tuple[float, float]] = field(
        default_factory=dict[Place, tuple[float, float]]
    )
    entitled: dict[Place, tuple[float, float, float]] = field(
        default_factory=dict[Place, tuple[float, float, float]]
    )
    deliveries: dict[Place, Lane] = field(default_factory=dict[Place, Lane])
    purchase: dict[Place, Lane] = field(default_factory=dict[Place, Lane])
    offtake: dict[Key, float] = field(default_factory=dict[Key, float])
    prices: dict[str, float] = field(default_factory=dict[str, float])
    performance: dict[str, tuple[float, ...]] = field(default_factory=dict[str, tuple[float, ...]])
    dearer: dict[str, float] = field(default_factory=dict[str, float])
    """Growth of the base price, log a year."""
    launches: dict[str, Lane] = field(default_factory=dict[str, Lane])
    maker: dict[str, str] = field(default_factory=dict[str, str])
    research: dict[str, float] = field(default_factory=dict[str, float])
    cohorts: tuple[float, ...] = (0.5, 0.5)
    spread: float = 2.0
    profiles: int = 1
    known: float | None = None
    """The week from which paths of practice move; None for never."""
    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    """Arrays of the Plan that are set as they are."""
