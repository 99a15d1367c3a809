"""The page on how to extend outlast works as written: each file, difference and command of it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "how-to-extend.md").read_text(encoding="utf-8")
DATA = ("A contest", "A measure", "A good", "A bloc")
CODE = {
    "A view": ("chances.svg", "chances.png"),
    "A mechanism": ("docs/model/rumour.md", "docs/model/arrays.md"),
}
"""By section: the files that a reader has in the end."""

PART = re.compile(
    r"^(?:`(?P<file>[\w./-]+)`|```(?P<kind>\w+)\n(?P<text>.*?)^```)$", re.MULTILINE | re.DOTALL
)


class Part(NamedTuple):
    """One block of the page, with the file that was named last before it."""

    kind: str
    text: str
    file: str


def parts(section: str) -> Iterator[Part]:
    """Yield the blocks of a section of the page, in order."""
    text = PAGE.split(f"\n## {section}\n")[1]
    if section != list(CODE)[-1]:  # whose page of Markdown has headings of its own
        text = text.split("\n## ")[0]
    file = ""
    for match in PART.finditer(text):
        file = match["file"] or file
        if match["kind"]:
            yield Part(match["kind"], match["text"], file)


def changed(before: str, difference: str) -> str:
    """Return a text after a difference, whose old lines stand in it exactly once."""
    lines = difference.splitlines()
    old = [line[1:] for line in lines if line[0] in " -"]
    new = [line[1:] for line in lines if line[0] in " +"]
    text = before.splitlines()
    places = [at for at in range(len(text)) if text[at : at + len(old)] == old]
    assert len(places) == 1, f"stands there {len(places)} times:\n{old}"
    text[places[0] : places[0] + len(old)] = new
    return "\n".join([*text, ""])


def follow(section: str, folder: Path, source: Path) -> Iterator[str]:
    """Write the files of a section into a folder, run its commands there, and yield their output.

    Args:
        section: The section of the page.
        folder: The folder in which a reader works.
        source: The folder that holds the package.
    """
    for part in parts(section):
        file = folder / part.file
        if part.kind == "sh":
            for line in part.text.splitlines():
                yield run(line, folder, source)
        elif part.kind == "diff":
            before = file.read_text(encoding="utf-8")
            file.write_text(changed(before, part.text), encoding="utf-8")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(part.text, encoding="utf-8")


def run(line: str, folder: Path, source: Path) -> str:
    """Return the output of a command of the page; it must succeed."""
    program, *words = shlex.split(line)
    module = {"outlast": ["-m", "outlast"], "pytest": ["-m", "pytest", "-n", "0"], "python": []}
    done = subprocess.run(
        [sys.executable, *module[program], *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_a_difference_changes_the_lines_that_it_names() -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+d\n") == "a\nd\nc\n"
    with pytest.raises(AssertionError, match="2 times"):
        changed("a\na\n", " a\n+b\n")


@pytest.mark.slow
def test_the_sections_on_data_work_as_written(tmp_path: Path) -> None:
    outputs = {section: list(follow(section, tmp_path, ROOT / "src")) for section in DATA}
    assert "No problem" in outputs["A measure"][0]
    assert "Prohibited" in outputs["A measure"][1]
    assert outputs["A measure"][2] != outputs["A contest"][2]
    assert "goods 3" in outputs["A good"][0]
    assert "blocs 3" in outputs["A bloc"][0]
    assert "Not caught" in outputs["A bloc"][2]


@pytest.mark.slow
@pytest.mark.parametrize("section", CODE)
def test_the_sections_on_code_work_as_written(section: str, tmp_path: Path) -> None:
    for name in ("src", "tests", "pipeline", "docs"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    list(follow(section, tmp_path, tmp_path / "src"))
    assert all((tmp_path / file).stat().st_size > 0 for file in CODE[section])
