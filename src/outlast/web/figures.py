"""Figures on the page: each as SVG for light and dark paper, wide and narrow screens."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from outlast.present.display.theme import DARK, LIGHT
from outlast.present.display.voice import Voice
from outlast.present.export import to_svg
from outlast.present.view import Look, Row, View
from outlast.web.cache import ShouldCancel, while_client_waits
from outlast.web.work import Work

LOOKS: Final = {
    "light-wide": Look(theme=LIGHT, width=680, heading=False),
    "dark-wide": Look(theme=DARK, width=680, heading=False),
    "light-narrow": Look(theme=LIGHT, width=330, heading=False),
    "dark-narrow": Look(theme=DARK, width=330, heading=False),
}
"""The looks of a figure; the page shows the one that suits the reader's screen."""


@dataclass(frozen=True)
class PageFigure:
    """A figure as a template reads it."""

    name: str
    title: str
    finding: str
    pictures: Mapping[str, str]
    """The pictures by look; empty where the browser fetches the one that it wants."""

    columns: tuple[tuple[str, str], ...]
    lines: list[list[str]]
    data: Mapping[str, list[Row]]
    """The data sets of the picture."""


def inline_figure(
    work: Work, view: View, voice: Voice, should_cancel: ShouldCancel, *, only: str = ""
) -> PageFigure:
    """Return a figure whose pictures stand in the HTML itself.

    Args:
        work: The cache of pictures.
        view: The view.
        voice: The language.
        should_cancel: Asked between pictures.
        only: The one look to draw; all looks if it names none.

    Raises:
        ClientGone: The client left.
    """
    looks = while_client_waits([only] if only in LOOKS else LOOKS, should_cancel)
    pictures = {name: _picture(work, view, voice.language, name) for name in looks}
    return _figure(view, voice, pictures)


def linked_figure(view: View, voice: Voice) -> PageFigure:
    """Return a figure whose picture the browser fetches in the one look that it wants."""
    return _figure(view, voice, {})


def _figure(view: View, voice: Voice, pictures: Mapping[str, str]) -> PageFigure:
    lines = view.table.lines(voice)
    return PageFigure(
        view.name, view.title, view.finding, pictures, view.table.columns, lines, view.data
    )


def _picture(work: Work, view: View, lang: str, look: str) -> Markup:
    """Return a figure in one look as SVG that can stand in HTML."""
    content = json.dumps([view.data, view.stamp, view.caption]).encode()
    key = (view.name, sha256(content).hexdigest(), lang, look)
    svg = work.pictures.get(
        key, lambda: embeddable(to_svg(view, LOOKS[look]), f"{view.name}-{look}")
    )
    return Markup(svg)  # noqa: S704  made here, from escaped texts


def embeddable(svg: str, prefix: str) -> str:
    """Return an SVG that can stand in a page: unique ids, no style attributes, no namespaces."""
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'\sstyle="([^"]*)"', _attributes, svg)
    svg = re.sub(r'\sid="([^"]+)"', rf' id="{prefix}-\1"', svg)
    svg = re.sub(r"url\((?:&quot;|')?#([^)\"'&]+)(?:&quot;|')?\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)


def _attributes(style: re.Match[str]) -> str:
    """Return a style as presentation attributes, which the page's security policy allows."""
    pairs = [part.split(":", 1) for part in style[1].split(";") if ":" in part]
    return "".join(f" {name.strip()}={quoteattr(value.strip())}" for name, value in pairs)
