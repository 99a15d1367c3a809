"""The declaration of an economy: its table, the markets of minerals, the shares tied to them."""

from pydantic import Field, FiniteFloat

from outlast.facts import Grade
from outlast.facts.fact import Key
from outlast.facts.quantity import Quantity
from outlast.facts.units import Unit
from outlast.reading import Frozen
from outlast.scenario.bridge import TiedShare
from outlast.scenario.distribution import Distribution
from outlast.scenario.prior import Basis


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

    low: FiniteFloat = Field(ge=0, le=1000)
    """Least rise, as a share of the price before."""

    high: FiniteFloat = Field(ge=0, le=1000)
    """Greatest rise, at least the least."""

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

    demand_elasticity: Uncertain
    """The elasticity of demand of the whole market within a year; not that of some of its uses."""

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

    least_cost: dict[str, FiniteFloat] = Field(default_factory=dict[str, FiniteFloat])
    """Loss of value added in all industries per unit of loss in one, where a planner spares value
    added (linear program): by industry, from the pipeline."""

    markets: dict[Key, MineralMarket] = Field(default_factory=dict[Key, MineralMarket])
    """The markets, by mineral; none where only the cost of a run is wanted."""

    tied: dict[Key, tuple[TiedShare, ...]] = Field(default_factory=dict[Key, tuple[TiedShare, ...]])
    """The tied shares, by mineral."""
