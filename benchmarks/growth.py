"""Growth: time and memory of the engine in generated worlds of 100, 1,000 and 10,000 sites.

A generated world has as many blocs as goods. Each bloc makes each good out of the good before it
and uses part of it; each good goes from a bloc to the next two. One measure refuses the flow of a
tenth of the goods from the first bloc. Times are CPU seconds of one thread in f32, in one run.
"""

from collections.abc import Iterator
from math import isqrt
from pathlib import Path
from time import process_time
from typing import NamedTuple

import numpy as np

from outlast.engine.codes import DENY
from outlast.engine.compiled.run import load_block, make_worker, run_blocks
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace

HEADER = ("grows", "size", "routes", "CPU s of a run", "MiB of plan, draws and one block")
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
    import altair as alt  # noqa: PLC0415  needed here alone

    panels: list[alt.Chart] = []
    for name, (sizes, costs) in found.items():
        rows: list[dict[str, float | str]] = []
        for unit, values in (
            ("CPU seconds", [each.seconds for each in costs]),
            ("gigabytes", [each.memory / 1e9 for each in costs]),
        ):
            label = f"{unit}, exponent {exponent(sizes, values):.2f}"
            rows += [
                {"size": size, "value": value, "measure": label}
                for size, value in zip(sizes, values, strict=True)
            ]
        legend = alt.Legend(title=None, orient="top", direction="vertical", labelLimit=240)
        scale = alt.Scale(type="log", nice=False)
        panels.append(
            alt.Chart(alt.Data(values=rows), width=240, height=200)
            .mark_line(point=True)
            .encode(
                x=alt.X("size:Q", scale=scale, title=LABELS[name], axis=alt.Axis(values=sizes)),
                y=alt.Y("value:Q", scale=alt.Scale(type="log"), title=None),
                color=alt.Color("measure:N", legend=legend),
                shape=alt.Shape("measure:N", legend=None),
            )
        )
    whole = alt.hconcat(*panels).resolve_scale(color="independent", shape="independent")
    whole = whole.properties(background="white")
    whole.save(str(PICTURE))


def measure() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table, and draw the figure."""
    run_blocks(*world(100, 15, 1), ignore, precision=np.float32)
    found: dict[str, tuple[tuple[int, ...], list[RunCost]]] = {
        "sites": (SITES, [cost(sites, 26, 32) for sites in SITES]),
        "weeks": (WEEKS, [cost(SMALL, weeks, 64) for weeks in WEEKS]),
        "futures": (FUTURES, [cost(SMALL, 52, futures) for futures in FUTURES]),
    }
    for name, (sizes, costs) in found.items():
        for size, each in zip(sizes, costs, strict=True):
            routes, memory = f"{each.routes:,}", f"{each.memory / MEGA:,.0f}"
            yield name, f"{size:,}", routes, f"{each.seconds:.3g}", memory
        time = exponent(sizes, [each.seconds for each in costs])
        memory = exponent(sizes, [each.memory for each in costs])
        yield f"exponent against {name}", "", "", f"{time:.2f}", f"{memory:.2f}"
    draw_picture(found)
