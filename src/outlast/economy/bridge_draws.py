"""The uncertain numbers between shortfalls and losses, one value a future.

Tied shares, the reading of them, the stocks downstream, the way in which a cut spreads, and the
place between the ends of that spread have luck of their own, so that the first futures of a longer
run are those of a shorter one.
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from outlast.engine.arrays import Bools, Ints, Reals
from outlast.lower.draws.quantiles import triangular
from outlast.scenario.bridge import Bridge
from outlast.scenario.distribution import Triangular

FURTHER = 5
"""Draws beside the tied shares."""


@dataclass(frozen=True, eq=False)
class BridgeDraws:
    """The draws of a bridge, futures first."""

    shares: Reals
    """The tied shares: [future, service and industry in the order of the bridge]."""

    top_down: Bools
    """Whether the future takes the second reading of tied shares."""

    cover: Reals
    """Weeks of full use that buyers of the industries' goods have in stock."""

    closure: Ints
    """The way in which a cut spreads, by its place among all."""

    place: Reals
    """The place between no propagation beyond those stocks and all of it, from 0 to 1."""

    readings: tuple[Reals, ...] = ()
    """The tied shares of every future under each reading, from industries first."""

    def some(self, futures: slice) -> "BridgeDraws":
        """Return the draws of some futures."""
        return BridgeDraws(
            shares=self.shares[futures],
            top_down=self.top_down[futures],
            cover=self.cover[futures],
            closure=self.closure[futures],
            place=self.place[futures],
            readings=tuple(each[futures] for each in self.readings),
        )


def bridge_draws(bridge: Bridge, futures: int, seed: int, closures: int) -> BridgeDraws:
    """Return the draws of a bridge.

    Args:
        bridge: The bridge.
        futures: The number of futures.
        seed: The seed of their luck.
        closures: The number of ways in which a cut can spread.
    """
    tied = [(service, each) for service, shares in bridge.tied.items() for each in shares]
    random = np.random.default_rng([seed, crc32(b"bridge")])
    points = random.random((futures, len(tied) + FURTHER))
    drawn = [_drawn(points[:, at], each.share) for at, (_, each) in enumerate(tied)]
    shares = np.stack(drawn, axis=1)
    first = len(tied)
    other, top_down, readings = bridge.top_down, np.zeros(futures, np.bool_), (shares,)
    if other is not None:
        top_down = points[:, first] < other.chance
        multiple = _drawn(points[:, first + 1], other.multiple)
        again = [service in other.services and not each.fixed for service, each in tied]
        read_again = np.array(again)
        totals = np.where(read_again, shares * multiple[:, None], shares)
        readings = (shares, totals)
        shares = np.where(top_down[:, None], totals, shares)
    return BridgeDraws(
        shares=shares,
        top_down=top_down,
        cover=_drawn(points[:, first + 2], bridge.cover.weeks),
        closure=np.minimum(points[:, first + 3] * closures, closures - 1).astype(np.int32),
        place=points[:, first + 4],
        readings=readings,
    )


def _drawn(points: Reals, triangle: Triangular) -> Reals:
    """Return quantiles of a triangle; one without width is a share that a reader fixed."""
    if triangle.low == triangle.high:
        return np.full(len(points), triangle.low)
    return triangular(points, triangle.low, triangle.mode, triangle.high)
