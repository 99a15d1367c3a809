"""The tutorials on a first answer and on a claim: their files are written, their commands run."""

import json
import re
import shlex
from pathlib import Path

import pytest

from outlast.cli import main
from tests.faces.tutorial import blocks, follow

FEW = "--futures 24"
"""Takes the place of the tutorials' own number of futures."""


def walk(page: str, capsys: pytest.CaptureFixture[str], *, few: str = FEW) -> list[str]:
    """Write the files of a tutorial and run its commands, but for the page; return the commands.

    Args:
        page: The tutorial.
        capsys: The output.
        few: Takes the place of the tutorial's own number of futures.
    """
    lines: list[str] = []
    for block in blocks(page):
        if block.kind == "yaml":
            name = block.file or re.findall(r"^id: (.*)$", block.text, re.MULTILINE)[0] + ".yaml"
            Path(name).write_text(block.text, encoding="utf-8")
            continue
        assert block.kind == "sh"
        for line in block.text.splitlines():
            if line == "outlast page":
                continue
            quick = re.sub(r"--futures \d+", few, line)
            assert follow(shlex.split(quick)) == 0, f"{line}\n{capsys.readouterr().err}"
            lines.append(line)
    return lines


@pytest.mark.slow
def test_a_first_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(walk("first-answer.md", capsys)) == 16
    assert Path("dots.svg").read_text(encoding="utf-8").startswith("<svg")
    assert Path("today.html").stat().st_size > 10_000
    assert Path("runs/today-001/manifest.json").is_file()


@pytest.mark.slow
def test_a_claim_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(walk("own-claim.md", capsys, few="--futures 100")) == 2
    said = capsys.readouterr().out
    for switch in ("kuala-lumpur-extension", "minerals-investigation"):  # as the tutorial says
        assert f"depends on the switch {switch}" in said


def test_the_part_of_the_claim_that_needs_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The record supports the first part; the others wait for their runs and say so."""
    monkeypatch.chdir(tmp_path)
    [block] = [block for block in blocks("own-claim.md") if block.file]
    Path(block.file).write_text(block.text, encoding="utf-8")
    assert main(["claims", "--file", block.file, "--no-runs", "--json"]) == 0
    [claim] = json.loads(capsys.readouterr().out)["claims"]
    assert [part["verdict"] for part in claim["parts"]] == ["supported", "not run", "not run"]
