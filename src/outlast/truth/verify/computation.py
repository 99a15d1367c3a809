"""The computations that stand beside published results: closed forms, and readings of episodes."""

from typing import Literal, TypeAlias

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts.period import Period
from outlast.reading import Day, Frozen
from outlast.truth.verify.economic_forms import (
    EconomicForm,
    ExposureLoss,
    ShockLoss,
    SystemicRisk,
)


class CesBottleneck(Frozen):
    """The change of output of a CES recipe when one input falls short."""

    share: FiniteFloat
    """The share of the input in costs."""

    remaining: FiniteFloat
    """The share of the input that remains."""

    elasticity: FiniteFloat
    """The elasticity of substitution."""


class SecondOrderLoss(Frozen):
    """The loss of output to the second order in the fall of an input."""

    share: FiniteFloat
    """The share of the input before the fall."""

    share_after: FiniteFloat | None = None
    """The share of the input after the fall; the loss is of the first order if absent."""

    fall: FiniteFloat
    """The fall of the input, as a share."""


class WarOfAttrition(Frozen):
    """A quantity of the mixed equilibrium of the war of attrition."""

    prizes: tuple[FiniteFloat, FiniteFloat]
    """The prize of each side."""

    costs: tuple[FiniteFloat, FiniteFloat]
    """The cost of each side in a unit of time."""

    quantity: Literal["first-hazard", "second-hazard", "first-concedes", "length"]
    """The hazard of a side, the chance that the first side concedes first, or the mean length."""


class OptimalStockpile(Frozen):
    """The cheapest stock against interruptions that come and end at random."""

    rate: FiniteFloat
    """Interruptions in a unit of time."""

    length: FiniteFloat
    """The mean length of an interruption."""

    gap: FiniteFloat
    """The units that are missing in a unit of time during an interruption."""

    loss: FiniteFloat
    """The loss for each unit that is missing."""

    price: FiniteFloat
    """The price of a unit of stock."""

    holding: FiniteFloat
    """The cost of holding, as a share of the price in a unit of time."""


class IshigamiIndex(Frozen):
    """A Sobol index of the Ishigami function, by simulation."""

    total: bool
    """Whether the index is total or of the first order."""

    variable: Literal[1, 2, 3]
    """The variable."""


class Contagion(Frozen):
    """The least strength of links at which a complex product can be made at all."""

    suppliers: int = Field(ge=2)
    """The suppliers of each input."""

    inputs: int = Field(ge=1)
    """The inputs of each product."""


class FractionOf(Frozen):
    """A part over the whole that it forms with the rest, or over another number."""

    part: FiniteFloat
    """The part."""

    rest: FiniteFloat | None = None
    """The rest of the whole."""

    over: FiniteFloat | None = None
    """The number to divide by, instead of part and rest together."""


class ResearchLoss(Frozen):
    """The research that is lost with a share of sales, by the mean of a prior."""

    prior: str
    """The prior: research lost for each unit of sales lost."""

    sales: FiniteFloat
    """The sales."""

    share: FiniteFloat
    """The share of sales that is lost."""


class FactRatio(Frozen):
    """One fact divided by another."""

    numerator: str
    """The key of the fact above."""

    denominator: str
    """The key of the fact below."""


class ClearingPrice(Frozen):
    """The clearing price after a cut in supply, base 1, by the priors of two elasticities."""

    cut: FiniteFloat
    """The cut, as a share of supply."""

    demand: str
    """The prior of the elasticity of demand."""

    supply: str
    """The prior of the elasticity of supply."""


class ValueAddedShare(Frozen):
    """A share of the value added of every service that needs one of some goods."""

    goods: tuple[str, ...]
    """The goods."""

    share: FiniteFloat
    """The share of value added."""


class FlowRatio(Frozen):
    """The flow of a series over its flow in other periods, its base flow, or another series."""

    series: str
    """The series."""

    periods: tuple[Period, ...] = Field(min_length=1)
    """The periods of the flow: months, quarters or years."""

    over_periods: tuple[Period, ...] = ()
    """The periods of the flow to divide by; as many periods of the base flow if absent."""

    over_series: str | None = None
    """Another series to divide by, in the same periods."""

    over_largest: bool = False
    """Divide by the largest of `over_periods`, not by their sum."""

    change: bool = False
    """Return the change, which is the ratio minus 1."""


class FlowSum(Frozen):
    """The sum of the flows of series over periods."""

    series: tuple[str, ...] = Field(min_length=1)
    """The series."""

    periods: tuple[Period, ...] = Field(min_length=1)
    """The periods."""

    start: FiniteFloat = 0.0
    """A number to add."""


class PriceRatio(Frozen):
    """The mean price of a good in a period over that in another."""

    good: str
    """The good."""

    market: str
    """The bloc in whose market the price is paid."""

    of: Literal["spot", "contract"]
    """The spot price, or the price under contracts."""

    period: Period
    """The period of the price."""

    over_period: Period
    """The period of the price to divide by."""

    change: bool = False
    """Return the change, which is the ratio minus 1."""


class FirstStop(Frozen):
    """The weeks from a day to the first stop of a service."""

    service: str
    """The service."""

    since: Day
    """The day."""


class LearningRate(Frozen):
    """The rate of learning that two yields imply, by the good units made between them."""

    series: str
    """The series of good units made."""

    process: str
    """The process that learns."""

    first: Period
    """The month of the first yield."""

    last: Period
    """The month of the last yield."""

    yields: tuple[FiniteFloat, FiniteFloat]
    """The two yields."""


EpisodeReading: TypeAlias = FlowRatio | FlowSum | PriceRatio | FirstStop | LearningRate
"""A computation that reads a run of an episode."""

ClosedForm: TypeAlias = (
    CesBottleneck
    | SecondOrderLoss
    | WarOfAttrition
    | OptimalStockpile
    | IshigamiIndex
    | float
    | Contagion
    | FractionOf
    | ResearchLoss
    | FactRatio
    | ClearingPrice
    | ValueAddedShare
)
"""A computation that needs no run; a number stands for the CRPS of a standard normal there."""


class Computation(Frozen):
    """One computation: a closed form, or a reading of an episode."""

    bottleneck: CesBottleneck | None = None
    """The change of output when one input falls short."""

    second_order: SecondOrderLoss | None = None
    """The loss of output to the second order."""

    attrition: WarOfAttrition | None = None
    """A quantity of the war of attrition."""

    stockpile: OptimalStockpile | None = None
    """The cheapest stock."""

    ishigami: IshigamiIndex | None = None
    """A Sobol index of the Ishigami function."""

    crps_of_normal: FiniteFloat | None = None
    """The CRPS of a standard normal, for this observation."""

    contagion: Contagion | None = None
    """The least strength of links."""

    fraction: FractionOf | None = None
    """A part over a whole."""

    research_loss: ResearchLoss | None = None
    """The research that is lost with sales."""

    fact_ratio: FactRatio | None = None
    """One fact divided by another."""

    clearing_price: ClearingPrice | None = None
    """The clearing price after a cut."""

    value_added_share: ValueAddedShare | None = None
    """A share of the value added that depends on goods."""

    shock: ShockLoss | None = None
    """A number of a year without a controller's exports."""

    exposure: ExposureLoss | None = None
    """The loss of an economy under the assumptions of one publication."""

    systemic: SystemicRisk | None = None
    """The index of systemic risk in a network of firms."""

    flow_ratio: FlowRatio | None = None
    """The flow of a series over another flow; needs an episode."""

    flow_sum: FlowSum | None = None
    """The sum of flows; needs an episode."""

    price_ratio: PriceRatio | None = None
    """A price over a price; needs an episode."""

    first_stop: FirstStop | None = None
    """The weeks to the first stop of a service; needs an episode."""

    learning_rate: LearningRate | None = None
    """The rate of learning that two yields imply; needs an episode."""

    episode: str | None = None
    """The episode to run, a scenario in the contest's folder `episodes`; none for a closed form."""

    @model_validator(mode="after")
    def _check_one_form(self) -> "Computation":
        stated = self._stated()
        if len(stated) != 1:
            raise ValueError(f"a computation states one form, not {len(stated)}.")
        if isinstance(self.form, EpisodeReading) != (self.episode is not None):
            raise ValueError(
                f'"{stated[0]}" needs an episode. | Name it: episode: NAME.'
                if self.episode is None
                else f'"{stated[0]}" is a closed form and needs no episode.'
            )
        return self

    def _stated(self) -> list[str]:
        """Return the keys of the forms that are stated."""
        return [
            name
            for name in type(self).model_fields
            if name != "episode" and getattr(self, name) is not None
        ]

    @property
    def form(self) -> ClosedForm | EconomicForm | EpisodeReading:
        """The form that is stated."""
        return getattr(self, self._stated()[0])
