"""Published results as data: the value, where it stands, and what has to be computed beside it."""

from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.errors import InputError, Problems, nearest
from outlast.facts import Ledger
from outlast.facts.fact import Locator
from outlast.facts.units import Unit
from outlast.reading import DATA, Frozen, read_placed
from outlast.truth.backtest.series import Series

FILE: Final = DATA / "published.yaml"
"""The shipped results."""


class Kind(StrEnum):
    """What agreement with a published result shows."""

    EXACT = "exact"
    """A closed form: it holds or the code is wrong."""

    CALIBRATED = "calibrated"
    """The model was made with it at hand: agreement is consistency and no more."""

    SIGN = "sign"
    """Only a direction was published."""


class Bottleneck(Frozen):
    """Output of a CES recipe of which one input is short."""

    share: FiniteFloat
    left: FiniteFloat
    """What is left of the input, a share."""

    elasticity: FiniteFloat


class SecondOrder(Frozen):
    """The loss of output to the second order in an input's fall."""

    share: FiniteFloat
    later: FiniteFloat | None = None
    """The share after the fall; absent: to the first order."""

    fall: FiniteFloat


class Attrition(Frozen):
    """The mixed equilibrium of the war of attrition."""

    prizes: tuple[FiniteFloat, FiniteFloat]
    costs: tuple[FiniteFloat, FiniteFloat]
    gives: Literal["first-hazard", "second-hazard", "first-concedes", "length"]


class Stockpile(Frozen):
    """The best stock against stops that come and go at random."""

    rate: FiniteFloat
    length: FiniteFloat
    gap: FiniteFloat
    loss: FiniteFloat
    price: FiniteFloat
    holding: FiniteFloat


class Ishigami(Frozen):
    """An index of Sobol of the test function of Ishigami, by simulation."""

    total: bool
    variable: Literal[1, 2, 3]


class Contagion(Frozen):
    """The least strength of links at which a complex product can be made at all."""

    suppliers: int = Field(ge=2)
    inputs: int = Field(ge=1)


class Portion(Frozen):
    """A part over the whole that it makes with the rest; or over the rest alone."""

    part: FiniteFloat
    rest: FiniteFloat | None = None
    over: FiniteFloat | None = None


class Research(Frozen):
    """Research lost with sales, by the mean of a prior."""

    prior: str
    sales: FiniteFloat
    part: FiniteFloat


class Ratio(Frozen):
    """One fact over another."""

    above: str
    below: str


class Scarcity(Frozen):
    """The clearing price after a cut, by the priors of two elasticities."""

    cut: FiniteFloat
    demand: str
    supply: str


class Leverage(Frozen):
    """A share of the value added of every service that needs one of some goods."""

    goods: tuple[str, ...]
    share: FiniteFloat


class Moved(Frozen):
    """The flow of a series in some periods over that in others, or over the base flow."""

    series: str
    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    """Absent: as many periods of the base flow."""

    against: str | None = None
    """Another series, whose flow in the same periods stands below."""

    most: bool = False
    """Below stands the largest of the periods, not their sum."""

    change: bool = False
    """Less one: the change instead of the ratio."""


class Summed(Frozen):
    """The flow of series over periods, from a start."""

    series: tuple[str, ...]
    periods: tuple[str, ...]
    start: FiniteFloat = 0.0


class Priced(Frozen):
    """A market's price over days or months, over that of others."""

    good: str
    market: str
    of: Literal["spot", "contract"]
    above: str
    below: str
    change: bool = False


class Stopped(Frozen):
    """The week of the first stop of a service, counted from a day."""

    service: str
    since: str


class Learned(Frozen):
    """The rate of learning that two yields imply, by the good units made between them."""

    series: str
    learner: str
    first: str
    last: str
    """Months of the two yields."""

    yields: tuple[FiniteFloat, FiniteFloat]


class Computation(Frozen):
    """One computation; exactly one is given."""

    bottleneck: Bottleneck | None = None
    second_order: SecondOrder | None = None
    attrition: Attrition | None = None
    stockpile: Stockpile | None = None
    ishigami: Ishigami | None = None
    crps_of_normal: FiniteFloat | None = None
    contagion: Contagion | None = None
    portion: Portion | None = None
    research: Research | None = None
    ratio: Ratio | None = None
    scarcity: Scarcity | None = None
    leverage: Leverage | None = None
    moved: Moved | None = None
    summed: Summed | None = None
    priced: Priced | None = None
    stopped: Stopped | None = None
    learned: Learned | None = None

    scenario: str | None = None
    """The episode that the engine runs; none for a closed form."""

    @model_validator(mode="after")
    def _is_one(self) -> "Computation":
        given = [
            name
            for name in type(self).model_fields
            if name != "scenario" and getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError(f"a computation is of one kind, not of {len(given)}.")
        ran = given[0] in ("moved", "summed", "priced", "stopped", "learned")
        if ran != (self.scenario is not None):
            raise ValueError("what the engine runs names its scenario, and nothing else does.")
        return self


class Published(Frozen):
    """One published result."""

    row: str
    """Its row in the list of results to reproduce."""

    title: str = Field(min_length=5)
    """What was published, for readers."""

    kind: Kind
    value: FiniteFloat | None = None
    """The published value; absent where only a direction was published."""

    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    """The range that passes."""

    unit: Unit = "1"
    source: str
    locator: Locator
    computes: Computation | None = None
    cannot: str | None = Field(default=None, min_length=10)
    """Why it cannot be run."""

    note: str = ""
    """How it is read, and what to doubt."""

    @model_validator(mode="after")
    def _runs_or_says_why_not(self) -> "Published":
        if (self.computes is None) == (self.cannot is None):
            raise ValueError("a result is computed, or says why it cannot be.")
        if self.computes is not None:
            low, high = self.low, self.high
            if low is None or high is None or low > high:
                raise ValueError("what is computed has a range that passes: low and high.")
        return self


class Results(Frozen):
    """The file: further series of the episodes, and the results."""

    series: dict[str, Series] = Field(default_factory=dict[str, Series])
    """Flows that results name beside those of the backtest."""

    results: dict[str, Published]
    """The published results, by name."""


def load_results(ledger: Ledger, path: Path = FILE) -> Results:
    """Return the published results of a file.

    Raises:
        InputError: Everything that is wrong with it, sources and facts that nobody knows among it.
    """
    problems = Problems()
    read = read_placed(path, "published", Results, problems)
    if read is not None:
        declared, document = read
        for key, each in declared.results.items():
            place = document.line(("results", key))
            names = [(each.source, ledger.sources, "a source")]
            ratio = each.computes.ratio if each.computes else None
            if ratio is not None:
                names += [(name, ledger.facts, "a fact") for name in (ratio.above, ratio.below)]
            for name, known, kind in names:
                if name not in known:
                    cure = nearest(name, list(known))
                    problems.add(document.file, place, f'"{name}" is not {kind}.', cure)
    problems.stop_if_any(InputError)
    if read is None:
        raise InputError(f'"{path}" cannot be read.')
    return read[0]
