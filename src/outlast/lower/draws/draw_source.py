"""The source of one row of a draw: a dimension of luck, and the way from luck to the number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from outlast.engine.arrays import Reals

DrawnValues: TypeAlias = dict[tuple[str, int], Reals]
"""Values drawn so far, by origin and dimension of luck: [future]."""

WORLD: Final = "world"
"""The origin of rows whose value the world states."""

DEFAULT: Final = "default"
"""The origin of rows that keep the default of the draw."""

CONSTANT: Final = -1
"""The dimension of rows that are the same in every future."""


@dataclass(frozen=True, slots=True)  # a scenario has ten thousand
class DrawSource:
    """The source of one row of a draw."""

    dimension: int
    """The dimension of luck, or `CONSTANT`."""

    make: Callable[[Reals], Reals]
    """From the value drawn in that dimension to the row."""

    origin: str
    """The name of a prior, `WORLD`, or `DEFAULT`."""

    draw: Callable[[Reals], Reals] | None = None
    """From the points of that dimension to the value drawn, which all rows of a prior share."""

    def drawn(self, points: Reals) -> Reals:
        """Return the value drawn at points of the dimension."""
        return self.draw(points) if self.draw else points
