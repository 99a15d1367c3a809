"""A report as one tagged PDF (PDF/UA-1), set by Typst."""

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from outlast.present.display.fonts import FOLDER
from outlast.present.export import to_svg
from outlast.present.view import Look
from outlast.reading.writing import refusals_named, write_text
from outlast.report.parts import (
    NumberedList,
    Report,
    ReportBlock,
    ReportFigure,
    ReportTable,
    SubHeading,
    TextBlock,
    figure_table,
)
from outlast.report.words import report_voice
from outlast.storage.strict_json import json_text

LOOK: Final = Look(width=640, heading=False)
"""The look of figures; the document itself writes their headings."""

TALLEST: Final = 1.22
"""A figure whose height over width exceeds this is narrowed, so that it fits on one page."""

FALLBACK: Final = "Libertinus Serif"
"""The font that Typst itself brings."""

SANS: Final = ("Noto Sans", "Liberation Sans", "DejaVu Sans")
"""The fonts of Latin letters, in the order of preference."""

CHINESE: Final = "Noto Sans CJK SC"
"""The font of Chinese letters, which the package ships."""

LONG: Final = 40
"""The most lines of a table behind a figure in a PDF; the HTML file has longer ones too."""


def _go_on() -> None:
    """Do nothing before a figure."""


def pdf(
    report: Report, fonts: Path | None = None, before_figure: Callable[[], None] = _go_on
) -> bytes:
    """Return the file.

    Args:
        report: The report.
        fonts: A folder of further fonts.
        before_figure: Called before each figure is drawn; an exception ends the work.
    """
    import typst  # noqa: PLC0415  a compiler is heavy

    found = typst.Fonts(font_paths=[FOLDER, *([fonts] if fonts else [])])
    families = set(found.families())
    with refusals_named(Path("the folder of temporary files")):
        workplace = TemporaryDirectory()
    with workplace as folder:
        root = Path(folder)
        content = _content(report, root, before_figure)
        before_figure()
        content["fonts"] = [*(name for name in (*SANS, CHINESE) if name in families), FALLBACK]
        write_text(root / "content.json", json_text(content))
        source = files("outlast.report") / "templates" / "report.typ"
        write_text(root / "report.typ", source.read_text(encoding="utf-8"))
        made: bytes = typst.compile(
            root / "report.typ", root=root, font_paths=found, format="pdf", pdf_standards="ua-1"
        )
    return made


def _content(report: Report, root: Path, before_figure: Callable[[], None]) -> dict[str, Any]:
    """Return the content for the template; the figures are written beside it as files."""

    def block_of(block: ReportBlock, key: str) -> dict[str, Any]:
        if isinstance(block, ReportFigure):
            before_figure()
        return _block(block, key, report, root)

    return {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "foot": report.foot,
        "running": report.running,
        "contents": report.contents,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "own": section.own_pages,
                "blocks": [
                    block_of(block, f"{section.key}-{number}")
                    for number, block in enumerate(section.blocks)
                ],
            }
            for section in report.sections
        ],
    }


def _block(block: ReportBlock, key: str, report: Report, root: Path) -> dict[str, Any]:
    """Return a block under the name of its form."""
    match block:
        case TextBlock():
            words = {"text": block.text, "lead": block.lead, "label": block.label}
            return {"paragraph": words}
        case SubHeading():
            return {"heading": {"text": block.text}}
        case NumberedList():
            return {"list": list(block.texts)}
        case ReportTable():
            return {"table": _table(block)}
        case ReportFigure():
            return {"figure": _figure(block, key, report, root)}


def _table(table: ReportTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": list(table.columns),
        "widths": [{"letters": width, "shares": shares} for width, shares in table.widths()],
        "lines": [list(line) for line in table.lines],
        "note": table.note,
        "dense": table.dense,
    }


def _figure(block: ReportFigure, key: str, report: Report, root: Path) -> dict[str, Any]:
    view = block.view
    svg = to_svg(view, LOOK)
    write_text(root / f"{key}.svg", svg)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    slope = float(size[2]) / float(size[1]) if size else 1.0
    lines = view.table.lines(report_voice(report.language))
    return {
        "title": view.title,
        "finding": view.finding,
        "with_finding": block.with_finding,
        "file": f"{key}.svg",
        "width": min(1.0, TALLEST / slope),
        "table": _table(figure_table(view, report.table, lines))
        if block.with_table and 0 < len(lines) <= LONG
        else None,
    }
