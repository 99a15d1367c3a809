"""The cost's part of a run: CPU time of the economy behind `outlast run today`, over all the rest.

A process runs the command with cached code and notes the CPU seconds of reading the economy and of
computing the cost. Both are in the process's own time, so that load on the machine slows both.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from statistics import median
from typing import Final

HEADER: Final = ("run of `today`", "CPU s without the cost", "CPU s of the cost", "aim: 10 % more")
FUTURES: Final = (200, 1000)
ROUNDS: Final = 1
MOST: Final = 0.1
"""The part of a run that the cost may add."""

PROGRAM: Final = """
import sys, time
import outlast.ensemble.ensemble, outlast.results, outlast.api.run
begun = time.process_time()
from outlast.economy import cost
spent, real = [time.process_time() - begun], cost._contest_cost
def timed(results):
    begun = time.process_time()
    try:
        return real(results)
    finally:
        spent.append(time.process_time() - begun)
cost._contest_cost = timed
from outlast.cli import main
assert main(["run", "today", "--futures", sys.argv[1]]) == 0 and len(spent) > 1
print(time.process_time() - sum(spent), sum(spent), file=sys.stderr)
"""


def once(futures: int) -> tuple[float, float]:
    """Return the CPU seconds of a run without its cost, and those of the cost."""
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  our own call
            [sys.executable, "-c", PROGRAM, f"{futures}"],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env=known,
        )
    rest, cost = done.stderr.split()[-2:]
    return float(rest), float(cost)


def measure() -> Iterator[tuple[str, ...]]:
    """Yield a row for each number of futures."""
    for futures in FUTURES:
        times = [once(futures) for _ in range(ROUNDS)]
        part = median(cost / rest for rest, cost in times)
        rest, cost = (median(each[at] for each in times) for at in (0, 1))
        met = "met" if part <= MOST else f"missed by {part / MOST:.2f}"
        yield f"{futures:,} futures", f"{rest:.1f}", f"{cost:.2f}", f"{100 * part:.1f} %: {met}"
