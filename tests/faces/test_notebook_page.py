"""The page on notebooks: its programs run from top to bottom, and each last line has a value."""

import ast
import re
from pathlib import Path
from typing import Any, Final

import pytest

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "notebooks.md"

FLAGS: Final = re.MULTILINE | re.DOTALL

FEW: Final = "futures=24"
"""Takes the place of the page's own number of futures."""


def cells() -> list[str]:
    """Return the programs of the page."""
    found = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), FLAGS)
    return [re.sub(r"futures=\d+", FEW, each) for each in found]


def values(cell: str, names: dict[str, Any]) -> list[Any]:
    """Run a cell; return the value of each line that is an expression."""
    found: list[Any] = []
    for line in ast.parse(cell).body:
        if isinstance(line, ast.Expr):
            code = compile(ast.Expression(line.value), PAGE.name, "eval")
            found.append(eval(code, names))  # noqa: S307  the page's own
        else:
            code = compile(ast.Module([line], []), PAGE.name, "exec")
            exec(code, names)  # noqa: S102  the page's own
    return found


@pytest.mark.slow
def test_every_line_of_the_page_runs_and_shows_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    made = [value for cell in cells() for value in values(cell, names)]
    assert len(made) >= 20
    assert all(value is not None for value in made)
    shown = [value for value in made if hasattr(value, "_repr_html_")]
    assert len(shown) >= 15
    assert all(each._repr_html_() for each in shown)
