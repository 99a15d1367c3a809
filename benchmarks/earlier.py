"""This version beside an earlier one: compiling, fresh futures and moved levers, in turn.

The earlier version is a commit of this repository, unpacked into a folder. Each job runs in a
process of each version, one after the other and round by round, so other work on the machine slows
both alike. Times are CPU seconds of one thread in f32. `measure` writes the aims into the page.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "benchmarks.md"
COMMIT: Final = "c3b9d77724f87bda44a64f29409788e48419635f"
"""The commit before the engine was made faster."""
BEGINS, ENDS = "<!-- aims: made by make bench -->", "<!-- end of the aims -->"

READY: Final = """
import sys, time
import numpy as np
from outlast.scenario.load import load_scenario
situation = load_scenario("today")
"""
COMPILE: Final = f"""{READY}
from outlast.lower import lower
from outlast.engine.compiled import run
low = lower(situation)
points = np.random.default_rng(1).random((1, len(low.drawing.dimensions)))
worker = run.make_worker(low.plan, low.sample(points), np.float32)
run.load_block(worker, low.sample(points), 0)
worker.workspace.week.span[:] = 1, 1
begun = time.process_time()
run.entry().run_piece(*worker.tables)
print(time.process_time() - begun)
"""
FRESH: Final = f"""{READY}
from outlast.lower import lower
from outlast.engine.compiled.run import run_blocks
low, futures = lower(situation), int(sys.argv[1])
points = np.random.default_rng(1).random((futures, len(low.drawing.dimensions)))
draw = low.sample(points)
print("ready", flush=True)
for _ in sys.stdin:
    begun = time.process_time()
    run_blocks(low.plan, draw, lambda *_: None, precision=np.float32)
    print(time.process_time() - begun, flush=True)
"""
MOVED: Final = f"""{READY}
from outlast.ensemble.ensemble import prepare
from outlast.ensemble.rerun import Rerun
from outlast.web.sliders import sliders
rerun, known = Rerun(prepare(situation), int(sys.argv[1]), 1), sliders(situation)
print("ready", flush=True)
for line in sys.stdin:
    lever = known[line.strip()]
    times = []
    for part in (0.2, 0.8):
        value = lever.low + part * (lever.high - lever.low)
        begun = time.process_time()
        rerun.run(situation, {{line.strip(): value}}, threads=1)
        times.append(time.process_time() - begun)
    print(times[1], flush=True)
"""


class Aim(NamedTuple):
    """One aim, and the ratios to the earlier version that were measured."""

    name: str
    most: float
    ratios: list[float]

    @property
    def row(self) -> str:
        """The aim as a row of the page."""
        middle, low, high = median(self.ratios), min(self.ratios), max(self.ratios)
        met = "met" if middle <= self.most else f"missed by {middle / self.most:.2f}"
        measured = f"{middle:.2f} ({low:.2f} to {high:.2f}, {len(self.ratios)} pairs)"
        return f"| {self.name} | {self.most:.2f} | {measured} | {met} |"


class Version(NamedTuple):
    """One version: its source and its cache of compiled code."""

    source: Path
    cache: Path

    def call(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a program that imports this version."""
        known = {"PYTHONPATH": str(self.source), "OUTLAST_CACHE": str(self.cache)}
        return subprocess.Popen(  # noqa: S603  our own call
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **known},
        )

    def compiling(self) -> float:
        """Return the CPU seconds of compiling a precision, in a cache that is empty."""
        with tempfile.TemporaryDirectory() as empty:
            told, _ = self._replace(cache=Path(empty)).call(COMPILE).communicate()
        return float(told)


def unpacked(folder: Path) -> Path:
    """Return the source of the earlier version, unpacked into a folder."""
    archive = folder / "earlier.tar"
    for call in (
        ["git", "archive", "--output", str(archive), COMMIT, "src"],
        ["tar", "-x", "-f", str(archive), "-C", str(folder)],
    ):
        subprocess.run(call, check=True, cwd=ROOT)  # noqa: S603  our own call
    return folder / "src"


def in_turn(versions: list[Version], program: str, futures: int, lines: list[str]) -> list[float]:
    """Return the ratio of the last version to the first for each line that a program answers."""
    ratios: list[float] = []
    with ExitStack() as ends:
        running = [ends.enter_context(each.call(program, str(futures))) for each in versions]
        for each in running:
            answer(each)
        for k, line in enumerate(lines):
            times = [0.0, 0.0]
            for at in (0, 1) if k % 2 else (1, 0):
                times[at] = float(answer(running[at], line))
            if k:  # the first round loads the code
                ratios.append(times[1] / times[0])
        for each in running:
            if each.stdin:
                each.stdin.close()
    return ratios


def answer(process: "subprocess.Popen[str]", line: str = "") -> str:
    """Send a line to a process, if there is one, and return the line that it answers."""
    if line and process.stdin:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    return process.stdout.readline() if process.stdout else ""


def aims(folder: Path) -> Iterator[Aim]:
    """Yield each aim with its ratios."""
    from outlast.scenario.load import load_scenario  # noqa: PLC0415  read when measured
    from outlast.scenario.prior import Role  # noqa: PLC0415
    from outlast.web.sliders import sliders  # noqa: PLC0415

    versions = [
        Version(unpacked(folder), folder / "earlier-cache"),
        Version(ROOT / "src", folder / "cache"),
    ]
    pairs = [[each.compiling() for each in versions] for _ in range(3)]
    yield Aim("compiling a precision", 0.75, [now / before for before, now in pairs])
    fresh = in_turn(versions, FRESH, 1000, ["go"] * 6)
    yield Aim("1,000 fresh futures of `today`", 0.85, fresh)
    priors = load_scenario("today").priors
    keys = [key for key in sliders(load_scenario("today")) if priors[key].kind is Role.LEVER]
    moved = in_turn(versions, MOVED, 200, [keys[0], *keys])
    yield Aim("200 futures of `today` with a lever moved again, each lever", 0.5, moved)


def measure() -> Iterator[str]:
    """Yield the rows of the aims, and write them into the page."""
    rows = ["| task | aim | time over that of the earlier version | |", "|--|--:|--:|--|"]
    with tempfile.TemporaryDirectory() as folder:
        for aim in aims(Path(folder)):
            rows.append(aim.row)
            yield aim.row
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGINS)
    after = rest.split(ENDS)[1]
    table = "\n".join(rows)
    PAGE.write_text(f"{before}{BEGINS}\n\n{table}\n\n{ENDS}{after}", encoding="utf-8")
