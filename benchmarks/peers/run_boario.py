"""One run of BoARIO by its public interface; runs in an environment of its own.

Called as `python run_boario.py CASE.npz OUT.npz`; writes production by day, and the CPU seconds of
the loop of days.
"""

import logging
import sys
import time
import warnings
from importlib import import_module
from typing import Any

import numpy as np


def run(file: str, out: str) -> None:
    """Run the case of a file and write production with its time."""
    pd: Any = import_module("pandas")  # another environment has these packages
    pymrio: Any = import_module("pymrio")
    events: Any = import_module("boario.event")
    models: Any = import_module("boario.extended_models")
    simulations: Any = import_module("boario.simulation")

    with np.load(file) as found:
        held: dict[str, Any] = {name: found[name] for name in found}
    rows = pd.MultiIndex.from_product(
        [list(held["regions"]), list(held["sectors"])], names=["region", "sector"]
    )
    uses = pd.MultiIndex.from_product(
        [list(held["regions"]), ["final"]], names=["region", "category"]
    )
    system = pymrio.IOSystem(
        Z=pd.DataFrame(held["sales"], index=rows, columns=rows),
        Y=pd.DataFrame(held["final"], index=rows, columns=uses),
    )
    system.calc_all()
    share, start, length, recovery = held["event"]
    event = events.from_series(
        pd.Series([share, share], index=rows[:2]),
        event_type="arbitrary",
        occurrence=int(start),
        duration=int(length),
        recovery_tau=int(recovery),
        recovery_function="linear",
    )
    model = models.ARIOPsiModel(system)
    simulation = simulations.Simulation(model, n_temporal_units_to_sim=int(held["days"]))
    simulation.add_event(event)
    begun = time.process_time()
    simulation.loop()
    seconds = time.process_time() - begun
    made = np.asarray(simulation.production_realised, dtype=np.float64)
    np.savez(out, made=made, seconds=seconds)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    run(*sys.argv[1:3])
