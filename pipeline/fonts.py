"""`python -m pipeline.fonts`: the Chinese letters that pictures and PDFs bring with them.

Reads Noto Sans CJK (Debian: fonts-noto-cjk; SIL Open Font License 1.1) and keeps the simplified
letters of GB 2312's first level and those of our own catalogues, which are all that is set in
Chinese. Run it again when a catalogue uses a letter that the file lacks; a test says so.
"""

from pathlib import Path
from typing import Any

from fontTools import subset, ttLib  # pyright: ignore[reportMissingTypeStubs]

from outlast.present.display.fonts import FONT, catalogued

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK SC"

FIRST, LAST = 0xB0, 0xD7
"""The rows of GB 2312's first level."""


def common() -> set[str]:
    """Return the 3,755 letters of GB 2312's first level."""
    found: set[str] = set()
    for row in range(FIRST, LAST + 1):
        for cell in range(0xA1, 0xFF):
            found.update(bytes((row, cell)).decode("gb2312", errors="ignore"))
    return found


def main() -> None:
    """Write the font."""
    faces: Any = ttLib.TTCollection(SOURCE, lazy=True).fonts
    face = next(each for each in faces if each["name"].getDebugName(1) == FACE)
    options: Any = subset.Options(
        layout_features=["*"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False,
        desubroutinize=False, notdef_outline=True, drop_tables=["DSIG", "vmtx", "vhea", "VORG"],
    )  # fmt: skip
    cut: Any = subset.Subsetter(options)
    cut.populate(text="".join(sorted(common() | catalogued())))
    cut.subset(face)
    FONT.parent.mkdir(exist_ok=True)
    face.save(FONT)
    print(f"{FONT.name}: {FONT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
