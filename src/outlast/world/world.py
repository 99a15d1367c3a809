"""A world: blocs, goods, sites, processes, routes and services that agree with each other."""

from pydantic import Field

from outlast.facts import Quantity
from outlast.reading import Day, Frozen, brief
from outlast.world.good import Good
from outlast.world.route import Route
from outlast.world.service import Compute, Service
from outlast.world.site import Process, Project, Site


class Bloc(Frozen):
    """Countries that act as one."""

    title: str
    """Its name for readers."""

    side: str | None = None
    """Its side; none for a bloc that takes no side."""

    countries: tuple[str, ...] = ()
    """Its countries, ISO 3166 alpha-2."""

    rest_of_world: bool = False
    """Whether it also holds every country that no bloc names."""


class Cohorts(Frozen):
    """How the users of a good are divided by the size of their stock."""

    weights: tuple[Quantity, ...] = Field(min_length=1)
    """The share of use of each cohort, from the thinnest stock to the thickest."""


class Things(Frozen):
    """The things that any file of a world may declare, by id."""

    title: str | None = None
    """The title of the file."""

    families: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """Named families of goods, which priors may select as one: `fuels: [gas, oil]` here, and
    `where: {family: [fuels]}` there. A kind of goods works like a family."""

    blocs: dict[str, Bloc] = Field(default_factory=dict[str, Bloc])
    """The blocs."""

    goods: dict[str, Good] = Field(default_factory=dict[str, Good])
    """The goods."""

    sites: dict[str, Site] = Field(default_factory=dict[str, Site])
    """The sites: a good in a bloc."""

    processes: dict[str, Process] = Field(default_factory=dict[str, Process])
    """The processes that make goods."""

    routes: dict[str, Route] = Field(default_factory=dict[str, Route])
    """The routes between blocs."""

    services: dict[str, Service] = Field(default_factory=dict[str, Service])
    """The services that blocs need."""

    compute: dict[str, Compute] = Field(default_factory=dict[str, Compute])
    """The stock of compute at the start, by bloc."""

    projects: dict[str, Project] = Field(default_factory=dict[str, Project])
    """Named capacity to come."""


class World(Things):
    """A whole world: `world.yaml`, with the things of the other files of its folder."""

    start: Day
    """The first day of the common start."""

    base_year: int
    """The year whose values the stationary world repeats."""

    cohorts: Cohorts
    """How users are divided."""

    def __repr__(self) -> str:
        return brief(self, *type(self).model_fields)

    def family(self, name: str) -> tuple[str, ...]:
        """Return the goods of a family, or of a kind; empty if there are none."""
        if name in self.families:
            return self.families[name]
        return tuple(key for key, good in self.goods.items() if good.kind == name)

    def site_of(self, bloc: str, good: str) -> str | None:
        """Return the id of a bloc's site of a good."""
        for key, site in self.sites.items():
            if (site.bloc, site.good) == (bloc, good):
                return key
        return None
