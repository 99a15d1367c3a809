"""Mutants: the texts that one wrong keystroke, or one wrong idea, makes of a declared file."""

from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

from torture.documents import DOCUMENT_EDITS
from torture.edits import Edit, Editor, Lines
from torture.tables import TABLE_EDITS


class Mutant(NamedTuple):
    """A changed file."""

    file: str
    """The file, as its caller names it."""

    line: int
    """The line that changed, counted from 1; 0 where the whole file changed."""

    kind: str
    """The kind of the change, one word or two."""

    says: str
    """The change, in one line."""

    text: str
    """The whole text of the changed file."""


def mutants(text: str, random: Random, file: str = "") -> Iterator[Mutant]:
    """Yield mutants of a text, the kinds of change in turn, until each has been made everywhere.

    The order depends on the generator alone; of a long file a caller takes as many as it has time
    for.

    Args:
        text: The text of a sound file, YAML or a table of our form.
        random: The generator.
        file: The name of the file; one that ends in `.csv` is a table.
    """
    is_table = file.endswith(".csv") or text.startswith("# format:")
    lines = Lines.of(text)
    editors: dict[str, Editor] = {**(TABLE_EDITS if is_table else DOCUMENT_EDITS), **WHOLE}
    turns = [(kind, editor(lines, random)) for kind, editor in editors.items()]
    while turns:
        random.shuffle(turns)
        open_turns: list[tuple[str, Iterator[Edit]]] = []
        for kind, edits in turns:
            edit = next(edits, None)
            if edit is None:
                continue
            open_turns.append((kind, edits))
            if edit.text != text:
                yield Mutant(file, edit.line, kind, edit.says, edit.text)
        turns = open_turns


def _truncated(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield the text cut off in the middle of a line, as a full disk leaves it."""
    for _ in range(4):
        end = random.randrange(len(lines.text))
        line = lines.text.count("\n", 0, end) + 1
        yield Edit(line, "the file ends here", lines.text[:end])


def _encoded(lines: Lines, random: Random) -> Iterator[Edit]:
    """Yield the text with other ends of lines, a mark of byte order, or a stray character."""
    yield Edit(0, "lines end as on Windows", lines.text.replace("\n", "\r\n"))
    yield Edit(0, "a mark of byte order leads", "\ufeff" + lines.text)
    yield Edit(0, "empty lines trail", lines.text + "\n\n\n")
    yield Edit(0, "the text stands twice", lines.text + lines.text)
    yield Edit(0, "nothing is left", "")
    yield Edit(1, "the first line is missing", lines.text.partition("\n")[2])
    for character in ("\0", "\x1b[31m", "\ud7ff\ufffe", "\u202e", "\t"):
        at = random.randrange(len(lines.text))
        line = lines.text.count("\n", 0, at) + 1
        changed = lines.text[:at] + character + lines.text[at:]
        yield Edit(line, f"{character!r} stands at column {at}", changed)


WHOLE: Final[dict[str, Editor]] = {"truncated": _truncated, "encoding": _encoded}
"""The changes to a text as a whole, by kind."""
