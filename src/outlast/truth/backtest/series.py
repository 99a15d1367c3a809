"""The declaration of a backtest: each series, its meaning, and the part of the engine behind it."""

from typing import Final, Literal

from pydantic import Field, PositiveInt, model_validator

from outlast.facts.fact import Key
from outlast.facts.units import Unit
from outlast.reading import Day, Frozen
from outlast.truth.backtest.periods import Frequency

A_MONTH: Final = "/month"
"""The end of the unit of a flow that is stated per month, whatever its period."""


class FlowSeries(Frozen):
    """A flow of goods, summed over a period."""

    counts: Literal["sent", "arrived"]
    """Whether goods count when they leave or when they arrive."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods that the flow carries."""

    origins: tuple[str, ...] = ()
    """The blocs of origin; all blocs if absent."""

    destinations: tuple[str, ...] = ()
    """The blocs of destination; all blocs if absent."""

    routes: Literal["all", "direct", "detour", "with-own-use"] = "all"
    """All routes between sites; only the declared routes; only the detours round a rule; or all
    routes and the goods that sites give to their own users."""

    per: Literal["unit", "compute", "base"] = "unit"
    """The measure of the flow: units of the good, H100-equivalents, or a share of the base flow."""

    cumulative: bool = False
    """Whether the series is the sum since its beginning: a stock that never retires anything."""


class PriceSeries(Frozen):
    """The price of a good in a market."""

    good: str
    """The good."""

    market: str
    """The bloc in whose market the price is paid."""

    of: Literal["spot", "contract"]
    """The spot price, or the price under contracts, which most tonnage pays."""


class EventSeries(Frozen):
    """Whether an event has happened by the end of a period: 1 or 0."""

    first_stop: str
    """The service; the event is the first week in which a twentieth of its users have stopped."""


class ForecastSeries(Frozen):
    """One series that can be forecast: a flow, a price or an event."""

    meaning: str = Field(min_length=10)
    """The meaning of the series, for readers."""

    unit: Unit
    """The unit of its points."""

    every: Frequency = Frequency.MONTH
    """How often the series has a point."""

    flow: FlowSeries | None = None
    """The flow that the series counts."""

    price: PriceSeries | None = None
    """The price that the series states."""

    event: EventSeries | None = None
    """The event that the series reports."""

    share_until: Day | None = None
    """The first day on which a rule touched the flow. The series is a share of the flow in the
    model, measured over the known months before this day; if absent, the series is the flow."""

    @model_validator(mode="after")
    def _check_kind(self) -> "ForecastSeries":
        if sum(each is not None for each in (self.flow, self.price, self.event)) != 1:
            raise ValueError("a series is one flow, one price or one event.")
        if self.share_until is not None and self.flow is None:
            raise ValueError('only a flow has "share_until".')
        return self

    @property
    def kind(self) -> str:
        """The kind of the series: flow, price or event."""
        return next(name for name in ("flow", "price", "event") if getattr(self, name) is not None)


class ScoredObject(Frozen):
    """Series that rest on one thing in the world: together they have one score."""

    title: str = Field(min_length=3)
    """Its title, for readers."""

    series: tuple[Key, ...] = Field(min_length=1)
    """The series that it joins."""

    why: str = Field(min_length=10)
    """The reason for which these are one object."""


class LayerNumbers(Frozen):
    """The numbers of the forecast layer, chosen on origins before the freeze."""

    drift: float = Field(ge=0.0, le=1.0)
    """The share of the last trend of log prices that goes on, and fades."""

    anchor: float = Field(ge=0.0, le=1.0)
    """The share of the model's last errors on flows that goes on, and fades."""

    pool: float = Field(ge=0.0, le=1.0)
    """The weight of drifting persistence in the pool with the model."""

    origins: tuple[Day, ...]
    """The freezes on which they were chosen."""

    until: Day
    """The last day of the observations that chose them."""


class Aims(Frozen):
    """The values that the project set itself beforehand; tables show them beside the score."""

    rules_known: float
    """The largest CRPS over that of the pool, on the track that knows the rules."""

    nothing_known: float
    """The same on the track that knows nothing."""

    prices: float
    """The same of prices alone, on the track that knows the rules."""

    coverage: tuple[float, float]
    """The least and the largest share of observations within 90 % intervals."""

    oracle: float
    """The largest ratio with weights that were fitted to the answers themselves."""

    inside: float
    """The least share of observations within the range of futures without noise."""


class Backtest(Frozen):
    """The declaration of a backtest: its days, the rules of vintages, and its series."""

    freezes: tuple[Day, ...] = Field(min_length=1)
    """The suggested days of a freeze, the default first."""

    months: PositiveInt
    """Default length of a forecast, months."""

    lag: PositiveInt
    """Days after which a statistic is usually published. An older point counts as known even if
    only a later vintage of it is at hand; every score says so."""

    recent: PositiveInt
    """Last known points whose mean is the persistence forecast of a flow or a price."""

    series: dict[Key, ForecastSeries]
    """The series, by key."""

    objects: dict[Key, ScoredObject] = Field(default_factory=dict[str, ScoredObject])
    """Independent objects, by key; a series that none names is an object of its own."""

    layer: LayerNumbers | None = None
    """The numbers of the forecast layer; without them there is none."""

    aims: Aims | None = None
    """The aims that stand beside the scores."""

    not_forecast: dict[Key, str] = Field(default_factory=dict[str, str])
    """Observed series that are not forecast, each with the reason."""
