"""A literal, slow program of the default rules of docs/model/network.md, for one set of events."""

from collections.abc import Sequence
from typing import Any

CapacityRow = tuple[int, float, int, int, int]
"""Industry, share, first step, length, steps of recovery."""

RouteRow = tuple[int, int, float, int, int, int]
"""Seller, buyer, share, first step, length, steps of recovery."""


def share_lost(step: int, share: float, start: int, length: int, recovery: int) -> float:
    """Return the share that an event takes away at a step."""
    if step < start:
        return 0.0
    if step < start + length:
        return share
    since = step - (start + length) + 1
    return share * (1 - since / (recovery + 1)) if since <= recovery else 0.0


def outputs(  # noqa: C901, PLR0912, PLR0913, PLR0917  the page, line by line
    flows: dict[str, Any],
    classes: Sequence[Sequence[int]],
    rules: dict[str, Any],
    capacity: Sequence[CapacityRow],
    routes: Sequence[RouteRow],
    steps: int,
) -> tuple[list[list[float]], float]:
    """Return the output of each step and industry, and the most that a seller delivers beyond it.

    Args:
        flows: `regions`, `sectors` (their numbers), `sales`, `final` (by industry), per year.
        classes: The class of each input by sector and industry: 2 critical, 1 half, 0 neither.
        rules: `year`, `cover`, `restocking`, `spare`, `rationing`.
        capacity: Lost capacity.
        routes: Restricted routes.
        steps: How many steps.
    """
    sectors: int = flows["sectors"]
    year: float = rules["year"]
    every = range(int(flows["regions"]) * sectors)
    sales: list[list[float]] = [[flows["sales"][i][j] / year for j in every] for i in every]
    final: list[float] = [flows["final"][i] / year for i in every]
    before = [sum(sales[i]) + final[i] for i in every]
    bought = [[sum(sales[i][j] for i in every if i % sectors == s) for j in every]
              for s in range(sectors)]  # fmt: skip
    need = [[bought[s][j] / before[j] if before[j] else 0.0 for j in every] for s in range(sectors)]
    wished = [[rules["cover"] * bought[s][j] for j in every] for s in range(sectors)]
    stock = [list(row) for row in wished]
    demand, beyond = list(before), 0.0
    found: list[list[float]] = []
    for step in range(steps):
        lost = [max((share_lost(step, *row[1:]) for row in capacity if row[0] == j), default=0.0)
                for j in every]  # fmt: skip
        gaps = [[(wished[s][j] - stock[s][j]) / rules["restocking"] for j in every]
                for s in range(sectors)]  # fmt: skip
        wants = [[max(need[s][j] * demand[j] + gaps[s][j], 0.0)
                  for j in every] for s in range(sectors)]  # fmt: skip
        orders = [[0.0 for _ in every] for _ in every]
        for i in every:
            for j in every:
                total = bought[i % sectors][j]
                part = sales[i][j] / total if total else 0.0
                cut = max((share_lost(step, *row[2:]) for row in routes if row[:2] == (i, j)),
                          default=0.0)  # fmt: skip
                orders[i][j] = (1 - cut) * part * wants[i % sectors][j]
        demand = [sum(orders[i]) + final[i] for i in every]
        made: list[float] = []
        for j in every:
            least = min(before[j] * (1 + rules["spare"]) * (1 - lost[j]), demand[j])
            for s in range(sectors):
                if need[s][j] > 0 and classes[s][j] == 2:
                    least = min(least, stock[s][j] / need[s][j])
                if need[s][j] > 0 and classes[s][j] == 1:
                    least = min(least, 0.5 * (stock[s][j] / need[s][j] + before[j]))
            made.append(least)
        to_firms: list[float] = []
        for i in every:
            ordered = sum(orders[i])
            if rules["rationing"] == "proportional":
                to_firms.append(made[i] / demand[i] if demand[i] else 0.0)
            elif rules["rationing"] == "firms-first":
                to_firms.append(min(1.0, made[i] / ordered) if ordered else 1.0)
            else:
                rest = made[i] - min(final[i], made[i])
                to_firms.append(min(1.0, rest / ordered) if ordered else 1.0)
        for s in range(sectors):
            for j in every:
                arrived = sum(to_firms[i] * orders[i][j] for i in every if i % sectors == s)
                held = stock[s][j] + arrived
                stock[s][j] = max(held - need[s][j] * made[j], 0.0)
        over = [sum(to_firms[i] * order for order in orders[i]) - made[i] for i in every]
        beyond = max(beyond, *over)
        found.append(made)
    return found, beyond
