"""The oracle: the engine against the literal one, on random worlds and on futures of contests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar, Final

from tests.engine.worlds import Seed
from torture.cases import Attack, Broken
from torture.children import TIMED_OUT, call
from torture.worlds import seed_drawn, smaller_seeds, words

WORLD: Final = "random world"
CONTESTS: Final = ("lilliput", "today", "lapse", "cutoff")
EVERY: Final = 8
"""One of so many cases is a future of a contest."""

FUTURES: Final = 2
"""Futures of a random world."""

SLOW: Final = 300.0
"""Seconds that the literal oracle may take for a future of a large contest."""

APART: Final = 10
"""The exit code of a child in which the engines differ."""


@dataclass(frozen=True)
class Compared:
    """A run that both engines do."""

    where: str
    """A random world, or a scenario."""

    seed: Seed
    """The seed of the world; of a scenario its number alone counts."""

    def __str__(self) -> str:
        return f"{self.where}, {words(self.seed) if self.where == WORLD else self.seed.number}"


class Oracle(Attack[Compared]):
    """Engine and oracle agree to 1e-9 in float64."""

    name: ClassVar[str] = "oracle"
    title: ClassVar[str] = "the engine against the literal oracle, to 1e-9 in float64"

    def prepare(self) -> str:
        """Make the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return ""

    def draw(self, number: int, random: Random) -> Compared:
        """Return a world, or a future of a scenario, mostly the toy."""
        seed = seed_drawn(random)
        if number % EVERY != EVERY - 1:
            return Compared(WORLD, seed)
        toy, *others = CONTESTS
        return Compared(random.choice((toy, toy, toy, toy, random.choice(others))), seed)

    def kind(self, case: Compared) -> str:
        """Return the kind of run."""
        return case.where

    def attempt(self, case: Compared) -> Broken | None:
        """Run both engines in a child."""
        ending = call(compare, case.where, case.seed, folder=self.folder, limit=SLOW)
        match ending.code:
            case 0:
                return None
            case int(code) if code == APART:
                first, _, _ = ending.out.partition("[")
                return Broken(f"engine and oracle agree: {first}", ending.out.strip()[:600])
            case int(code) if code == TIMED_OUT:
                return Broken(f"both engines end in time: {case.where}")
            case _:
                return Broken(f"both engines run: {case.where}", ending.said)

    def smaller(self, case: Compared) -> Iterator[Compared]:
        """Yield simpler worlds."""
        if case.where == WORLD:
            for seed in smaller_seeds(case.seed):
                yield replace(case, seed=seed)


def compare(where: str, seed: Seed) -> int:
    """Print the differences between the engines; return 10 if there are any."""
    from outlast.api.run import load  # noqa: PLC0415  the child has it imported
    from outlast.engine.compiled.run import run_compiled  # noqa: PLC0415
    from outlast.ensemble.prepare import prepare  # noqa: PLC0415
    from outlast.ensemble.streams import luck  # noqa: PLC0415
    from tests.engine.worlds import arrays_of  # noqa: PLC0415
    from tests.oracle.agree import apart  # noqa: PLC0415

    if where == WORLD:
        plan, draw = arrays_of(seed, FUTURES)
    else:
        prepared = prepare(load(where))
        dimensions, first = prepared.drawing.dimensions, seed.number % 10_000
        plan = prepared.plan
        draw = prepared.sample(luck(dimensions, range(first, first + 1), seed.number))
    found = apart(plan, draw, run_compiled(plan, draw))
    for line in found[:5]:
        print(line)
    return APART if found else 0
