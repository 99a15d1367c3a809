"""A contest of one's own in a test's folder: written by `outlast new`, then edited by a line."""

import json
from pathlib import Path
from typing import Any

import pytest

from outlast.api.load_run import load_run
from outlast.api.new import new_contest
from outlast.cli import main


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit code of a command line, its output and its messages."""
    capsys.readouterr()
    code = main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Return the JSON of a command that succeeds."""
    code, out, err = command(capsys, *arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def new(folder: Path) -> Path:
    """Write the small contest to a folder, and return the folder."""
    new_contest(folder)
    return folder


def edit(file: Path, old: str, text: str) -> None:
    """Replace a text that stands once in a file."""
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file}"
    file.write_text(content.replace(old, text), encoding="utf-8")


def at(file: Path, text: str) -> str:
    """Return the place of the one line of a file that holds a text, as messages name it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, 1) if text in line]
    assert len(found) == 1, f"{text!r} stands in lines {found} of {file}"
    return f"{file}:{found[0]}"


def kept(capsys: pytest.CaptureFixture[str], *arguments: str, out: str = "kept") -> Path:
    """Return the folder of a small run."""
    code, _, err = command(capsys, "run", *arguments, "--futures", "16", "--quiet", "--out", out)
    assert code == 0, err
    return Path(out)


def is_whole(capsys: pytest.CaptureFixture[str], run: Path) -> None:
    """Check that a run can be reopened, drawn, reported and cited from its folder."""
    before = json.loads((run / "answer.json").read_text(encoding="utf-8"))
    found = load_run(run)
    assert found.sentence == before["sentence"]
    assert found.results.manifest.digest == before["run"]["digest"]
    drawn, reported = run.parent / f"{run.name}.svg", run.parent / f"{run.name}.html"
    assert command(capsys, "figure", "dots", str(run), "--out", str(drawn))[0] == 0
    assert "svg" in drawn.read_text(encoding="utf-8")[:200]
    code, _, err = command(capsys, "report", str(run), "--no-levers", "--out", str(reported))
    assert code == 0, err
    assert before["run"]["digest"] in reported.read_text(encoding="utf-8")
    assert answer(capsys, "cite", str(run))["run"].endswith("seed 1, float64.")
