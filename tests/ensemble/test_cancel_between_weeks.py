"""A run of the greatest length ends soon after it is asked to, within a block too."""

import threading
import time

import numpy as np
import pytest

import outlast as ol
from outlast.engine.compiled.run import PIECE, run_blocks, run_compiled
from outlast.engine.workspace import Workspace
from outlast.ensemble.prepare import prepare
from outlast.ensemble.streams import luck
from outlast.lower import Lowered
from outlast.scenario.clock import LONGEST_RUN


def lowered(horizon: int) -> Lowered:
    return prepare(ol.load("lilliput", horizon=horizon))


def nothing(block: Workspace, first: int, count: int) -> None:
    del block, first, count


def test_a_long_run_ends_between_weeks() -> None:
    long = lowered(LONGEST_RUN - 200)
    draw = long.sample(luck(long.drawing.dimensions, range(512), 1))
    asked = threading.Event()
    looks = 0

    def should_cancel() -> bool:
        nonlocal looks
        looks += 1
        if looks > 3:
            asked.set()
        return asked.is_set()

    run_blocks(long.plan, draw, nothing, should_cancel=should_cancel)
    assert looks == 4  # one look before the block, then one for each piece of it


def test_an_exception_in_the_caller_ends_the_other_threads() -> None:
    short = lowered(52)
    draw = short.sample(luck(short.drawing.dimensions, range(4096), 1))
    done = 0

    def fails(block: Workspace, first: int, count: int) -> None:
        nonlocal done
        del block, first, count
        done += 1
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_blocks(short.plan, draw, fails, threads=2)
    assert done <= 2
    assert time.monotonic() - begun < 30


def test_a_run_in_pieces_is_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    some = lowered(3 * PIECE // 2)
    draw = some.sample(luck(some.drawing.dimensions, range(8), 1))
    whole = run_compiled(some.plan, draw)
    monkeypatch.setattr("outlast.engine.compiled.run.PIECE", 7)
    pieces = run_compiled(some.plan, draw)
    for name, array in whole.record._asdict().items():
        other = pieces.record._asdict()[name]
        assert np.array_equal(array.values, other.values), name
