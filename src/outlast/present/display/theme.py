"""Themes: the colours and shapes of every figure, on light and on dark paper."""

from dataclasses import dataclass
from typing import Any, Final

FONT: Final = (
    "DejaVu Sans, Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, "
    "PingFang SC, Microsoft YaHei, sans-serif"
)
"""The fonts to try in turn; the later ones have Chinese letters."""

SMALL: Final = 12
"""Pixels of the smallest text: nine points."""

SHAPES: Final = ("circle", "diamond")
"""The shapes of the two sides, in the order in which the data declare them."""

BOTH: Final = "triangle-up"
"""The shape of a future in which both sides break in one week."""

NEITHER: Final = "square"
"""The shape of a future in which neither side breaks."""

DASHES: Final = ((1, 0), (6, 3))
"""The dashes of the two sides' lines."""


@dataclass(frozen=True)
class Theme:
    """The colours on one kind of paper, distinguishable by lightness alone."""

    name: str
    paper: str
    ink: str
    faint: str
    """Quiet text: captions, axes."""

    rule: str
    """Grid and axes."""

    sides: tuple[str, str]
    """The two sides, equal in saturation and apart in lightness."""

    both: str
    """Both sides in one week."""

    neither: str
    """Neither side."""

    mark: str
    """A line that belongs to neither side: a threshold, a frontier."""

    scale: tuple[str, ...]
    """From none to all, in even steps of lightness."""

    turn: float
    """The share from which text on the reversed scale takes the colour of the paper."""

    def config(self) -> dict[str, Any]:
        """Return the configuration of a chart on this paper."""
        return {
            "background": self.paper,
            "font": FONT,
            "padding": 12,
            "view": {"stroke": None},
            "axis": {
                "labelColor": self.ink,
                "titleColor": self.faint,
                "gridColor": self.rule,
                "domainColor": self.faint,
                "tickColor": self.faint,
                "titleFontWeight": "normal",
                "labelFontSize": SMALL,
                "titleFontSize": SMALL,
                "labelLimit": 240,
            },
            "header": {
                "labelColor": self.ink,
                "titleColor": self.faint,
                "labelFontSize": 12,
                "labelFontWeight": "bold",
            },
            "legend": {
                "labelColor": self.ink,
                "titleColor": self.faint,
                "titleFontWeight": "normal",
                "labelFontSize": SMALL,
                "titleFontSize": SMALL,
                "labelLimit": 260,
                "symbolStrokeWidth": 1,
                "symbolOpacity": 1,
            },
            "title": {
                "color": self.ink,
                "subtitleColor": self.ink,
                "anchor": "start",
                "frame": "bounds",
                "fontSize": 15,
                "subtitleFontSize": 12,
                "subtitleLineHeight": 16,
                "subtitlePadding": 6,
                "offset": 14,
            },
            "text": {"color": self.ink, "fontSize": SMALL},
            "rule": {"color": self.mark},
        }


LIGHT: Final = Theme(
    name="light",
    paper="#ffffff",
    ink="#1b1f24",
    faint="#5b6470",
    rule="#e3e6ea",
    sides=("#1d4f91", "#e0762b"),
    both="#1b1f24",
    neither="#8a929c",
    mark="#1b1f24",
    scale=("#1b2a3c", "#47607c", "#7d97b3", "#b6c8db", "#eef3f8"),
    turn=0.62,
)

DARK: Final = Theme(
    name="dark",
    paper="#14181d",
    ink="#e8eaed",
    faint="#a7afb9",
    rule="#2b323a",
    sides=("#a9cdfb", "#d9702a"),
    both="#ffffff",
    neither="#79828d",
    mark="#e8eaed",
    scale=("#f1f5fa", "#b3c5d9", "#7a93ae", "#485d75", "#232c37"),
    turn=0.4,
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK)}
"""The themes by name."""


def mixed(one: str, other: str, share: float) -> str:
    """Return a share of one colour in another."""
    parts = [
        round(share * int(one[at : at + 2], 16) + (1 - share) * int(other[at : at + 2], 16))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def lightness(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
