"""A command line as a reader can paste it: words, quoted for the shell of this machine."""

import os
import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path


def command_line(words: Iterable[str | Path], *, windows: bool = os.name == "nt") -> str:
    """Return words as one line that a shell reads as these words again.

    A path that begins with a dash or a tilde is written from its folder, so that it is neither an
    option nor a home.

    Args:
        words: The words.
        windows: Whether the line is for a console of Windows.

    >>> command_line(["outlast", "run", "--contest", "my contest"], windows=False)
    "outlast run --contest 'my contest'"
    >>> command_line(["outlast", "run", "--contest", "my contest"], windows=True)
    'outlast run --contest "my contest"'
    """
    texts = [_of_path(word) if isinstance(word, Path) else word for word in words]
    return subprocess.list2cmdline(texts) if windows else shlex.join(texts)


def _of_path(path: Path) -> str:
    """Return the text of a path, which no program takes for an option or a home."""
    text = str(path)
    return os.path.join(os.curdir, text) if text.startswith(("-", "~")) else text  # noqa: PTH118


def outlast_command(*words: str | Path) -> str:
    """Return the line of a command of this program."""
    return command_line(["outlast", *words])
