"""Layers: the folder of a contest with the folders laid over it, the topmost last."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

Layers: TypeAlias = Sequence[Path]
"""Folders of one form; a later one adds to the earlier ones and replaces things by their names."""


def layered(layers: Layers, pattern: str) -> Iterator[tuple[int, Path]]:
    """Yield the files of every layer that match a pattern, in order, with the layer's number."""
    for number, folder in enumerate(layers):
        for file in sorted(folder.glob(pattern)):
            yield number, file


def topmost(layers: Layers, name: str) -> Path | None:
    """Return the file of a name in the topmost layer that has it; None if none does."""
    there = [folder / name for folder in layers if (folder / name).exists()]
    return there[-1] if there else None


def name_in_layers(path: Path, roots: Sequence[Path]) -> str:
    """Return the name of a file of a contest, `contest/…` or `with/1/…`; empty if it lies outside.

    Args:
        path: The file.
        roots: The contest's folder and the folders laid over it, resolved.
    """
    full = path.resolve()
    for number, root in enumerate(roots):
        if full.is_relative_to(root):
            part = full.relative_to(root).as_posix()
            return f"with/{number}/{part}" if number else f"contest/{part}"
    return ""
