"""SECURITY.md names every option that writes or connects, and every variable that says where."""

import re
from pathlib import Path
from typing import Final

import click
import pytest

from outlast.cli.main import cli

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
WRITES: Final = ("--out", "--receipt", "--explorer", "--chunks", "--resume")
CONNECTS: Final = ("--on", "--chunks")


def options() -> set[str]:
    """Return the options of all commands."""
    found: set[str] = set()
    commands: list[click.Command] = [cli]
    context = click.Context(cli)
    while commands:
        command = commands.pop()
        found |= {name for each in command.params for name in each.opts}
        if isinstance(command, click.Group):
            every = (command.get_command(context, name) for name in command.list_commands(context))
            commands += [each for each in every if each is not None]
    return found


@pytest.mark.parametrize("option", sorted({*WRITES, *CONNECTS}))
def test_an_option_that_writes_or_connects_is_there_and_named(option: str) -> None:
    assert option in options()
    assert f"`{option}" in PAGE


def test_every_variable_of_a_place_is_named() -> None:
    source = ROOT / "src" / "outlast"
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    places = set(re.findall(r"OUTLAST_(?:CACHE|SETTLED)|XDG_[A-Z_]+", text))
    assert len(places) >= 4
    assert not [name for name in places if name not in PAGE]


def test_code_that_connects_stands_where_the_page_says() -> None:
    source = ROOT / "src" / "outlast"
    wide = re.compile(r"urlopen|http\.client|\bfsspec\b|from distributed|import distributed")
    found = {
        path.relative_to(source).parts[0]
        for path in source.rglob("*.py")
        if wide.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"economy", "ensemble"}, found
