"""The named sets behind the arrays, each in the order that docs/model/index.md gives it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from outlast.engine.arrays import Ints
from outlast.world.service import Class

CLASSES: Final = ("defence", "civil", "other")
"""The priority classes, in the order of the arrays."""

CLASS_OF: Final = {Class.DEFENCE: 0, Class.CIVIL: 1}
"""The class of a declared service."""

OTHER: Final = 2
"""The class of the uses that a world does not name."""

DEFINITIONS: Final = ("flow", "plan", "gap", "keep", "free")
"""The definitions of need, in the order of the arrays."""

RENTED: Final = "rented"
"""The source of what a bloc rents abroad."""

FLOW, COMPUTE, INSTALLER, RESIDUAL = range(4)
"""The kinds of services, in the order of the arrays."""


@dataclass(frozen=True)
class Edge:
    """One user's use of one site's good."""

    user: str
    """A process or a service."""

    site: str
    good: str
    bloc: str
    of_process: bool


@dataclass(frozen=True)
class Way:
    """A route as the arrays count it: a base route, a site's own, or a detour."""

    name: str
    origin: str
    """The site of the sellers."""

    destination: str
    """The site of the buyers."""

    round_: str = ""
    """The base route that a detour goes round."""

    by: str = ""
    """The bloc through which a detour passes."""

    @property
    def own(self) -> bool:
        """Whether it leads from a site's sellers to its own users."""
        return self.origin == self.destination


@dataclass(frozen=True)
class Row:
    """One row of measures: a measure's terms of one span, in one way in which switches fall."""

    measure: str
    version: int
    branches: tuple[tuple[str, str], ...] = ()
    """The branches on which it hangs; none: it counts in every future."""

    built_up: bool = True
    """Whether its force builds up; a measure's acts that do and that do not are rows apart."""


@dataclass(frozen=True)
class Line:
    """A breath line: a service under one definition of need."""

    service: str
    definition: str


@dataclass(frozen=True)
class Half:
    """One side of a set of lines."""

    contest: str
    side: str
    definition: str
    """The definition under which compute services count in it."""


@dataclass
class Names:
    """What each index of the arrays stands for."""

    blocs: tuple[str, ...]
    goods: tuple[str, ...]
    sites: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    kinds: tuple[int, ...] = ()
    """The kind of each service."""

    edges: tuple[Edge, ...] = ()
    routes: tuple[Way, ...] = ()
    learners: tuple[str, ...] = ()
    measures: tuple[Row, ...] = ()
    practices: tuple[tuple[str, str], ...] = ()
    """Measure and good."""

    projects: tuple[str, ...] = ()
    holdings: tuple[tuple[str, str], ...] = ()
    """Bloc and source."""

    profiles: tuple[float, ...] = ()
    """The weight of arithmetic."""

    lines: tuple[Line, ...] = ()
    sets: tuple[Half, ...] = ()
    tallies: tuple[str, ...] = ()
    dropped: dict[str, str] = field(default_factory=dict[str, str])
    """What the world declares and the arrays cannot hold, with the reason."""


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Return the index of each name."""
    return {name: index for index, name in enumerate(names)}


def lists(members: Mapping[int, Sequence[int]], count: int) -> tuple[Ints, Ints]:
    """Return a CSR list: where each owner's members begin, and the members."""
    sizes = [len(members.get(owner, ())) for owner in range(count)]
    begins = np.zeros(count + 1, np.int32)
    begins[1:] = np.cumsum(sizes)
    flat = [member for owner in range(count) for member in members.get(owner, ())]
    return begins, np.array(flat, np.int32)
