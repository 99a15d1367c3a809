"""The font that brings Chinese letters to pictures and PDFs, and the letters that are set."""

from importlib.resources import files
from pathlib import Path
from typing import Final

FOLDER: Final = Path(str(files("outlast.present.display") / "font_files"))
"""The folder of fonts that are shipped."""

FONT: Final = FOLDER / "NotoSansCJKsc-Regular-subset.otf"
"""Noto Sans CJK SC, cut to common letters and those of the catalogues."""

IDEOGRAPHS: Final = 0x2E80
"""Where letters begin that Latin fonts lack."""


def catalogued() -> set[str]:
    """Return the letters of our own texts that Latin fonts lack."""
    root = Path(str(files("outlast")))
    texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("*zh.json"))]
    return {letter for letter in "".join(texts) if ord(letter) >= IDEOGRAPHS}
