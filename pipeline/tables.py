"""Reading publishers' tables and writing ours, in one fixed form."""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

FORMS = {
    name: columns.split(",")
    for name, columns in (
        (
            "facts",
            "key,title,value,low,high,unit,period,published,source,locator,grade,inputs,note",
        ),
        ("statements", "key,title,text,period,published,source,locator,grade,note"),
        ("gaps", "key,title,unit,needed_for,searched,stand_in"),
        ("observed", "series,period,value,unit,published,source,locator,grade,note"),
    )
}

Row = dict[str, str]


def read_rows(path: Path, encoding: str = "utf-8") -> list[Row]:
    """Return the rows of a publisher's CSV, every cell a string."""
    with path.open(encoding=encoding, newline="") as stream:
        return [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(stream)]


def read_ours(path: Path) -> list[Row]:
    """Return the rows of a table in our own form, whose first line names the form."""
    with path.open(encoding="utf-8", newline="") as stream:
        stream.readline()
        return [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(stream)]


def number(value: float | Decimal | str) -> str:
    """Return a number as the shortest plain decimal text: 0.18, 11.4, 900."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    text = format(exact.normalize(), "f")
    return "0" if text == "-0" else text


def form_of(columns: Iterable[str]) -> str:
    """Return the name of our form that has just these columns."""
    wanted = list(columns)
    for name, has in FORMS.items():
        if has == wanted:
            return name
    raise ValueError(f"no form has the columns {wanted}")


def text_of(form: str, rows: Iterable[Mapping[str, str]], columns: list[str]) -> str:
    """Return a table as text: the form's line, a header, sorted rows."""
    stream = io.StringIO()
    stream.write(f"# format: outlast/{form}/1\n")
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    ordered = sorted(rows, key=lambda row: tuple(row[name] for name in columns[:2]))
    writer.writerows(ordered)
    return stream.getvalue()


def table_text(rows: list[Row]) -> str:
    """Return rows of one of our forms as text; the columns say which form."""
    columns = list(rows[0])
    form = "items" if columns[0] == "item" else form_of(columns)
    return text_of(form, rows, columns)
