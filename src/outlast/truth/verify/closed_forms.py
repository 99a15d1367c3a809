"""Closed forms of published results: bottlenecks, attrition, stockpiles, indices, thresholds."""

from math import log
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.draws.quantiles import draws, normal
from outlast.scenario.contest import Contest
from outlast.truth.scores import crps
from outlast.truth.verify.computation import (
    CesBottleneck,
    ClearingPrice,
    ClosedForm,
    Contagion,
    FactRatio,
    FractionOf,
    IshigamiIndex,
    OptimalStockpile,
    ResearchLoss,
    SecondOrderLoss,
    ValueAddedShare,
    WarOfAttrition,
)

POINTS: Final = 2**15
"""Points of a simulation."""

CELLS: Final = 20_000
"""Cells of a search on the unit interval."""

DRAWS: Final = 4096
"""Draws of two priors together, and quantiles of a normal."""


def closed_form(form: ClosedForm, contest: Contest) -> float:
    """Return the value of a closed form, with the facts, priors and world of a contest."""
    match form:
        case CesBottleneck():
            return bottleneck(form)
        case SecondOrderLoss():
            return second_order(form)
        case WarOfAttrition():
            return attrition(form)
        case OptimalStockpile():
            return stockpile(form)
        case IshigamiIndex():
            return ishigami(form)
        case float() | int():
            return crps_of_normal(form)
        case Contagion():
            return contagion(form)
        case FractionOf():
            return fraction(form)
        case FactRatio() | ResearchLoss() | ClearingPrice() | ValueAddedShare():
            return _from_contest(form, contest)


def _from_contest(
    form: FactRatio | ResearchLoss | ClearingPrice | ValueAddedShare, contest: Contest
) -> float:
    """Return the value of a closed form that uses the numbers of a contest."""
    match form:
        case FactRatio(numerator=above, denominator=below):
            return contest.ledger.facts[above].value / contest.ledger.facts[below].value
        case ResearchLoss():
            return research_loss(form, contest)
        case ClearingPrice():
            return clearing_price(form, contest)
        case ValueAddedShare():
            return value_added_share(form, contest)


def bottleneck(form: CesBottleneck) -> float:
    r"""Return the change of output, $[(1 - a) + a e^{(s-1)/s}]^{s/(s-1)} - 1$."""
    power = (form.elasticity - 1.0) / form.elasticity
    inside = 1.0 - form.share + form.share * form.remaining**power
    return inside ** (1.0 / power) - 1.0


def second_order(form: SecondOrderLoss) -> float:
    r"""Return the loss $\lambda\,x$ or, to the second order, $\tfrac12 (\lambda + \lambda')\,x$."""
    after = form.share if form.share_after is None else form.share_after
    return 0.5 * (form.share + after) * form.fall


def attrition(form: WarOfAttrition) -> float:
    r"""Return a quantity of the mixed equilibrium: $h_j = c_i / V_i$ makes side $i$ indifferent.

    The first side concedes first with the chance $h_1 / (h_1 + h_2)$; the mean length is
    $1 / (h_1 + h_2)$.
    """
    first = form.costs[1] / form.prizes[1]
    second = form.costs[0] / form.prizes[0]
    return {
        "first-hazard": first,
        "second-hazard": second,
        "first-concedes": first / (first + second),
        "length": 1.0 / (first + second),
    }[form.quantity]


def stockpile(form: OptimalStockpile) -> float:
    r"""Return $S^* = g L \ln\frac{\lambda (\ell - p)}{h p}$, 0 where no stock pays."""
    worth = form.rate * (form.loss - form.price) / (form.holding * form.price)
    return form.gap * form.length * max(0.0, log(worth))


def ishigami(form: IshigamiIndex) -> float:
    r"""Return an index of $\sin x_1 + 7 \sin^2 x_2 + 0.1 x_3^4 \sin x_1$.

    The first order follows Saltelli (2010), the total Jansen, on two sets of random points.
    """
    dice = np.random.default_rng(7)
    one, two = (dice.uniform(-np.pi, np.pi, (POINTS, 3)) for _ in range(2))
    mixed = one.copy()
    mixed[:, form.variable - 1] = two[:, form.variable - 1]
    a, b, ab = (_ishigami(points) for points in (one, two, mixed))
    variance = float(np.var(np.concatenate([a, b])))
    if form.total:
        return float(np.mean((a - ab) ** 2)) / (2.0 * variance)
    return float(np.mean((b - np.mean(a)) * (ab - a))) / variance


def _ishigami(x: Reals) -> Reals:
    sine = np.sin(x[:, 0])
    return sine + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * sine


def crps_of_normal(observed: float) -> float:
    """Return the CRPS of a standard normal, from our own score of its quantiles."""
    return crps(normal((np.arange(DRAWS) + 0.5) / DRAWS), observed)


def contagion(form: Contagion) -> float:
    r"""Return the least $x$ for which $r = (1 - (1 - x r)^n)^m$ has a root above 0.

    $x(r) = (1 - (1 - r^{1/m})^{1/n}) / r$, least over $r$.
    """
    r = (np.arange(CELLS) + 1.0) / CELLS
    x = (1.0 - (1.0 - r ** (1.0 / form.inputs)) ** (1.0 / form.suppliers)) / r
    return float(np.min(x))


def fraction(form: FractionOf) -> float:
    """Return a part over its whole, or over another number."""
    if form.over is not None:
        return form.part / form.over
    return form.part / (form.part + (form.rest or 0.0))


def research_loss(form: ResearchLoss, contest: Contest) -> float:
    """Return the research that is lost with a share of sales, by the mean of a prior."""
    prior = contest.priors[form.prior].distribution.normal
    if prior is None:
        raise ValueError(f'the prior "{form.prior}" is not normal.')
    return -prior.mean * form.sales * form.share


def clearing_price(form: ClearingPrice, contest: Contest) -> float:
    r"""Return the median of $(1 - \mathrm{cut})^{-1/(\varepsilon_d + \varepsilon_s)}$.

    This is the clearing price of the engine, with elasticities drawn from two priors.
    """
    points = np.random.default_rng(11).random((2, DRAWS))
    demand, supply = (
        draws(contest.priors[name].distribution, row, contest.priors[name].bounds)
        for name, row in zip((form.demand, form.supply), points, strict=True)
    )
    return float(np.median((1.0 - form.cut) ** (-1.0 / (demand + supply))))


def value_added_share(form: ValueAddedShare, contest: Contest) -> float:
    """Return a share of the value added of the services that need some goods, USD_bn a year."""
    total = 0.0
    for key, service in contest.world.world.services.items():
        if set(service.inputs) & set(form.goods):
            if service.value_added is not None:
                total += contest.ledger.value(service.value_added, "USD_bn/year")
            elif contest.bridge is not None:
                total += contest.bridge.value_added(key, contest.ledger)
    return form.share * total
