"""The stand-in for the program as a command in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from torture.children import ROOT, Ending
from torture.errands import Errand
from torture.injection import Fault

Value = TypeVar("Value")

ERRAND: Final = Errand("first", ("run",), resumes=True)


def always(value: Value) -> Callable[..., Value]:
    """Return a function that returns one value, whatever it is given."""

    def answer(*arguments: object, **options: object) -> Value:
        del arguments, options
        return value

    return answer


def program(plant: str) -> Callable[..., Ending]:
    """Return a stand-in for `torture.children.command`, with a planted fault or none."""

    def command(
        words: Sequence[str],
        folder: Path,
        *,
        fault: Fault | None = None,
        log: Path | None = None,
        cache_at: Path | None = None,
    ) -> Ending:
        del words, cache_at
        made = f"Fault({fault.kind!r}, {fault.at}, {fault.lasts})" if fault else "None"
        code = (
            "import sys; from pathlib import Path; from tests.torture.program import main; "
            "from torture.injection import Fault; "
            f"sys.exit(main({plant!r}, {made}, {f'Path({str(log)!r})' if log else None}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ending(done.returncode, done.stdout, done.stderr, 0.0)

    return command
