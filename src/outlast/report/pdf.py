"""A report as one tagged PDF (PDF/UA-1), set by Typst."""

import json
import re
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from outlast.present.display.fonts import FOLDER
from outlast.present.export import to_svg
from outlast.present.view import Look
from outlast.report.parts import Grid, Picture, Points, Prose, Report
from outlast.report.words import told

LOOK: Final = Look(width=640, heading=False)
"""How figures look; their headings are the document's own."""

TALLEST: Final = 1.22
"""Height over width from which a figure is made narrower, so that it stands on one page."""

SANS: Final = ("Noto Sans", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
"""The fonts that are asked for in turn; Typst brings the last itself."""

CHINESE: Final = "Noto Sans CJK SC"
"""The font of Chinese letters, which is shipped."""

LONG: Final = 40
"""Lines of a table behind a figure that are still printed; longer ones stand in the HTML file."""


def pdf(report: Report, fonts: Path | None = None) -> bytes:
    """Return the file.

    Args:
        report: The report.
        fonts: A folder of further fonts.
    """
    import typst  # noqa: PLC0415  a compiler is heavy

    found = typst.Fonts(font_paths=[FOLDER, *([fonts] if fonts else [])])
    families = set(found.families())
    with TemporaryDirectory() as folder:
        root = Path(folder)
        content = _content(report, root)
        content["fonts"] = [
            *(name for name in (*SANS[:-1], CHINESE) if name in families),
            SANS[-1],
        ]
        (root / "content.json").write_text(json.dumps(content), encoding="utf-8")
        source = files("outlast.report") / "templates" / "report.typ"
        (root / "report.typ").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        made: bytes = typst.compile(
            root / "report.typ", root=root, font_paths=found, format="pdf", pdf_standards="ua-1"
        )
    return made


def _content(report: Report, root: Path) -> dict[str, Any]:
    """Return what the template reads, with the figures beside it as files."""
    return {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "foot": report.foot,
        "contents": report.contents,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "blocks": [
                    _block(block, f"{section.key}-{number}", report, root)
                    for number, block in enumerate(section.blocks)
                ],
            }
            for section in report.sections
        ],
    }


def _block(block: object, key: str, report: Report, root: Path) -> dict[str, Any]:
    if isinstance(block, Prose):
        return {"kind": "prose", "text": block.text, "lead": block.lead}
    if isinstance(block, Points):
        return {"kind": "points", "texts": list(block.texts)}
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Picture):
        return _picture(block, key, report, root)
    raise TypeError(block)


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "title": grid.title,
        "columns": list(grid.columns),
        "widths": [{"letters": wide, "shares": shares} for wide, shares in grid.widths()],
        "lines": [list(line) for line in grid.lines],
        "note": grid.note,
        "dense": grid.dense,
    }


def _picture(block: Picture, key: str, report: Report, root: Path) -> dict[str, Any]:
    view = block.view
    svg = to_svg(view, LOOK)
    (root / f"{key}.svg").write_text(svg, encoding="utf-8")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    slope = float(size[2]) / float(size[1]) if size else 1.0
    lines = view.table.lines(told(report.language))
    columns = tuple(title for _, title in view.table.columns)
    table = Grid(report.table, columns, tuple(tuple(line) for line in lines))
    return {
        "kind": "picture",
        "title": view.title,
        "finding": view.finding,
        "told": block.told,
        "file": f"{key}.svg",
        "width": min(1.0, TALLEST / slope),
        "table": _grid(table) if 0 < len(lines) <= LONG else None,
    }
