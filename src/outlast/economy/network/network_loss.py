"""The loss of a network of industries under events: its parts, its path, and its alternatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from outlast.economy.network.batch import BatchLosses
from outlast.economy.network.flows import FlowTable
from outlast.reading import Brief
from outlast.reading.frames import FrameColumn, Tabular

if TYPE_CHECKING:
    from xarray import Dataset

COLLAPSE: Final = 0.3
"""The share of a step's value added that is lost in a collapse, at its worst."""

CASCADE: Final = 10.0
"""The multiple of the direct loss from which on inventories decide the loss, not the event."""

SPREAD, CASCADES, COLLAPSED, ABORTED = "spread", "cascade", "collapse", "aborted"


@dataclass(frozen=True)
class NetworkRequest:
    """The events and the rules that are asked for."""

    events: tuple[str, ...]
    routes: tuple[str, ...]
    capital: tuple[str, ...]
    rules: str
    step: str
    """`week` or `day`."""

    steps: int
    inputs: str
    """The classes of inputs; `strict` under ARIO."""

    cover: float
    restocking: float
    rationing: str
    spare: float
    recovery: int
    precision: str


@dataclass(frozen=True)
class IndustryChange:
    """The change of one industry's value added over all steps; a loss is negative."""

    code: str
    title: str
    change: float
    direct: float
    """Of it, the capacity that events took away."""

    title_zh: str = ""
    """Its title in Chinese; empty where the table has none."""


@dataclass(frozen=True)
class NetworkOutcome:
    """The change of all value added over all steps, and the way in which it came."""

    change: float
    direct: float
    times: float | None
    """The change as a multiple of the direct one; None where no capacity was lost."""

    state: str
    """`spread`, `cascade`, `collapse` or `aborted`."""

    worst_step: int
    worst_share: float
    """The change in the worst step, as a share of its value added before."""

    last_share: float
    """The same in the last step."""


@dataclass(frozen=True)
class NetworkAlternative:
    """The same events under another rule or assumption."""

    name: str
    outcome: NetworkOutcome


@dataclass(frozen=True, repr=False)
class NetworkLoss(Brief, Tabular):
    """The loss of a network of industries; values in `unit`, a loss is negative."""

    ROW_NAME: ClassVar[str] = "industry"

    asked: NetworkRequest
    title: str
    """The name of the table."""

    unit: str
    industry_count: int
    region_count: int
    value_added: float
    """Value added of a year, before the events."""

    outcome: NetworkOutcome
    share_of_year: float
    """The change as a share of a year's value added."""

    path: tuple[float, ...]
    """The change in each step."""

    industries: tuple[IndustryChange, ...]
    """The largest losses first."""

    negative: tuple[str, ...]
    """Industries with negative value added: a fall of their output counts as a gain."""

    alternatives: tuple[NetworkAlternative, ...]
    assumed: int
    """Rules behind the classes and inventories of inputs that nobody publishes."""

    title_zh: str = ""
    """The name of the table in Chinese; empty where it has none."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the industries."""
        return (
            FrameColumn("code", "code of the industry"),
            FrameColumn("title", "name of the industry"),
            FrameColumn("change", "change of its value added over all steps", self.unit),
            FrameColumn("direct", "part of it that events took away", self.unit),
        )

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the industries, the largest loss first."""
        return [
            {key: getattr(each, key) for key in ("code", "title", "change", "direct")}
            for each in self.industries
        ]

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        change, step = self.outcome.change, self.asked.step
        return f"{self.title}: {change:,.4g} {self.unit} over {self.asked.steps} steps of a {step}"

    def to_xarray(self) -> "Dataset":
        """Return the industries, with the change in each step, as an xarray Dataset with units."""
        described = {"long_name": "change of all value added in the step", "units": self.unit}
        found = super().to_xarray()
        return found.assign(path=("step", list(self.path), described))


def outcome_of(losses: BatchLosses, run: int, before: float, scale: float) -> NetworkOutcome:
    """Return the outcome of one run.

    Args:
        losses: The losses of several runs, in the unit of the table.
        run: The place of the run.
        before: Value added of a step before the events.
        scale: The factor to the unit of the answer.
    """
    path, direct_path = losses.path[run], losses.direct_path[run]
    change, direct = float(path.sum()), float(direct_path.sum())
    worst = int(np.argmin(path))
    times = change / direct if direct < 0 else None
    state = SPREAD
    if times is not None and times >= CASCADE:
        state = CASCADES
    if -path[worst] >= COLLAPSE * before and direct_path[worst] > path[worst] / 2:
        state = COLLAPSED
    if losses.aborted[run]:
        state = ABORTED
    return NetworkOutcome(
        change=change * scale,
        direct=direct * scale,
        times=times,
        state=state,
        worst_step=worst,
        worst_share=float(path[worst]) / before if before else 0.0,
        last_share=float(path[-1]) / before if before else 0.0,
    )


def industry_changes(
    table: FlowTable, losses: BatchLosses, run: int, scale: float, chinese: Mapping[str, str]
) -> tuple[IndustryChange, ...]:
    """Return the changes of all industries in one run, the largest loss first."""
    order = np.argsort(losses.total[run], kind="stable")
    return tuple(
        IndustryChange(
            table.labels[at],
            table.titles[at],
            float(losses.total[run, at]) * scale,
            float(losses.direct[run, at]) * scale,
            chinese.get(table.labels[at], ""),
        )
        for at in map(int, order)
    )
