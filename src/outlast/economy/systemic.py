"""The economic systemic risk index: the share of all sales that stops if a firm fails.

A failure spreads downstream through inputs and upstream through lost sales. An essential input
limits its user by the part of all purchases from its sector that is gone, an input that is not
essential by its part of all purchases. docs/model/leverage.md has the equations, after Diem et al.
(2022), Scientific Reports 12:7719.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.errors import RunError

Integers: TypeAlias = NDArray[np.int64]

NO_EFFECT: Final = 0
"""An input whose loss stops nothing."""

ESSENTIAL: Final = 2
"""Output stops with the input."""

LINEAR: Final = 1
"""Output falls by the input's part of all purchases."""

PRECISE: Final = 1e-12
"""The largest fall in a step at which a spread has ended."""

STEPS: Final = 100_000
"""Steps after which a spread counts as endless."""


class Spread(NamedTuple):
    """The part of each firm's output that is left, from 0 to 1."""

    downstream: Reals
    upstream: Reals


@dataclass(frozen=True, eq=False)
class SalesNetwork:
    """Sales between firms: a supplier, a user, a value and an essentiality for each link."""

    sector: Integers
    """The sector of each firm."""

    supplier: Integers
    user: Integers
    value: Reals
    essential: Integers
    """`ESSENTIAL`, `LINEAR` or `NO_EFFECT`, by link."""

    @property
    def firms(self) -> int:
        """The number of firms."""
        return len(self.sector)

    @cached_property
    def sales(self) -> Reals:
        """The sales of each firm."""
        return np.bincount(self.supplier, self.value, self.firms).astype(float)

    @cached_property
    def _bundle(self) -> tuple[Integers, Integers]:
        """The number of each link's user and sector together, and the user of each number."""
        sector = self.sector[self.supplier]
        pairs, number = np.unique(
            np.stack([self.user, sector], axis=1), axis=0, return_inverse=True
        )
        return number.ravel(), pairs[:, 0]

    @cached_property
    def _downstream(self) -> Reals:
        """The effect of each link on its user, between 0 and 1."""
        bundle, _ = self._bundle
        of_sector = np.bincount(bundle, self.value)[bundle]
        of_all = np.bincount(self.user, self.value, self.firms)[self.user]
        whole = np.where(self.essential == ESSENTIAL, of_sector, of_all)
        part = np.divide(self.value, whole, out=np.zeros_like(self.value), where=whole > 0)
        return np.where(self.essential == NO_EFFECT, 0.0, part)

    @cached_property
    def _upstream(self) -> Reals:
        """The part of its supplier's sales that each link is."""
        sold = self.sales[self.supplier]
        return np.divide(self.value, sold, out=np.zeros_like(self.value), where=sold > 0)

    def spread(self, left: Reals, *, replaceable: bool = False) -> Spread:
        """Return the parts that are left once a failure has spread.

        Args:
            left: The part of each firm that the failure leaves, 0 for one that fails.
            replaceable: Whether firms of the same sector take over, by their part of its sales.

        Raises:
            RunError: The spread does not end.
        """
        down, up = left.copy(), left.copy()
        for _ in range(STEPS):
            next_down = np.minimum(left, self._inputs_left(down, replaceable))
            lost = self._upstream * (1.0 - up[self.user])
            next_up = np.minimum(left, 1.0 - np.bincount(self.supplier, lost, self.firms))
            next_down, next_up = np.maximum(next_down, 0.0), np.maximum(next_up, 0.0)
            moved = max(np.max(np.abs(down - next_down)), np.max(np.abs(up - next_up)))
            down, up = next_down, next_up
            if moved < PRECISE:
                return Spread(down, up)
        raise RunError.of(f"a failure still spreads after {STEPS:,} steps.")

    def index(self, left: Reals, *, replaceable: bool = False) -> float:
        """Return the share of all sales that stops under a failure."""
        found = self.spread(left, replaceable=replaceable)
        stopped = 1.0 - np.minimum(found.downstream, found.upstream)
        return float(self.sales @ stopped / self.sales.sum())

    def indices(self, *, replaceable: bool = False) -> Reals:
        """Return the index of each firm, if it alone fails."""
        return np.array(
            [
                self.index(
                    np.where(np.arange(self.firms) == firm, 0.0, 1.0), replaceable=replaceable
                )
                for firm in range(self.firms)
            ]
        )

    def _inputs_left(self, down: Reals, replaceable: bool) -> Reals:  # noqa: FBT001  of the caller
        """Return the output that inputs allow each firm."""
        effect = self._downstream * (1.0 - down[self.supplier])
        if replaceable:
            able = np.bincount(self.sector, self.sales * down, int(self.sector.max()) + 1)
            whole = able[self.sector]
            part = np.ones(self.firms)  # a firm that is all that is left of its sector
            np.divide(self.sales, whole, out=part, where=whole > self.sales)
            effect = effect * part[self.supplier]
        bundle, users = self._bundle
        essential = self.essential == ESSENTIAL
        by_sector = np.bincount(bundle, np.where(essential, effect, 0.0), len(users))
        worst = np.zeros(self.firms)
        np.maximum.at(worst, users, by_sector)
        linear = np.bincount(self.user, np.where(essential, 0.0, effect), self.firms)
        return 1.0 - np.maximum(worst, linear)
