"""Printed commands are quoted for their shell, and paths of users have their home expanded once."""

import shlex
from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.reading import brief, command_line, outlast_command, user_path

WORDS = ("outlast", "run", "my scenario.yaml", "--set", "a=b;c", "--contest", "it's mine", "")


def test_a_shell_reads_the_same_words_again() -> None:
    assert tuple(shlex.split(command_line(WORDS, windows=False))) == WORDS


def test_a_console_of_windows_gets_double_quotes() -> None:
    assert command_line(WORDS[:3], windows=True) == 'outlast run "my scenario.yaml"'


def test_a_path_is_a_word() -> None:
    assert shlex.split(outlast_command("validate", Path("a b"))) == ["outlast", "validate", "a b"]


@pytest.mark.parametrize("name", ["-x", "--out", "~", "~x"])
def test_a_path_is_no_option_and_no_home(name: str) -> None:
    (word,) = shlex.split(command_line([Path(name)], windows=False))
    assert word == f"./{name}"
    assert command_line([name], windows=False) != word  # a word stays as it is


def test_a_home_is_expanded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home" / "runs"
    assert user_path("~/runs") == user_path(Path("~/runs")) == home
    assert user_path(user_path("~/runs")) == home
    there = user_path("./~/runs")
    assert there == tmp_path / "~" / "runs"
    assert user_path(there) == there  # a second reader does not expand it
    assert user_path("runs/~") == Path("runs/~")


def test_the_home_of_nobody_is_refused() -> None:
    with pytest.raises(InputError, match="no user of this machine"):
        user_path("~no-such-user-of-ours/runs")


def test_a_brief_representation_counts_what_is_long() -> None:
    shown = brief(Path(), long="x" * 10_000, many=range(5000))
    assert len(shown) < 300
    assert "many=<5000>" in shown
