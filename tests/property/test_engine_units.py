"""Units mean nothing: the same world in other units has the same breaks, levels and costs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engine.arrays import Reals
from outlast.engine.codes import OPEN_BOOKS, SOUND
from outlast.engine.compiled.run import run_compiled
from outlast.engine.plain import run_plain
from outlast.engine.plan import Plan
from outlast.engine.state import Record
from tests.engine.lilliput import arrays
from tests.engine.rescale import one_unit, rescaled
from tests.engine.worlds import Seed, arrays_of, seeds
from tests.oracle.agree import differences, literal

FEW = settings(max_examples=25, deadline=None, derandomize=True)
RELATIVE = 1e-9
UNITS = (1e-12, 1e-6, 1e-3, 2.2046, 1e3, 1e6, 1e12)
"""New units in one old unit: kg for t is 1,000."""
IN_UNITS = {"tally"}
"""Fields of the record that count goods."""


def in_units(plan: Plan, units: list[float]) -> Plan:
    """Return a plan with its goods in other units, by turns."""
    factors: Reals = np.resize(np.array(units), len(plan.price0))
    return rescaled(plan, one_unit(plan, factors))


def moved(before: Record, after: Record) -> list[str]:
    """Return the fields that differ by more than rounding, relative to their size.

    A number under a thousandth of the largest in its field counts as that thousandth.
    """
    found: list[str] = []
    for name, rows in before._asdict().items():
        if name in IN_UNITS:
            continue
        one, other = rows.values, getattr(after, name).values
        largest = float(np.abs(one).max(initial=0.0))
        room = RELATIVE * np.maximum(np.maximum(np.abs(one), np.abs(other)), 1e-3 * largest)
        if np.any(np.abs(one - other) > np.maximum(room, 1e-15)):
            found.append(name)
    return found


@FEW
@given(seeds(weeks=104.0), st.lists(st.sampled_from(UNITS), min_size=1, max_size=3))
def test_no_break_date_level_or_cost_depends_on_units(seed: Seed, units: list[float]) -> None:
    plan, draw = arrays_of(seed, futures=8)
    before = run_compiled(plan, draw).record
    assert moved(before, run_compiled(in_units(plan, units), draw).record) == []


@FEW
@given(seeds(), st.lists(st.integers(-80, 80), min_size=1, max_size=3))
def test_units_that_are_powers_of_two_change_no_bit(seed: Seed, powers: list[int]) -> None:
    plan, draw = arrays_of(seed, futures=4)
    before = run_compiled(plan, draw).record
    after = run_compiled(in_units(plan, [2.0**power for power in powers]), draw).record
    same: dict[str, Any] = {
        name: rows.values.tobytes() == getattr(after, name).values.tobytes()
        for name, rows in before._asdict().items()
        if name not in IN_UNITS
    }
    assert all(same.values()), same


@pytest.mark.parametrize("units", [[1e-12], [1e12], [1e-12, 1e12]])
def test_the_oracle_agrees_in_any_unit(units: list[float]) -> None:
    plan, draw = arrays(weeks=60.0)
    other = in_units(plan, units)
    for workspace in (run_plain(other, draw), run_compiled(other, draw)):
        assert differences(literal(other, draw), workspace) == []


@pytest.mark.parametrize("unit", [1e-24, 1.0, 1e12])
def test_open_books_are_found_in_any_unit(unit: float) -> None:
    plan, draw = arrays(weeks=12.0)
    other = in_units(plan, [unit])
    assert run_compiled(other, draw).record.status.values.max() == SOUND
    good = other.site_good.copy()
    good[other.site_output0.argmax()] = 1  # what is made as eggs is held as salt
    record = run_compiled(other._replace(site_good=good), draw).record
    assert np.all(record.status.values == OPEN_BOOKS)
