"""A national economy with a scarce input: the exact loss when a tied part of it runs short.

docs/model/exposure.md has the equations. Wages are the unit of account and labour moves; the one
unknown, the log of the scarce good's price, is found by bracketing, for all draws at once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from outlast.engine.arrays import Reals
from outlast.reading import Brief

MOST_CUT: Final = 0.99
"""The largest cut: something always gets through."""

NEAR: Final = 1e-6
"""The distance from 1 to which an elasticity is moved, so that the formulas hold."""

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
        return cls(
            inputs, labour, share, final, economy.output[at] * weight, cut, *elasticities
        )

    def loss(self) -> Reals:
        """Return the share of real final uses that is lost."""
        low, high = np.zeros_like(self.cut), np.full_like(self.cut, PRICES)
        prices = np.zeros_like(self.final)
        at_low, _, prices = self._excess(low, prices)
        at_high, _, _ = self._excess(high, prices)
        guess = np.zeros_like(low)
        for number in range(ROUNDS):
            line = high - at_high * (high - low) / np.where(at_high == at_low, 1.0, at_high - at_low)
            inside = (line > low) & (line < high)
            guess = np.where(inside & (number % 3 != 2), line, 0.5 * (low + high))  # noqa: PLR2004
            found, kept, prices = self._excess(guess, prices)
            above = found > 0
            low, at_low = np.where(above, guess, low), np.where(above, found, at_low)
            high, at_high = np.where(above, high, guess), np.where(above, at_high, found)
            if float(np.max(np.minimum(np.abs(found), high - low))) < 1e-10:  # noqa: PLR2004
                break
        _, kept, _ = self._excess(guess, prices)
        return np.where((self.cut > 0) & (self.share.max(1) > 0), 1.0 - kept, 0.0)

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
        made = np.linalg.solve(np.eye(flows.shape[1]) - flows, wanted[:, :, None])[:, :, 0]
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
