"""Long work on the terminal: an interrupt that lets it finish a block, and a bar of progress."""

import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from outlast.cli.streams import say


@contextmanager
def stopping() -> Generator[Callable[[], bool], None, None]:
    """Let the first interrupt ask the run to stop, and the second end it at once."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = {each: signal.getsignal(each) for each in interrupts()}

    def ask(number: int, frame: object) -> None:
        del number, frame
        asked.set()
        for each in before:
            signal.signal(each, signal.SIG_DFL)
        say("\nStopping after the current block; a second interrupt stops at once.", err=True)

    for each in before:
        signal.signal(each, ask)
    try:
        yield asked.is_set
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def interrupts() -> list[int]:
    """Return the signals of a reader who ends a run: Ctrl-C, and on Windows also Ctrl-Break."""
    names = ("SIGINT", "SIGBREAK")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


@contextmanager
def progress(
    *, quiet: bool, meanwhile: str = "", things: str = "futures"
) -> Generator[Callable[[int, int], None] | None, None, None]:
    """Show how far a run is, on standard error, if that is a terminal; it is gone at the end.

    Args:
        quiet: Whether nothing is shown.
        meanwhile: A text that stands above the bar while it is there.
        things: The plural of that which is counted. Where futures are counted once more from the
            beginning, their histories are.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console, Group  # noqa: PLC0415  Rich is heavy
    from rich.live import Live  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    output = Console(stderr=True)
    bar = Progress(*columns, console=output, transient=True)
    above = [Text(meanwhile), Text()] if meanwhile else []
    with Live(Group(*above, bar), console=output, transient=True):
        task = bar.add_task(things, total=None, rate="")

        def update(done: int, of: int) -> None:
            if done < bar.tasks[0].completed and things == "futures":
                bar.reset(task, description="histories")
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f} a second" if speed else ""
            bar.update(task, completed=done, total=of, rate=rate)

        yield update
