"""Sources: where the number of one row of a draw comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from outlast.engine.arrays import Reals

Drawn = dict[tuple[str, int], Reals]
"""What is drawn, by the prior, `world` or `default`, and the dimension."""


@dataclass(frozen=True)
class Source:
    """Where the number of one row comes from."""

    dimension: int
    """The dimension of luck; -1 for what does not vary."""

    make: Callable[[Reals], Reals]
    """From what is drawn in that dimension to the row."""

    origin: str
    """The prior, `world`, or `default`."""

    draw: Callable[[Reals], Reals] | None = None
    """From the points of that dimension to what is drawn, for all rows of the prior alike."""

    def drawn(self, points: Reals) -> Reals:
        """Return what is drawn at points of the dimension."""
        return self.draw(points) if self.draw else points
