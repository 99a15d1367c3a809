"""The tables of results as pandas frames: services, sets, branches, costs, futures, draws."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from outlast.errors import InputError, nearest
from outlast.reading.frames import FrameColumn, frame_of
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.results.odds import SetOdds
from outlast.results.results import Results
from outlast.results.service_frame import day_after, service_frame

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]

SETS: Final = (
    FrameColumn("set", "key of the set of services"),
    FrameColumn("title", "name of the set"),
    FrameColumn("definition", "definition of need under which it counts"),
    FrameColumn("rule", "rule by which a set breaks"),
    FrameColumn("clock", "clock from which breaks count"),
    FrameColumn("end", "end of a future: the side that breaks first, same, or neither"),
    FrameColumn("share", "share of futures that end so", "1"),
    FrameColumn("standard_error", "standard error of share", "1"),
    FrameColumn("already", "share of futures in which a service of the side is short", "1"),
)
BRANCHES: Final = (
    FrameColumn("switch", "key of the open question"),
    FrameColumn("question", "the open question"),
    FrameColumn("branch", "answer to it"),
    FrameColumn("chance", "share of futures with this answer", "1"),
    *SETS,
)
COSTS: Final = (
    FrameColumn("bloc", "key of the bloc"),
    FrameColumn("title", "name of the bloc"),
    FrameColumn("kind", "kind of cost"),
    FrameColumn("mean", "mean cost of denial from the date to the end", "USD"),
    FrameColumn("low", "cost below which one in ten futures lies", "USD"),
    FrameColumn("high", "cost above which one in ten futures lies", "USD"),
)
FUTURES: Final = (
    FrameColumn("future", "number of the future"),
    FrameColumn("end", "the side that breaks first, same, or neither"),
    FrameColumn("weeks", "time from the date until a side breaks; empty if neither does", "week"),
    FrameColumn("date", "day on which a side breaks"),
)

Row = dict[str, Any]


def answer_frame(results: Results, table: str = "services") -> "DataFrame":
    """Return a table of results, with units and long names in its `attrs`.

    Args:
        results: The results.
        table: `services`, `sets`, `branches`, `costs`, `futures` or `draws`.

    Raises:
        InputError: There is no such table.
    """
    if table not in TABLES:
        raise InputError.of(f'"{table}" is no table of an answer.', nearest(table, list(TABLES)))
    return TABLES[table](results)


def _services(results: Results) -> "DataFrame":
    return service_frame(results.lines(), results.situation.clock.on)


def _sets(results: Results) -> "DataFrame":
    return frame_of((row for odds in results.sets() for row in _ends(odds)), SETS)


def _branches(results: Results) -> "DataFrame":
    switches = results.situation.timeline.switches
    rows = (
        {
            "switch": each.switch,
            "question": switches[each.switch].question,
            "branch": each.branch,
            "chance": each.chance,
            **row,
        }
        for each in results.branches()
        for odds in each.sets
        for row in _ends(odds)
    )
    return frame_of(rows, BRANCHES)


def _ends(odds: SetOdds) -> Iterator[Row]:
    """Yield one row for each end of a future."""
    shares = {**odds.first, "same": odds.same, "neither": odds.neither}
    for end, share in shares.items():
        yield {
            "set": odds.service_set,
            "title": odds.title,
            "definition": odds.definition,
            "rule": odds.rule,
            "clock": odds.clock,
            "end": end,
            "share": share,
            "standard_error": odds.errors[end],
            "already": odds.already.get(end),
        }


def _costs(results: Results) -> "DataFrame":
    return frame_of((asdict(cost) for cost in results.costs()), COSTS)


def _futures(results: Results) -> "DataFrame":
    """Return one row a future: how the headline's set ends, and the answers to open questions."""
    breaks = results.first_breaks()
    one, other = results.sides
    named = {ONE: one, OTHER: other, BOTH: "same", NEITHER: "neither"}
    drawn = results.switch_branches
    columns = [
        *FUTURES,
        *(
            FrameColumn(f"switch.{switch}", results.situation.timeline.switches[switch].question)
            for switch in drawn
        ),
    ]
    rows: list[Row] = []
    for future, (end, weeks) in enumerate(zip(breaks.ends, breaks.weeks, strict=True)):
        time = None if end == NEITHER else float(weeks)
        row: Row = {
            "future": future,
            "end": named[int(end)],
            "weeks": time,
            "date": day_after(results.situation.clock.on, time),
        }
        for switch, branches in drawn.items():
            row[f"switch.{switch}"] = next((n for n, came in branches if came[future]), None)
        rows.append(row)
    return frame_of(rows, columns)


def _draws(results: Results) -> "DataFrame":
    """Return one row a future and one column an input, each in its unit."""
    from outlast.results.drawn_inputs import drawn_inputs  # noqa: PLC0415  xarray is slow

    found = drawn_inputs(results.lowered.drawing, results.points())
    frame: DataFrame = found["draw"].to_pandas()  # type: ignore[assignment]  two dimensions
    inputs = [f"{name}" for name in found["input"].to_numpy()]
    frame.attrs = {
        "units": dict(zip(inputs, map(str, found["input_unit"].to_numpy()), strict=True)),
        "long_names": dict(zip(inputs, map(str, found["input_title"].to_numpy()), strict=True)),
    }
    return frame


TABLES: Final[Mapping[str, Callable[[Results], "DataFrame"]]] = {
    "services": _services,
    "sets": _sets,
    "branches": _branches,
    "costs": _costs,
    "futures": _futures,
    "draws": _draws,
}
"""The tables of an answer, by name."""
