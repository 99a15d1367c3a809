"""The bridge from services to industries: the share of an industry that stops with a service.

One table says both how much a service is worth and how much each industry loses without it, so that
the two cannot differ. A share is *tied* to a service if the value added stops when the service
stops; how critical a good is to a service is inside the service's output and is not applied again.
The shares of one industry are disjoint parts of it.
"""

from collections.abc import Mapping

from pydantic import Field, FiniteFloat

from outlast.facts import Grade, Ledger
from outlast.facts.quantity import Quantity
from outlast.reading import Finding, Findings, Frozen, Place, brief, unknown
from outlast.scenario.distribution import Triangular
from outlast.scenario.numbers import check_number
from outlast.scenario.prior import Basis, basis_findings
from outlast.world import World

FORM = "bridge"
"""The form of its file, and the file's name."""

WHOLE = 1.0 + 1e-9
"""All of an industry, with the rounding of a sum."""

WEIGHTS = 1e-9
"""The distance from 1 that counts as rounding of the weights of services."""

DOLLARS = "USD_bn/year"
"""The unit of value added."""


class TiedShare(Frozen):
    """The share of an industry's value added that stops with a service, or with a mineral."""

    industry: str
    """The code of the industry."""

    share: Triangular
    """The share, from 0 to 1."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade."""

    @property
    def fixed(self) -> bool:
        """Whether a reader fixed it: no file may state a triangle without width."""
        return self.share.low == self.share.high


class IndustryValue(Frozen):
    """An industry of the national table."""

    title: str = Field(min_length=3)
    """Its name, for readers."""

    value_added: Quantity
    """Its value added, USD_bn a year, in dollars of the bridge's year."""


class TopDownReading(Frozen):
    """A second reading of some tied shares, from published totals instead of from industries."""

    services: tuple[str, ...] = Field(min_length=1)
    """The services whose tied shares it changes."""

    multiple: Triangular
    """The multiple of their tied shares, from 0 to 1."""

    chance: FiniteFloat = Field(ge=0, le=1)
    """The share of futures that take this reading."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade."""


class DownstreamCover(Frozen):
    """The stocks of an industry's own goods with their buyers."""

    weeks: Triangular
    """Weeks of full use; a cut of fewer weeks of output need not spread."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade."""


class Companion(Frozen):
    """A bloc without a table of industries: the countries and services that stand for its loss."""

    countries: tuple[str, ...] = Field(min_length=1)
    """Its countries with aggregates in `exposure.yaml`."""

    services: dict[str, FiniteFloat] = Field(min_length=1)
    """The services whose forced shortfall is the cut of the denied good, with weights that add up
    to 1."""

    value_added: Quantity
    """The mean value added that is tied to these services, USD_bn a year, for the account."""

    elasticity: Triangular
    """The elasticity between the service and everything else, beyond the substitution that the
    shortfall already has."""

    counts: str = Field(min_length=10)
    """The thing that is counted, in a sentence for readers."""

    counts_zh: str = Field(min_length=4)
    """The same in Chinese."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for the services, their weights and the elasticity."""

    grade: Grade
    """Its grade."""


class Bridge(Frozen):
    """The bridge from the services of one bloc to its industries."""

    bloc: str
    """The bloc."""

    year: int = Field(ge=1900, le=2100)
    """The year of the industries' value added, and of its dollars."""

    industries: dict[str, IndustryValue] = Field(min_length=1)
    """The industries, by code."""

    tied: dict[str, tuple[TiedShare, ...]] = Field(min_length=1)
    """The tied shares, by service."""

    cover: DownstreamCover
    """The stocks of goods downstream of the industries."""

    top_down: TopDownReading | None = None
    """A second reading of some tied shares, which a part of the futures take."""

    companions: dict[str, Companion] = Field(default_factory=dict[str, Companion])
    """The companions of blocs without a table, by bloc."""

    def __repr__(self) -> str:
        return brief(self, *type(self).model_fields)

    @property
    def sources(self) -> frozenset[str]:
        """The sources that it cites."""
        bases = [each.basis for shares in self.tied.values() for each in shares]
        bases += [self.cover.basis, *([self.top_down.basis] if self.top_down else [])]
        bases += [each.basis for each in self.companions.values()]
        return frozenset(each.source for basis in bases for each in basis if each.source)

    def mean_share(self, service: str, tied: TiedShare) -> float:
        """Return the mean of a tied share over its draws, both readings in their chances."""
        mean = (tied.share.low + tied.share.mode + tied.share.high) / 3.0
        other = self.top_down
        if other is None or service not in other.services or tied.fixed:
            return mean
        multiple = (other.multiple.low + other.multiple.mode + other.multiple.high) / 3.0
        return mean * (1.0 - other.chance + other.chance * multiple)

    def value_added(self, service: str, ledger: Ledger) -> float:
        """Return the mean value added that stops with a service, USD_bn a year; 0 if none does."""
        return sum(
            self.mean_share(service, each)
            * ledger.value(self.industries[each.industry].value_added, DOLLARS)
            for each in self.tied.get(service, ())
        )


def companion_value(bridge: Bridge, service: str, ledger: Ledger) -> float:
    """Return the value added that a companion ties to a service, USD_bn a year; 0 if none does."""
    return sum(
        each.services[service] * ledger.value(each.value_added, DOLLARS)
        for each in bridge.companions.values()
        if service in each.services
    )


def bridge_findings(bridge: Bridge, world: World, ledger: Ledger) -> Findings:
    """Yield unknown names, shares beyond their bounds, and industries tied twice over."""
    yield from unknown(("bloc",), bridge.bloc, world.blocs, "a bloc")
    for code, industry in bridge.industries.items():
        place = ("industries", code)
        yield from check_number((*place, "value_added"), industry.value_added, DOLLARS, ledger)
        if not any(each.industry == code for shares in bridge.tied.values() for each in shares):
            yield Finding(place, "no service is tied to it.", "Tie one to it, or delete it.")
    for service, shares in bridge.tied.items():
        yield from _of_service(("tied", service), service, bridge, world)
        for at, each in enumerate(shares):
            yield from _of_share(("tied", service, at), each, bridge.industries, ledger)
    yield from _sums(bridge)
    yield from basis_findings(("cover", "basis"), bridge.cover.basis, ledger)
    if bridge.cover.weeks.low < 0:
        yield Finding(("cover", "weeks"), "a stock is no less than nothing.", "Write weeks.")
    for bloc, each in bridge.companions.items():
        yield from _of_companion(("companions", bloc), bloc, each, (bridge, world, ledger))
    if bridge.top_down is not None:
        yield from _of_reading(bridge.top_down, bridge, ledger)


def _of_service(place: Place, service: str, bridge: Bridge, world: World) -> Findings:
    """Yield a service that is not known, is another bloc's, or states its value added itself."""
    yield from unknown(place, service, world.services, "a service")
    declared = world.services.get(service)
    if declared is None:
        return
    if declared.bloc != bridge.bloc:
        what = f'"{service}" is a service of {declared.bloc}, and the bridge is of {bridge.bloc}.'
        yield Finding(place, what, "A bridge holds the services of one bloc.")
    if declared.value_added is not None:
        what = f'"{service}" states its value added in the world too.'
        yield Finding(place, what, "Delete `value_added` there: the bridge says it.")
    seen: set[str] = set()
    for at, each in enumerate(bridge.tied[service]):
        if each.industry in seen:
            what = f'"{each.industry}" is tied to "{service}" twice.'
            yield Finding((*place, at, "industry"), what, "Write one share for each industry.")
        seen.add(each.industry)


def _of_share(
    place: Place, tied: TiedShare, industries: Mapping[str, IndustryValue], ledger: Ledger
) -> Findings:
    """Yield a tied share that is no share or whose industry is not listed."""
    yield from unknown((*place, "industry"), tied.industry, industries, "an industry of the bridge")
    if not 0 <= tied.share.low <= tied.share.high <= 1:
        yield Finding((*place, "share"), "a share lies from 0 to 1.", "Write it as a share.")
    yield from basis_findings((*place, "basis"), tied.basis, ledger)


def _sums(bridge: Bridge) -> Findings:
    """Yield every industry of which more than all can be tied."""
    for code in bridge.industries:
        tied = {
            service: each.share.high
            for service, shares in bridge.tied.items()
            for each in shares
            if each.industry == code
        }
        if sum(tied.values()) > WHOLE:
            parts = ", ".join(f"{service} {high:g}" for service, high in tied.items())
            what = f"up to {sum(tied.values()):.3g} of it is tied: {parts}."
            yield Finding(("industries", code), what, "Shares of one industry add up to 1 at most.")


def _of_companion(
    place: Place, bloc: str, companion: Companion, about: tuple[Bridge, World, Ledger]
) -> Findings:
    """Yield unknown names, services of other blocs or with a worth of their own, wrong numbers."""
    bridge, world, ledger = about
    yield from unknown(place, bloc, world.blocs, "a bloc")
    if bloc == bridge.bloc:
        yield Finding(place, f"{bloc} is the bloc of the bridge.", "It needs no companion.")
    for service in companion.services:
        at = (*place, "services", service)
        yield from unknown(at, service, world.services, "a service")
        declared = world.services.get(service)
        if declared is not None and declared.bloc != bloc:
            yield Finding(
                at, f'"{service}" is a service of {declared.bloc}.', f"Name one of {bloc}."
            )
        if declared is not None and declared.value_added is not None:
            what = f'"{service}" states its value added in the world too.'
            yield Finding(at, what, "Delete `value_added` there: the companion says it.")
    if (
        abs(sum(companion.services.values()) - 1.0) > WEIGHTS
        or min(companion.services.values()) < 0
    ):
        what = "the weights of the services do not add up to 1, or one is below 0."
        yield Finding((*place, "services"), what, "Write parts of one whole.")
    known = world.blocs[bloc].countries if bloc in world.blocs else companion.countries
    for at, country in enumerate(companion.countries):
        yield from unknown((*place, "countries", at), country, known, f"a country of {bloc}")
    yield from check_number((*place, "value_added"), companion.value_added, DOLLARS, ledger)
    if not 0.005 <= companion.elasticity.low <= companion.elasticity.high <= 5.0:  # noqa: PLR2004
        yield Finding((*place, "elasticity"), "it lies from 0.005 to 5.", "Write an elasticity.")
    yield from basis_findings((*place, "basis"), companion.basis, ledger)


def _of_reading(reading: TopDownReading, bridge: Bridge, ledger: Ledger) -> Findings:
    """Yield unknown services and multiples that are no share, in the second reading."""
    place = ("top_down",)
    for at, service in enumerate(reading.services):
        yield from unknown(
            (*place, "services", at), service, bridge.tied, "a service of the bridge"
        )
    if not 0 <= reading.multiple.low <= reading.multiple.high <= 1:
        yield Finding((*place, "multiple"), "it lies from 0 to 1.", "Write it as a share.")
    yield from basis_findings((*place, "basis"), reading.basis, ledger)
