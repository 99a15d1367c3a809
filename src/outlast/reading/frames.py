"""Rows for programs: a pandas frame, an xarray dataset and an HTML table, with units and names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

SHOWN: Final = 20
"""Rows that an HTML table shows at most."""

DIGITS: Final = 4
"""Significant digits of a number in an HTML table."""


@dataclass(frozen=True)
class FrameColumn:
    """One column of a frame."""

    key: str
    long_name: str
    """Its meaning in words."""

    unit: str = ""
    """Its unit; empty for names, texts and truths; 1 for shares and chances."""


class Tabular:
    """An object with a table: it becomes a frame, a dataset, and a table in a notebook."""

    ROW_NAME: ClassVar[str] = "row"
    """The name of one row of the table."""

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns of the table."""
        raise NotImplementedError

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of the table."""
        raise NotImplementedError

    def frame_caption(self) -> str:
        """Return a line above the table in a notebook."""
        return ""

    def to_frame(self) -> "DataFrame":
        """Return the table as a pandas DataFrame, with units and long names in its `attrs`."""
        return frame_of(self.frame_rows(), self.frame_columns())

    def to_xarray(self) -> "Dataset":
        """Return the table as an xarray Dataset, with units and long names."""
        return dataset_of(self.frame_rows(), self.frame_columns(), self.ROW_NAME)

    def _repr_html_(self) -> str:
        """Return the table as a notebook shows it."""
        return html_of(self.frame_rows(), self.frame_columns(), self.frame_caption())


def frame_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[FrameColumn]) -> "DataFrame":
    """Return rows as a pandas DataFrame, whose `attrs` hold the unit and long name of each column.

    Args:
        rows: The rows; a missing key is an empty cell.
        columns: The columns, in order.
    """
    import pandas as pd  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  slow to import

    keys = [each.key for each in columns]
    listed = list(rows)
    data: dict[str, Any] = {}
    for key in keys:
        cells: list[Any] = [row.get(key) for row in listed]
        known: set[type] = {type(cell) for cell in cells if cell is not None}
        data[key] = pd.to_datetime(pd.Series(cells)) if known == {date} else cells
    found = pd.DataFrame(data, columns=keys)
    found.attrs = {
        "units": {each.key: each.unit for each in columns if each.unit},
        "long_names": {each.key: each.long_name for each in columns},
    }
    return found


def dataset_of(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[FrameColumn], row: str
) -> "Dataset":
    """Return rows as an xarray Dataset with one dimension; each variable has unit and long name.

    Args:
        rows: The rows.
        columns: The columns, in order.
        row: The name of the dimension; where a column has it, "number" stands behind it.
    """
    import xarray as xr  # noqa: PLC0415  slow to import

    frame: Any = frame_of(rows, columns)
    row = f"{row}_number" if row in {each.key for each in columns} else row
    arrays: dict[str, Any] = {}
    for each in columns:
        cells: Any = frame[each.key].to_numpy()
        if cells.dtype.kind not in "bifM":
            import numpy as np  # noqa: PLC0415  most commands make no dataset

            cells = np.array([_text(cell) for cell in cells], np.str_)
        attributes = {"long_name": each.long_name}
        if each.unit and cells.dtype.kind != "M":
            attributes["units"] = each.unit
        arrays[each.key] = ((row,), cells, attributes)
    return xr.Dataset(arrays, coords={row: range(len(frame))})


def html_of(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[FrameColumn], caption: str = ""
) -> str:
    """Return rows as an HTML table; every text of it is escaped, and long tables are cut.

    Args:
        rows: The rows.
        columns: The columns to show.
        caption: A line above the table.
    """
    head = "".join(
        f'<th title="{escape(each.long_name)}">{escape(each.key.replace("_", " "))}</th>'
        for each in columns
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(_cell(row.get(each.key)))}</td>" for each in columns)
        + "</tr>"
        for row in rows[:SHOWN]
    )
    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    rest = len(rows) - SHOWN
    below = f"<p>{rest:,} more rows: to_frame()</p>" if rest > 0 else ""
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _text(value: object) -> str:
    """Return a cell as text; nothing for an empty one."""
    return "" if value is None or value != value else f"{value}"  # noqa: PLR0124  no number


def _cell(value: object) -> str:
    """Return a cell as a reader of a notebook sees it."""
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    return _text(value)
