"""The closures on small economies that are computed in full, and their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.economy.closure import Closure
from outlast.economy.table import IndustryTable


def economy(sales: list[list[float]], final: list[float]) -> IndustryTable:
    """Return an economy without imports: value added is the rest of output."""
    between, last = np.array(sales), np.array(final)
    output = between.sum(1) + last
    names = tuple(f"{number}" for number in range(len(final)))
    added = output - between.sum(0)
    return IndustryTable(names, names, between, last, np.zeros(len(final)), added, output)


THREE = economy([[10.0, 30.0, 5.0], [8.0, 2.0, 40.0], [6.0, 9.0, 12.0]], [90.0, 120.0, 200.0])
"""Three industries that buy from each other."""


def by_hand(table: IndustryTable, pinned: int, cut: float) -> np.ndarray:
    """Return the change of outputs, from the whole quadratic programme with its multiplier."""
    count = len(table.codes)
    move = np.eye(count) - table.inputs
    weight = move.T @ np.diag(1.0 / table.final) @ move
    system = np.zeros((count + 1, count + 1))
    system[:count, :count] = 2.0 * weight
    system[pinned, count] = system[count, pinned] = 1.0
    right = np.zeros(count + 1)
    right[count] = -cut * table.output[pinned]
    return np.linalg.solve(system, right)[:count]


@pytest.mark.parametrize("pinned", [0, 1, 2])
def test_the_operator_is_the_whole_programme(pinned: int) -> None:
    found = Closure(THREE, (pinned,)).final_uses_give_way(np.array([[0.1]]))[0]
    assert found == pytest.approx(THREE.value_share * by_hand(THREE, pinned, 0.1), rel=1e-10)


def test_income_and_expenditure_agree() -> None:
    """The loss of value added is the loss of final uses, in a closed economy."""
    found = Closure(THREE, (0, 2)).final_uses_give_way(np.array([[0.2, 0.05]]))[0]
    outputs = found / THREE.value_share
    final = (np.eye(3) - THREE.inputs) @ outputs
    assert final.sum() == pytest.approx(found.sum(), rel=1e-9)


@pytest.mark.parametrize("way", ["final_uses_give_way", "supply_pushes"])
def test_an_industry_in_two_equal_halves_loses_the_same(way: str) -> None:
    share = np.array([[0.5, 0, 0], [0.5, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])
    halves = economy((share @ THREE.sales @ share.T).tolist(), (share @ THREE.final).tolist())
    one = getattr(Closure(THREE, (0,)), way)(np.array([[0.2]])).sum()
    two = getattr(Closure(halves, (0, 1)), way)(np.array([[0.2, 0.2]])).sum()
    assert two == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize("way", ["final_uses_give_way", "supply_pushes"])
def test_a_pinned_user_and_supplier_lose_their_own_cuts_alone(way: str) -> None:
    closure = Closure(THREE, (0, 1))
    cuts = np.array([[0.1, 0.3]])
    found = getattr(closure, way)(cuts)[0]
    assert found[[0, 1]] == pytest.approx(closure.direct(cuts)[0], rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.1, 50.0), min_size=9, max_size=9),
    st.lists(st.floats(1.0, 300.0), min_size=3, max_size=3),
    st.floats(0.0, 0.2),
)
def test_a_loss_grows_in_step_with_the_cut(
    sales: list[float], final: list[float], cut: float
) -> None:
    table = economy(np.reshape(sales, (3, 3)).tolist(), final)
    closure = Closure(table, (1,))
    once, twice = closure.final_uses_give_way(np.array([[cut], [2 * cut]])).sum(1)
    assert twice == pytest.approx(2 * once, rel=1e-9, abs=1e-9)


def test_an_industry_without_a_cut_is_free() -> None:
    both = Closure(THREE, (0, 1)).final_uses_give_way(np.array([[0.1, 0.0]]))
    alone = Closure(THREE, (0,)).final_uses_give_way(np.array([[0.1]]))
    assert both == pytest.approx(alone, rel=1e-9)
    assert both[0, 1] != 0
