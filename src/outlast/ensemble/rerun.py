"""Moving: the same futures run again and again while priors are moved, as a slider moves them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from outlast.engine.compiled.run import never, run_blocks
from outlast.ensemble.chunks import Records, Tally
from outlast.ensemble.ensemble import anchored_at, audit, median
from outlast.ensemble.streams import luck
from outlast.lower.draws.redraw import Moved
from outlast.lower.lower import Lowered
from outlast.results import Results, manifest
from outlast.scenario.load import Situation

PRECISION: Final = "float32"
"""The precision of what moves."""

FOLLOWED: Final = ("level",)
"""The series that are counted: what the fan of services is drawn from."""


class Moving:
    """Futures of a prepared scenario that stay drawn, so that moving a prior costs the run alone.

    Args:
        prepared: The scenario lowered, with no prior moved.
        futures: How many.
        seed: The seed of their luck.
    """

    def __init__(self, prepared: Lowered, futures: int, seed: int) -> None:
        self.lowered, self.futures, self.seed = prepared, futures, seed
        self.names = tuple(prepared.drawing.dimensions)
        self.many = Moved(prepared.drawing, luck(self.names, range(futures), seed))
        self.middle = Moved(prepared.drawing, median(prepared))

    def run(
        self,
        situation: Situation,
        values: Mapping[str, float],
        stop: Callable[[], bool] = never,
    ) -> Results | None:
        """Return what the futures come to in single precision, or nothing if asked to stop.

        Args:
            situation: The scenario with the priors fixed at the values, for the manifest.
            values: The priors that are moved, in their units.
            stop: Asked between blocks whether anybody still waits.

        Raises:
            RunError: The audit of a future failed.
        """
        plan = self.lowered.plan
        if (plan.line_definition == 1).any():
            blank = plan._replace(need_start=np.zeros_like(plan.need_start))
            plan = anchored_at(blank, self.middle.at(values))
        tally = Tally(plan, self.futures, FOLLOWED)
        run_blocks(
            plan,
            self.many.at(values),
            tally.add,
            precision=np.float32,
            threads=os.cpu_count() or 1,
            stop=stop,
        )
        if tally.done < self.futures:
            return None
        chunk, lowered = tally.chunk(), replace(self.lowered, plan=plan)
        audit(chunk, lowered, 0)
        told = manifest(situation, self.futures, self.seed, PRECISION)
        names, futures, seed = self.names, self.futures, self.seed
        return Results(
            situation,
            lowered,
            told,
            Records([chunk.record]),
            chunk.bands,
            lambda: luck(names, range(futures), seed),
        )
