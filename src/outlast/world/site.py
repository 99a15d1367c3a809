"""Sites and processes: where a good is held and made."""

from enum import StrEnum

from pydantic import Field

from outlast.facts import Quantity
from outlast.reading import Frozen
from outlast.world.recipe import Input


class Making(StrEnum):
    """How a process comes by its output."""

    PRIMARY = "primary"
    """From the ground or as a by-product; no modelled input."""

    SECONDARY = "secondary"
    """From scrap and other residual supply; no modelled input."""

    CONVERSION = "conversion"
    """From other goods, by its recipe."""

    TRADE = "trade"
    """From the same good bought elsewhere: a hub passes it on, one to one."""


class Site(Frozen):
    """One good in one bloc: its sellers' stock, its users' balance.

    Two balances hold at each site in the base year, in units a year:

        output of its processes  = exports + what it keeps
        imports + what it keeps  = named uses + other use

    `rest` names the two quantities that these balances give; all others are stated.
    """

    bloc: str
    """The bloc."""

    good: str
    """The good."""

    rest: tuple[str, str]
    """The two quantities given by the balances: `kept`, `other`, or a process of the site."""

    kept: Quantity | None = None
    """The flow from its sellers to its own users, units a year."""

    other: Quantity | None = None
    """The low-value uses that the world does not name, units a year."""

    finished: Quantity
    """The sellers' finished stock, weeks of output."""

    strategic: Quantity | None = None
    """The state's stock, units."""

    elasticity: Quantity | None = None
    """The short-run price elasticity of other use."""

    note: str | None = None
    """A remark for readers."""


class Process(Frozen):
    """One way in which a good is made at a site."""

    site: str
    """The site whose good it makes."""

    making: Making
    """How it comes by its output."""

    title: str | None = None
    """Its name for readers."""

    output: Quantity | None = None
    """Output of the base year, units a year; absent where the balances give it."""

    capacity: Quantity | None = None
    """Capacity of the base year, units a year; absent: that of its output."""

    inputs: dict[str, Input] = Field(default_factory=dict[str, Input])
    """Its recipe, by good; the inputs come from the same bloc's sites."""

    tools: str | None = None
    """The good of its bloc that the growth of its capacity needs."""

    yield_now: Quantity | None = None
    """The share of good units in the base year, where yield is learned."""

    yield_best: Quantity | None = None
    """The share of good units that learning cannot exceed."""

    note: str | None = None
    """A remark for readers."""


class Project(Frozen):
    """Named capacity that is to come."""

    process: str
    """The process whose capacity it adds to."""

    adds: Quantity
    """Its capacity at full ramp, units a year."""

    starts: Quantity
    """The stated first year of output, as a calendar year with its decimal part."""

    ramp: Quantity
    """Weeks from first output to full capacity."""

    chance: Quantity
    """The probability that it comes at all."""

    announced: Quantity | None = None
    """The calendar year in which it was announced; it is unknown before."""

    note: str | None = None
    """A remark for readers."""
