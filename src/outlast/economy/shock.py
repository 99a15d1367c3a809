"""A shock: the loss when a controller holds back its exports of minerals, with its uncertainty.

For each mineral the market gives the price P and the cut c; an industry with the tied share t loses

    cut_j = max over minerals of t_j c share_of_year

of its output, and the closures give the loss of all industries. Minerals that meet in one industry
combine by maximum: a plant that stands still for one input needs no other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from outlast.economy.check import UNCERTAIN
from outlast.economy.closure import Closure
from outlast.economy.declaration import MineralMarket
from outlast.economy.load import LoadedEconomy
from outlast.economy.losses import ENDS, IndustryLoss, MineralLoss, Range, Shock, range_of
from outlast.economy.market import Cleared, MarketDraws, clear, share_of_year
from outlast.economy.request import ShockRequest
from outlast.economy.table import IndustryTable
from outlast.engine.arrays import Reals
from outlast.errors import InputError
from outlast.facts import Ledger
from outlast.lower.draws.quantiles import draws, triangular
from outlast.scenario.bridge import TiedShare
from outlast.scenario.prior import Prior

TRIES: Final = 400
"""Rounds of drawing after which a range of prices counts as out of reach."""


@dataclass(frozen=True)
class _Lost:
    """The losses of draws, USD million, by industry, under the closure that each draw has."""

    by_industry: Reals
    direct: Reals
    by_closure: Mapping[str, float]


@dataclass(frozen=True)
class ShockModel:
    """An economy ready to be shocked."""

    economy: LoadedEconomy
    ledger: Ledger
    priors: Mapping[str, Prior]
    blocs: Mapping[str, str]
    """The titles of the blocs."""

    @property
    def table(self) -> IndustryTable:
        """The table of industries."""
        return self.economy.table

    def shock(
        self, asked: ShockRequest, progress: Callable[[int, int], None] | None = None
    ) -> Shock:
        """Return the loss from a shock.

        Args:
            asked: The shock; its minerals are known.
            progress: Told how many minerals are computed, and of how many.

        Raises:
            InputError: Too few draws of a market reach the published price.
        """
        cuts: dict[str, tuple[Cleared, Reals, tuple[int, ...]]] = {}
        for number, mineral in enumerate(asked.minerals):
            cleared, drawn = self._market(mineral, asked)
            cuts[mineral] = (cleared, drawn, self._places(mineral))
            if progress is not None:
                progress(number + 1, len(asked.minerals))
        lost = [self._lost(asked, [cut]) for cut in cuts.values()]
        alone = tuple(
            self._mineral(mineral, asked, cut[0], found)
            for (mineral, cut), found in zip(cuts.items(), lost, strict=True)
        )
        joint = lost[0] if len(lost) == 1 else self._lost(asked, list(cuts.values()))
        total, direct = joint.by_industry.sum(1) / 1e3, joint.direct.sum(1) / 1e3
        return Shock(
            asked=asked,
            bloc=self.economy.declared.bloc,
            bloc_title=self.blocs[self.economy.declared.bloc],
            year=self.economy.declared.year,
            gdp_bn=range_of(total),
            share_of_gdp=range_of(1e3 * total / self.table.gdp),
            price_change=alone[0].price_change if len(alone) == 1 else None,
            direct_bn=range_of(direct),
            propagated_bn=range_of(total - direct),
            by_closure=joint.by_closure,
            minerals=alone,
            industries=self._industries(joint, [each[2] for each in cuts.values()]),
            assumed=sum(self._assumed(mineral) for mineral in asked.minerals),
            uncertain=sum(self._uncertain(mineral) for mineral in asked.minerals),
        )

    def _market(self, mineral: str, asked: ShockRequest) -> tuple[Cleared, Reals]:
        """Return the market under the restriction, and the cuts of the tied industries.

        Where a published price rise holds the draws, those with another rise under a whole
        restriction are drawn again.
        """
        market = self.economy.declared.markets[mineral]
        tied = self.economy.declared.tied[mineral]
        random = np.random.default_rng([asked.seed, crc32(mineral.encode())])
        kept: list[tuple[MarketDraws, Reals]] = []
        count = 0
        for _ in range(TRIES):
            drawn = self._draw(market, random.random((asked.futures, len(UNCERTAIN) + 1)))
            shares = self._shares(tied, random.random((asked.futures, len(tied))))
            fits = np.ones(asked.futures, dtype=bool)
            if market.held_to is not None:
                rise = clear(drawn, 1.0).price - 1.0
                fits = (rise >= market.held_to.low) & (rise <= market.held_to.high)
            kept.append((MarketDraws(*(each[fits] for each in drawn)), shares[fits]))
            count += int(fits.sum())
            if count >= asked.futures:
                break
        else:
            raise InputError.of(
                f'of "{mineral}" too few draws reach the published price rise.',
                "Widen the priors of its market or the range in economy.yaml.",
            )
        parts = zip(*(part for part, _ in kept), strict=True)
        whole = MarketDraws(*(np.concatenate(part)[: asked.futures] for part in parts))
        shares = np.concatenate([part for _, part in kept])[: asked.futures]
        cleared = clear(whole, asked.restriction)
        short = share_of_year(cleared.cut, asked.months, asked.stock)
        return cleared, shares * (cleared.cut * short)[:, None]

    def _draw(self, market: MineralMarket, points: Reals) -> MarketDraws:
        """Return the uncertain numbers of a market at points of the unit cube."""
        found = {
            name: draws(getattr(market, name).distribution, points[:, at], limits.bounds)
            for at, (name, limits) in enumerate(UNCERTAIN.items())
        }
        choke = self.priors[market.choke]
        found["choke"] = draws(choke.distribution, points[:, len(UNCERTAIN)], choke.bounds)
        return MarketDraws(**found)

    @staticmethod
    def _shares(tied: Sequence[TiedShare], points: Reals) -> Reals:
        """Return the tied shares, shape (draws, industries)."""
        columns = [
            triangular(points[:, at], each.share.low, each.share.mode, each.share.high)
            if each.share.low < each.share.high
            else np.full(len(points), each.share.mode)
            for at, each in enumerate(tied)
        ]
        return np.stack(columns, axis=1)

    def _places(self, mineral: str) -> tuple[int, ...]:
        """Return the places of the industries that are tied to a mineral."""
        tied = self.economy.declared.tied[mineral]
        return tuple(self.table.place[each.industry] for each in tied)

    def _lost(
        self, asked: ShockRequest, cuts: Sequence[tuple[Cleared, Reals, tuple[int, ...]]]
    ) -> _Lost:
        """Return the losses from the cuts of one or several minerals."""
        pinned = tuple(sorted({place for _, _, places in cuts for place in places}))
        joint = np.zeros((asked.futures, len(pinned)))
        for _, shares, places in cuts:
            at = [pinned.index(place) for place in places]
            joint[:, at] = np.maximum(joint[:, at], shares)
        closure = Closure(self.table, pinned)
        ways = {
            "final-uses": closure.final_uses_give_way(joint),
            "supply-push": closure.supply_pushes(joint),
        }
        direct = closure.direct(joint)
        least = closure.planner_spares(joint, self.economy.declared.least_cost)
        if least is not None:
            ways["least-cost"] = least
        random = np.random.default_rng([asked.seed, crc32(b"closure")])
        chosen = random.integers(len(ways), size=asked.futures)
        stacked = np.stack(list(ways.values()))
        by_industry = stacked[chosen, np.arange(asked.futures)]
        medians = {name: float(np.median(each.sum(1))) / 1e3 for name, each in ways.items()}
        return _Lost(by_industry, direct, medians)

    def _mineral(
        self, mineral: str, asked: ShockRequest, cleared: Cleared, lost: _Lost
    ) -> MineralLoss:
        """Return the figures of one mineral alone."""
        market, value = self.economy.declared.markets[mineral], self.ledger.value
        spent = value(market.use, "t/year") * value(market.price, "USD/kg") * 1e3 / 1e9
        published = None
        if market.published_loss is not None:
            low, high = self.ledger.ends(market.published_loss, "USD_bn")
            published = Range(-high, -value(market.published_loss, "USD_bn"), -low)
        held, price = market.held_to, market.published_price
        lasts = asked.months / 12.0
        return MineralLoss(
            mineral=mineral,
            title=market.title,
            controller=market.controller,
            controller_title=self.blocs[market.controller],
            price_change=range_of(cleared.price - 1.0),
            cut=range_of(cleared.cut),
            gdp_bn=range_of(lost.by_industry.sum(1) / 1e3),
            price_paid_bn=range_of(-spent * (cleared.price - 1.0) * (1.0 - cleared.cut) * lasts),
            published_bn=published,
            published_price_change=None if price is None else value(price, "1"),
            held_to=None if held is None else (held.low, held.high),
            why_different=market.why_different,
        )

    def _industries(
        self, lost: _Lost, places: Sequence[tuple[int, ...]]
    ) -> tuple[IndustryLoss, ...]:
        """Return the losses of all industries, the largest median first."""
        pinned = sorted({place for each in places for place in each})
        direct = dict(zip(pinned, np.median(lost.direct, axis=0) / 1e3, strict=True))
        ends = np.quantile(lost.by_industry, ENDS, axis=0) / 1e3
        order = np.lexsort((ends[0], ends[1]))  # of equal medians, the largest possible loss first
        return tuple(
            IndustryLoss(
                self.table.codes[at],
                self.table.titles[at],
                Range(*(float(each) for each in ends[:, at])),
                float(direct.get(at, 0.0)),
                self.economy.chinese.get(self.table.codes[at], ""),
            )
            for at in map(int, order)
        )

    def _uncertain(self, mineral: str) -> int:
        """Return the number of uncertain numbers behind a mineral."""
        return len(UNCERTAIN) + 1 + len(self.economy.declared.tied[mineral])

    def _assumed(self, mineral: str) -> int:
        """Return the number of those that nobody publishes."""
        market = self.economy.declared.markets[mineral]
        grades = [getattr(market, name).grade for name in UNCERTAIN]
        grades.append(self.priors[market.choke].grade)
        grades += [each.grade for each in self.economy.declared.tied[mineral]]
        return sum(grade.value == "assumed" for grade in grades)
