"""A report as one HTML file that opens without any other file and without a network."""

import re
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outlast.present.export import to_svg
from outlast.present.view import Look
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

LOOK: Final = Look(width=720, heading=False)
"""The look of figures; the page itself writes their headings."""


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
        (
            section,
            [
                _block(block, f"{section.key}-{number}", report)
                for number, block in enumerate(section.blocks)
            ],
        )
        for section in report.sections
    ]
    return environment.get_template("report.html").render(report=report, sections=sections)


def _block(block: ReportBlock, key: str, report: Report) -> dict[str, Any]:
    """Return a block for the template, which chooses its form by the key that is there."""
    match block:
        case TextBlock():
            return {"paragraph": block}
        case SubHeading():
            return {"heading": block.text}
        case NumberedList():
            return {"list": block}
        case ReportTable():
            return {"table": block}
        case ReportFigure():
            view = block.view
            lines = view.table.lines(report_voice(report.language))
            svg = Markup(_with_own_ids(to_svg(view, LOOK), key))  # noqa: S704  made here, from escaped texts
            table = figure_table(view, view.title, lines)
            return {"figure": block, "svg": svg, "data": table}


def _with_own_ids(svg: str, key: str) -> str:
    """Return an SVG whose ids differ from those of all other figures in the file."""
    svg = re.sub(r'\sid="([^"]+)"', rf' id="{key}-\1"', svg)
    svg = re.sub(r"url\((&quot;|')?#([^)\"'&]+)(&quot;|')?\)", rf"url(#{key}-\2)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{key}-\1"', svg)
