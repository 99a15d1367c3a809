"""What views read of an outcome: labelled odds, the record of futures, bands over weeks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.lower.lower import Lowered
from outlast.scenario.load import Situation


class Bands(Protocol):
    """A series over weeks, counted over futures."""

    def quantile(self, q: float, /) -> Reals:
        """Return a quantile over futures: row, step."""
        ...

    def mean(self) -> Reals:
        """Return the mean over futures: row, step."""
        ...

    def part(self, rows: Sequence[int], steps: Sequence[int]) -> "Bands":
        """Return some rows at some steps."""
        ...


class Manifest(Protocol):
    """What was run."""

    @property
    def scenario(self) -> str: ...  # noqa: D102  the name says it
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def digest(self) -> str: ...  # noqa: D102
    @property
    def seed(self) -> int: ...  # noqa: D102
    @property
    def futures(self) -> int: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def knows_until(self) -> date: ...  # noqa: D102


class LineOdds(Protocol):
    """How one service fares under one definition of need."""

    @property
    def service(self) -> str: ...  # noqa: D102  the names say it
    @property
    def definition(self) -> str: ...  # noqa: D102
    @property
    def p_break(self) -> float: ...  # noqa: D102
    @property
    def p_free(self) -> float: ...  # noqa: D102
    @property
    def p_attributable(self) -> float: ...  # noqa: D102
    @property
    def error(self) -> float: ...  # noqa: D102
    @property
    def t10(self) -> float | None: ...  # noqa: D102
    @property
    def t50(self) -> float | None: ...  # noqa: D102
    @property
    def t90(self) -> float | None: ...  # noqa: D102
    @property
    def recovery(self) -> float | None: ...  # noqa: D102
    @property
    def since_share(self) -> float: ...  # noqa: D102
    @property
    def since_weeks(self) -> float | None: ...  # noqa: D102


class Outcome(Protocol):
    """What an ensemble of futures came to."""

    @property
    def situation(self) -> Situation: ...  # noqa: D102
    @property
    def lowered(self) -> Lowered: ...  # noqa: D102
    @property
    def manifest(self) -> Manifest: ...  # noqa: D102
    @property
    def record(self) -> Mapping[str, NDArray[Any]]: ...  # noqa: D102
    @property
    def bands(self) -> Mapping[str, Bands]: ...  # noqa: D102

    def lines(self) -> Sequence[LineOdds]:
        """Return the odds of every line."""
        ...
