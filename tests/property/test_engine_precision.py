"""How near back ends and precisions are to each other, and that no stale code runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from outlast.engine.codes import COLLAPSED
from outlast.engine.compiled.run import Precision, run_compiled, values_of
from outlast.engine.draw import Draw
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from tests.engine.lilliput import arrays, arrays_in, crowded
from tests.engine.worlds import Seed, arrays_of, seeds

ROOT = Path(__file__).parents[2]
INTEGRAL = {"status", "status_step", "status_good", "strict_line", "armed", "first_stop", "quorum"}
"""Arrays that count: they are equal or they are not."""


def apart(one: Workspace, other: Workspace) -> dict[str, float]:
    """Return the greatest difference in each array, over its value or a tenth of the largest."""
    found: dict[str, float] = {}
    for mine, theirs in ((one.state, other.state), (one.record, other.record)):
        for name, rows in mine._asdict().items():
            a, b = rows.values, getattr(theirs, name).values
            scale = np.maximum(np.abs(a), 0.1 * np.max(np.abs(a), initial=1e-2))
            found[name] = float(np.max(np.abs(b - a) / scale, initial=0.0))
    return found


def toys(step: float) -> list[tuple[Plan, Draw]]:
    """Return the toy, and the crowded one, with switches drawn at random."""
    dice = np.random.default_rng(0)
    drawn = [dice.uniform(0.0, 1.0, 16) for _ in range(5)]
    switches = {
        "free_share": drawn[0][None, :], "resale": drawn[1], "home_first": drawn[2],
        "fungible": drawn[3], "tied": drawn[4],
    }  # fmt: skip
    plan, draw = arrays(weeks=156.0, step=step, futures=16)
    for name, values in switches.items():
        values_of(getattr(draw, name))[...] = values
    return [(plan, draw), arrays_in(crowded(), 156.0, step, 16, **switches)]


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_compiled_code_stands_near_numpy(step: float) -> None:
    bounds: tuple[tuple[Precision, float], ...] = ((np.float64, 1e-12), (np.float32, 1e-4))
    for plan, draw in toys(step):
        plain = run_plain(plan, draw)
        for precision, bound in bounds:
            far = apart(plain, run_compiled(plan, draw, precision=precision))
            assert {name: x for name, x in far.items() if x > bound} == {}
            assert all(far[name] == 0.0 for name in INTEGRAL)


def test_single_precision_moves_a_break_by_less_than_a_minute() -> None:
    plan, draw = toys(1.0)[0]
    doubles = run_compiled(plan, draw).record.first.values
    singles = run_compiled(plan, draw, precision=np.float32).record.first.values
    assert np.all(doubles < 156.0)
    assert np.max(np.abs(doubles - singles)) < 1.0 / (7 * 24 * 60)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seeds(weeks=104.0))
def test_the_books_close_in_single_precision_too(seed: Seed) -> None:
    workspace = run_compiled(*arrays_of(seed, futures=32), precision=np.float32)
    assert np.max(workspace.record.status.values) <= COLLAPSED


@settings(max_examples=5, deadline=None, derandomize=True)
@given(seeds(weeks=30.0))
def test_numpy_and_compiled_code_agree_on_random_worlds(seed: Seed) -> None:
    plan, draw = arrays_of(seed, futures=4)
    far = apart(run_plain(plan, draw), run_compiled(plan, draw))
    assert {name: x for name, x in far.items() if x > 1e-12} == {}


ANSWER = """
from outlast.engine.compiled.run import run_compiled
from tests.engine.lilliput import arrays
print(repr(float(run_compiled(*arrays(weeks=20.0)).state.wait.values.sum())))
"""


@pytest.mark.slow
def test_an_edited_mechanism_changes_the_answer_of_a_new_process(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(
        ROOT / "src" / "outlast",
        house / "outlast",
        ignore=shutil.ignore_patterns("data", "__pycache__"),
    )
    path = [str(house), str(ROOT)]
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(path), "OUTLAST_CACHE": str(tmp_path / "cache"),
    }  # fmt: skip

    def answer() -> float:
        command = [sys.executable, "-c", ANSWER]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return float(done.stdout)

    before = answer()
    mechanism = house / "outlast" / "engine" / "mechanisms" / "order.py"
    source = mechanism.read_text(encoding="utf-8")
    factor = "week.licensed[r] * week.review[r]"
    assert source.count(factor) == 1
    mechanism.write_text(source.replace(factor, f"2.0 * {factor}"), encoding="utf-8")
    assert answer() == pytest.approx(2.0 * before, rel=1e-9)
    mechanism.write_text(source, encoding="utf-8")
    assert answer() == before
    folders = list((tmp_path / "cache" / "outlast").iterdir())
    assert len(folders) == 2
