"""The font of Chinese letters in pictures and PDFs, and the width of letters."""

from importlib.resources import files
from pathlib import Path
from typing import Final

FOLDER: Final = Path(str(files("outlast.present.display") / "font_files"))
"""The folder of shipped fonts."""

FONT: Final = FOLDER / "NotoSansCJKsc-Regular-subset.otf"
"""Noto Sans CJK SC, cut to common letters and those of the catalogues."""

IDEOGRAPHS: Final = 0x2E80
"""The first of the letters that Latin fonts lack; they are as wide as they are high."""


def is_wide(letter: str) -> bool:
    """Return whether a letter is as wide as it is high."""
    return ord(letter) >= IDEOGRAPHS


def cells(text: str) -> int:
    """Return the width of a text in Latin letters; a Chinese letter takes two."""
    return sum(2 if is_wide(letter) else 1 for letter in text)


def catalogued() -> set[str]:
    """Return the letters of the shipped texts that Latin fonts lack."""
    root = Path(str(files("outlast")))
    paths = sorted([*root.rglob("*zh.json"), *root.rglob("names*.zh.yaml")])
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return {letter for letter in "".join(texts) if is_wide(letter)}
