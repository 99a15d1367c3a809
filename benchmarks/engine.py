"""The speed of the engine on the shipped world, beside NumPy, the oracle and the machine's limit.

312 weeks from the scenario's date; 515 steps, each future twice, with and without denial. Two
threads; `NumPy` is one, as its calls are too short to be shared.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module, util
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.flops import operations_a_step
from outlast.engine.arrays import Rows
from outlast.engine.compiled.compile import width_of
from outlast.engine.compiled.run import Precision, blank_draw, run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace, make_workspace
from outlast.lower import lower
from outlast.scenario.load import load_scenario

HEADER = ("task", "measured", "comparison", "aim")
ROUNDS = 5
THREADS = 2
PRECISIONS: tuple[tuple[str, Precision], ...] = (("f32", np.float32), ("f64", np.float64))
FASTER = {"f32": 20.0, "f64": 12.0}
"""The least multiple of NumPy's speed."""

NUMPY_FUTURES = 1000
NUMPY_STEPS = 4
PROCESS = """
import numpy as np
from outlast.engine.compiled.run import run_blocks
from outlast.lower import lower
from outlast.scenario.load import load_scenario
low = lower(load_scenario("today"))
points = np.random.default_rng(1).random((200, len(low.drawing.dimensions)))
run_blocks(low.plan, low.sample(points), lambda workspace, first, count: None, precision=np.float32,
           threads=2)
"""


def seconds(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of an action."""
    times: list[float] = []
    for _ in range(rounds):
        begun = perf_counter()
        action()
        times.append(perf_counter() - begun)
    return median(times)


def part(draw: Draw, futures: int) -> Draw:
    """Return the first futures of a Draw."""
    made: list[Any] = [
        Rows(each.values[..., :futures].copy()) if isinstance(each, Rows) else each[:futures].copy()
        for each in draw
    ]
    return Draw(*made)


def run(plan: Plan, draw: Draw, precision: Precision, threads: int = THREADS) -> float:
    """Run all futures; return the time until the first block is there."""
    begun, first = perf_counter(), list[float]()

    def each(workspace: Workspace, at: int, count: int) -> None:
        del workspace, at, count
        first.append(perf_counter() - begun)

    run_blocks(plan, draw, each, precision=precision, threads=threads)
    return first[0]


def footprint(plan: Plan, draw: Draw, precision: Precision) -> int:
    """Return the bytes of a block that a step may touch: draw, state, and week without history."""
    block = blank_draw(draw, width_of(precision), precision)
    workspace = make_workspace(plan, block, precision, series=False)
    groups = (
        (*block,),
        (*workspace.state,),
        (*workspace.week._replace(free_compute=Rows(np.zeros(0))),),
    )
    arrays = [each.values if isinstance(each, Rows) else each for group in groups for each in group]
    return sum(int(array.nbytes) for array in arrays)


def multiplied(precision: Precision) -> float:
    """Return the operations a second of a product of matrices, on all cores."""
    size = 1024
    a = np.random.default_rng(0).random((size, size)).astype(precision)
    return 2.0 * size**3 / seconds(lambda: a @ a)


def processes() -> Iterator[tuple[str, ...]]:
    """Yield the time in which a whole process runs 200 futures; bytecode is cached, as usual."""
    call = [sys.executable, "-c", PROCESS]
    with tempfile.TemporaryDirectory() as folder:
        cached = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        }
        cached["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        bare = {**cached, "OUTLAST_CACHE": f"{folder}/cache"}

        def answer(environment: dict[str, str]) -> None:
            subprocess.run(call, check=True, capture_output=True, env=environment)  # noqa: S603  our own call

        answer(cached)
        taken = seconds(lambda: answer(cached))
        name = "a process that runs 200 futures in f32, code cached"
        yield name, f"{taken:.2f} s", "from the start of Python to the end", most(taken, 2.0, "s")
        compiled = seconds(lambda: answer(bare), 1)
        yield "the same, nothing cached", f"{compiled:.0f} s", "it compiles"


def oracle() -> Iterator[tuple[str, ...]]:
    """Yield the time of the literal oracle for a future of the toy, beside the engine."""
    if util.find_spec("tests.oracle") is None:
        return
    agree: Any = import_module("tests.oracle.agree")
    toy: Any = import_module("tests.engine.lilliput")
    plan, draw = toy.arrays(weeks=156.0, step=1.0, futures=256)
    literal = seconds(lambda: agree.literal(plan, draw), 1)
    run(plan, draw, np.float64)
    taken = seconds(lambda: run(plan, draw, np.float64)) / 256
    times = f"{literal / taken:,.0f} times the engine's f64"
    yield "the literal oracle, one future of Lilliput", f"{literal * 1000:.0f} ms", times


def least(value: float, aim: float) -> str:
    """Return an aim that a value should reach, and whether it does."""
    met = "met" if value >= aim else f"missed by {aim / value:.1f}"
    return f"{aim:g}: {met}"


def most(value: float, aim: float, unit: str) -> str:
    """Return an aim that a value should not exceed, and whether it does."""
    met = "met" if value <= aim else f"missed by {value / aim:.1f}"
    return f"{aim:g} {unit}: {met}"


def of_precision(
    name: str, precision: Precision, plan: Plan, draw: Draw, known: tuple[float, float]
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a precision; `known` is NumPy's time, and the operations of a future."""
    plain, work = known
    some = part(draw, 200)
    run(plan, part(draw, 1), precision)
    first = median(run(plan, some, precision) for _ in range(ROUNDS))
    few = seconds(lambda: run(plan, some, precision))
    many = seconds(lambda: run(plan, draw, precision))
    width, futures = width_of(precision), len(draw.hoarding)
    size = footprint(plan, draw, precision)
    block_steps = futures / width * (1 + plan.paired) * plan.steps / many
    rate, bound = work * futures / many, multiplied(precision)
    fast, few_ms = plain / many, few * 1000
    yield (
        f"{name}, 1,000 futures",
        f"{many * 1000:,.0f} ms",
        f"{futures / many:,.0f} a second",
        most(many * 1000, 150, "ms"),
    )
    yield f"{name}, times as fast as NumPy", f"{fast:.0f}", "", least(fast, FASTER[name])
    yield f"{name}, 200 futures", f"{few_ms:,.0f} ms", "", most(few_ms, 50, "ms")
    block = f"{name}, the first block, of {width}"
    yield block, f"{first * 1000:,.0f} ms", "", most(first * 1000, 10, "ms")
    yield f"{name}, draw, state and week of a block", f"{size / 1024:,.0f} KiB"
    moved = f"{size * block_steps / 1e9:,.1f} GB/s"
    yield f"{name}, if a step touched each byte once", moved
    yield (
        f"{name}, arithmetic",
        f"{rate / 1e9:,.1f} GF/s",
        f"{100 * rate / bound:.0f} % of a product of matrices, {bound / 1e9:,.0f} GF/s",
    )


def measure() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table."""
    low = lower(load_scenario("today"))
    points = np.random.default_rng(1).random((NUMPY_FUTURES, len(low.drawing.dimensions)))
    plan, draw = low.plan, low.sample(points)
    runs = (1 + plan.paired) * plan.steps
    short = plan._replace(steps=NUMPY_STEPS, start=1, horizon=NUMPY_STEPS - 1)
    plain = seconds(lambda: run_plain(short, draw), 1)
    plain = plain / ((1 + plan.paired) * NUMPY_STEPS) * runs
    flops = operations_a_step(plan, part(draw, 1))
    yield "steps of a future, both runs", f"{runs:,}"
    yield "operations of a step, one future", f"{flops:,.0f}"
    rate = f"{NUMPY_FUTURES / plain:.1f} a second"
    yield "NumPy, f64, one core, 1,000 futures, from a few steps", f"{plain:,.0f} s", rate
    for name, precision in PRECISIONS:
        yield from of_precision(name, precision, plan, draw, (plain, flops * runs))
    yield from oracle()
    yield from processes()
