"""Work that a test holds: it says how far it is, then waits until the test lets it go on."""

import threading
from collections.abc import Callable
from typing import Final

from outlast.errors import RunError

LONG: Final = 20.0
"""Seconds after which a test gives up; nothing waits as long unless it fails."""


class HeldWork:
    """Stands in for a long computation."""

    def __init__(self) -> None:
        self.go_on, self.begun, self.cancelled = (threading.Event() for _ in range(3))
        self.failure: RunError | None = None

    def hold(self, should_cancel: Callable[[], bool]) -> bool:
        """Wait until a test lets the work go on; return False if it is cancelled.

        Raises:
            RunError: The test wants a failure.
        """
        self.begun.set()
        while not self.go_on.wait(0.02):
            if should_cancel():
                self.cancelled.set()
                return False
        if self.failure is not None:
            raise self.failure
        return True
