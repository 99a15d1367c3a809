"""Quantiles: uniform points become draws of a distribution, the same on every machine."""

from functools import cache
from math import erfc, lgamma, log, sqrt
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.scenario.distribution import NINETIETH, Bounds, Distribution

BITS: Final = 40
"""Bits of precision of a draw: the last few bits of a logarithm differ between machines."""

EDGE: Final = 2.0**-40
"""The least distance of a point from 0 and 1."""

TINY: Final = 1e-300
"""The least distance from 0 of a term of the continued fraction."""

TERMS: Final = 200
"""The most terms of the continued fraction of the incomplete beta function."""

CHECKED: Final = 8
"""The number of terms between two tests of convergence."""

CONVERGED: Final = 4e-16
"""The distance from 1 of the last factor at which the fraction has converged; draws keep fewer
bits."""

CELLS: Final = 4096
"""Cells of the table in which a beta quantile is looked up."""

HALVINGS: Final = 48
"""Halvings of the cell in which the quantile lies."""

CENTRE: Final = (
    (
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
        45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
        133.14166789178437745, 3.387132872796366608,
    ),
    (
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061,
        21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
        42.313330701600911252, 1.0,
    ),
)  # fmt: skip
MIDDLE: Final = (
    (
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
        1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
        4.6303378461565452959, 1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
        0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
        2.05319162663775882187, 1.0,
    ),
)  # fmt: skip
FAR: Final = (
    (
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
        0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
        5.4637849111641143699, 6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
        7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
        0.59983220655588793769, 1.0,
    ),
)  # fmt: skip
"""Numerators and denominators of Wichura's algorithm AS 241 (Applied Statistics 37, 1988)."""


def normal(points: Reals) -> Reals:
    """Return the standard normal quantiles of points in (0, 1), to 1e-15."""
    offset = points - 0.5
    tail = np.sqrt(-np.log(np.minimum(points, 1.0 - points)))
    centre = offset * _ratio(CENTRE, 0.180625 - offset * offset)
    far = np.where(tail <= 5.0, _ratio(MIDDLE, tail - 1.6), _ratio(FAR, tail - 5.0))  # noqa: PLR2004
    return np.where(np.abs(offset) <= 0.425, centre, np.copysign(far, offset))  # noqa: PLR2004


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], at: Reals) -> Reals:
    above, below = (np.polyval(np.array(each), at) for each in polynomials)
    return above / below


def lognormal(points: Reals, median: float, spread: float) -> Reals:
    """Return quantiles of a lognormal by its median and geometric standard deviation."""
    return median * np.exp(log(spread) * normal(points))


def triangular(points: Reals, low: float, mode: float, high: float) -> Reals:
    """Return quantiles of a triangle."""
    width = high - low
    turn = (mode - low) / width
    rising = low + np.sqrt(points * width * (mode - low))
    falling = high - np.sqrt((1.0 - points) * width * (high - mode))
    return np.where(points < turn, rising, falling)


def beta(points: Reals, mean: float, sd: float) -> Reals:
    """Return quantiles of a beta by its mean and standard deviation.

    A table of the distribution gives the cell in which each quantile lies, and a cubic through
    the values and densities at its ends the place within it: to 1e-11 of the distribution.
    """
    size = mean * (1.0 - mean) / sd**2 - 1.0
    nodes, table, density = _table(mean * size, (1.0 - mean) * size)
    cell = (np.searchsorted(table, points, side="right") - 1).clip(0, CELLS - 1)
    width = nodes[cell + 1] - nodes[cell]
    rise = table[cell + 1] - table[cell]
    first, last = density[cell] * width, density[cell + 1] * width
    square, cube = 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise
    wanted = points - table[cell]
    low, high = np.zeros_like(points), np.ones_like(points)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        under = ((cube * middle + square) * middle + first) * middle < wanted
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return nodes[cell] + width * 0.5 * (low + high)


@cache
def _table(a: float, b: float) -> tuple[Reals, Reals, Reals]:
    """Return nodes of the unit interval, dense at its ends, with distribution and density."""
    nodes = 0.5 - 0.5 * np.cos(np.pi * np.arange(CELLS + 1) / CELLS)
    table = np.maximum.accumulate(incomplete_beta(nodes, a, b))
    table[0], table[-1] = 0.0, 1.0
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    inside = nodes[1:-1]
    density = np.exp((a - 1.0) * np.log(inside) + (b - 1.0) * np.log1p(-inside) + scale)
    slopes = np.diff(table) / np.diff(nodes)
    ends = np.array([slopes[0]]), np.array([slopes[-1]])
    return nodes, table, np.concatenate([ends[0], density, ends[1]])


def incomplete_beta(x: Reals, a: float, b: float) -> Reals:
    """Return the regularised incomplete beta function, by Lentz's continued fraction."""
    swap = x > (a + 1.0) / (a + b + 2.0)
    values = np.empty_like(x)
    values[~swap] = _fraction(x[~swap], a, b)
    values[swap] = 1.0 - _fraction(1.0 - x[swap], b, a)
    return values


def _fraction(x: Reals, a: float, b: float) -> Reals:
    inside = np.clip(x, TINY, 1.0 - 1e-16)
    front = np.exp(
        a * np.log(inside) + b * np.log1p(-inside) - (lgamma(a) + lgamma(b) - lgamma(a + b))
    )
    c = np.ones_like(inside)
    d = 1.0 / _away(1.0 - (a + b) * inside / (a + 1.0))
    value, term = d.copy(), np.empty_like(inside)
    for m in range(1, TERMS + 1):
        even = (m * (b - m), (a + 2 * m - 1.0) * (a + 2 * m))
        odd = (-(a + m) * (a + b + m), (a + 2 * m) * (a + 2 * m + 1.0))
        for above, below in (even, odd):
            np.multiply(inside, above, out=term)
            term /= below
            d *= term
            d += 1.0
            np.divide(1.0, _away(d), out=d)
            np.divide(term, c, out=c)
            c += 1.0
            _away(c)
            np.multiply(c, d, out=term)
            value *= term
        if m % CHECKED == 0 and np.abs(term - 1.0).max(initial=0.0) < CONVERGED:
            break
    return front * value / a


def _away(values: Reals) -> Reals:
    """Move values next to 0 away from it, in place, and return them."""
    if values.size and values.min() < TINY:
        values[np.abs(values) < TINY] = TINY
    return values


def ranged(points: Reals, value: float, low: float, high: float) -> Reals:
    """Return quantiles of a value with its 90 % range, as a world states them.

    The distribution is two halves of a lognormal about the value where all is positive, else two
    halves of a normal, so that the ends of the range are the quantiles of .05 and .95.
    """
    z = normal(points)
    if low > 0.0:
        below, above = (abs(log(end / value)) / NINETIETH for end in (low, high))
        return value * np.exp(z * np.where(z < 0.0, below, above))
    below, above = ((value - low) / NINETIETH, (high - value) / NINETIETH)
    return value + z * np.where(z < 0.0, below, above)


def branch(points: Reals, weights: list[float]) -> Reals:
    """Return the number of the branch into which each point falls."""
    ends = np.cumsum(weights)
    ends[-1] = 1.0
    return np.searchsorted(ends, points, side="right").clip(0, len(weights) - 1).astype(np.float64)


def draws(distribution: Distribution, points: Reals, bounds: Bounds | None) -> Reals:
    """Return the draws of a distribution at points; for a choice the numbers of its branches.

    Args:
        distribution: The distribution.
        points: Points of the unit interval.
        bounds: The limits of draws, if any.
    """
    inside = np.clip(points, EDGE, 1.0 - EDGE)
    drawn = _draws(distribution, inside)
    if bounds is not None:
        low = -np.inf if bounds.low is None else bounds.low
        high = np.inf if bounds.high is None else bounds.high
        drawn = np.clip(drawn, low, high)
    return drawn


def _draws(distribution: Distribution, points: Reals) -> Reals:
    if each := distribution.lognormal:
        return rounded(lognormal(points, each.median, each.spread))
    if each := distribution.triangular:
        return triangular(points, each.low, each.mode, each.high)
    if each := distribution.beta:
        return rounded(beta(points, each.mean, each.sd))
    if each := distribution.uniform:
        return each.low + points * (each.high - each.low)
    if each := distribution.normal:
        return rounded(each.mean + each.sd * normal(points))
    if distribution.choice is not None:
        return branch(points, list(distribution.choice.values()))
    return np.full_like(points, distribution.fixed.value if distribution.fixed else 0.0)


def rounded(values: Reals) -> Reals:
    """Return values rounded to the bits that are the same on every machine."""
    mantissa, exponent = np.frexp(values)
    return np.ldexp(np.round(np.ldexp(mantissa, BITS)), exponent - BITS)


def quantile_means(weights: Reals, spread: Reals) -> Reals:
    r"""Return the mean cover of each cohort over the mean of all: [row, cohort, future].

    $qtl_j = [\Phi(z_j - \sigma) - \Phi(z_{j-1} - \sigma)] / \omega_j$, scaled to a mean of 1.
    """
    ends = np.clip(np.cumsum(weights)[:-1], EDGE, 1 - EDGE)
    sigma = np.log(spread)
    inner = [_below(z - sigma) for z in normal(ends)]
    steps = [np.zeros_like(sigma), *inner, np.ones_like(sigma)]
    parts = [(b - a) / w for a, b, w in zip(steps[:-1], steps[1:], weights, strict=True)]
    total = sum(w * part for w, part in zip(weights, parts, strict=True))
    return np.stack([part / total for part in parts], axis=1)


def _below(z: Reals) -> Reals:
    """Return the standard normal distribution function."""
    flat = [0.5 * erfc(-each / sqrt(2.0)) for each in z.ravel().tolist()]
    return rounded(np.array(flat, np.float64).reshape(z.shape))
