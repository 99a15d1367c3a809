"""The declaration of an economy: its table, the markets of minerals, the shares tied to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import Field

from outlast.errors import InputError, Problems
from outlast.facts import Grade, Ledger
from outlast.facts.fact import Key
from outlast.facts.quantity import Quantity
from outlast.facts.units import Unit
from outlast.reading import (
    Finding,
    Findings,
    Frozen,
    Layers,
    collect,
    read_placed,
    topmost,
    unknown,
)
from outlast.scenario.distribution import Distribution, Triangular
from outlast.scenario.prior import Basis, Prior

FILE_NAME: Final = "economy.yaml"
"""The file of the economy in the folder of a contest; its tables lie in `economy/`."""

UNCERTAIN: Final = ("primary", "secondary", "idle", "exports", "restart", "supply_elasticity")
"""The fields of a market that are uncertain numbers of its own, in the order of draws."""


class Uncertain(Frozen):
    """An uncertain number with its evidence."""

    distribution: Distribution
    """Its distribution."""

    unit: Unit
    """Its unit."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade."""


class PriceRange(Frozen):
    """The range of price rises to which the draws of a market are held."""

    low: float = Field(ge=0, le=1000)
    """Least rise, as a share of the price before."""

    high: float = Field(ge=0, le=1000)
    """Greatest rise."""

    source: str
    """The published result that it is taken from."""

    why: str = Field(min_length=10)
    """The reason for the range."""


class MineralMarket(Frozen):
    """The market of a mineral outside its controller."""

    title: str = Field(min_length=3)
    """Its name, for readers."""

    controller: str
    """The bloc that holds back its exports."""

    primary: Uncertain
    """Primary output outside the controller, t a year."""

    secondary: Uncertain
    """Output from scrap outside the controller, t a year."""

    idle: Uncertain
    """Idle primary capacity outside the controller, t a year."""

    exports: Uncertain
    """Net exports of the controller, t a year."""

    restart: Uncertain
    """The share of idle capacity that starts within the year at the old price."""

    supply_elasticity: Uncertain
    """The response of supply to the price, once idle capacity runs."""

    demand_elasticity: str
    """The prior of the elasticity of demand."""

    choke: str
    """The prior of the price, in units of the old one, above which nobody buys more."""

    use: Quantity
    """Use in the bloc of the table, t a year."""

    price: Quantity
    """The price before, USD a kilogram."""

    held_to: PriceRange | None = None
    """The published price rise to which the draws are held: calibration, not a forecast."""

    published_loss: Quantity | None = None
    """The published loss of GDP in a year without any of the controller's exports, USD billion."""

    published_price: Quantity | None = None
    """The published rise of the price in that year, as a share of the price before."""

    why_different: str = Field(min_length=10)
    """The reason for which our loss differs from the published one."""


class TiedShare(Frozen):
    """The share of an industry's value added that stops when a mineral is not to be had."""

    industry: str
    """The code of the industry."""

    share: Triangular
    """The share, from 0 to 1."""

    basis: tuple[Basis, ...] = Field(min_length=1)
    """The evidence for it."""

    grade: Grade
    """Its grade."""


class EconomyDeclaration(Frozen):
    """The economy of one bloc."""

    bloc: str
    """The bloc whose industries the table holds."""

    table: Key
    """The table's file in the folder `economy`, without its ending."""

    year: int = Field(ge=1900, le=2100)
    """The year of the table, and of its dollars."""

    sources: tuple[str, ...] = Field(min_length=1)
    """The sources of the table."""

    least_cost: dict[str, float] = Field(default_factory=dict[str, float])
    """Loss of value added in all industries per unit of loss in one, where a planner spares value
    added (linear program): by industry, from the pipeline."""

    markets: dict[Key, MineralMarket] = Field(min_length=1)
    """The markets, by mineral."""

    tied: dict[Key, tuple[TiedShare, ...]] = Field(min_length=1)
    """The tied shares, by mineral."""


@dataclass(frozen=True)
class DeclaredEconomy:
    """The declaration of an economy with the file of its table."""

    declared: EconomyDeclaration
    table: Path
    layers: Layers


@dataclass(frozen=True)
class EconomyNames:
    """The names that a declaration may use."""

    ledger: Ledger
    priors: Mapping[str, Prior]
    blocs: frozenset[str]


def load_economy(layers: Layers, names: EconomyNames) -> DeclaredEconomy:
    """Return the economy that a contest declares.

    Raises:
        InputError: It declares none, or its declaration has problems, all at once.
    """
    problems = Problems()
    declared = read_economy(layers, problems, names)
    problems.stop_if_any(InputError)
    if declared is None:
        raise InputError.of(
            "this contest declares no economy.", f'Write a file "{FILE_NAME}" in its folder.'
        )
    return declared


def read_economy(layers: Layers, problems: Problems, names: EconomyNames) -> DeclaredEconomy | None:
    """Return the economy that a contest declares, or add every problem to those of a load."""
    file = topmost(layers, FILE_NAME)
    read = None if file is None else read_placed(file, "economy", EconomyDeclaration, problems)
    if read is None or file is None:
        return None
    declared, document = read
    collect(_findings(declared, names), document, problems)
    table = topmost(layers, f"economy/{declared.table}.npz")
    if table is None:
        problems.add(
            document.file,
            document.line(("table",)),
            f'the folder "economy" holds no table "{declared.table}".',
            f"Save it as economy/{declared.table}.npz.",
        )
        return None
    return DeclaredEconomy(declared, table, layers)


def economy_sources(layers: Layers) -> frozenset[str]:
    """Return the sources that the economy of a sound contest cites."""
    file, problems = topmost(layers, FILE_NAME), Problems()
    read = None if file is None else read_placed(file, "economy", EconomyDeclaration, problems)
    if read is None:
        return frozenset()
    declared = read[0]
    bases = [each.basis for shares in declared.tied.values() for each in shares]
    for market in declared.markets.values():
        bases += [getattr(market, name).basis for name in UNCERTAIN]
    cited = {each.source for basis in bases for each in basis if each.source}
    held = {each.held_to.source for each in declared.markets.values() if each.held_to}
    return frozenset(cited | held | set(declared.sources))


def _findings(declared: EconomyDeclaration, names: EconomyNames) -> Findings:
    """Yield every name that is not known, and every mineral with one half of its declaration."""
    ledger = names.ledger
    yield from unknown(("bloc",), declared.bloc, names.blocs, "a bloc")
    for at, source in enumerate(declared.sources):
        yield from unknown(("sources", at), source, ledger.sources, "a source")
    for key, market in declared.markets.items():
        yield from _market_findings(("markets", key), market, names)
        if key not in declared.tied:
            yield Finding(
                ("markets", key), f'"{key}" has no tied shares.', "Write them under `tied`."
            )
    for key, shares in declared.tied.items():
        yield from unknown(("tied", key), key, declared.markets, "a market")
        for at, each in enumerate(shares):
            yield from _tied_findings(("tied", key, at), each, ledger)


def _market_findings(
    place: tuple[str | int, ...], market: MineralMarket, names: EconomyNames
) -> Findings:
    """Yield every prior, fact and source of a market that is not known."""
    for field in ("demand_elasticity", "choke"):
        yield from unknown((*place, field), getattr(market, field), names.priors, "a prior")
    if market.held_to is not None:
        known = names.ledger.sources
        yield from unknown((*place, "held_to", "source"), market.held_to.source, known, "a source")
    for field in UNCERTAIN:
        uncertain: Uncertain = getattr(market, field)
        yield from _basis_findings((*place, field, "basis"), uncertain.basis, names.ledger)


def _tied_findings(place: tuple[str | int, ...], tied: TiedShare, ledger: Ledger) -> Findings:
    """Yield a tied share that is no share, and what its basis names and the ledger lacks."""
    if not 0 <= tied.share.low <= tied.share.high <= 1:
        yield Finding((*place, "share"), "a share lies from 0 to 1.", "Write it as a share.")
    yield from _basis_findings((*place, "basis"), tied.basis, ledger)


def _basis_findings(
    place: tuple[str | int, ...], basis: tuple[Basis, ...], ledger: Ledger
) -> Findings:
    """Yield every fact and source of a basis that the ledger does not hold."""
    for at, each in enumerate(basis):
        if each.fact is not None:
            yield from unknown((*place, at, "fact"), each.fact, ledger.facts, "a fact")
        if each.source is not None:
            yield from unknown((*place, at, "source"), each.source, ledger.sources, "a source")
