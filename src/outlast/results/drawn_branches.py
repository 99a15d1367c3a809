"""The futures in which each open question takes each of its branches."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from outlast.engine.arrays import Bools, Reals
from outlast.lower.draws.drawing import Drawing

AT_ONCE: Final = 8000
"""Futures whose luck is drawn at once, so that memory does not grow with their number."""


def drawn_branches(
    drawing: Drawing, throw: Callable[[range], Reals], futures: int
) -> Mapping[str, tuple[tuple[str, Bools], ...]]:
    """Return by switch its branches, each with whether it was drawn: [future].

    Args:
        drawing: The drawing.
        throw: Draws the luck of some futures.
        futures: The number of futures.
    """
    if not drawing.switches:
        return {}
    found: dict[str, dict[str, list[Bools]]] = {}
    for first in range(0, max(futures, 1), AT_ONCE):
        points = throw(range(first, min(first + AT_ONCE, futures)))
        for switch, branches in drawing.switch_branches(points).items():
            for branch, chosen in branches:
                found.setdefault(switch, {}).setdefault(branch, []).append(chosen)
    return {
        switch: tuple((branch, np.concatenate(parts)) for branch, parts in branches.items())
        for switch, branches in found.items()
    }
