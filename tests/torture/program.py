"""A stand-in for the program: it keeps chunks and an answer, soundly or with a planted fault."""

import json
import os
import sys
from pathlib import Path
from typing import Final

from torture.injection import Fault, struck

CURE: Final = "There is no room on this disk, or no memory. Make some, then go on with --resume."


def write(path: Path, text: str, plant: str) -> None:
    """Write a file whole, or as the planted fault does."""
    if plant == "torn":
        path.write_text(text, encoding="utf-8")
        return
    draft = path.with_suffix(".tmp")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)  # noqa: PTH105  it is one of the calls that count
    finally:
        draft.unlink(missing_ok=True)


def is_whole(path: Path, plant: str) -> bool:
    """Return whether a kept chunk is whole, or trust it as the planted fault does."""
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return plant in ("trust", "torn") or text == f"chunk {path.stem}"


def work(plant: str) -> int:
    """Keep two chunks and the answer that rests on them."""
    run = Path("run")
    (run / "chunks").mkdir(parents=True, exist_ok=True)
    chunks = [run / "chunks" / f"{number}.txt" for number in range(2)]
    for path in chunks:
        if plant == "again" or not is_whole(path, plant):
            write(path, f"chunk {path.stem}", plant)
    read = [path.read_text(encoding="utf-8", errors="replace") for path in chunks]
    write(run / "answer.json", json.dumps(read), plant)
    return 0


def main(plant: str, fault: Fault | None, log: Path | None) -> int:
    """Run under a fault, and explain a failure, or show a trace as the planted fault does."""
    with struck(fault, Path.cwd(), log):
        try:
            return work(plant)
        except (OSError, MemoryError):
            if plant == "trace":
                raise
            sys.stderr.write("Something is wrong." if plant == "words" else CURE)
            return 70 if plant == "code" else 1
