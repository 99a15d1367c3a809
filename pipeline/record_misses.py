"""The mechanisms tried against two misses of docs/model/checked.md, each alone, from its test.

`python -m pipeline.record_misses` changes one thing in the draws of the frozen scenario, measures
what was missed, and writes both tables between the marks of the page. None of it is taken.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from outlast.engine.codes import CIVIL, DEFENCE
from outlast.engine.draw import Draw
from outlast.lower import Lowered
from pipeline.page_cells import write_cells
from pipeline.record_tables import CHECKED, both
from tests.record import test_rationing_by_the_freeze as freeze

THINNEST: Final = 0
"""The cohort with the thinnest stock."""

Change = Callable[[Lowered, Draw], None]


def edges_of(lowered: Lowered, service: str) -> Iterator[int]:
    """Yield the rows of the inputs of a service in both blocs."""
    services = list(lowered.names.services)
    for bloc in freeze.BLOCS:
        row = services.index(f"{bloc}-{service}")
        ends = lowered.plan.service_edge_ptr
        yield from range(int(ends[row]), int(ends[row + 1]))


def as_it_stands(lowered: Lowered, draw: Draw) -> None:
    """Change nothing."""
    del lowered, draw


def nothing_tied(lowered: Lowered, draw: Draw) -> None:
    """Tie no licensed goods to an end use."""
    del lowered
    draw.tied[...] = 0.0


def approved_as_others(lowered: Lowered, draw: Draw) -> None:
    """Grant defence as many licences as civil users."""
    del lowered
    draw.approval.values[:, :, DEFENCE] = draw.approval.values[:, :, CIVIL]


def twice_the_stock(lowered: Lowered, draw: Draw) -> None:
    """Give users of magnets in defence twice their stock."""
    for edge in edges_of(lowered, "defence-magnets"):
        draw.cover.values[edge] *= 2.0


def thinnest_without_stock(lowered: Lowered, draw: Draw) -> None:
    """Leave the thinnest car lines without any stock."""
    for edge in edges_of(lowered, "car-magnets"):
        draw.cover.values[edge, THINNEST] = 0.0


def made_to_order(lowered: Lowered, draw: Draw) -> None:
    """Let no magnet change hands."""
    for row, good in enumerate(lowered.names.goods):
        if "magnet" in good:
            draw.free_share.values[row] = 0.0


AGAINST_SHORTAGE: Final[dict[str, Change]] = {
    "as it stands": as_it_stands,
    "no goods tied to an end use": nothing_tied,
    "approval for defence as for others": approved_as_others,
    "twice the stock, which no record supports": twice_the_stock,
}
"""Tried against the shortage of magnets for allied defence without rated orders."""

AGAINST_LATE_STOPS: Final[dict[str, Change]] = {
    "as it stands": as_it_stands,
    "thinnest lines without any stock": thinnest_without_stock,
    "no magnet can change hands": made_to_order,
}
"""Tried against first stops that come late."""


def main() -> int:
    """Write both tables."""
    magnets: dict[str, dict[str, str]] = {}
    for name, change in AGAINST_SHORTAGE.items():
        found = freeze.frozen(rated=False, after=1, change=change)
        short = [100 * found.short(f"{bloc}-defence-magnets") for bloc in freeze.BLOCS]
        magnets[name] = {"short, US / allies": " / ".join(f"{each:.0f}" for each in short)}
        print(name, magnets[name], flush=True)
    write_cells(CHECKED, "tried against a shortage", magnets)
    stops = {name: _stops(change) for name, change in AGAINST_LATE_STOPS.items()}
    write_cells(CHECKED, "tried against late stops", stops)
    print(stops)
    return 0


def _stops(change: Change) -> dict[str, str]:
    """Return the cells of the first stops of car lines under a change."""
    found = freeze.frozen(rated=True, change=change)
    end = found.lowered.plan.start
    first = {bloc: found.first_stops(bloc) for bloc in freeze.BLOCS}
    weeks = {bloc: np.floor(each[each < end] - freeze.RULE) for bloc, each in first.items()}
    return {
        "median week": both(lambda bloc: float(np.median(weeks[bloc]))),
        "first stops by then": both(lambda bloc: 100 * float((first[bloc] < end).mean())),
        "car magnets short": both(lambda bloc: 100 * found.short(f"{bloc}-car-magnets")),
        "length, weeks": both(lambda bloc: float(np.median(found.lengths(bloc)))),
    }


if __name__ == "__main__":
    sys.exit(main())
