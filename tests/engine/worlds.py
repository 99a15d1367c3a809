"""Random small worlds that close: quarters of a unit add without rounding."""

from dataclasses import dataclass, field, replace
from random import Random

import numpy as np
from hypothesis import strategies as st

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    ARRIVED,
    BUYERS_BAN,
    CIVIL,
    COMPUTE,
    CRITICAL,
    DEFENCE,
    DENY,
    FEE,
    FLOW,
    GENERAL_LICENCE,
    IMPORTANT,
    INSTALLER,
    LICENCE,
    NEED_FREE,
    NEED_GAP,
    NEED_KEEP,
    NEED_PLAN,
    NOT_CRITICAL,
    OTHER,
    PRICE_FLOOR,
    QUOTA,
    RESIDUAL,
    SENT,
)
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from tests.engine.assembly import Assembly
from tests.engine.exposure import CONTROLS
from tests.engine.ranges import random_draw
from tests.engine.world import (
    Act,
    Holding,
    Input,
    Line,
    Measure,
    Place,
    Process,
    Project,
    Route,
    Tally,
    User,
    World,
)

FEATURES = (
    "compute", "detours", "extremes", "hubs", "investment", "learning", "policy", "projects",
    "series", "switches",
)  # fmt: skip
"""Features that a world may have beside chains, users and routes."""
KINDS = (
    DENY, DENY, LICENCE, LICENCE, LICENCE, QUOTA, BUYERS_BAN, FEE, PRICE_FLOOR, GENERAL_LICENCE,
)  # fmt: skip
"""Kinds of acts, as often as a measure draws them."""
WORTHS = (1.0, 1.0, 4.0, 40.0, 40.0, 300.0)
"""Worths of inputs, under the greatest price and above it, some of them alike."""
COHORTS = ((1.0,), (0.5, 0.5), (0.05, 0.15, 0.3, 0.3, 0.2))


@dataclass
class Seed:
    """The numbers from which a world is made; a failing world shrinks to few features."""

    number: int
    blocs: int
    goods: int
    features: frozenset[str]
    step: float
    weeks: float
    start: float


@st.composite
def seeds(draw: st.DrawFn, weeks: float = 60.0) -> Seed:
    """Seeds of worlds of two to four blocs and one to three goods."""
    return Seed(
        number=draw(st.integers(0, 2**32 - 1)),
        blocs=draw(st.integers(2, 4)),
        goods=draw(st.integers(1, 3)),
        features=draw(st.frozensets(st.sampled_from(FEATURES))),
        step=draw(st.sampled_from((1.0, 0.5))),
        weeks=weeks,
        start=draw(st.sampled_from((0.0, 9.0))),
    )


def world_of(seed: Seed) -> World:
    """Return the world of a seed."""
    return Maker(seed).world()


def arrays_of(seed: Seed, futures: int = 2) -> tuple[Plan, Draw]:
    """Return the arrays of the world of a seed, with random draws."""
    return arrays_in(world_of(seed), seed, futures)


def arrays_in(world: World, seed: Seed, futures: int = 2) -> tuple[Plan, Draw]:
    """Return the arrays of a world, with the random draws of a seed."""
    plan = Assembly(world, seed.step, seed.weeks, seed.start).plan()
    return plan, random_draw(world, plan, seed.number, seed.features, futures)


@dataclass
class Maker:
    """A world under way, from the last good of a chain back to the first."""

    seed: Seed
    random: Random = field(init=False)
    values: Random = field(init=False)
    """The luck of worth, apart from that of all else."""
    used: dict[Place, float] = field(default_factory=dict[Place, float])

    def __post_init__(self) -> None:
        self.random = Random(self.seed.number)  # noqa: S311 - nothing is kept secret
        self.values = Random(self.seed.number)  # noqa: S311 - nothing is kept secret
        self.blocs = ["A", "B", "C", "D"][: self.seed.blocs]
        self.goods = ["x", "y", "z"][: self.seed.goods]
        self.places = [(b, g) for b in self.blocs for g in self.goods]
        self.used = dict.fromkeys(self.places, 0.0)
        self.processes: list[Process] = []
        self.users: list[User] = []
        self.routes: list[Route] = []
        self.groups = self.random.choice(((DEFENCE,), (DEFENCE, CIVIL)))
        self.steps = round(self.seed.weeks / self.seed.step)

    def has(self, feature: str) -> bool:
        """Say whether the world has a feature."""
        return feature in self.seed.features

    def amount(self) -> float:
        """Return some quarters of a unit."""
        return self.random.randint(1, 24) / 4.0

    def chance(self, part: float = 0.5) -> bool:
        """Return true by chance."""
        return self.random.random() < part

    def input(self, good: str, use: float, essential: int | None = None) -> Input:
        """Return a use of a good."""
        r = self.random
        drawn = r.choice((CRITICAL, CRITICAL, IMPORTANT, NOT_CRITICAL))
        return Input(
            good, use, r.uniform(0.5, 5.0), drawn if essential is None else essential,
            r.uniform(0.0, 0.1), r.choice((1.0, r.uniform(0.5, 1.0))), self.values.choice(WORTHS),
        )  # fmt: skip

    def serve(self, bloc: str, goods: list[str], kind: int = FLOW, holding: int = -1) -> None:
        """Add a service that uses goods."""
        r = self.random
        inputs = tuple(
            self.input(g, self.amount(), None if kind == FLOW else CRITICAL) for g in goods
        )
        for i in inputs:
            self.used[bloc, i.good] += i.use
        self.users.append(
            User(
                bloc, self.amount(), inputs, kind, r.choice(self.groups), r.choice((0.0, 0.5)),
                r.choice((0.0, r.uniform(-0.3, 0.3))), r.uniform(0.0, 100.0), holding,
            )
        )  # fmt: skip

    def add_services(self) -> None:
        """Add flow services and installers."""
        for bloc in self.blocs:
            if self.chance(0.7):
                self.serve(
                    bloc, self.random.sample(self.goods, self.random.randint(1, len(self.goods)))
                )
        if self.has("compute"):
            for holding in range(2):
                self.serve(self.random.choice(self.blocs), [self.goods[-1]], INSTALLER, holding)
            if self.chance():
                self.users[-1] = replace(self.users[-1], smuggled=2)

    def add_good(self, good: str) -> None:
        """Add routes, processes and residual users of a good, whose other uses are known."""
        r = self.random
        pairs = [(o, d) for o in self.blocs for d in self.blocs if o != d]
        flows = {pair: self.amount() for pair in pairs if self.chance(0.6)}
        for (origin, end), flow in flows.items():
            wedge = r.choice((0.0, 0.1))
            self.routes.append(Route(good, origin, end, flow, float(r.randint(1, 4)), wedge))
        for bloc in self.blocs:
            sent = sum(flow for (origin, _), flow in flows.items() if origin == bloc)
            came = sum(flow for (_, end), flow in flows.items() if end == bloc)
            resold = 0.0
            if self.has("hubs") and sent > 0.0 and self.chance():
                resold = r.choice((0.25, 0.5, 1.0)) * sent
                self.used[bloc, good] += resold
            kept = max(0.0, self.used[bloc, good] - came)
            kept += self.amount() if self.chance() else 0.0
            left = came + kept - self.used[bloc, good]
            if left > 0.0:
                goods = (self.input(good, left, CRITICAL),)
                self.users.append(User(bloc, left, goods, RESIDUAL, OTHER, 0.3))
            self.make((bloc, good), sent + kept - resold, resold)

    def make(self, place: Place, output: float, resold: float) -> None:
        """Add the makers of a good at a place: traders, scrap, and a process with its inputs."""
        r, (bloc, good) = self.random, place
        if resold > 0.0:
            trade = (self.input(good, 1.0, CRITICAL),)
            self.processes.append(Process(place, resold, resold * r.choice((1.0, 2.0)), trade))
        scrap = output / 2.0 if output > 0.0 and self.chance(0.2) else 0.0
        if scrap > 0.0:
            self.processes.append(Process(place, scrap, scrap))
        if output - scrap <= 0.0:
            return
        earlier = self.goods[: self.goods.index(good)]
        inputs: list[Input] = []
        for name in earlier:
            if self.chance(0.7):
                inputs.append(self.input(name, r.choice((0.5, 1.0, 2.0))))
                self.used[bloc, name] += inputs[-1].use * (output - scrap)
        taught = [i for i, p in enumerate(self.processes) if p.learns > 0.0]
        learns = r.uniform(0.2, 0.6) if self.has("learning") and self.chance(0.8) else 0.0
        self.processes.append(
            Process(
                place, output - scrap, (output - scrap) * r.choice((1.0, 1.25, 2.0)), tuple(inputs),
                learns=learns,
                parent=r.choice(taught) if learns and taught and self.chance(0.8) else None,
            )
        )  # fmt: skip

    def series(self, most: float) -> Lane:
        """Return a series of steps, most of them 0."""
        given = [self.random.uniform(0.0, most) * self.chance(0.2) for _ in range(self.steps)]
        return np.array(given)

    def detours(self) -> list[Route]:
        """Return detours round base routes, licit or not."""
        found: list[Route] = []
        for route in self.routes:
            for hub in self.blocs:
                if hub not in {route.origin, route.destination} and self.chance(0.6):
                    travel = float(self.random.randint(2, 5))
                    name = route.good, route.origin, route.destination
                    found.append(Route(*name, 0.0, travel, 0.0, hub, self.chance()))
        return found

    def span(self) -> tuple[float, float]:
        """Return the span in which something holds."""
        first = self.random.choice((0.0, self.random.uniform(0.0, self.seed.weeks / 2.0)))
        return first, first + self.random.choice((8.0, 20.5, 1000.0))

    def act(self, kind: int, route: Route) -> Act:
        """Return an act of a kind on a route."""
        r = self.random
        name = route.good, route.origin, route.destination
        exempt = (r.choice((0.0, 1.0)), r.uniform(0.0, 1.0), r.uniform(0.0, 1.0))
        share = r.choice((1.0, r.uniform(0.1, 1.0)))
        return Act(
            kind, *name, share, r.uniform(0.0, 1.2), exempt, r.choice(self.blocs), route.hub,
            self.chance(0.8), r.choice((-1, 0, 1)),
        )  # fmt: skip

    def contested(self, detours: list[Route]) -> list[Route]:
        """Return the routes that measures aim at: some, and routes of detours with their hubs."""
        known = {route.key: route for route in self.routes}
        found = self.random.sample(self.routes, min(len(self.routes), 3))
        for way in detours[:6]:
            hub = known.get((way.good, way.origin, str(way.hub), None))
            if way.licit and hub is not None:
                found += [hub, known[way.good, way.origin, way.destination, None]]
        return list(dict.fromkeys(found))

    def measures(self, detours: list[Route]) -> list[Measure]:
        """Return measures of all kinds."""
        r, found = self.random, list[Measure]()
        contested = self.contested(detours)
        for _ in range(r.randint(2, 9)):
            kind = r.choice(KINDS)
            picked = r.sample(contested, min(len(contested), r.randint(1, 2)))
            first = self.span()
            warned = max(0.0, first[0] - r.uniform(0.0, 8.0))
            second = (r.uniform(0.0, 1.5), r.uniform(2.0, 30.0), (0.0, r.random(), r.random()))
            found.append(
                Measure(
                    tuple(self.act(kind, route) for route in picked), (first,),
                    ((warned, first[0]),), r.choice((0.0, 1.0)) if kind in CONTROLS else 0.0,
                    second=second, tight=(self.span(),),
                )
            )  # fmt: skip
        return found

    def world(self) -> World:
        """Return the world."""
        self.add_services()
        for good in reversed(self.goods):
            self.add_good(good)
        r = self.random
        detours = self.detours() if self.has("detours") else []
        measures = self.measures(detours) if self.has("policy") and self.routes else []
        made = [p for p in self.places if any(q.site == p for q in self.processes)]
        into = [p for p in self.places if any((r.destination, r.good) == p for r in self.routes)]
        keys = [route.key for route in self.routes]
        world = World(
            self.blocs, self.goods, self.processes, self.users, self.routes, detours, measures,
            finished={p: r.uniform(0.5, 4.0) for p in made},
            prices={g: r.uniform(0.5, 50.0) for g in self.goods},
            dearer={g: r.uniform(-0.5, 0.2) for g in self.goods},
            cohorts=r.choice(COHORTS), spread=r.uniform(1.5, 3.0),
            tallies=[Tally(kind, 3, 25, tuple(keys)) for kind in (SENT, ARRIVED)],
            research={b: r.uniform(1.0, 100.0) for b in self.blocs if self.chance()},
            extra={"paired": int(self.chance())}, known=r.choice((None, 0.0, r.uniform(0.0, 60.0))),
        )  # fmt: skip
        if self.has("investment"):
            world.processes = [
                replace(p, tools=r.choice(self.goods)) if self.chance() else p
                for p in world.processes
            ]
        if self.has("series"):
            world.reserve = {p: (self.amount(), r.uniform(0.1, 2.0)) for p in into if self.chance()}
            world.entitled = {p: (1.0, r.random(), float(self.chance())) for p in into}
            world.purchase = {p: self.series(2.0) for p in into if self.chance()}
            world.deliveries = {p: self.series(3.0) for p in into if self.chance()}
            world.extra["free_from"] = r.choice((0, 5))
        if self.has("projects"):
            chosen = [r.randrange(len(self.processes)) for _ in range(r.randint(1, 3))]
            world.projects = [
                Project(
                    p,
                    r.uniform(-5.0, 40.0),
                    self.amount(),
                    r.choice((0.5, 13.0, 52.0)),
                    self.chance(0.3),
                )
                for p in chosen
            ]
            bases = [route.key for route in self.routes if route.hub is None]
            world.offtake = {key: r.random() for key in bases if self.chance()}
        self.add_compute(world)
        if self.has("projects") and self.chance():
            self.add_newcomer(world)
        return world

    def add_newcomer(self, world: World) -> None:
        """Add a good that nobody makes in the base year, its maker and its user, as projects."""
        r, user = self.random, self.random.choice(self.processes)
        bloc = user.site[0]
        world.goods = [*world.goods, "new"]
        world.routes = [*world.routes, Route("new", bloc, bloc, 0.0, 1.0, opens=True)]
        world.finished = {**world.finished, (bloc, "new"): r.uniform(0.5, 4.0)}
        for process in (
            Process(user.site, 0.0, 0.0, (self.input("new", r.uniform(0.2, 2.0), CRITICAL),)),
            Process((bloc, "new"), 0.0, 0.0),
        ):
            starts = r.uniform(0.0, 20.0)
            world.projects.append(Project(len(world.processes), starts, self.amount(), 13.0))
            world.processes.append(process)

    def add_compute(self, world: World) -> None:
        """Add holdings, services of compute, and lines under all definitions."""
        r = self.random
        flows = [u for u, user in enumerate(world.users) if user.kind in {FLOW, INSTALLER}]
        world.lines = [
            Line(u, r.uniform(0.5, 0.98), float(r.choice((1, 4, 8)))) for u in flows or [0]
        ]
        if self.has("compute"):
            world.profiles, world.extra["paired"] = 2, 1
            first = len(world.users)
            for profile in range(2):
                world.users.append(User(r.choice(self.blocs), 1.0, kind=COMPUTE, profile=profile))
            services = (first, first + 1)
            for h in range(3):
                barred = [(m, r.uniform(0.2, 1.0)) for m in range(len(world.measures))]
                parts = tuple((u, r.uniform(0.1, 0.5)) for u in services)
                size = (self.amount() * 10.0, self.amount() * 10.0)
                world.holdings.append(
                    Holding(r.choice(self.blocs), size, h != 1, tuple(barred[:h]), parts)
                )
            world.performance = {self.goods[-1]: (r.uniform(0.1, 1.0), r.uniform(0.1, 1.0))}
            world.maker = {self.goods[-1]: r.choice(self.blocs)} if self.chance(0.7) else {}
            world.launches = {
                self.goods[-1]: np.floor(np.arange(self.steps) * self.seed.step / 20.0) * 0.4
            }
            for u, rival in (services, services[::-1]):
                for definition in (NEED_PLAN, NEED_GAP, NEED_KEEP, NEED_FREE):
                    world.lines.append(
                        Line(
                            u, r.uniform(0.5, 0.98), float(r.choice((2, 13))), definition, (rival,),
                            r.uniform(0.5, 3.0), r.uniform(5.0, 30.0),
                        )
                    )  # fmt: skip
        n = len(world.lines)
        world.sets = [(tuple(range(n)), 0.2), (tuple(range(0, n, 2)), 0.05)]
