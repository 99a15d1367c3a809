"""Figures as files: SVG and PNG by vl-convert, and CSV; each file names its origin."""

import csv
import io
from pathlib import Path
from typing import Final

from outlast.errors import InputError, nearest
from outlast.present.display.fonts import FOLDER
from outlast.present.view import Look, View
from outlast.reading.writing import write_text, write_whole

KINDS: Final = ("svg", "png", "csv")
"""The kinds of file."""

SCALE: Final = 2.0
"""Pixels of a picture for each pixel of the figure."""


def use_fonts(folder: Path) -> None:
    """Let pictures use the fonts of a folder."""
    import vl_convert

    vl_convert.register_font_directory(str(folder))


def to_svg(view: View, look: Look | None = None) -> str:
    """Return a figure as SVG; a screen reader meets one picture with its description."""
    return view.svg(look)


def to_png(view: View, look: Look | None = None, *, scale: float = SCALE) -> bytes:
    """Return a figure as PNG, with the shipped font for Chinese letters."""
    import vl_convert

    use_fonts(FOLDER)
    return vl_convert.vegalite_to_png(view.spec(look), scale=scale)


def to_csv(view: View) -> str:
    """Return a figure's table as CSV; every row names its scenario, seed and version."""
    columns = [key for key, _ in view.table.columns]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*columns, *view.stamp])
    for row in view.table.rows:
        cells = [row.get(key) for key in columns]
        writer.writerow(["" if cell is None else cell for cell in (*cells, *view.stamp.values())])
    return stream.getvalue()


def write(view: View, file: Path, look: Look | None = None) -> Path:
    """Write a figure to a file, of the kind that its name ends in, and return the file.

    Raises:
        InputError: The name ends in no known kind.
        WriteError: The system refuses.
    """
    kind = file.suffix.removeprefix(".").lower()
    match kind:
        case "svg":
            write_text(file, to_svg(view, look))
        case "png":
            write_whole(file, to_png(view, look))
        case "csv":
            write_text(file, to_csv(view))
        case _:
            cure = nearest(kind, list(KINDS))
            raise InputError.of(f'"{file.name}" ends in no kind of figure.', cure)
    return file
