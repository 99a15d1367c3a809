"""Services: the uses that a bloc cannot do without, on which first passage is counted."""

from enum import StrEnum

from pydantic import Field

from outlast.facts import Quantity
from outlast.reading import Frozen
from outlast.world.recipe import Input


class Class(StrEnum):
    """The class of a user where the state decides the order of supply."""

    DEFENCE = "defence"
    CIVIL = "civil"


class Service(Frozen):
    """One service of one bloc."""

    bloc: str
    """The bloc that needs it."""

    title: str
    """Its name for readers."""

    class_: Class = Field(alias="class")
    """Its priority class."""

    growth: Quantity
    """The growth of its need, a year."""

    threshold: Quantity
    """The share of need below which the bloc is out of breath."""

    window: Quantity
    """Weeks over which output is averaged before it is compared with the threshold."""

    inputs: dict[str, Input] = Field(default_factory=dict[str, Input])
    """Its needs, by good."""

    compute: "Share | None" = None
    """How it draws on the bloc's stock of compute, for services that run on it."""

    value_added: Quantity | None = None
    """Value added of the industries that depend on it alone, USD_bn a year."""

    worth_as: str | None = None
    """The service whose value added for each unit of input ranks this one among the users of scarce
    goods; absent if it states its own."""

    elasticity: Quantity | None = None
    """The price elasticity of its need; zero if absent."""

    note: str | None = None
    """A remark for readers."""


class Share(Frozen):
    """A service's part of its bloc's stock of compute."""

    owned: Quantity
    """Its share of the compute that the bloc owns."""

    rented: Quantity
    """Its share of the compute that the bloc rents abroad."""

    arithmetic: Quantity
    """The weight of arithmetic against memory bandwidth in its use of compute, 0 to 1."""


class Compute(Frozen):
    """A bloc's stock of compute at the start, by source."""

    owned: dict[str, Quantity]
    """Compute that it owns, H100e, by source: licensed, domestic, smuggled."""

    rented: Quantity | None = None
    """Compute that it rents abroad, H100e."""

    ageing: Quantity
    """The rate at which compute leaves service, a year."""

    channels: dict[str, str] = Field(default_factory=dict[str, str])
    """The source under which arriving accelerators are counted, by good."""

    smuggled: str | None = None
    """The source of diverted units; absent where they are not distinguished."""

    tenants: dict[str, dict[str, Quantity]] = Field(default_factory=dict[str, dict[str, Quantity]])
    """Installations of clouds abroad for it in the base year, by bloc and good, units a year."""


def tenant(bloc: str, site: str) -> str:
    """Return the name of the user through which a bloc rents compute installed at a site."""
    return f"{bloc.lower()}-tenant-{site}"
