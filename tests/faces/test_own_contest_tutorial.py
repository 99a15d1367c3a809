"""The tutorial on a contest of one's own: its files are written and its commands run, in order."""

import shlex
from collections import Counter
from pathlib import Path

import pytest

import outlast as ol
from outlast.cli import main
from tests.faces.tutorial import Block, blocks, follow

PAGE = "own-contest.md"


def check_output(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a block of one command, and find the output that it shows."""
    line, shown = block.text.removeprefix("$ ").split("\n", maxsplit=1)
    capsys.readouterr()
    code = follow(shlex.split(line))
    assert capsys.readouterr().out.startswith(shown.rstrip())
    assert code == ("problem" in shown)


@pytest.mark.slow
def test_every_file_and_every_command_does_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    counts = Counter("file" if block.file else block.kind for block in blocks(PAGE))
    for block in blocks(PAGE):
        if block.file:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            check_output(block, capsys)
        elif block.kind == "python":
            exec(block.text, {})  # noqa: S102  the tutorial's own lines
        else:
            for line in block.text.splitlines():
                code = follow(shlex.split(line))
                assert code == 0, f"{line}\n{capsys.readouterr().err}"
    assert counts == {"file": 22, "sh": 10, "console": 2, "python": 1}
    assert {path.name for path in Path().glob("*.*ml")} >= {"gas.html", "winter.html"}


def test_the_numbers_of_its_text_are_those_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text says nearly all, about three, and three fewer of a hundred."""
    monkeypatch.chdir(tmp_path)
    for block in blocks(PAGE):
        if block.file.startswith("gas/"):
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
    found = ol.compare("winter", "treaty", contest="gas", futures=200)
    strict = next(each for each in found.sets if each.rule == "strict")
    north, south = strict.ends[:2]
    assert north.one == pytest.approx(0.98, abs=0.03)
    assert south.one == pytest.approx(0.03, abs=0.015)
    assert south.difference == pytest.approx(-0.03, abs=0.015)
    assert main(["validate", "gas"]) == 0
    assert "No problem." in capsys.readouterr().out
