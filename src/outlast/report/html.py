"""A report as one HTML file that opens without any other file and without a network."""

import re
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outlast.present.export import to_svg
from outlast.present.view import Look
from outlast.report.parts import Grid, Picture, Points, Prose, Report
from outlast.report.words import told

LOOK: Final = Look(width=720, heading=False)
"""How figures look; their headings are the page's own."""


def html(report: Report) -> str:
    """Return the file."""
    environment = Environment(
        loader=PackageLoader("outlast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        (section, [_block(block, f"{section.key}-{n}", report) for n, block in enumerate(parts)])
        for section in report.sections
        for parts in (section.blocks,)
    ]
    return environment.get_template("report.html").render(report=report, sections=sections)


def _block(block: object, key: str, report: Report) -> dict[str, object]:
    """Return a block as the template reads it."""
    if isinstance(block, Prose):
        return {"kind": "prose", "text": block.text, "lead": block.lead}
    if isinstance(block, Points):
        return {"kind": "points", "texts": block.texts}
    if isinstance(block, Grid):
        return {"kind": "grid", "grid": block}
    if isinstance(block, Picture):
        view = block.view
        table = Grid(
            view.title,
            tuple(title for _, title in view.table.columns),
            tuple(tuple(line) for line in view.table.lines(told(report.language))),
        )
        svg = Markup(_apart(to_svg(view, LOOK), key))  # noqa: S704  made here, from escaped texts
        return {"kind": "picture", "view": view, "told": block.told, "svg": svg, "grid": table}
    raise TypeError(block)


def _apart(svg: str, key: str) -> str:
    """Return an SVG whose ids are its own among those of other figures in one file."""
    svg = re.sub(r'\sid="([^"]+)"', rf' id="{key}-\1"', svg)
    svg = re.sub(r"url\((&quot;|')?#([^)\"'&]+)(&quot;|')?\)", rf"url(#{key}-\2)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{key}-\1"', svg)
