"""The wording of messages: plurals, and texts made harmless."""

import re
from pathlib import Path

import pytest

import outlast
from outlast.errors import InputError, Problem
from outlast.wording import counted, harmless

SOURCE = Path(outlast.__file__).parent
COUNTS = re.compile(
    r"\{(?![A-Z_]+\})[^{}]*\} "
    r"(futures|claims|facts|files|problems|stops|sources|gaps|pairs|inputs|entries)\b"
)
"""A noun in the plural after a number that may be one."""


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 futures"), (1, "1 future"), (2, "2 futures"), (1234, "1,234 futures")],
)
def test_nouns_are_counted(count: int, text: str) -> None:
    assert counted(count, "future") == text


def test_irregular_plurals() -> None:
    assert counted(2, "entry", "entries") == "2 entries"
    assert counted(1, "series", "series") == "1 series"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9bb", "a\\x9bb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udcffb", "a\\udcffb"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\rb", "a\\x0db"),
        ("line\r\nend\ttab", "line\r\nend\ttab"),
        ("中文 é – “ok”", "中文 é – “ok”"),  # noqa: RUF001
    ],
)
def test_hidden_characters_are_escapes(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert harmless(shown) == shown


def test_errors_show_nothing_hidden() -> None:
    failure = InputError([Problem("a\x1b.yaml", 3, "has \u202e in it.", "Delete \x9b.")])
    assert "\x1b" not in str(failure)
    assert "a\\x1b.yaml:3" in failure.render()
    assert failure.render().startswith("1 problem:")


def test_the_terminal_counts_nouns_in_one_way() -> None:
    found = [
        f"{file.name}: {match[0]}"
        for file in (SOURCE / "cli").glob("*.py")
        for match in COUNTS.finditer(file.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    ("pattern", "home"),
    [
        (r"click\.echo\(", None),
        (r"(?<!def )(?<![.\w])print\(", None),
        (r"rich\.table import", "grid.py"),
        (r"\bConsole\(", "output.py"),
    ],
)
def test_output_has_one_home(pattern: str, home: str | None) -> None:
    allowed = {home, "long_work.py"} if pattern.startswith(r"\bConsole") else {home}
    found = {
        file.name
        for file in (SOURCE / "cli").glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    }
    assert found <= allowed
