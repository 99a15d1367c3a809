"""Figures for the page: each as SVG within the HTML, on light and dark paper, wide and narrow."""

import json
import re
from hashlib import sha256
from typing import Final
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from outlast.present.display.theme import DARK, LIGHT
from outlast.present.export import to_svg
from outlast.present.view import Look, View
from outlast.web.work import Work

LOOKS: Final = {
    "light-wide": Look(theme=LIGHT, width=680, heading=False),
    "dark-wide": Look(theme=DARK, width=680, heading=False),
    "light-narrow": Look(theme=LIGHT, width=330, heading=False),
    "dark-narrow": Look(theme=DARK, width=330, heading=False),
}
"""How figures look; the page shows the one that the reader's screen asks for."""


def inline(svg: str, prefix: str) -> str:
    """Return an SVG that can stand in a page: its ids its own, no styles, no name spaces."""
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'\sstyle="([^"]*)"', _presented, svg)
    svg = re.sub(r'\sid="([^"]+)"', rf' id="{prefix}-\1"', svg)
    svg = re.sub(r"url\((?:&quot;|')?#([^)\"'&]+)(?:&quot;|')?\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)


def _presented(found: re.Match[str]) -> str:
    """Return a style as presentation attributes, which the policy of the page allows."""
    pairs = [part.split(":", 1) for part in found[1].split(";") if ":" in part]
    return "".join(f" {name.strip()}={quoteattr(value.strip())}" for name, value in pairs)


def drawn(work: Work, view: View, lang: str, *, only: str = "") -> dict[str, Markup]:
    """Return a figure in every look, or in the one that is asked for."""
    looks = {only: LOOKS[only]} if only in LOOKS else LOOKS
    made_of = sha256(json.dumps([view.data, view.stamp, view.caption]).encode()).hexdigest()
    found: dict[str, Markup] = {}
    for name, look in looks.items():
        key = (view.name, made_of, lang, name)
        svg = work.pictures.get(
            key, lambda look=look, name=name: inline(to_svg(view, look), f"{view.name}-{name}")
        )
        found[name] = Markup(svg)  # noqa: S704  made here, from escaped texts
    return found
