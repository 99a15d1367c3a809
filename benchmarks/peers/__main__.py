"""`python -m benchmarks.peers`: BoARIO from PyPI and ours in turn, on one core, at equal numbers.

BoARIO is GPL-3. It is installed into an environment of its own and called as a program; nothing of
it is imported here. The times are CPU seconds of one thread for the loop of days, without the
construction of the models. Ours runs alone and as a batch of different events. The word `parts`
measures the parts of a day of ours in the small table, and runs no BoARIO.
"""

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from benchmarks.peers.case import LENGTH, RECOVERY, SHARE, SIZES, START, Case, case
from benchmarks.peers.parts import HEADER as PARTS_HEADER
from benchmarks.peers.parts import measure as parts_of_a_day
from benchmarks.sections import made, table, write_section
from outlast.economy.network.ario import ArioModel
from outlast.economy.network.batch import batch_losses
from outlast.economy.network.events import CapacityLoss, EventSet
from outlast.economy.network.flows_file import arranged

HEADER = ("regions by sectors", "program", "CPU ms a day", "times BoARIO")
ROUNDS = int(os.environ.get("PEER_ROUNDS", "3"))
BATCH = 32
ALLOWED = {np.float64: 1e-11, np.float32: 1e-3}
WANTED = ("boario==0.7.2", "pymrio", "progressbar2")
"""Wheels of BoARIO name no dependencies, so that they are named here."""

SCRIPT = Path(__file__).with_name("run_boario.py")
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def peer(folder: Path) -> Path:
    """Return the Python of an environment that has BoARIO; it is made if need be."""
    given = os.environ.get("PEER_PYTHON")
    if given:
        return Path(given)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *WANTED], check=True)  # noqa: S603
    return python


def theirs(python: Path, held: Case, folder: Path) -> tuple[Any, float]:
    """Return BoARIO's production by day, and its CPU seconds."""
    file, out = folder / "case.npz", folder / "out.npz"
    np.savez(
        file,
        regions=np.array(held.regions),
        sectors=np.array(held.sectors),
        sales=held.sales,
        final=held.final,
        days=held.days,
        event=np.array([SHARE, START, LENGTH, RECOVERY]),
    )
    environment = {**os.environ, **ONE_THREAD}
    subprocess.run([python, SCRIPT, file, out], check=True, env=environment, cwd=folder)  # noqa: S603
    with np.load(out) as found:
        return found["made"], float(found["seconds"])


def model_of(held: Case, kind: Any) -> ArioModel:  # noqa: ANN401  a type of NumPy
    """Return our model of a case."""
    output = held.sales.sum(1) + held.final.sum(1)
    table = arranged(
        [f"{region}:{sector}" for region in held.regions for sector in held.sectors],
        held.sales,
        held.final,
        final_regions=held.regions,
        value_added=output - held.sales.sum(0),
        output=output,
    )
    return ArioModel(table, dtype=kind)


def alone(model: ArioModel, days: int) -> tuple[Any, float]:
    """Return our production by day, and the CPU seconds of one run."""
    event = EventSet((CapacityLoss((0, 1), SHARE, START, LENGTH, RECOVERY),))
    begun = process_time()
    made = np.array([values.made[:, 0].copy() for values in model.steps([event], days)])
    return made, process_time() - begun


def batched(model: ArioModel, days: int) -> float:
    """Return the CPU seconds of one run in a batch of different events."""
    events = [
        EventSet((CapacityLoss((at, at + 1), SHARE + 0.01 * at, START, LENGTH, RECOVERY),))
        for at in range(BATCH)
    ]
    begun = process_time()
    batch_losses(model, events, days)
    return (process_time() - begun) / BATCH


def measure(size: str, python: Path, folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the times and ratios of one size; each round runs both programs in turn."""
    held = case(size)
    models = {kind: model_of(held, kind) for kind in (np.float64, np.float32)}
    peer_times: list[float] = []
    times: dict[str, list[float]] = {}
    worst = dict.fromkeys(models, 0.0)
    for _ in range(ROUNDS):
        known, seconds = theirs(python, held, folder)
        peer_times.append(seconds)
        for kind, model in models.items():
            made_by_us, seconds = alone(model, held.days)
            gap = float(np.abs(made_by_us - known[: held.days]).max() / np.abs(known).max())
            worst[kind] = max(worst[kind], gap)
            name = np.dtype(kind).name
            times.setdefault(f"one run, {name}", []).append(seconds)
            times.setdefault(f"a batch of {BATCH}, {name}", []).append(batched(model, held.days))
    a_step = 1e3 / held.days
    name = f"{size}, {held.days} days, {ROUNDS} rounds"
    yield name, "BoARIO 0.7.2", f"{median(peer_times) * a_step:.3g}", "1"
    for which, taken in times.items():
        ratios = sorted(peer / each for peer, each in zip(peer_times, taken, strict=True))
        spread = f"{median(ratios):.0f} ({ratios[0]:.0f} to {ratios[-1]:.0f})"
        yield "", which, f"{median(taken) * a_step:.3g}", spread
    for kind, gap in worst.items():
        verdict = "equal" if gap <= ALLOWED[kind] else "NOT EQUAL"
        yield "", f"production, {np.dtype(kind).name}, differs by", f"{gap:.1e}", verdict


def main() -> int:
    """Print the comparison; refuse to start with more than one thread."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        call = [sys.executable, "-m", "benchmarks.peers", *sys.argv[1:]]
        return subprocess.run(call, check=False, env={**os.environ, **ONE_THREAD}).returncode  # noqa: S603
    began = os.getloadavg()[0]
    if sys.argv[1:] == ["parts"]:
        parts = list(parts_of_a_day(model_of))
        print("\n".join("  ".join(row) for row in parts))
        text = f"{table(PARTS_HEADER, parts)}\n\n{made(began, os.getloadavg()[0])}"
        return 0 if write_section("peers-parts", text) else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            python = peer(folder / "environment")
        except subprocess.CalledProcessError as failure:
            print(f"BoARIO cannot be installed here: {failure}")
            print(f"Where it can: pip install {' '.join(WANTED)}")
            return 1
        rows = list[tuple[str, ...]]()
        for size in sys.argv[1:] or SIZES:
            for row in measure(size, python, folder):
                print("  ".join(f"{cell:32}" for cell in row), flush=True)
                rows.append(row)
    if not sys.argv[1:] or any(size not in SIZES for size in sys.argv[1:]):
        write_section("peers", f"{table(HEADER, rows)}\n\n{made(began, os.getloadavg()[0])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
