"""Growth: time and memory of the engine in generated worlds of 100, 1,000 and 10,000 sites.

A generated world has as many blocs as goods. Each bloc makes each good out of the good before it
and uses part of it; each good goes from a bloc to the next two. One measure refuses the flow of a
tenth of the goods from the first bloc. Times are CPU seconds of one thread in f32, in one run.
"""

import re
from collections.abc import Iterator
from math import exp, isqrt, log
from pathlib import Path
from time import process_time
from typing import NamedTuple

import numpy as np

from outlast.engine.codes import DENY
from outlast.engine.compiled.compile import width_of
from outlast.engine.compiled.run import load_block, make_worker, run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "growth.svg"
SITES = (100, 1_000, 10_000)
WEEKS = (26, 52, 104)
FUTURES = (32, 64, 128)
SMALL = 400
"""Sites of the world in which weeks and futures grow."""
START = 13
MEGA = 2.0**20
LABELS = {"sites": "sites, with their routes", "weeks": "weeks", "futures": "futures"}


class RunCost(NamedTuple):
    """The cost of one run."""

    seconds: float
    """CPU seconds of the run alone."""

    memory: float
    """Bytes of the plan, the draws and one block."""

    routes: int


def world(sites: int, weeks: int, futures: int) -> tuple[Plan, Draw]:
    """Return a generated world and its draws."""
    # a world declared by hand is made into arrays by the tests
    from tests.engine.assembly import Assembly  # noqa: PLC0415
    from tests.engine.draws import draw_of  # noqa: PLC0415
    from tests.engine.world import (  # noqa: PLC0415
        Act,
        Input,
        Line,
        Measure,
        Process,
        Route,
        User,
        World,
    )

    side = isqrt(sites)
    blocs, goods = ([f"{letter}{i}" for i in range(side)] for letter in "bg")
    processes, users, routes = list[Process](), list[User](), list[Route]()
    for i, bloc in enumerate(blocs):
        for k, good in enumerate(goods):
            inputs = (Input(goods[k - 1], 0.5, 6.0),) if k else ()
            processes.append(Process((bloc, good), 1.0, 1.1, inputs))
            used = 0.5 if k < side - 1 else 1.0
            users.append(User(bloc, used, (Input(good, used, 8.0, cost=0.1),), elasticity=0.3))
            routes += [
                Route(good, bloc, blocs[(i + step) % side], flow, 3.0)
                for step, flow in ((1, 0.3), (2, 0.2))
            ]
    denied = goods[:: max(1, side // 10)][:10]
    acts = tuple(Act(DENY, good, blocs[0], blocs[1]) for good in denied)
    made = World(
        blocs=blocs,
        goods=goods,
        processes=processes,
        users=users,
        routes=routes,
        measures=[Measure(acts, ((5.0, float(weeks)),))],
        lines=[Line(k, 0.9, 4.0) for k in range(10)],
    )
    plan = Assembly(made, 1.0, float(weeks), float(START)).plan()._replace(paired=1)
    cover = np.random.default_rng(1).uniform(4.0, 10.0, (1, 1, futures))
    return plan, draw_of(made, plan, futures, cover=cover)


def ignore(block: Workspace, first: int, count: int) -> None:
    """Take a finished block, and do nothing."""
    del block, first, count


def cost(sites: int, weeks: int, futures: int) -> RunCost:
    """Run a generated world and return its cost; the code is compiled before."""
    plan, draw = world(sites, weeks, futures)
    worker = make_worker(plan, draw, np.float32)
    load_block(worker, draw, 0)
    groups = (plan, draw, worker.draw, *worker.workspace)
    memory = sum(np.asarray(getattr(each, "values", each)).nbytes for g in groups for each in g)
    del worker
    begun = process_time()
    run_blocks(plan, draw, ignore, precision=np.float32)
    taken = process_time() - begun
    return RunCost(taken, float(memory), len(plan.origin))


def exponent(sizes: tuple[int, ...], values: list[float]) -> float:
    """Return the slope of a line through the logs, 1 where growth is linear."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def draw_picture(found: dict[str, tuple[tuple[int, ...], list[RunCost]]]) -> None:
    """Write the figure of time and memory against each size, with the fitted exponents."""
    import matplotlib as mpl  # noqa: PLC0415  needed here alone
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context({"svg.hashsalt": "outlast", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=(10, 3.4), layout="constrained")
        plots = np.ravel(figure.subplots(1, len(found)))
        for plot, (name, (sizes, costs)) in zip(plots, found.items(), strict=True):
            for unit, values, marker in (
                ("CPU seconds", [c.seconds for c in costs], "o"),
                ("gigabytes", [c.memory / 1e9 for c in costs], "s"),
            ):
                slope = exponent(sizes, values)
                plot.loglog(sizes, values, marker=marker, label=f"{unit}, exponent {slope:.2f}")
                middle = exp(sum(map(log, values)) / len(values))
                centre = exp(sum(map(log, sizes)) / len(sizes))
                line = [middle * size / centre for size in sizes]
                plot.loglog(sizes, line, color="0.7", linewidth=0.8, zorder=0)
            plot.set_xlabel(LABELS[name])
            plot.set_xticks(sizes, [f"{size:,}" for size in sizes])
            plot.minorticks_off()
            plot.legend(frameon=False, fontsize=9)
            plot.spines[["top", "right"]].set_visible(False)
        figure.savefig(PICTURE, metadata={"Date": None, "Creator": "outlast"})
    lines = PICTURE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(re.sub(r"\s+$", "", line) for line in lines) + "\n"
    PICTURE.write_text(text, encoding="utf-8")


def measure() -> Iterator[str]:
    """Yield the lines of the table, and draw the figure."""
    run_blocks(*world(100, 15, 1), ignore, precision=np.float32)
    found: dict[str, tuple[tuple[int, ...], list[RunCost]]] = {
        "sites": (SITES, [cost(sites, 26, 32) for sites in SITES]),
        "weeks": (WEEKS, [cost(SMALL, weeks, 64) for weeks in WEEKS]),
        "futures": (FUTURES, [cost(SMALL, 52, futures) for futures in FUTURES]),
    }
    block = width_of(np.float32)
    for name, (sizes, costs) in found.items():
        for size, each in zip(sizes, costs, strict=True):
            yield (
                f"{size:>6,} {name:8} {each.routes:>7,} routes {each.seconds:>8.2f} CPU s "
                f"{each.memory / MEGA:>8,.0f} MiB for plan, draws and a block of {block}"
            )
        yield (
            f"exponents against {name}: time {exponent(sizes, [c.seconds for c in costs]):.2f}, "
            f"memory {exponent(sizes, [c.memory for c in costs]):.2f}"
        )
    draw_picture(found)
    yield f"figure: {PICTURE.relative_to(PICTURE.parents[2])}"
