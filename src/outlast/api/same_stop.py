"""Stops that `outlast exposure` and `outlast shock` both compute, for the shells of a contest."""

from collections.abc import Collection, Sequence
from pathlib import Path

from outlast.api.arguments import with_default_arithmetic
from outlast.api.library import library
from outlast.economy.same_stop import SameStops
from outlast.economy.same_stop import same_stops as computed


@with_default_arithmetic
def same_stops(
    wanted: Collection[str],
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
) -> SameStops:
    """Return the stops that both commands compute, each by its defaults.

    Args:
        wanted: Minerals of a shock, or keys of published losses.
        contest: The name of a shipped contest, or the folder of one's own; the default if absent.
        overlays: Folders to lay over it, the topmost last.

    Raises:
        InputError: There is no such contest or folder, or its declarations have problems.
    """
    read = library(contest, overlays)
    places = (read.world.world, read.countries)
    return computed(read.layers, read.ledger, read.priors, places, wanted)
