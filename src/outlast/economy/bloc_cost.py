"""The cost of denial as data: for each bloc its loss by part, year, industry or country."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from outlast.engine.arrays import Reals
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

if TYPE_CHECKING:
    from xarray import Dataset

COLUMNS: Final = (
    FrameColumn("bloc", "key of the bloc"),
    FrameColumn("title", "name of the bloc"),
    FrameColumn("part", "total, direct, propagated, a reading, a year, an industry or a country"),
    FrameColumn("key", "the reading, the year from the date, or the code"),
    FrameColumn("name", "name of the industry or country"),
    FrameColumn("mean", "mean loss of value added a year", "USD billion/year"),
    FrameColumn("low", "loss below which one in ten futures lies", "USD billion/year"),
    FrameColumn("median", "median loss", "USD billion/year"),
    FrameColumn("high", "loss above which one in ten futures lies", "USD billion/year"),
)
"""The columns of costs as a table."""


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

    uncounted: tuple[str, ...] = ()
    """The services of the answer that denial breaks and that have no price, the likeliest first."""

    overdrawn: float = 0.0
    """The share of years in which an industry's final uses would fall below nothing."""

    by_future: Reals | None = field(default=None, compare=False, repr=False)
    """The loss of each future, a year, USD billion."""

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the parts of the loss as rows of a table."""
        parts = {
            "total": self.loss_bn,
            "direct": self.direct_bn,
            "propagated": self.propagated_bn,
        }
        found = [(part, "", "", loss) for part, loss in parts.items() if loss is not None]
        found += [("reading", each.reading, "", each.loss_bn) for each in self.readings]
        found += [("year", f"{each.year}", "", each.loss_bn) for each in self.years]
        found += [("industry", each.code, each.title, each.loss_bn) for each in self.industries]
        found += [("country", each.country, each.title, each.loss_bn) for each in self.countries]
        for part, key, name, loss in found:
            named = {"bloc": self.bloc, "title": self.title, "part": part, "key": key}
            yield {**named, "name": name, **asdict(loss)}


@dataclass(frozen=True, repr=False)
class ContestCost(Brief, Tabular):
    """The cost of denial to every bloc."""

    ROW_NAME: ClassVar[str] = "cost_row"

    blocs: tuple[BlocCost, ...]
    dollars: int
    """The year of the dollars of value added."""

    horizon_years: float
    assumed: int
    """Tied shares that nobody publishes."""

    tied: int
    """Tied shares."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the costs."""
        return COLUMNS

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the parts of the loss of each bloc."""
        return [row for each in self.blocs for row in each.rows()]

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        return f"Value added lost a year by denial, billion dollars of {self.dollars}"

    def to_xarray(self) -> "Dataset":
        """Return the same with the loss of each future, as an xarray Dataset with units."""
        import numpy as np  # noqa: PLC0415  most commands make no dataset

        known = [each for each in self.blocs if each.by_future is not None]
        found = super().to_xarray()
        if not known:
            return found
        described = {"long_name": "value added lost a year", "units": "USD billion/year"}
        losses = np.stack([np.asarray(each.by_future) for each in known])
        found = found.assign(loss=(("loss_bloc", "future"), losses, described))
        return found.assign_coords(loss_bloc=[each.bloc for each in known])

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, without the losses of single futures."""
        blocs = [asdict(replace(each, by_future=None)) for each in self.blocs]
        for bloc in blocs:
            del bloc["by_future"]
        return {**asdict(replace(self, blocs=())), "blocs": blocs}

    def of(self, bloc: str) -> BlocCost:
        """Return the cost to a bloc."""
        return next(each for each in self.blocs if each.bloc == bloc)
