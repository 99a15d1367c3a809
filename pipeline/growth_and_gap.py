"""The table over growth and gap on docs/model/checked.md, by runs of `june-2025`.

`python -m pipeline.growth_and_gap` fixes the common growth of compute need, and the lead of a rival
that a reader tolerates, and counts the futures in which Chinese training and inference fall behind
within six years, while no state moves. It writes between the marks of the page.
"""

import sys
from typing import Final

import numpy as np

from outlast.api.run import load
from outlast.engine.arrays import Reals
from outlast.engine.codes import NEED_GAP
from outlast.engine.compiled.run import run_compiled
from outlast.ensemble import luck
from outlast.lower import lower
from outlast.results.odds import DESIGN
from outlast.scenario.adjust import without_moves
from pipeline.page_cells import write_cells
from pipeline.record_tables import CHECKED

FUTURES: Final = 2 * DESIGN
SEED: Final = 1
GROWTHS: Final = (0.2, 0.4, 0.6)
"""Log a year, in the long run, on both sides."""

GAPS: Final = {"tolerated ratio 5": 5.0, "10, as shipped": 10.0, "20": 20.0}
RATIOS: Final = (0.8, 1.25)
"""China's growth over the common one, at the shipped gap."""

SERVICES: Final = ("cn-frontier-training", "cn-inference")


def main() -> int:
    """Write the table, and print the effect of the ratio and the share without denial."""
    cells: dict[str, dict[str, str]] = {}
    for growth in GROWTHS:
        given = {"installed-growth-free-late": growth}
        row = {head: behind(given, gap) for head, gap in GAPS.items()}
        cells[f"{growth:.1f}".lstrip("0")] = {head: words(with_[0]) for head, with_ in row.items()}
        free = max(float(each[1].max()) for each in row.values())
        print(growth, {head: words(each[0]) for head, each in row.items()}, f"free {free:.3f}")
        middle = row["10, as shipped"][0]
        for ratio in RATIOS:
            shares, _ = behind({**given, "need-growth-cn-late": ratio}, GAPS["10, as shipped"])
            print(
                f"  ratio {ratio}: moved by {100 * np.abs(shares - middle).max():.0f}", flush=True
            )
    write_cells(CHECKED, "growth and gap", cells)
    return 0


def behind(given: dict[str, float], gap: float) -> tuple[Reals, Reals]:
    """Return the shares of futures in which the two services fall behind, and those without denial.

    Args:
        given: The priors that are fixed.
        gap: The times that a rival's usable compute may be one's own.
    """
    lowered = lower(without_moves(load("june-2025", given=given)))
    plan = lowered.plan._replace(gap=np.full_like(lowered.plan.gap, gap))
    record = run_compiled(
        plan, lowered.sample(luck(lowered.drawing.dimensions, range(FUTURES), SEED))
    ).record
    if record.status.values.any():
        sys.exit("A future failed its audit.")
    rows = [
        row
        for service in SERVICES
        for row, line in enumerate(lowered.names.lines)
        if line.service == service and plan.line_definition[row] == NEED_GAP
    ]
    horizon = plan.horizon * plan.step
    return (
        (record.first.values[rows] <= horizon).mean(axis=1),
        (record.first_free.values[rows] <= horizon).mean(axis=1),
    )


def words(shares: Reals) -> str:
    """Return two shares in 100 futures."""
    return " / ".join(f"{100 * share:.0f}" for share in shares)


if __name__ == "__main__":
    sys.exit(main())
