"""Every lever at every setpoint, from snapshots, beside whole runs of the same, in one process.

Times are CPU seconds of one thread in f32 on the first 64 futures of `today`, each kind of run
over all setpoints; those from snapshots count the run with no lever moved, which keeps them.
"""

from collections.abc import Iterator
from time import process_time
from typing import Final

from outlast.ensemble.prepare import prepare
from outlast.ensemble.rerun import Rerun
from outlast.scenario.adjust import numeric_priors
from outlast.scenario.from_date import from_date_name
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.prior import Role

HEADER: Final = ("each lever at each setpoint", "aim", "time over that of whole runs", "")
FUTURES: Final = 64
WAYS: Final = {
    "from the first of its measures on": (0.5, ""),
    "from the scenario's date on": (1 / 3, "from-date"),
}
"""The ways in which levers move: the aim of each."""


def stops(situation: Situation, rerun: Rerun) -> list[tuple[str, float]]:
    """Return every setpoint of every lever that acts, without those at which levers stand."""
    return [
        (key, stop.at)
        for key, prior in numeric_priors(situation).items()
        if prior.kind is Role.LEVER and key not in rerun.lowered.drawing.priors_without_rows
        for stop in prior.stops
        if prior.distribution.fixed is None or prior.distribution.fixed.value != stop.at
    ]


def seconds(situation: Situation, rerun: Rerun, values: list[dict[str, float]]) -> float:
    """Return the CPU seconds of a run at each of some values."""
    begun = process_time()
    for each in values:
        rerun.run(situation, each, threads=1)
    return process_time() - begun


def measure() -> Iterator[tuple[str, ...]]:
    """Yield a row for each way."""
    situation = load_scenario("today")
    prepared = prepare(situation)
    whole = Rerun(prepared, FUTURES, 1)
    whole.run(situation, {}, threads=1)  # the engine is loaded and the need is anchored before
    known = stops(situation, whole)
    for way, (aim, later) in WAYS.items():
        names = [(from_date_name(key) if later else key, at) for key, at in known]
        values = [{name: at} for name, at in names]
        for each in values:
            whole.plan(each)
        quick = Rerun(prepared, FUTURES, 1)
        quick.needs = whole.needs
        begun = process_time()
        quick.begin(situation, values)
        ours = process_time() - begun + seconds(situation, quick, values)
        whole.snapshots.too_large = True  # no run goes on from a snapshot
        ratio = ours / seconds(situation, whole, values)
        met = "met" if ratio <= aim else f"missed by {ratio / aim:.2f}"
        yield f"{len(values)} runs, {way}", f"{aim:.2f}", f"{ratio:.2f}", met
