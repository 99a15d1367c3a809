"""A command line as a reader can paste it: words, quoted for the shell of this machine."""

import os
import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path


def command_line(words: Iterable[str | Path], *, windows: bool = os.name == "nt") -> str:
    """Return words as one line that a shell reads as these words again.

    Args:
        words: The words.
        windows: Whether the line is for a console of Windows.

    >>> command_line(["outlast", "run", "--contest", "my contest"], windows=False)
    "outlast run --contest 'my contest'"
    >>> command_line(["outlast", "run", "--contest", "my contest"], windows=True)
    'outlast run --contest "my contest"'
    """
    texts = [str(word) for word in words]
    return subprocess.list2cmdline(texts) if windows else shlex.join(texts)


def outlast_command(*words: str | Path) -> str:
    """Return the line of a command of this program."""
    return command_line(["outlast", *words])
