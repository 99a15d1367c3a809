"""The cost of denial as data: for each bloc its loss by part, year, industry or country."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from outlast.engine.arrays import Reals
from outlast.reading import Brief


@dataclass(frozen=True)
class CostRange:
    """A cost a year over futures: its mean, ends and median; a gain is negative."""

    mean: float
    low: float
    """One future in ten lies below."""

    median: float
    high: float
    """One future in ten lies above."""


@dataclass(frozen=True)
class IndustryCost:
    """The value added that one industry loses a year, USD billion."""

    code: str
    title: str
    loss_bn: CostRange
    """Its loss with all that spreads to it."""

    share: float
    """The part of all industries' mean loss."""

    title_zh: str = ""
    """Its title in Chinese; empty where the table has none."""


@dataclass(frozen=True)
class YearCost:
    """The loss of one year."""

    year: int
    """1 is the first year from the scenario's date."""

    loss_bn: CostRange
    share_of_gdp: float
    """The mean, as a share of a year's product."""


@dataclass(frozen=True)
class ReadingCost:
    """The loss if every future took one reading of the tied shares."""

    reading: str
    """`bottom-up` or `top-down`."""

    chance: float
    """The share of futures that take it in the answer."""

    loss_bn: CostRange
    share_of_gdp: CostRange


@dataclass(frozen=True)
class CountryCost:
    """The loss of one country of a bloc without a table, a mean year."""

    country: str
    title: str
    title_zh: str
    own_table: bool
    """Whether a table of the reader's own stands in the place of the aggregates."""

    loss_bn: CostRange
    share_of_gdp: CostRange


@dataclass(frozen=True)
class Unpriced:
    """A cost of the engine's account that is no loss of value added, a year."""

    kind: str
    """`sender`, `terms_of_trade` or `fiscal`."""

    loss_bn: CostRange


@dataclass(frozen=True, repr=False)
class BlocCost(Brief):
    """The cost of denial to one bloc: a mean year from the scenario's date to the end."""

    bloc: str
    title: str
    known: bool
    """Whether its loss of value added can be computed: by its table, or by its companion."""

    beside: tuple[Unpriced, ...]
    """Costs in the engine's account, of the same years; never added to value added."""

    loss_bn: CostRange | None = None
    """Value added lost, direct and propagated."""

    share_of_gdp: CostRange | None = None
    """That loss as a share of a year's product."""

    direct_bn: CostRange | None = None
    """In the industries that are cut."""

    propagated_bn: CostRange | None = None
    """In all others."""

    propagated_ends_bn: tuple[float, float] | None = None
    """The means of its lower end, where stocks of buyers last, and of its upper end."""

    readings: tuple[ReadingCost, ...] = ()
    years: tuple[YearCost, ...] = ()
    industries: tuple[IndustryCost, ...] = ()
    """The largest losses first."""

    countries: tuple[CountryCost, ...] = ()
    """The countries behind the loss of a bloc without a table."""

    moved_ends_bn: tuple[float, float] | None = None
    """Of a bloc without a table: the mean loss where labour moves, and that of all that stops."""

    counts: str = ""
    """The thing that the loss of a bloc without a table counts."""

    counts_zh: str = ""

    overdrawn: float = 0.0
    """The share of years in which an industry's final uses would fall below nothing."""

    by_future: Reals | None = field(default=None, compare=False, repr=False)
    """The loss of each future, a year, USD billion."""


@dataclass(frozen=True, repr=False)
class ContestCost(Brief):
    """The cost of denial to every bloc."""

    blocs: tuple[BlocCost, ...]
    dollars: int
    """The year of the dollars of value added."""

    horizon_years: float
    assumed: int
    """Tied shares that nobody publishes."""

    tied: int
    """Tied shares."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, without the losses of single futures."""
        blocs = [asdict(replace(each, by_future=None)) for each in self.blocs]
        for bloc in blocs:
            del bloc["by_future"]
        return {**asdict(replace(self, blocs=())), "blocs": blocs}

    def of(self, bloc: str) -> BlocCost:
        """Return the cost to a bloc."""
        return next(each for each in self.blocs if each.bloc == bloc)
