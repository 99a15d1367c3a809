"""Studies: work of a minute for which a reader need not wait; one at a time, shared by all."""

import threading
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from time import monotonic
from typing import Final, TypeAlias

from outlast.errors import Fault, OutlastError
from outlast.web.cache import ClientGone, ShouldCancel

UNASKED: Final = 15.0
"""Seconds without a question after which a study ends; a page without scripts asks every five."""

ASKS_AGAIN: Final = 5
"""Seconds after which a page without scripts asks again."""

TellProgress: TypeAlias = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""

MakeStudy: TypeAlias = Callable[[ShouldCancel, TellProgress], object]
"""Does the work of a study, which keeps its result where readers find it."""


class Study:
    """One study in a thread of its own: it goes on as long as somebody asks for it.

    Args:
        key: What it depends on.
        closing: Set when the server closes.
    """

    def __init__(self, key: Hashable, closing: threading.Event) -> None:
        self.key, self._closing = key, closing
        self.done, self.of = 0, 0
        """The runs done, and all of them; none before they are counted."""

        self.ended, self.failure = threading.Event(), list[OutlastError]()
        self._asked, self._watching, self._lock = monotonic(), 0, threading.Lock()

    def ask(self) -> None:
        """Note that somebody asks for this study."""
        self._asked = monotonic()

    @contextmanager
    def watched(self) -> Generator[None, None, None]:
        """Keep this study going; it ends when the last one leaves who watches or asks."""
        with self._lock:
            self._watching += 1
        try:
            yield
        finally:
            with self._lock:
                self._watching -= 1

    @property
    def is_left(self) -> bool:
        """Whether nobody waits for this study any more."""
        is_unasked = not self._watching and monotonic() - self._asked > UNASKED
        return self._closing.is_set() or is_unasked

    def run(self, make: MakeStudy) -> None:
        """Do the work, and keep the failure if it fails."""
        try:
            make(lambda: self.is_left, self._tell)
        except OutlastError as failure:
            self.failure.append(failure)
        except ClientGone:
            return
        except Exception:
            self.failure.append(Fault(f"{Fault.opening}."))
            raise
        finally:
            self.ended.set()

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of


class Studies:
    """The one study that runs, and that all requests for the same join."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        """Set when the server closes."""

        self._last: Study | None = None
        self._lock = threading.Lock()

    def join(self, key: Hashable, make: MakeStudy) -> Study | None:
        """Return the study of a key, begun if none runs; None while another one runs.

        Raises:
            OutlastError: The study failed; to ask again begins it once more.
        """
        with self._lock:
            last = self._last
            if last is not None and not last.ended.is_set():
                return last if last.key == key else None
            if last is not None and last.key == key and last.failure:
                self._last = None
                raise last.failure[0]
            self._last = Study(key, self.closing)
            threading.Thread(target=self._last.run, args=(make,), daemon=True).start()
            return self._last
