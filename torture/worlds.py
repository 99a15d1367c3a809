"""Seeds of random small worlds, from dice of their own, and simpler seeds."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.engine.worlds import FEATURES, Seed

WEEKS = (26.0, 52.0, 104.0, 156.0)


def seed_drawn(random: Random, weeks: tuple[float, ...] = WEEKS) -> Seed:
    """Return the seed of a world."""
    return Seed(
        number=random.getrandbits(32),
        blocs=random.randint(2, 4),
        goods=random.randint(1, 3),
        features=frozenset(each for each in FEATURES if random.random() < 0.5),  # noqa: PLR2004
        step=random.choice((1.0, 0.5)),
        weeks=random.choice(weeks),
        start=random.choice((0.0, 9.0)),
    )


def words(seed: Seed) -> str:
    """Return a seed in words, the same in every process."""
    values = {**vars(seed), "features": sorted(seed.features)}
    return ", ".join(f"{name} {value}" for name, value in values.items())


def smaller_seeds(seed: Seed) -> Iterator[Seed]:
    """Yield seeds with fewer features, goods, blocs and weeks."""
    for feature in sorted(seed.features):
        yield replace(seed, features=seed.features - {feature})
    if seed.goods > 1:
        yield replace(seed, goods=seed.goods - 1)
    if seed.blocs > 2:  # noqa: PLR2004  a contest has two sides
        yield replace(seed, blocs=seed.blocs - 1)
    if seed.weeks > WEEKS[0]:
        yield replace(seed, weeks=max(WEEKS[0], seed.weeks / 2))
    if seed.step < 1.0:
        yield replace(seed, step=1.0)
    if seed.start > 0.0:
        yield replace(seed, start=0.0)
