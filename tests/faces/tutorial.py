"""The fenced blocks of a tutorial: its files, its commands and their output, in order."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from outlast.cli import main

TUTORIALS: Final = Path(__file__).parent.parent.parent / "docs" / "tutorials"

FENCE: Final = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """A fenced block: a file with its name, commands, a command with its output, or Python."""

    file: str
    kind: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a tutorial, in order."""
    for found in FENCE.finditer((TUTORIALS / page).read_text(encoding="utf-8")):
        yield Block(found["file"] or "", found["kind"], found["text"])


def follow(words: list[str]) -> int:
    """Do as a command line says; return its exit code."""
    if words[0] == "rm":
        for name in words[1:]:
            Path(name).unlink()
        return 0
    assert words[0] == "outlast", words
    return main(words[1:])
