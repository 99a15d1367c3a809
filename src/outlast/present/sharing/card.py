"""The card of an answer: 1200 by 630 pixels with headline, sentence, dots, citation and licence."""

import re
import sys
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from outlast.errors import InputError, nearest
from outlast.present.citation import citation
from outlast.present.display.fonts import FOLDER, IDEOGRAPHS
from outlast.present.display.theme import FONT, LIGHT, Theme
from outlast.present.display.voice import Voice
from outlast.present.display.words import with_words
from outlast.present.export import use_fonts
from outlast.present.sharing.dot_field import CARD_SIZE, dot_field
from outlast.present.summary import short_answer
from outlast.present.view import wrapped
from outlast.reading.writing import write_text, write_whole
from outlast.results import Results

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 44
INSIDE: Final = WIDTH - 2 * MARGIN

KINDS: Final = ("png", "svg")
"""The kinds of file."""

HEADLINE: Final = (46, 40, 34)
"""Sizes of the headline, the largest that fits on two lines first."""

SENTENCE: Final = (25, 22, 19)
"""Sizes of the sentence, the largest that fits on three lines first."""

FOOT: Final = 14

CHINESE: Final = "Noto Sans CJK SC"
"""The shipped font of Chinese letters, which comes first in a Chinese card."""


TEXT: Final = re.compile(r"(<text[^>]*>)([^<]*)(</text>)")
"""A text of a picture, which holds no mark."""

NARROW: Final = re.compile(f"[^{chr(IDEOGRAPHS)}-{chr(sys.maxunicode)}]+")
"""Letters that the shipped Chinese font lacks, one after another."""


def share_voice(voice: Voice) -> Voice:
    """Return a voice with the words of things to pass on."""
    return with_words(voice, "outlast.present.sharing")


def card(results: Results, voice: Voice, theme: Theme = LIGHT) -> str:
    """Return the card as SVG.

    Args:
        results: The results.
        voice: The language.
        theme: The paper.
    """
    voice = share_voice(voice)
    said = short_answer(results, voice)
    parts: list[str] = []
    y = _paragraph(parts, said.headline, (HEADLINE, 2), (34.0, theme.ink), bold=True)
    y = _paragraph(parts, said.sentence, (SENTENCE, 3), (y + 10, theme.ink))
    field, height = dot_field(results, voice, CARD_SIZE, theme=theme)
    foot = [
        *wrapped(citation(results, voice), INSIDE, FOOT),
        *wrapped(f"{voice.say('share.model')} {voice.say('share.licence')}", INSIDE, FOOT),
    ]
    bottom = HEIGHT - 22 - 1.35 * FOOT * len(foot)
    room = bottom - y - 26
    scale = min(1.0, room / height)
    at = MARGIN + (1 - scale) * INSIDE / 2
    place = y + 14 + max(0.0, (room - scale * height) / 2)
    parts.append(f'<g transform="translate({at:.1f} {place:.1f}) scale({scale:.3f})">{field}</g>')
    for number, line in enumerate(foot):
        parts.append(
            _line(line, bottom + 1.35 * FOOT * (number + 1), (FOOT, theme.faint), bold=False)
        )
    is_chinese = voice.language == "zh"
    fonts = f"{CHINESE}, {FONT}" if is_chinese else FONT
    drawn = "".join(parts)
    words = escape(f"{said.headline} {said.sentence}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{fonts}">'
        f"<title>{escape(said.headline)}</title><desc>{words}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.paper}"/>'
        f'<rect width="{WIDTH}" height="10" fill="{theme.sides[0]}"/>'
        f'<rect x="{WIDTH // 2}" width="{WIDTH // 2}" height="10" fill="{theme.sides[1]}"/>'
        f"{in_two_fonts(drawn) if is_chinese else drawn}</svg>"
    )


def in_two_fonts(drawn: str) -> str:
    """Return marks in which digits and Latin letters have a font of their own.

    The shipped Chinese font has neither. A program that draws the card would take them from any
    font that has them, a bold and slanted one among others. They are no heavier than the Chinese
    letters beside them, which have one weight.
    """

    def split(text: re.Match[str]) -> str:
        look = f'font-family="{FONT}" font-weight="normal"'
        latin = NARROW.sub(lambda run: f"<tspan {look}>{run[0]}</tspan>", text[2])
        return f"{text[1]}{latin}{text[3]}"

    return TEXT.sub(split, drawn)


def write_card(svg: str, file: Path) -> Path:
    """Write a card to a file, PNG or SVG by its name, and return the file.

    Raises:
        InputError: The name ends in neither.
        WriteError: The system refuses.
    """
    kind = file.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        cure = nearest(kind, list(KINDS))
        raise InputError.of(f'"{file.name}" ends in no kind of card.', cure)
    if kind == "svg":
        write_text(file, svg)
    else:
        write_whole(file, card_png(svg))
    return file


def card_png(svg: str) -> bytes:
    """Return a card as PNG, with the shipped font for Chinese letters."""
    import vl_convert

    use_fonts(FOLDER)
    return vl_convert.svg_to_png(svg)


def _paragraph(
    parts: list[str],
    text: str,
    fit: tuple[tuple[int, ...], int],
    look: tuple[float, str],
    *,
    bold: bool = False,
) -> float:
    """Add a paragraph in the largest size that fits, and return the place below it.

    Args:
        parts: The parts of the card.
        text: The text.
        fit: The sizes, and the lines that it may take.
        look: The place above it, and its colour.
        bold: Whether it is bold.
    """
    sizes, most = fit
    y, colour = look
    room = INSIDE / (1.12 if bold else 1.0)  # bold letters are wider
    size = next((each for each in sizes if len(wrapped(text, int(room), each)) <= most), sizes[-1])
    for line in wrapped(text, int(room), size):
        y += 1.28 * size
        parts.append(_line(line, y, (size, colour), bold=bold))
    return y


def _line(text: str, y: float, look: tuple[int, str], *, bold: bool) -> str:
    """Return one line of text."""
    size, colour = look
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{MARGIN}" y="{y:.1f}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )
