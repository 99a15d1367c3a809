"""How far each run is, told to every request that waits for it."""

from collections.abc import Hashable

from outlast.ensemble.ensemble import Progress


class SharedProgress:
    """The futures done of each run under way, whichever request began it."""

    def __init__(self) -> None:
        self._done: dict[Hashable, tuple[int, int]] = {}

    def of_run(self, key: Hashable, progress: Progress | None) -> Progress:
        """Return the progress of a run that is begun: it tells the request that begins it, too."""

        def count(done: int, of: int) -> None:
            self._done[key] = done, of
            self.tell(key, progress)

        return count

    def tell(self, key: Hashable, progress: Progress | None) -> None:
        """Tell a request how far a run is, once anything of it is counted."""
        if progress is not None and (counted := self._done.get(key)):
            progress(*counted)

    def end(self, key: Hashable) -> None:
        """Forget a run that ended."""
        self._done.pop(key, None)
