"""Checks of a declared economy: its names, its units, the bounds of its numbers, its industries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from outlast.economy.declaration import EconomyDeclaration, MineralMarket, Uncertain
from outlast.economy.table import IndustryTable
from outlast.facts import Ledger
from outlast.facts.quantity import Quantity
from outlast.reading import Finding, Findings, Place, unknown
from outlast.scenario.bounds import bounds_of
from outlast.scenario.bridge import DOLLARS, Bridge, TiedShare
from outlast.scenario.distribution import Bounds
from outlast.scenario.numbers import check_number
from outlast.scenario.prior import Prior, basis_findings


class FieldBounds(NamedTuple):
    """The unit of an uncertain number, and the values that it may take."""

    unit: str
    low: float
    high: float

    @property
    def bounds(self) -> Bounds:
        """The limits of its draws."""
        return Bounds(low=self.low, high=self.high)


TOLERANCE: Final = 0.005
"""The share by which the value added of an industry may differ between bridge and table."""

MOST_TONNES: Final = 1e10
"""More tonnes a year than are mined of all metals together."""

UNCERTAIN: Final = {
    "primary": FieldBounds("t/year", 0.0, MOST_TONNES),
    "secondary": FieldBounds("t/year", 0.0, MOST_TONNES),
    "idle": FieldBounds("t/year", 0.0, MOST_TONNES),
    "exports": FieldBounds("t/year", 1e-6, MOST_TONNES),
    "restart": FieldBounds("1", 0.0, 1.0),
    "supply_elasticity": FieldBounds("1", 0.001, 10.0),
    "demand_elasticity": FieldBounds("1", 0.001, 10.0),
}
"""The fields of a market that are uncertain numbers of its own, in the order of draws."""

QUANTITIES: Final = {
    "use": "t/year",
    "price": "USD/kg",
    "published_loss": "USD_bn",
    "published_price": "1",
}
"""The fields of a market that are facts or assumptions, with the unit in which they are read."""

PRIORS: Final = {"choke": 1.0}
"""The fields of a market that name a prior, with the least value that it may take."""


@dataclass(frozen=True)
class EconomyNames:
    """The names that a declaration may use."""

    ledger: Ledger
    priors: Mapping[str, Prior]
    blocs: Mapping[str, str]
    """The titles of the blocs."""

    bridge: Bridge | None = None
    """The bridge from services to industries; None where the contest has none."""


def economy_findings(declared: EconomyDeclaration, names: EconomyNames) -> Findings:
    """Yield every name that is not known, number out of bounds, and mineral declared by half."""
    ledger = names.ledger
    yield from unknown(("bloc",), declared.bloc, names.blocs, "a bloc")
    for at, source in enumerate(declared.sources):
        yield from unknown(("sources", at), source, ledger.sources, "a source")
    for key, market in declared.markets.items():
        yield from _of_market(("markets", key), market, names)
        if key not in declared.tied:
            yield Finding(
                ("markets", key), f'"{key}" has no tied shares.', "Write them under `tied`."
            )
    for key, shares in declared.tied.items():
        yield from unknown(("tied", key), key, declared.markets, "a market")
        for at, each in enumerate(shares):
            yield from _of_tied(("tied", key, at), each, ledger)


def table_findings(declared: EconomyDeclaration, table: IndustryTable) -> Findings:
    """Yield every industry that the table lacks, and every one that is tied twice."""
    for code, multiple in declared.least_cost.items():
        place = ("least_cost", code)
        yield from unknown(place, code, table.place, "an industry of the table")
        if multiple < 1:
            what = "all industries together lose no less than one of them."
            yield Finding(place, what, "Write a multiple of at least 1.")
    for key, shares in declared.tied.items():
        seen: set[str] = set()
        for at, each in enumerate(shares):
            place = ("tied", key, at, "industry")
            yield from unknown(place, each.industry, table.place, "an industry of the table")
            if each.industry in seen:
                what = f'"{each.industry}" is tied to "{key}" twice.'
                yield Finding(place, what, "Write one share for each industry.")
            seen.add(each.industry)


def bridge_table_findings(
    declared: EconomyDeclaration, table: IndustryTable, names: EconomyNames
) -> Findings:
    """Yield every industry whose value added differs between the bridge and the table."""
    bridge = names.bridge
    if bridge is None:
        return
    if (bridge.bloc, bridge.year) != (declared.bloc, declared.year):
        what = f"the bridge is of {bridge.bloc} in {bridge.year}."
        yield Finding(("year",), what, "Economy and bridge have one bloc and one year.")
    for code, industry in bridge.industries.items():
        place = ("table",)
        yield from unknown(place, code, table.place, "an industry of the table")
        if code in table.place and industry.value_added.fact in {None, *names.ledger.facts}:
            stated = names.ledger.value(industry.value_added, DOLLARS)
            held = table.value_added[table.place[code]] / 1e3
            if abs(stated - held) > TOLERANCE * abs(held):
                what = f'the bridge gives "{code}" {stated:g} billion, the table {held:.3f}.'
                fact = industry.value_added.fact
                cure = f'Write its value added as the fact "{fact}" beside the table.'
                yield Finding(place, what, cure)


def _of_market(place: Place, market: MineralMarket, names: EconomyNames) -> Findings:
    """Yield the findings of one market."""
    ledger = names.ledger
    yield from unknown((*place, "controller"), market.controller, names.blocs, "a bloc")
    for field, least in PRIORS.items():
        name = getattr(market, field)
        yield from unknown((*place, field), name, names.priors, "a prior")
        if name in names.priors and bounds_of(names.priors[name], ledger.units)[0] < least:
            what = f'"{name}" may fall below {least:g}.'
            yield Finding((*place, field), what, "Give it a lower bound.")
    if market.held_to is not None:
        at = (*place, "held_to")
        yield from unknown((*at, "source"), market.held_to.source, ledger.sources, "a source")
        if market.held_to.low > market.held_to.high:
            yield Finding(at, "the range is reversed.", "Write the least rise as low.")
    for field, unit in QUANTITIES.items():
        quantity: Quantity | None = getattr(market, field)
        if quantity is not None:
            yield from check_number((*place, field), quantity, unit, ledger)
    for field, limits in UNCERTAIN.items():
        yield from uncertain_findings((*place, field), getattr(market, field), limits, ledger)


def uncertain_findings(
    place: Place, uncertain: Uncertain, limits: FieldBounds, ledger: Ledger
) -> Findings:
    """Yield the findings of one uncertain number."""
    if uncertain.unit != limits.unit:
        yield Finding((*place, "unit"), f"this number is in {limits.unit}.", "Convert it.")
    given = uncertain.distribution
    if given.choice is not None:
        yield Finding((*place, "distribution"), "a number is no choice.", "Give a range.")
    else:
        least, most = given.likely_range
        if least < limits.low or most > limits.high:
            what = f"it reaches from {least:g} to {most:g}."
            cure = f"It lies from {limits.low:g} to {limits.high:g}."
            yield Finding((*place, "distribution"), what, cure)
    yield from basis_findings((*place, "basis"), uncertain.basis, ledger)


def _of_tied(place: Place, tied: TiedShare, ledger: Ledger) -> Findings:
    """Yield a tied share that is no share, and what its basis names and the ledger lacks."""
    if not 0 <= tied.share.low <= tied.share.high <= 1:
        yield Finding((*place, "share"), "a share lies from 0 to 1.", "Write it as a share.")
    yield from basis_findings((*place, "basis"), tied.basis, ledger)
