"""Published results as data: the value, its source, and the computation to set beside it."""

from enum import StrEnum

from pydantic import Field, FiniteFloat, model_validator

from outlast.facts.fact import Locator
from outlast.facts.units import Unit
from outlast.reading import Frozen
from outlast.truth.backtest.series import ForecastSeries
from outlast.truth.verify.computation import Computation


class AgreementKind(StrEnum):
    """The kinds of published results, by the weight of an agreement with them."""

    EXACT = "exact"
    """A closed form: it holds or the code is wrong."""

    CALIBRATED = "calibrated"
    """The model was built with the result at hand: agreement shows consistency and no more."""

    SIGN = "sign"
    """Only a direction was published."""


class PublishedResult(Frozen):
    """One published result, with its computation or the reason why there is none."""

    row: str
    """Its row in the list of results to reproduce."""

    title: str = Field(min_length=5)
    """The result, for readers."""

    kind: AgreementKind
    """The weight of an agreement: exact, calibrated or sign."""

    value: FiniteFloat | None = None
    """The published value; absent if only a direction was published."""

    low: FiniteFloat | None = None
    """The least computed value that passes."""

    high: FiniteFloat | None = None
    """The largest computed value that passes."""

    unit: Unit = "1"
    """The unit of the value."""

    source: str
    """The key of the source."""

    locator: Locator
    """The place in the source."""

    computes: Computation | None = None
    """The computation of our value."""

    not_computed: str | None = Field(default=None, min_length=10)
    """The reason why there is no computation."""

    note: str = ""
    """Remarks and doubts."""

    @model_validator(mode="after")
    def _check_computation(self) -> "PublishedResult":
        if (self.computes is None) == (self.not_computed is None):
            raise ValueError('a result has either "computes" or "not_computed".')
        if self.computes is not None:
            low, high = self.low, self.high
            if low is None or high is None or low > high:
                raise ValueError("a computed result has a range that passes: low and high.")
        return self


class PublishedResults(Frozen):
    """The published results of a contest, and further series that they need."""

    series: dict[str, ForecastSeries] = Field(default_factory=dict[str, ForecastSeries])
    """Flows that results name, beside those of the backtest."""

    results: dict[str, PublishedResult] = Field(default_factory=dict[str, PublishedResult])
    """The published results, by name."""
