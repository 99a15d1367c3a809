"""The pages of the model name the arrays that the engine has."""

import re
from collections.abc import Iterator
from fnmatch import filter as matching
from pathlib import Path

import pytest

from outlast.engine.arrays import variables
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week

MODEL = Path(__file__).parent.parent.parent / "docs" / "model"
GROUPS = {group.__name__: group for group in (Plan, Draw, State, Week, Record, Series)}
PAGES = sorted(page for page in MODEL.glob("*.md") if "**Reads**" in page.read_text("utf-8"))


def named(line: str, group: str) -> Iterator[tuple[str, str]]:
    """Yield group and name of each array in a line such as "State.stock, fear (start); Plan.slots".

    Args:
        line: The line, without its first word.
        group: The group of names that stand before any other.
    """
    for part in re.split(r"[;,]\s*", re.sub(r"\([^)]*\)|\[[^\]]*\]|`", "", line).rstrip(". ")):
        before, dot, name = part.strip().rpartition(".")
        group = before if dot and before in GROUPS else group
        if re.fullmatch(r"[a-z][a-z0-9_]*[*]?|[a-z]+_[*]", name.strip()):
            yield group, name.strip()


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_the_arrays_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"^- \*\*(Reads|Writes|Gives)\*\* (.+)$", text, re.MULTILINE)
    names = [
        pair for verb, line in lines for pair in named(line, "Week" if verb == "Gives" else "")
    ]
    assert names
    lost = [
        f"{group}.{name}"
        for group, name in names
        if group not in GROUPS or not matching(list(variables(GROUPS[group])), name)
    ]
    assert not lost


def test_a_name_that_no_array_has_is_found() -> None:
    line = "State.stock, lost (start), fear (this week); Plan.threat_*; Draw.hoarding."
    assert list(named(line, "")) == [
        ("State", "stock"),
        ("State", "lost"),
        ("State", "fear"),
        ("Plan", "threat_*"),
        ("Draw", "hoarding"),
    ]
