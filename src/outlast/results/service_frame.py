"""The table of services: how often each breaks, and by which day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from outlast.reading.frames import FrameColumn, frame_of, html_of
from outlast.results.manifest import Manifest
from outlast.results.odds import LineOdds

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]

SERVICES: Final = (
    FrameColumn("service", "key of the service"),
    FrameColumn("title", "name of the service"),
    FrameColumn("bloc", "bloc that needs the service"),
    FrameColumn("side", "side of the bloc"),
    FrameColumn("definition", "definition of need under which it counts"),
    FrameColumn("p_break", "chance that it breaks within the horizon or is short on the date", "1"),
    FrameColumn("p_since_denial", "chance that it breaks at any time since denial began", "1"),
    FrameColumn("p_new_only", "chance that it breaks newly, after it has recovered if short", "1"),
    FrameColumn("p_free", "chance that it breaks without denial", "1"),
    FrameColumn("p_attributable", "chance that it breaks, and does not without denial", "1"),
    FrameColumn("t10", "time after which 10 of 100 futures have broken, from the date", "week"),
    FrameColumn("t50", "time after which 50 of 100 futures have broken, from the date", "week"),
    FrameColumn("t90", "time after which 90 of 100 futures have broken, from the date", "week"),
    FrameColumn("recovery", "median time to recovery where it breaks", "week"),
    FrameColumn("depth", "mean shortfall below the threshold", "week"),
    FrameColumn("since_share", "share of futures in which it is short on the date", "1"),
    FrameColumn("since_weeks", "median time for which it has then been short", "week"),
    FrameColumn("level_date", "mean level on the date, as a share of need", "1"),
    FrameColumn("standard_error", "standard error of p_break", "1"),
    FrameColumn("t10_date", "day by which 10 of 100 futures have broken"),
    FrameColumn("t50_date", "day by which 50 of 100 futures have broken"),
    FrameColumn("t90_date", "day by which 90 of 100 futures have broken"),
)
SHOWN: Final = ("title", "bloc", "definition", "p_break", "standard_error", "t50_date", "p_free")
"""The columns that a notebook shows."""

TIMES: Final = ("t10", "t50", "t90")
"""The times that have a day beside them."""


def service_frame(lines: Sequence[LineOdds], on: date) -> "DataFrame":
    """Return the odds of services, one row a line, with units and long names in its `attrs`.

    Args:
        lines: The odds.
        on: The scenario's date, from which times count.
    """
    return frame_of(service_rows(lines, on), SERVICES)


def service_rows(lines: Sequence[LineOdds], on: date) -> list[dict[str, Any]]:
    """Return the odds of services as rows, with the day of each time.

    Args:
        lines: The odds.
        on: The scenario's date, from which times count.
    """
    return [
        {
            **asdict(line),
            "standard_error": line.error,
            **{f"{key}_date": day_after(on, getattr(line, key)) for key in TIMES},
        }
        for line in lines
    ]


def services_html(lines: Sequence[LineOdds], made: Manifest) -> str:
    """Return the odds of services as a notebook shows them, under the identity of their run."""
    shown = [each for each in SERVICES if each.key in SHOWN]
    caption = f"{made.title}: {made.futures:,} futures, seed {made.seed}, digest {made.digest}"
    return html_of(service_rows(lines, made.date), shown, caption)


def day_after(on: date, weeks: float | None) -> date | None:
    """Return the day that lies some weeks after a date; None for none."""
    return None if weeks is None else on + timedelta(weeks=weeks)
