"""Compute by bloc and source, and how many times a rival's usable compute is one's own."""

from dataclasses import dataclass

import numpy as np

from outlast.engine.arrays import Reals
from outlast.results.results import Results


@dataclass(frozen=True)
class ComputeHolding:
    """The compute of one bloc from one source, future by future, H100 equivalents."""

    bloc: str
    source: str
    on_date: Reals
    """On the scenario's date: [future]."""

    at_end: Reals
    """At the end of the horizon: [future]."""


def compute_holdings(results: Results) -> tuple[ComputeHolding, ...]:
    """Return the holdings of every bloc, as use that needs most arithmetic counts them."""
    names, record = results.lowered.names, results.record
    if not names.holdings:
        return ()
    profile = int(np.argmax(names.profiles))
    return tuple(
        ComputeHolding(
            bloc,
            source,
            record["installed_date"][:, row, profile],
            record["installed_end"][:, row, profile],
        )
        for row, (bloc, source) in enumerate(names.holdings)
    )


@dataclass(frozen=True)
class ComputeGap:
    """How many times the strongest rival's usable compute is that of one service."""

    service: str
    ratio: Reals
    """In the middle future of each step: [step]."""


def compute_gaps(results: Results) -> tuple[ComputeGap, ...]:
    """Return the gap of every service that a set compares with a rival's, from the date on."""
    plan, names = results.lowered.plan, results.lowered.names
    usable = results.bands["usable"].quantile(0.5)
    compared = {row for side in range(len(names.sets)) for row in results.lowered.members(side)}
    found: list[ComputeGap] = []
    for row, line in enumerate(names.lines):
        rivals = plan.rival[plan.rival_ptr[row] : plan.rival_ptr[row + 1]]
        own = usable[plan.line_service[row]]
        if line.definition == "gap" and row in compared and len(rivals) and (own > 0).all():
            found.append(ComputeGap(line.service, usable[rivals].max(axis=0) / own))
    return tuple(found)
