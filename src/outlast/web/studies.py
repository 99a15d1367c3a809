"""Studies: work of up to a minute in a thread of its own, shared by all who ask for it."""

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

THREAD: Final = "outlast-study"
"""The name of the thread of a study."""

TellProgress: TypeAlias = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""

MakeStudy: TypeAlias = Callable[[ShouldCancel, TellProgress], object]
"""Does the work of a study, which keeps its result where readers find it."""


class Study:
    """One study in a thread of its own: it goes on as long as somebody asks for it.

    Args:
        closing: Set when the server closes.
    """

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing
        self.done, self.of = 0, 0
        """The runs done, and all of them; none before they are counted."""

        self.ended, self.failure, self.is_read = threading.Event(), list[OutlastError](), False
        self._asked, self._watching, self._lock = monotonic(), 0, threading.Lock()

    def ask(self) -> None:
        """Note that somebody asks for this study."""
        self._asked = monotonic()

    @property
    def is_over(self) -> bool:
        """Whether it ended, and no failure of it waits to be read by somebody who still asks."""
        return self.ended.is_set() and (self.is_read or not self.failure or self._is_unasked)

    def check(self) -> None:
        """Raise the failure of this study.

        Raises:
            OutlastError: It failed.
        """
        if self.failure:
            self.is_read = True
            raise self.failure[0]

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
        return self._closing.is_set() or self._is_unasked

    @property
    def _is_unasked(self) -> bool:
        return not self._watching and monotonic() - self._asked > UNASKED

    def run(self, make: MakeStudy) -> None:
        """Do the work, and keep the failure if it fails."""
        try:
            make(lambda: self.is_left, self._tell)
        except OutlastError as failure:
            self.failure.append(failure.with_traceback(None))  # it would hold the run's arrays
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
    """The studies that run, each shared by all requests for the same.

    Args:
        at_once: How many may run beside each other.
        closing: Set when the server closes.
    """

    def __init__(self, at_once: int, closing: threading.Event) -> None:
        self._at_once, self._closing = at_once, closing
        self._studies: dict[Hashable, Study] = {}
        self._lock = threading.Lock()

    def join(self, key: Hashable, make: MakeStudy) -> Study | None:
        """Return the study of a key, begun if it does not run; None while too many others run.

        Raises:
            OutlastError: The study failed; to ask again begins it once more.
        """
        with self._lock:
            last = self._studies.get(key)
            if last is not None and not last.ended.is_set():
                return last
            if last is not None and not last.is_over:
                last.check()
            kept = {name: each for name, each in self._studies.items() if not each.is_over}
            if sum(not each.ended.is_set() for each in kept.values()) >= self._at_once:
                return None
            study = Study(self._closing)
            run = threading.Thread(target=study.run, args=(make,), name=THREAD, daemon=True)
            run.start()
            self._studies = {**kept, key: study}
            return study
