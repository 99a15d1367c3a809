"""Figures on the page: the browser fetches each as SVG in the one look that it wants."""

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from outlast.present.display.theme import DARK, LIGHT
from outlast.present.display.voice import Voice
from outlast.present.export import to_svg
from outlast.present.view import BROAD, Look, View
from outlast.web.work import Work

COLUMN: Final = 576
"""Pixels of one of the two columns in which the figures of a screen stand."""

LOOKS: Final = {
    "light-wide": Look(theme=LIGHT, width=COLUMN, heading=False),
    "dark-wide": Look(theme=DARK, width=COLUMN, heading=False),
    "light-broad": Look(theme=LIGHT, width=BROAD, heading=False),
    "dark-broad": Look(theme=DARK, width=BROAD, heading=False),
    "light-narrow": Look(theme=LIGHT, width=330, heading=False),
    "dark-narrow": Look(theme=DARK, width=330, heading=False),
}
"""The looks of a figure; the page shows the one that suits the reader's screen."""


PLACES: Final = ("why", "changes", "cost")
"""The screens whose figures are drawn when the reader comes near them."""


@dataclass(frozen=True)
class PageFigure:
    """A figure as a template reads it."""

    name: str
    title: str
    finding: str
    sizes: dict[str, tuple[int, int]]
    """The pixels of the `wide`, the `narrow` and the `broad` picture, so that the page reserves
    their place: those of the default scenario until they are drawn."""

    columns: tuple[tuple[str, str], ...]
    lines: list[list[str]]
    broad: bool = False
    """Whether it takes the whole width of a wide page."""


def linked_figure(work: Work, view: View, voice: Voice, *, at_top: bool = False) -> PageFigure:
    """Return a figure whose picture the browser fetches in the one look that it wants.

    Args:
        work: The cache of pictures.
        view: The view.
        voice: The language.
        at_top: Whether it stands at the top of its screen: then it is drawn at once, so that the
            page knows its size and nothing jumps when it comes.
    """
    looks = looks_of(view)
    if at_top:
        for look in looks.values():
            picture(work, view, voice, look)
    drawn = {name: work.pictures.find(_key(view, voice, look)) for name, look in looks.items()}
    sizes = {
        **usual_sizes().get(view.name, {}),
        **{name: pixels(svg) for name, svg in drawn.items() if svg is not None},
    }
    return PageFigure(
        view.name,
        view.title,
        view.finding,
        sizes,
        view.table.columns,
        view.table.lines(voice),
        view.broad,
    )


def picture(work: Work, view: View, voice: Voice, look: str) -> str:
    """Return a figure as SVG in a look of the page; it is drawn once."""
    return work.pictures.get(_key(view, voice, look), lambda: to_svg(view, LOOKS[look]))


def looks_of(view: View) -> dict[str, str]:
    """Return the look in which each picture of a figure is measured, by the name of its size."""
    return {name: f"light-{name}" for name in ("broad" if view.broad else "wide", "narrow")}


def sizes_file() -> Path:
    """Return the file with the pixels of the default scenario's figures."""
    return Path(__file__).parent / "figure_sizes.json"


@cache
def usual_sizes() -> dict[str, dict[str, tuple[int, int]]]:
    """Return the pixels of the default scenario's figures, by figure and name of size.

    `python -m pipeline.figure_sizes` writes them. A figure of other results has about the same.
    """
    read = json.loads(sizes_file().read_text(encoding="utf-8"))
    return {
        figure: {name: (width, height) for name, (width, height) in sizes.items()}
        for figure, sizes in read.items()
    }


def _key(view: View, voice: Voice, look: str) -> tuple[str, ...]:
    """Return the key under which a picture is cached: everything that it shows."""
    content = json.dumps([view.data, view.stamp, view.caption])
    return (view.name, sha256(content.encode()).hexdigest(), look, voice.language)


def pixels(svg: str) -> tuple[int, int]:
    """Return the pixels of an SVG."""
    found = re.search(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"', svg)
    return (round(float(found[1])), round(float(found[2]))) if found else (COLUMN, 300)
