"""The parts of a day of ours in a small table: `python -m benchmarks.peers parts`.

Each part is CPU time of a batch, without the parts called within it. Two bounds stand below: the
products of matrices alone, and one pass of NumPy over all inputs, each at the shapes of the case.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from statistics import median
from time import process_time
from typing import Any, Final

import numpy as np

import outlast.economy.network.ario_pass as passes
from benchmarks.peers.case import LENGTH, RECOVERY, SHARE, START, case
from outlast.economy.network.ario import ArioModel
from outlast.economy.network.batch import batch_losses
from outlast.economy.network.events import CapacityLoss, EventSet

SIZE: Final = "10x20"
BATCH: Final = 32
ROUNDS: Final = 5
HEADER: Final = ("part of a day, 10 by 20, a batch of 32", "µs a run, f64", "µs a run, f32")

PARTS: Final = {
    "_deliver": "deliveries less use (one product, three passes)",
    "_stocked": "inventories and their gaps (four passes)",
    "_note_limit": "limits of output (three passes)",
    "_ordered": "orders (two products, four passes)",
    "close_runs": "BoARIO's two gates of closeness",
}
"""The functions of the pass over inputs, in words."""

REST: Final = "capacity, demand, overproduction, losses: by industry, not by input"


class _Clock:
    """CPU seconds of functions, without those called within them."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(PARTS, 0.0)
        self._within = [0.0]

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose own time is added up under a name."""

        def run(*given: Any) -> Any:  # noqa: ANN401  whatever the function takes
            self._within.append(0.0)
            begun = process_time()
            try:
                return call(*given)
            finally:
                whole = process_time() - begun
                self.spent[name] += whole - self._within.pop()
                self._within[-1] += whole

        return run


@contextmanager
def _watched() -> Generator[_Clock]:
    """Time the functions of the pass over inputs."""
    clock = _Clock()
    places = [(passes if name == "close_runs" else passes.ArioPass, name) for name in PARTS]
    before = [(place, name, getattr(place, name)) for place, name in places]
    for place, name, call in before:
        setattr(place, name, clock.timed(name, call))
    try:
        yield clock
    finally:
        for place, name, call in before:
            setattr(place, name, call)


def _day(model: ArioModel, days: int) -> dict[str, float]:
    """Return the CPU seconds of each part of a day of one run, and of the whole."""
    runs = [
        EventSet((CapacityLoss((at, at + 1), SHARE + 0.01 * at, START, LENGTH, RECOVERY),))
        for at in range(BATCH)
    ]
    with _watched() as clock:
        begun = process_time()
        batch_losses(model, runs, days)
        watched = process_time() - begun
    begun = process_time()
    batch_losses(model, runs, days)
    whole = process_time() - begun
    scale = whole / watched / days / BATCH  # the watch itself costs a little
    parts = {name: spent * scale for name, spent in clock.spent.items()}
    parts["rest"] = (watched - sum(clock.spent.values())) * scale
    return {**parts, "whole": whole / days / BATCH}


def _bounds(model: ArioModel) -> dict[str, float]:
    """Return the CPU seconds of the three products, and of one pass, a day of one run."""
    kind = model.dtype
    state = passes.ArioPass(model, BATCH)
    values = np.ones((model.sectors, model.regions, BATCH), dtype=kind)
    count = 200

    def products() -> None:
        for block in state.blocks:
            np.matmul(model.trade[block].swapaxes(1, 2), values[block], out=state.buffer[block])
            np.matmul(model.trade[block].swapaxes(1, 2), values[block], out=state.buffer[block])
            np.matmul(model.trade[block], state.scale[block], out=values[block])

    def one() -> None:
        for block in state.blocks:
            np.multiply(state.scale[block], state.stock[block], out=state.buffer[block])

    found: dict[str, float] = {}
    for name, call in (("products", products), ("pass", one)):
        state.scale[:] = 0.5
        call()
        begun = process_time()
        for _ in range(count):
            call()
        found[name] = (process_time() - begun) / count / BATCH
    return found


def measure(model_of: Callable[[Any, Any], ArioModel]) -> Iterator[tuple[str, ...]]:
    """Yield the parts of a day in both precisions, their sum, and the two bounds."""
    held = case(SIZE)
    models = [model_of(held, kind) for kind in (np.float64, np.float32)]
    times: list[dict[str, float]] = []
    for model in models:
        rounds = [{**_day(model, held.days), **_bounds(model)} for _ in range(ROUNDS)]
        times.append({name: 1e6 * median(each[name] for each in rounds) for name in rounds[0]})
    titles = {
        **PARTS,
        "rest": REST,
        "whole": "all",
        "products": "for comparison: the three products alone",
        "pass": "for comparison: one pass over all inputs",
    }
    for name, title in titles.items():
        yield title, *(f"{each[name]:.1f}" for each in times)
