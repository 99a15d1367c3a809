"""Passes that no future of a block asks for are left out, and that changes no bit."""

from unittest.mock import patch

import numpy as np
import pytest

from outlast.engine.arrays import Bools, Rows
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.engine.mechanisms import allocate, arbitrage, control, dispatch, rules
from outlast.engine.ops import anywhere
from outlast.engine.plain import run_plain
from outlast.engine.sharing import resale
from outlast.engine.workspace import Workspace
from tests.engine.lilliput import arrays

ASKING = (allocate, arbitrage, control, dispatch, resale, rules)
"""The modules that ask whether any future at hand needs a pass."""


def everything(workspace: Workspace) -> dict[str, bytes]:
    """Return the bytes of state and record."""
    return {
        f"{type(group).__name__}.{name}": rows.values.tobytes()
        for group in (workspace.state, workspace.record)
        for name, rows in zip(type(group)._fields, group, strict=True)
    }


def one(draw: Draw, future: int) -> Draw:
    """Return one future of a Draw."""
    return Draw._make(
        Rows(each.values[..., future : future + 1].copy())
        if isinstance(each, Rows)
        else each[future : future + 1].copy()
        for each in draw
    )


@pytest.mark.parametrize("paired", [0, 1])
def test_a_pass_that_is_left_out_would_have_changed_nothing(paired: int) -> None:
    plan, draw = arrays(weeks=60.0, futures=5)
    plan = plan._replace(paired=paired)
    left_out = list[bool]()

    def always(holds: Bools) -> bool:
        left_out.append(not anywhere(holds))
        return True

    lean = everything(run_plain(plan, draw))
    for module in ASKING:
        patch.object(module, "anywhere", always).start()
    try:
        whole = everything(run_plain(plan, draw))
    finally:
        patch.stopall()
    assert any(left_out)
    assert not all(left_out)
    assert lean == whole


def test_a_future_does_not_depend_on_the_passes_that_its_block_needs() -> None:
    plan, draw = arrays(weeks=60.0, futures=5)
    gate = draw.gate.values.copy()
    gate[:, 1:3] = 0.0
    draw = draw._replace(gate=Rows(gate))
    together = run_compiled(plan, draw)
    for future in range(5):
        alone = run_compiled(plan, one(draw, future))
        for group, other in ((together.state, alone.state), (together.record, alone.record)):
            for name, rows, mine in zip(type(group)._fields, group, other, strict=True):
                same = np.array_equal(rows.values[..., future], mine.values[..., 0], equal_nan=True)
                assert same, (future, name)
