"""This version beside an earlier one: starts, compiling, fresh futures and moved levers, in turn.

The earlier version is a commit of this repository, unpacked into a folder. Each job runs in a
process of each version, one after the other and round by round, so other work on the machine slows
both alike. Times are CPU seconds, of one thread in f32 where futures run. `BENCH_MINUTES` bounds
the whole, 20 by default: where the time is over, an aim has fewer pairs, and the table counts them.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Final, NamedTuple

from outlast.wording import counted

HEADER: Final = ("task", "aim", "time over that of the earlier version", "")
ROOT: Final = Path(__file__).parent.parent
COMMIT: Final = os.environ.get("BENCH_COMMIT", "c3b9d77724f87bda44a64f29409788e48419635f")
"""The earlier version: by default that before start, engine and moved levers were made faster."""
MINUTES: Final = float(os.environ.get("BENCH_MINUTES", "20"))
PARTS: Final = {"starts": 0.25, "compiling": 0.45, "fresh": 0.7, "moved": 1.0}
"""The parts of the time after which each kind of job ends."""
SPREAD: Final = 5
"""The step between levers that are tried one after the other: neighbours act alike."""
MOST: Final = 5
"""Pairs of a start or a compilation at most."""
LEAST: Final = 1
"""Pairs that are measured at least, even where the time is over."""
STARTS: Final = {
    "outlast screen": (0.5, ("screen", "H20", "--to", "CN", "--on", "2025-04-16")),
    "outlast facts": (0.5, ("facts", "gallium")),
    "outlast timeline": (0.5, ("timeline",)),
    "outlast run --futures 200": (
        0.7,
        ("run", "today", "--futures", "200", "--precision", "float32"),
    ),
}
"""Whole commands: the aim of each, and its words."""

COMMAND: Final = "import sys; from outlast.cli import main; sys.exit(main())"
READY: Final = """
import sys, time
import numpy as np
from outlast.scenario.load import load_scenario
situation = load_scenario("today")
"""
COMPILE: Final = f"""{READY}
from outlast.lower import lower
from outlast.engine.compiled import run
from outlast.engine.compiled.compile import entry
low = lower(situation)
points = np.random.default_rng(1).random((1, len(low.drawing.dimensions)))
worker = run.make_worker(low.plan, low.sample(points), np.float32)
run.load_block(worker, low.sample(points), 0)
worker.workspace.week.span[:] = 1, 1
begun = time.process_time()
entry().run_piece(*worker.tables)
print(time.process_time() - begun)
"""
FRESH: Final = f"""{READY}
from outlast.lower import lower
from outlast.engine.compiled.run import run_blocks
low, futures = lower(situation), int(sys.argv[1])
points = np.random.default_rng(1).random((futures, len(low.drawing.dimensions)))
draw = low.sample(points)
run_blocks(low.plan, low.sample(points[:1]), lambda *_: None, precision=np.float32)
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
    def row(self) -> tuple[str, ...]:
        """The aim as a row of the page."""
        middle, low, high = median(self.ratios), min(self.ratios), max(self.ratios)
        met = "met" if middle <= self.most else f"missed by {middle / self.most:.2f}"
        good = sum(each <= self.most for each in self.ratios)
        pairs = f"{counted(len(self.ratios), 'pair')}, {good} within the aim"
        measured = f"{middle:.2f} ({low:.2f} to {high:.2f}; {pairs})"
        return self.name, f"{self.most:.2f}", measured, met


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
        """Return the CPU seconds of compiling a precision; the first fills the version's cache."""
        with tempfile.TemporaryDirectory() as empty:
            cache = Path(empty) if self.cache.exists() else self.cache
            told, _ = self._replace(cache=cache).call(COMPILE).communicate()
        return float(told)

    def command(self, words: tuple[str, ...]) -> float:
        """Return the CPU seconds of a command, with bytecode and code cached."""
        known = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        }
        known |= {"PYTHONPATH": str(self.source), "OUTLAST_CACHE": str(self.cache)}
        known["PYTHONPYCACHEPREFIX"] = f"{self.cache}-bytecode"
        call = [sys.executable, "-c", COMMAND, *words]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(call, check=True, capture_output=True, env=known, cwd=folder)  # noqa: S603  our own call
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def unpacked(folder: Path) -> Path:
    """Return the source of the earlier version, unpacked into a folder."""
    archive = folder / "earlier.tar"
    for call in (
        ["git", "archive", "--output", str(archive), COMMIT, "src"],
        ["tar", "-x", "-f", str(archive), "-C", str(folder)],
    ):
        subprocess.run(call, check=True, cwd=ROOT)  # noqa: S603  our own call
    return folder / "src"


def in_turn(
    versions: list[Version], program: str, futures: int, lines: list[str], end: float
) -> list[float]:
    """Return the ratio of the last version to the first for each line that a program answers."""
    ratios: list[float] = []
    with ExitStack() as ends:
        running = [ends.enter_context(each.call(program, str(futures))) for each in versions]
        for each in running:
            answer(each)
        for k, line in enumerate(lines):
            if monotonic() > end and len(ratios) >= LEAST:
                break
            times = [0.0, 0.0]
            for at in (0, 1) if k % 2 else (1, 0):
                times[at] = float(answer(running[at], line))
            ratios.append(times[1] / times[0])
        for each in running:
            if each.stdin:
                each.stdin.close()
    return ratios


def pairs(action: Callable[[Version], float], versions: list[Version], end: float) -> list[float]:
    """Return the ratios of pairs of an action, five at most."""
    ratios: list[float] = []
    while len(ratios) < LEAST or (monotonic() < end and len(ratios) < MOST):
        before, now = (action(each) for each in versions)
        ratios.append(now / before)
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

    begun = monotonic()
    ends = {name: begun + 60 * MINUTES * part for name, part in PARTS.items()}
    versions = [
        Version(unpacked(folder), folder / "earlier-cache"),
        Version(ROOT / "src", folder / "cache"),
    ]
    compiling = pairs(Version.compiling, versions, ends["compiling"] - ends["starts"] + begun)
    yield Aim("compiling a precision, in an empty cache", 0.75, compiling)
    fresh = in_turn(versions, FRESH, 1000, ["go"] * MOST, ends["fresh"] - ends["starts"] + begun)
    yield Aim("1,000 fresh futures of `today`", 0.85, fresh)
    for at, (name, (most, words)) in enumerate(STARTS.items()):
        for each in versions:
            each.command(words)  # caches what a second call finds
        part = (at + 1) / len(STARTS) * (ends["starts"] - begun)
        end = begun + ends["fresh"] - ends["starts"] + part
        yield Aim(f"`{name}`", most, pairs(lambda each, w=words: each.command(w), versions, end))
    priors = load_scenario("today").priors
    keys = [key for key in sliders(load_scenario("today")) if priors[key].kind is Role.LEVER]
    mixed = [key for at in range(SPREAD) for key in keys[at::SPREAD]]
    moved = in_turn(versions, MOVED, 200, mixed, ends["moved"])
    name = f"200 futures of `today`, a lever moved again: {len(moved)} of {len(keys)} levers"
    yield Aim(name, 0.5, moved)


def measure() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the aims."""
    with tempfile.TemporaryDirectory() as folder:
        for aim in aims(Path(folder)):
            yield aim.row
