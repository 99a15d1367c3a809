"""Laws: those of `tests/property`, on random worlds that no test has seen."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Final

from tests.engine.worlds import Seed
from torture.cases import Attack, Broken
from torture.children import TIMED_OUT, call
from torture.worlds import seed_drawn, smaller_seeds, words

MODULES: Final = ("tests.property.test_engine_laws", "tests.property.test_compute_laws")


def law_of(test: object) -> Callable[..., None] | None:
    """Return the law within a test of random worlds, if it is one."""
    inner = getattr(getattr(test, "hypothesis", None), "inner_test", None)
    names = list(inspect.signature(inner).parameters) if inner else []
    return inner if names in (["seed"], ["seed", "dice"]) else None


def laws() -> dict[str, Callable[..., None]]:
    """Return every law on random worlds, by the name of its test."""
    found: dict[str, Callable[..., None]] = {}
    for name in MODULES:
        for title, test in vars(importlib.import_module(name)).items():
            law = law_of(test)
            if law is not None:
                found[title.removeprefix("test_")] = law
    return found


@dataclass(frozen=True)
class World:
    """A law, and the seed of the world on which it is tried."""

    law: str
    seed: Seed

    def __str__(self) -> str:
        return f"{self.law} on the world of {words(self.seed)}"


class Laws(Attack[World]):
    """The laws of the model on new worlds."""

    name: ClassVar[str] = "laws"
    title: ClassVar[str] = "the laws of tests/property on new random worlds"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.names: list[str] = []

    def prepare(self) -> str:
        """Read the laws."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.names = sorted(laws())
        return "" if self.names else "tests/property has no law on random worlds"

    def draw(self, number: int, random: Random) -> World:
        """Return the next law and a world."""
        return World(self.names[number % len(self.names)], seed_drawn(random))

    def kind(self, case: World) -> str:
        """Return the law."""
        return case.law

    def attempt(self, case: World) -> Broken | None:
        """Try a law in a child."""
        ending = call(hold, case.law, case.seed, folder=self.folder)
        if ending.code == 0:
            return None
        if ending.code == TIMED_OUT:
            return Broken(f"{case.law}: it ends in time")
        return Broken(case.law, ending.said)

    def smaller(self, case: World) -> Iterator[World]:
        """Yield simpler worlds."""
        for seed in smaller_seeds(case.seed):
            yield replace(case, seed=seed)


def hold(law: str, seed: Seed) -> int:
    """Try a law on a world; an error of it passes."""
    found = laws()[law]
    more: dict[str, Any] = {}
    if "dice" in inspect.signature(found).parameters:
        more["dice"] = Random(seed.number)
    try:
        found(seed=seed, **more)
    except AssertionError as broken:
        print(f"{broken}"[:400])
        raise
    return 0
