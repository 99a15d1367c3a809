"""Writing: a file is written beside its place and then moved there, whole or not at all."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file through a draft beside it.

    Args:
        path: The file; what stood there stays until the new content is whole.
        write: Writes the content to the path that it is given.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all."""

    def write(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8")

    write_whole(path, write)


def write_json(path: Path, content: Any) -> None:  # noqa: ANN401  any plain data
    """Write plain data as JSON, whole or not at all."""
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n")
