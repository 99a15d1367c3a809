"""Closed forms of published results: bottlenecks, attrition, stockpiles, indices, thresholds."""

from math import log
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.lower.draws.quantiles import draws, normal
from outlast.scenario.load import Parts
from outlast.truth.scores import crps
from outlast.truth.verify.model import (
    Attrition,
    Bottleneck,
    Computation,
    Contagion,
    Ishigami,
    Leverage,
    Portion,
    Research,
    Scarcity,
    SecondOrder,
    Stockpile,
)

POINTS: Final = 2**15
"""Points of a simulation."""

CELLS: Final = 20_000
"""Cells of a search on the unit interval."""

DRAWS: Final = 4096
"""Draws of two priors together."""


def bottleneck(given: Bottleneck) -> float:
    r"""Return the change of output, $[(1 - a) + a e^{(s-1)/s}]^{s/(s-1)} - 1$."""
    power = (given.elasticity - 1.0) / given.elasticity
    inside = 1.0 - given.share + given.share * given.left**power
    return inside ** (1.0 / power) - 1.0


def second_order(given: SecondOrder) -> float:
    r"""Return the loss $\lambda\,x$ or, to the second order, $\tfrac12 (\lambda + \lambda')\,x$."""
    later = given.share if given.later is None else given.later
    return 0.5 * (given.share + later) * given.fall


def attrition(given: Attrition) -> float:
    r"""Return a quantity of the mixed equilibrium: $h_j = c_i / V_i$ makes $i$ indifferent.

    The chance that the first concedes first is $h_1 / (h_1 + h_2)$; the length $1 / (h_1 + h_2)$.
    """
    first = given.costs[1] / given.prizes[1]
    second = given.costs[0] / given.prizes[0]
    return {
        "first-hazard": first,
        "second-hazard": second,
        "first-concedes": first / (first + second),
        "length": 1.0 / (first + second),
    }[given.gives]


def stockpile(given: Stockpile) -> float:
    r"""Return $S^* = g L \ln\frac{\lambda (\ell - p)}{h p}$, 0 where no stock pays."""
    worth = given.rate * (given.loss - given.price) / (given.holding * given.price)
    return given.gap * given.length * max(0.0, log(worth))


def ishigami(given: Ishigami) -> float:
    r"""Return an index of $\sin x_1 + 7 \sin^2 x_2 + 0.1 x_3^4 \sin x_1$.

    First order after Saltelli (2010), total after Jansen, on two sets of random points.
    """
    dice = np.random.default_rng(7)
    one, two = (dice.uniform(-np.pi, np.pi, (POINTS, 3)) for _ in range(2))
    mixed = one.copy()
    mixed[:, given.variable - 1] = two[:, given.variable - 1]
    a, b, ab = (_ishigami(points) for points in (one, two, mixed))
    variance = float(np.var(np.concatenate([a, b])))
    if given.total:
        return float(np.mean((a - ab) ** 2)) / (2.0 * variance)
    return float(np.mean((b - np.mean(a)) * (ab - a))) / variance


def _ishigami(x: Reals) -> Reals:
    sine = np.sin(x[:, 0])
    return sine + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * sine


def crps_of_normal(at: float) -> float:
    """Return the CRPS of a standard normal, by our own score on its quantiles."""
    return crps(normal((np.arange(DRAWS) + 0.5) / DRAWS), at)


def contagion(given: Contagion) -> float:
    r"""Return the least $x$ for which $r = (1 - (1 - x r)^n)^m$ has a root above 0.

    $x(r) = (1 - (1 - r^{1/m})^{1/n}) / r$, least over $r$.
    """
    r = (np.arange(CELLS) + 1.0) / CELLS
    x = (1.0 - (1.0 - r ** (1.0 / given.inputs)) ** (1.0 / given.suppliers)) / r
    return float(np.min(x))


def portion(given: Portion) -> float:
    """Return a part over its whole, or over something else."""
    if given.over is not None:
        return given.part / given.over
    return given.part / (given.part + (given.rest or 0.0))


def research(given: Research, parts: Parts) -> float:
    """Return the research that is lost with a part of sales: the prior's mean times them."""
    stated = parts.priors[given.prior].distribution.normal
    if stated is None:
        raise ValueError(f'the prior "{given.prior}" is no normal.')
    return -stated.mean * given.sales * given.part


def scarcity(given: Scarcity, parts: Parts) -> float:
    r"""Return the median of $(1 - \mathrm{cut})^{-1/(\varepsilon_d + \varepsilon_s)}$.

    The engine's own clearing price, with what the priors say of the elasticities.
    """
    dice = np.random.default_rng(11).random((2, DRAWS))
    demand, supply = (
        draws(parts.priors[name].distribution, luck, parts.priors[name].bounds)
        for name, luck in zip((given.demand, given.supply), dice, strict=True)
    )
    return float(np.median((1.0 - given.cut) ** (-1.0 / (demand + supply))))


def leverage(given: Leverage, parts: Parts) -> float:
    """Return a share of the value added of the services that need some goods, USD_bn a year."""
    return given.share * sum(
        parts.ledger.value(service.value_added, "USD_bn/year")
        for service in parts.world.world.services.values()
        if service.value_added is not None and set(service.inputs) & set(given.goods)
    )


def closed(given: Computation, parts: Parts) -> float:
    """Return the value of a closed form."""
    plain = (
        (bottleneck, given.bottleneck),
        (second_order, given.second_order),
        (attrition, given.attrition),
        (stockpile, given.stockpile),
        (ishigami, given.ishigami),
        (crps_of_normal, given.crps_of_normal),
        (contagion, given.contagion),
        (portion, given.portion),
    )
    for form, what in plain:
        if what is not None:
            return form(what)  # type: ignore[operator]
    if given.research is not None:
        return research(given.research, parts)
    if given.scarcity is not None:
        return scarcity(given.scarcity, parts)
    if given.leverage is not None:
        return leverage(given.leverage, parts)
    if given.ratio is not None:
        facts = parts.ledger.facts
        return facts[given.ratio.above].value / facts[given.ratio.below].value
    raise ValueError("this is no closed form.")
