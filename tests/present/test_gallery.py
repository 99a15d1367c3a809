"""The gallery of figures: it shows every figure of its scenario, under a command that runs."""

import re
import shlex
from pathlib import Path

from outlast.cli.main import main
from outlast.present.registry import FIGURES
from pipeline.gallery import DOCS, PICTURES, command, picture_name

PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")


def test_every_figure_stands_in_the_gallery_under_its_command() -> None:
    wanted = [name for name, entry in FIGURES.items() if not entry.needs_lever_effects]
    for name in wanted:
        file = picture_name(name)
        assert command(name, file) in PAGE, "say: python -m pipeline.gallery"
        assert f"](pictures/{file})" in PAGE
        assert "CC BY 4.0" in (PICTURES / file).read_text(encoding="utf-8")
    assert "](pictures/card.png)" in PAGE


def test_every_picture_of_a_page_exists_and_none_is_left_over() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    shown = {name for text in texts for name in re.findall(r"pictures/([\w-]+\.\w+)\)", text)}
    assert shown == {path.name for path in PICTURES.iterdir()}


def test_a_command_of_the_gallery_is_understood(tmp_path: Path) -> None:
    words = shlex.split(command("measures", "measures.svg"))[1:]
    words[words.index("--out") + 1] = str(tmp_path / "measures.svg")
    assert main([*words, "--futures", "8"]) == 0
    assert (tmp_path / "measures.svg").read_text(encoding="utf-8").startswith("<svg")
