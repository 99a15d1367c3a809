"""Children: one command or check of the program in a process of its own, bounded in time."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

from torture.injection import Fault, struck

ROOT: Final = Path(__file__).parent.parent
LIMIT: Final = 180.0
"""Seconds that a child may take on a busy machine."""

ENGINES: Final = 3
"""Kept engines that are taken over, the newest; one of them is of the present code, if any is."""

TIMED_OUT: Final = -1000
"""The code of a child that took too long."""

TRACE: Final = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Ending:
    """The end of a child."""

    code: int
    """Its exit code; a signal is negative."""

    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        """The last words on standard error, for a report."""
        return f"exit {self.code}: {self.err.strip()[-600:]}"


def use_cache(folder: Path) -> None:
    """Let this process and its children cache in a folder, which begins with the user's engine."""
    from outlast.storage.cache import folder as cache_folder  # noqa: PLC0415

    kept, mine = cache_folder(), folder / "outlast"
    if not mine.exists():
        mine.mkdir(parents=True, mode=0o700)
        engines = sorted((kept or mine).glob("engine-*"), key=lambda each: each.stat().st_mtime)
        for engine in engines[-ENGINES:]:
            shutil.copytree(engine, mine / engine.name)
    os.environ["OUTLAST_CACHE"] = str(folder)


@cache
def _forks() -> ForkServerContext:
    """Return the context in which children are forks of a process that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["torture.warm"])
    return context


def call(
    work: Callable[..., int | None],
    *arguments: object,
    folder: Path,
    limit: float = LIMIT,
) -> Ending:
    """Return the end of a call in a child whose working folder is the one given.

    Args:
        work: A function of a module; its number is the exit code.
        arguments: Its arguments, as plain data.
        folder: The working folder.
        limit: Seconds after which the child is killed.
    """
    with TemporaryDirectory(prefix="torture-") as place:
        out, err = Path(place, "out"), Path(place, "err")
        child = _forks().Process(target=_body, args=(work, arguments, folder, out, err))
        begun = monotonic()
        child.start()
        child.join(limit)
        late = child.is_alive()
        if late:
            child.kill()
            child.join()
        code = TIMED_OUT if late else int(child.exitcode or 0)
        child.close()
        return Ending(code, _text(out), _text(err), monotonic() - begun)


def _body(
    work: Callable[..., int | None], arguments: Sequence[Any], folder: Path, out: Path, err: Path
) -> None:
    """Do the work of a child: its streams go to files, its exit code is that of the work."""
    os.chdir(folder)
    for stream, path in ((1, out), (2, err)):
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, stream)
        os.close(target)
    try:
        code = work(*arguments)
    except Exception:  # noqa: BLE001  a child says everything that the interpreter would say
        traceback.print_exc()
        code = 1
    sys.exit(code or 0)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def command(  # noqa: PLR0913  each is a choice of the caller's
    words: Sequence[str],
    folder: Path,
    *,
    fault: Fault | None = None,
    log: Path | None = None,
    cache_at: Path | None = None,
    limit: float = LIMIT,
) -> Ending:
    """Return the end of a command of the program.

    Args:
        words: The words after `outlast`.
        folder: The working folder.
        fault: The fault that strikes it.
        log: The file that lists the calls that a fault could have struck.
        cache_at: The folder of its cache; the shared one by default.
        limit: Seconds after which it is killed.
    """
    return call(_command, list(words), fault, log, cache_at, folder=folder, limit=limit)


def _command(words: list[str], fault: Fault | None, log: Path | None, cache_at: Path | None) -> int:
    """Run a command in this process, with a fault in its way."""
    from outlast.cli import main  # noqa: PLC0415  the child has it imported

    if cache_at is not None:
        os.environ["OUTLAST_CACHE"] = str(cache_at)
    with struck(fault, Path.cwd(), log):
        return main(words)


def cold_command(
    words: Sequence[str], folder: Path, *, cache_at: Path, limit: float = 5 * LIMIT
) -> Ending:
    """Return the end of a command in an interpreter of its own, which loads or makes its engine."""
    program = "import sys; from outlast.cli import main; sys.exit(main())"
    environment = {**os.environ, "OUTLAST_CACHE": str(cache_at)}
    begun = monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=folder, env=environment, timeout=limit, capture_output=True, text=True,
            errors="replace", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Ending(TIMED_OUT, "", "", limit)
    return Ending(done.returncode, done.stdout, done.stderr, monotonic() - begun)


def refusal_of(ending: Ending, codes: Sequence[int] = (1,)) -> str:
    """Return the rule that a refusal breaks: no trace, an exit code that fits, words that help."""
    if ending.code == TIMED_OUT:
        return "a command ends in time"
    if ending.code < 0:
        return f"no command dies of a signal ({-ending.code})"
    if TRACE in ending.err or TRACE in ending.out:
        return "no trace is shown"
    if ending.code not in codes:
        return f"the exit code fits (it was {ending.code})"
    if not ending.err.strip():
        return "a refusal has words"
    return ""
