"""Idle facts: rows of an overlay whose key was mistyped, so that they replace and serve nothing."""

import re
from collections.abc import Iterable, Sequence

from outlast.errors import Problems, closest
from outlast.facts.fact import Fact
from outlast.reading import Layers, Placed, layered

_DIGITS = re.compile(r"[0-9]+")


def refuse_idle(rows: Sequence[Placed[Fact]], layers: Layers, problems: Problems) -> None:
    """Note every fact of an overlay that replaces none and that nothing names, but looks like one.

    A key that differs from a known one in its digits alone names another year or size.

    Args:
        rows: The rows of all layers.
        layers: The folder of the contest, then the folders laid over it.
        problems: The load.
    """
    below = {placed.row.key for placed in rows if placed.layer == 0}
    added = [placed for placed in rows if placed.layer > 0 and placed.row.key not in below]
    named: set[str] | None = None
    for placed in added:
        key = placed.row.key
        near = closest(key, sorted(below))
        if near is None or _DIGITS.sub("", near) == _DIGITS.sub("", key):
            continue
        if named is None:
            named = _named(layers, (row.row for row in rows))
        if key not in named:
            what = f'"{key}" replaces no fact, and nothing names it.'
            problems.add(placed.file, placed.line, what, f'Did you mean "{near}"?')
        if problems.is_full(placed.file):
            return


def _named(layers: Layers, facts: Iterable[Fact]) -> set[str]:
    """Return every word that the documents of a contest hold, and every input of a fact."""
    words = {key for fact in facts for key in fact.computed_from}
    for pattern in ("*.yaml", "*/*.yaml", "*/*/*.yaml"):
        for _, file in layered(layers, pattern):
            if file.is_file():
                text = file.read_bytes().decode("utf-8", errors="replace")
                words.update(re.findall(r"[a-z0-9.-]*[a-z0-9]", text))
    return words
