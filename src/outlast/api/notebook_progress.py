"""A progress bar in a notebook: shown where a caller gave none and the program is a notebook."""

import sys
from collections.abc import Callable
from html import escape
from importlib import import_module
from time import monotonic
from typing import Any, Final, TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number that is done, and of all."""

PAUSE: Final = 0.2
"""Seconds between two paintings of a bar."""


def in_notebook() -> bool:
    """Return whether this program is the kernel of a notebook."""
    module: Any = sys.modules.get("IPython")
    shell = module.get_ipython() if module is not None else None
    return shell is not None and getattr(shell, "kernel", None) is not None


def progress_here(progress: Progress | None, words: str) -> Progress | None:
    """Return the progress of a caller; a bar where it gave none and this is a notebook.

    Args:
        progress: The caller's own.
        words: The words beside the bar.
    """
    return notebook_bar(words) if progress is None and in_notebook() else progress


def notebook_bar(words: str) -> Progress:
    """Return a bar that paints itself under the cell, and is gone when all is done.

    Args:
        words: The words beside the bar.
    """
    shown: Any = import_module("IPython.display")
    html: Callable[[str], object] = shown.HTML
    handle: Any = shown.display(html(""), display_id=True)
    begun, painted = monotonic(), [0.0]

    def update(done: int, of: int) -> None:
        now = monotonic()
        if done < of and now - painted[0] < PAUSE:
            return
        painted[0] = now
        handle.update(html("" if done >= of else bar_html(words, done, of, now - begun)))

    return update


def bar_html(words: str, done: int, of: int, seconds: float) -> str:
    """Return the bar as HTML.

    Args:
        words: The words beside it.
        done: The number that is done.
        of: The number of all.
        seconds: The time since it began.
    """
    left = f", {seconds * (of - done) / done:,.0f} s left" if done else ""
    text = f"{words}: {done:,} of {of:,}{left}"
    return (
        f'<progress value="{done}" max="{of}" aria-label="{escape(words)}"></progress> '
        f"<span>{escape(text)}</span>"
    )
