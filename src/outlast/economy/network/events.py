"""Events on a network of industries: lost capacity, a restricted route, and lost capital."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Reals


class CapacityLoss(NamedTuple):
    """Industries lose a share of their capacity for some steps."""

    industries: tuple[int, ...]
    share: float
    """The share that is lost, from 0 to 1."""

    start: int = 0
    """The first step of the loss, counted from 0."""

    length: int = 26
    """Steps of the whole loss."""

    recovery: int = 0
    """Steps in which the loss fades out evenly after its length."""


class RouteCut(NamedTuple):
    """Deliveries of sellers to buyers are held back for some steps."""

    sellers: tuple[int, ...]
    buyers: tuple[int, ...]
    share: float
    start: int = 0
    length: int = 26
    recovery: int = 0


class CapitalLoss(NamedTuple):
    """Industries lose capital, which some sectors rebuild; only ARIO knows it."""

    industries: tuple[int, ...]
    damage: tuple[float, ...]
    """The capital that each industry loses, in the unit of the table."""

    rebuilders: tuple[tuple[int, float], ...]
    """Sectors that rebuild, with their shares."""

    start: int = 0
    length: int = 1
    """Steps before rebuilding begins."""

    rebuilding: float = 60.0
    """The time in which rebuilding is ordered, steps."""


class EventSet(NamedTuple):
    """All events of one run; they may overlap."""

    capacity: tuple[CapacityLoss, ...] = ()
    routes: tuple[RouteCut, ...] = ()
    capital: tuple[CapitalLoss, ...] = ()


class Spell(NamedTuple):
    """The times of events, one entry for each thing that an event meets in one run."""

    share: Reals
    start: Reals
    end: Reals
    recovery: Reals

    def at(self, step: float) -> Reals:
        """Return the share that is lost at a step, by entry; it fades evenly after its end."""
        faded = (step - self.end + 1.0) / (self.recovery + 1.0)
        return np.where(step >= self.start, self.share * np.clip(1.0 - faded, 0.0, 1.0), 0.0)

    def at_in_ario(self, step: float, digits: int) -> Reals:
        """Return the same by ARIO's calendar, in which the state of the step before acts."""
        elapsed = np.maximum(step - 2.0 - self.end, 0.0)
        time = np.where(self.recovery > 0, self.recovery, 1e-300)
        fading = np.round(self.share * np.maximum(1.0 - elapsed / time, 0.0), digits)
        after = np.where(self.recovery > 0, fading, 0.0)
        found = np.where(step - 1.0 < self.end, self.share, after)
        return np.where(step - 1.0 >= self.start, found, 0.0)


class CapacitySchedule(NamedTuple):
    """The lost capacity of several runs; where events meet, the greatest loss counts."""

    industry: np.ndarray[tuple[int], np.dtype[np.intp]]
    run: np.ndarray[tuple[int], np.dtype[np.intp]]
    spell: Spell

    def lost(self, step: float, shape: tuple[int, int]) -> Reals:
        """Return the share of capacity that is lost at a step, shape (industries, runs)."""
        return self._greatest(self.spell.at(step), shape)

    def lost_in_ario(self, step: float, shape: tuple[int, int], digits: int) -> Reals:
        """Return the same by ARIO's calendar."""
        return self._greatest(self.spell.at_in_ario(step, digits), shape)

    def _greatest(self, lost: Reals, shape: tuple[int, int]) -> Reals:
        """Return the greatest of the losses that meet, by industry and run."""
        found = np.zeros(shape)
        np.maximum.at(found, (self.industry, self.run), lost)
        return found


class RouteSchedule(NamedTuple):
    """The restricted routes of several runs, each pair once in a run."""

    seller: np.ndarray[tuple[int], np.dtype[np.intp]]
    buyer: np.ndarray[tuple[int], np.dtype[np.intp]]
    run: np.ndarray[tuple[int], np.dtype[np.intp]]
    pair: np.ndarray[tuple[int], np.dtype[np.intp]]
    """The pair that each entry of the spell meets."""

    spell: Spell

    def lost(self, step: float) -> Reals:
        """Return the share of orders that each pair loses at a step."""
        found = np.zeros(len(self.seller))
        np.maximum.at(found, self.pair, self.spell.at(step))
        return found


def capacity_schedule(runs: Sequence[EventSet]) -> CapacitySchedule:
    """Return the lost capacity of several runs."""
    rows = [
        (industry, at, event.share, event.start, event.length, event.recovery)
        for at, events in enumerate(runs)
        for event in events.capacity
        for industry in event.industries
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 6)
    return CapacitySchedule(table[:, 0].astype(int), table[:, 1].astype(int), _spell(table[:, 2:]))


def route_schedule(runs: Sequence[EventSet]) -> RouteSchedule:
    """Return the restricted routes of several runs."""
    rows = [
        (seller, buyer, at, event.share, event.start, event.length, event.recovery)
        for at, events in enumerate(runs)
        for event in events.routes
        for seller in event.sellers
        for buyer in event.buyers
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 7)
    pairs, pair = np.unique(table[:, :3].astype(int), axis=0, return_inverse=True)
    return RouteSchedule(pairs[:, 0], pairs[:, 1], pairs[:, 2], pair.ravel(), _spell(table[:, 3:]))


def _spell(columns: Reals) -> Spell:
    """Return the times of events from share, start, length and recovery."""
    share, start, length, recovery = columns.T
    return Spell(share, start, start + length, recovery)
