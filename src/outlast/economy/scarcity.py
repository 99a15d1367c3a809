"""A national economy with a scarce input: the exact loss when a tied part of it runs short.

docs/model/exposure.md has the equations. Wages are the unit of account and labour moves; the one
unknown, the log of the scarce good's price, is found by bracketing, for all draws at once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, cast

import numpy as np

from outlast.engine.arrays import Reals
from outlast.reading import Brief

MOST_CUT: Final = 0.99
"""The largest cut: something always gets through."""

NEAR: Final = 1e-6
"""The distance from 1 to which an elasticity is moved, so that the formulas hold."""

SETTLED: Final = 1e-11
"""The excess demand, or the width of its bracket, at which a price is found."""

PRICES: Final = 60.0
"""The largest log of the scarce good's price."""

ROUNDS: Final = 80
"""Rounds of bracketing; the bracket of a price is then narrower than any number."""

STEPS: Final = 400
"""The most steps of the prices of goods."""

PRECISE: Final = 1e-12
"""The change of log prices at which they have settled."""


class ScarcityDraws(NamedTuple):
    """The uncertain numbers of a scarcity, each of shape (draws,) but `tied`."""

    tied: Reals
    """The share of each using industry that cannot run without the good, (draws, users)."""

    cost_share: Reals
    """The good's share of the cost of a tied industry."""

    cut: Reals
    """The share of the good that is cut."""

    elasticity: Reals
    """Between the good and everything else."""

    input_elasticity: Reals
    """Among other inputs."""

    final_elasticity: Reals
    """Among final goods."""


@dataclass(frozen=True, repr=False, eq=False)
class NationalEconomy(Brief):
    """A national economy: sales between industries and to final uses; imports count as primary."""

    industries: tuple[str, ...]
    sales: Reals
    """Sales of each industry (row) to each industry (column)."""

    final: Reals
    """Sales to final uses and exports."""

    value_added: Reals
    users: tuple[int, ...]
    """Places of the industries of which a part is tied."""

    @cached_property
    def output(self) -> Reals:
        """The output of each industry."""
        return self.sales.sum(1) + self.final

    def tied_share(self, tied: Reals) -> Reals:
        """Return the tied share of GDP for the tied shares of the using industries."""
        return tied @ self.value_added[list(self.users)] / self.value_added.sum()

    def loss(self, drawn: ScarcityDraws) -> Reals:
        """Return the share of real final uses that is lost, from 0 to 1, shape (draws,)."""
        return _Scarce.of(self, drawn).loss()


@dataclass(frozen=True, eq=False)
class _Scarce:
    """An economy whose using industries are split into a free and a tied part."""

    inputs: Reals
    """Inputs per unit of output, (draws, goods, goods)."""

    labour: Reals
    """Labour and imports per unit of output, (draws, goods)."""

    share: Reals
    """The scarce good's share of cost, (draws, goods)."""

    final: Reals
    """Final uses, (draws, goods)."""

    output: Reals
    cut: Reals
    theta: Reals
    epsilon: Reals
    sigma: Reals

    @classmethod
    def of(cls, economy: NationalEconomy, drawn: ScarcityDraws) -> "_Scarce":
        """Return the split economy of each draw."""
        count, users = len(economy.industries), list(economy.users)
        at = np.array([*range(count), *users])
        weight = np.ones((len(drawn.cut), len(at)))
        weight[:, users] = 1.0 - drawn.tied
        weight[:, count:] = drawn.tied
        output = np.where(economy.output > 0, economy.output, 1.0)
        technology = (economy.sales / output)[np.ix_(at, at)]
        inputs = technology * weight[:, :, None]
        share = np.zeros_like(weight)
        share[:, count:] = drawn.cost_share[:, None]
        labour = np.maximum(1.0 - share - inputs.sum(1), NEAR)
        elasticities = (
            np.where(np.abs(each - 1.0) < NEAR, 1.0 - NEAR, each)[:, None]
            for each in (drawn.elasticity, drawn.input_elasticity, drawn.final_elasticity)
        )
        cut = np.clip(drawn.cut, 0.0, MOST_CUT)
        final = economy.final[at] * weight
        return cls(inputs, labour, share, final, economy.output[at] * weight, cut, *elasticities)

    def loss(self) -> Reals:
        """Return the share of real final uses that is lost.

        The price is bracketed by Chandrupatla's method (Advances in Engineering Software 28, 1997):
        inverse quadratic steps where they are safe, halving elsewhere.
        """
        one, two = np.full_like(self.cut, PRICES), np.zeros_like(self.cut)
        at_one, _, _ = self._excess(one, np.zeros_like(self.final))
        at_two, kept, prices = self._excess(two, np.zeros_like(self.final))
        old, at_old, step = one, at_one, np.full_like(one, 0.5)
        best, at_best = kept, np.abs(at_two)
        for _ in range(ROUNDS):
            point = two + step * (one - two)
            found, kept, prices = self._excess(point, prices)
            better = np.abs(found) < at_best
            best, at_best = np.where(better, kept, best), np.where(better, np.abs(found), at_best)
            if float(np.max(np.minimum(at_best, np.abs(one - two)))) < SETTLED:
                break
            same = np.sign(found) == np.sign(at_two)
            old, at_old = np.where(same, two, one), np.where(same, at_two, at_one)
            one, at_one = np.where(same, one, two), np.where(same, at_one, at_two)
            two, at_two = point, found
            step = _step((one, two, old), (at_one, at_two, at_old))
        return np.where((self.cut > 0) & (self.share.max(1) > 0), 1.0 - best, 0.0)

    def _excess(self, log_price: Reals, start: Reals) -> tuple[Reals, Reals, Reals]:
        """Return the log of demand over supply, the real final uses kept, and log prices."""
        theta, epsilon, sigma = self.theta, self.epsilon, self.sigma
        log_p, log_k = self._prices(log_price[:, None], start)
        weight = self.final / self.final.sum(1, keepdims=True)
        index = np.log((weight * np.exp((1.0 - sigma) * log_p)).sum(1, keepdims=True))
        index /= 1.0 - sigma
        wanted = self.final * np.exp(-sigma * (log_p - index))
        bundle = np.exp(epsilon * log_k - theta * (log_k - log_p))
        flows = self.inputs * np.exp(-epsilon * log_p)[:, :, None] * bundle[:, None, :]
        system = np.eye(flows.shape[1]) - flows
        made = cast("Reals", np.linalg.solve(system, wanted[:, :, None]))[:, :, 0]
        kept = (self.labour * self.output).sum(1) / (self.labour * bundle * made).sum(1)
        demand = (self.share * made * np.exp(-theta * (log_price[:, None] - log_p))).sum(1) * kept
        supply = (self.share * self.output).sum(1) * (1.0 - self.cut)
        tiny = np.finfo(float).tiny
        return np.log(np.maximum(demand, tiny) / np.maximum(supply, tiny)), kept, log_p

    def _prices(self, log_price: Reals, start: Reals) -> tuple[Reals, Reals]:
        """Return the log prices of goods and of their other inputs at a price of the good."""
        theta, epsilon = self.theta, self.epsilon
        rest = 1.0 - self.share
        inputs, labour = self.inputs / rest[:, None, :], self.labour / rest
        scarce = np.log(np.maximum(self.share, np.finfo(float).tiny)) + (1.0 - theta) * log_price
        log_p = start
        for _ in range(STEPS):
            bought = np.einsum("dij,di->dj", inputs, np.exp((1.0 - epsilon) * log_p))
            log_k = np.log(labour + bought) / (1.0 - epsilon)
            moved = np.logaddexp(np.log(rest) + (1.0 - theta) * log_k, scarce) / (1.0 - theta)
            change = float(np.max(np.abs(moved - log_p)))
            log_p = moved
            if change < PRECISE:
                break
        bought = np.einsum("dij,di->dj", inputs, np.exp((1.0 - epsilon) * log_p))
        return log_p, np.log(labour + bought) / (1.0 - epsilon)


def _step(points: tuple[Reals, Reals, Reals], values: tuple[Reals, Reals, Reals]) -> Reals:
    """Return the next point as a part of the way from the second point to the first."""
    one, two, old = points
    at_one, at_two, at_old = values
    with np.errstate(divide="ignore", invalid="ignore"):
        across = (two - one) / (old - one)
        down = (at_two - at_one) / (at_old - at_one)
        safe = (down**2 < across) & ((1.0 - down) ** 2 < 1.0 - across)
        near = at_two / (at_one - at_two) * at_old / (at_one - at_old)
        far = (old - two) / (one - two) * at_two / (at_old - at_two) * at_one / (at_old - at_one)
        curved = near + far
    step = np.where(safe & np.isfinite(curved), curved, 0.5)
    width = np.maximum(np.abs(one - two), np.finfo(float).tiny)
    least = np.minimum(0.5, SETTLED / width)
    return np.clip(step, least, 1.0 - least)
