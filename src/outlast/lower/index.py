"""The names of the rows of the arrays, axis by axis, in the order of docs/model/index.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from outlast.engine.arrays import Ints
from outlast.engine.codes import CIVIL, DEFENCE
from outlast.reading import Brief
from outlast.world.service import Class

CLASS_OF: Final = {Class.DEFENCE: DEFENCE, Class.CIVIL: CIVIL}
"""The row of the priority class of a declared service."""

Name = TypeVar("Name")

RENTED: Final = "rented"
"""The source of the compute that a bloc rents abroad."""


@dataclass(frozen=True)
class Edge:
    """One user's use of one site's good."""

    user: str
    """The process or the service that uses it."""

    site: str
    good: str
    bloc: str
    of_process: bool


@dataclass(frozen=True)
class RouteRow:
    """A row of the routes: a declared route, a site's route to its own users, or a detour."""

    name: str
    origin: str
    """The site of the sellers."""

    destination: str
    """The site of the buyers."""

    detour_of: str = ""
    """The base route that a detour avoids; empty for base routes."""

    hub: str = ""
    """The bloc through which a detour passes; empty for base routes."""

    @property
    def own(self) -> bool:
        """Whether it leads from a site's sellers to the users of the same site."""
        return self.origin == self.destination


@dataclass(frozen=True)
class MeasureKey:
    """The identity of a row of measures: one version of its terms under one choice of branches."""

    measure: str
    version: int
    """The number of the version of the measure's terms, from 0."""

    branches: tuple[tuple[str, str], ...] = ()
    """Switch and branch in which the row counts; none: it counts in every future."""

    phased_in: bool = True
    """Whether its force builds up. Acts that build up and acts that do not have rows apart."""


@dataclass(frozen=True)
class ServiceLine:
    """A service under one definition of need: the unit for which first passage is counted."""

    service: str
    definition: str


@dataclass(frozen=True)
class SetSide:
    """The lines of one side in a set of services, under one definition of need."""

    service_set: str
    """The name of the set."""

    side: str
    definition: str
    """The definition under which compute services count in it."""


@dataclass(frozen=True, repr=False)
class AxisNames(Brief):
    """The names of every axis of the arrays, in the order of the rows."""

    blocs: tuple[str, ...]
    goods: tuple[str, ...]
    sites: tuple[str, ...]
    processes: tuple[str, ...]
    learners: tuple[str, ...]
    """The processes whose yield improves with output."""

    services: tuple[str, ...]
    service_kinds: tuple[int, ...]
    """The kind of each service."""

    valued: tuple[str, ...]
    """The services with value added."""

    edges: tuple[Edge, ...]
    routes: tuple[RouteRow, ...]
    measures: tuple[MeasureKey, ...]
    practices: tuple[tuple[str, str, str], ...]
    """Measure, good and destination of each licence practice."""

    paths: tuple[tuple[str, str], ...]
    """Office and destination of each path of practice."""

    projects: tuple[str, ...]
    holdings: tuple[tuple[str, str], ...]
    """Bloc and source of each holding of compute."""

    profiles: tuple[float, ...]
    """The weight of arithmetic in each performance profile."""

    lines: tuple[ServiceLine, ...]
    sets: tuple[SetSide, ...]
    tallies: tuple[str, ...]
    dropped: Mapping[str, str]
    """Declarations of the world that the arrays leave out, each with the reason."""


def numbered(names: Iterable[Name]) -> dict[Name, int]:
    """Return the index of each name."""
    return {name: index for index, name in enumerate(names)}


def csr_list(members: Mapping[int, Sequence[int]], owners: int) -> tuple[Ints, Ints]:
    """Return a list in compressed rows: where the members of each owner begin, and the members.

    Args:
        members: The members of each owner that has any.
        owners: The number of owners.
    """
    sizes = [len(members.get(owner, ())) for owner in range(owners)]
    begins = np.zeros(owners + 1, np.int32)
    begins[1:] = np.cumsum(sizes)
    flat = [member for owner in range(owners) for member in members.get(owner, ())]
    return begins, np.array(flat, np.int32)
