"""The font that is shipped has every Chinese letter that our own texts use."""

from typing import Any

from fontTools import ttLib  # pyright: ignore[reportMissingTypeStubs]

from outlast.present.display.fonts import FOLDER, FONT, catalogued


def test_the_font_has_every_letter_of_the_catalogues() -> None:
    font: Any = ttLib.TTFont(FONT)
    held = {chr(code) for code in font.getBestCmap()}
    wanted = catalogued()
    assert len(wanted) > 500
    assert wanted <= held, "run: python -m pipeline.fonts"


def test_its_licence_stands_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
