"""`python -m outlast` is the command line, and the core runs without page and report."""

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
from outlast.cli import main
sys.exit(main(sys.argv[1:]))
"""
EXTRAS = {"fastapi", "starlette", "uvicorn", "jinja2", "altair", "vl_convert", "typst", "anyio"}
TOOLS = {"pytest", "hypothesis", "playwright", "schemathesis", "httpx2", "trustme"}


def test_the_module_is_the_command() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "outlast", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("outlast ")
    assert not said.stderr


def test_the_module_gives_the_exit_code_of_the_command() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "outlast", "rum"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert 'Did you mean "run"?' in said.stderr


@pytest.mark.slow
def test_a_run_needs_neither_extras_nor_tools(tmp_path: Path) -> None:
    program = WITHOUT.format(names=EXTRAS | TOOLS)
    said = subprocess.run(
        [sys.executable, "-c", program, "run", "lilliput", "--futures", "20", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "runs short first" in said.stdout
