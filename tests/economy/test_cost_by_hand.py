"""The cost of a cut on economies small enough to be recomputed in full."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.economy.bridge_draws import BridgeDraws
from outlast.economy.closure import Closure
from outlast.economy.propagation import CLOSURES, Losses, beyond_cover, losses
from outlast.economy.table import IndustryTable
from outlast.engine.arrays import Reals

MILLION = 1e6
FEW = settings(max_examples=40, deadline=None, derandomize=True)


def table_of(sales: Reals, final: Reals, imports: Reals) -> IndustryTable:
    """Return a balanced table: value added is what inputs leave of output."""
    output = sales.sum(1) + final
    value_added = output - sales.sum(0) - imports
    codes = tuple("abcdefgh"[: len(output)])
    return IndustryTable(codes, codes, sales, final, imports, value_added, output)


def three() -> IndustryTable:
    """Return an economy of three industries: parts, cars, and all else."""
    sales = np.array([[5.0, 40.0, 10.0], [0.0, 8.0, 12.0], [15.0, 30.0, 60.0]])
    return table_of(sales, np.array([25.0, 160.0, 300.0]), np.array([10.0, 25.0, 30.0]))


def drawn(futures: int, way: int, cover: float = 0.0, place: float = 1.0) -> BridgeDraws:
    """Return draws in which every future spreads a cut in one way."""
    return BridgeDraws(
        shares=np.ones((futures, 1)),
        top_down=np.zeros(futures, np.bool_),
        cover=np.full(futures, cover),
        closure=np.full(futures, way, np.int32),
        place=np.full(futures, place),
    )


def lost(table: IndustryTable, weeks: Reals, way: int, **given_draws: float) -> Losses:
    """Return the losses from weeks of output, the multiples of a planner all 1.5."""
    multiples = dict.fromkeys(table.codes, 1.5)
    closure = Closure(table, tuple(range(weeks.shape[2])))
    years = np.full(weeks.shape[1], 52.0)
    return losses(closure, multiples, weeks, drawn(len(weeks), way, **given_draws), years)


def products(table: IndustryTable, lost_value: Reals) -> tuple[float, float]:
    """Return GDP after a loss, by income and by expenditure, from a whole new set of books.

    Outputs follow from value added at its share; sales and imports are bought by recipe.
    """
    output = table.output * (1 - lost_value / table.value_added)
    sales = table.sales / table.output * output
    imports = table.imports / table.output * output
    final = output - sales.sum(1)
    income = float((output - sales.sum(0) - imports).sum())
    return income, float(final.sum() - imports.sum())


@pytest.mark.parametrize("way", range(len(CLOSURES)))
@pytest.mark.parametrize("pinned", [1, 2])
def test_income_and_expenditure_agree_after_a_cut(way: int, pinned: int) -> None:
    table = three()
    weeks = np.full((1, 1, pinned), 5.2)
    found = lost(table, weeks, way)
    before = table.gdp
    income, expenditure = products(table, found.by_industry[0] / MILLION)
    assert income == pytest.approx(expenditure, rel=1e-9)
    total = float(found.direct.sum() + found.spread.sum()) / MILLION
    assert total == pytest.approx(before - income, rel=1e-9)
    assert found.direct.sum() / MILLION == pytest.approx(
        0.1 * table.value_added[:pinned].sum(), rel=1e-9
    )


def test_final_uses_deviate_least() -> None:
    """No other outputs with the same cut have a smaller weighted deviation of final uses."""
    table = three()
    found = lost(table, np.full((1, 1, 1), 5.2), 0)
    change = -found.by_industry[0] / MILLION / table.value_share
    leontief = np.eye(3) - table.inputs

    def deviation(outputs: Reals) -> float:
        return float(((leontief @ outputs) ** 2 / table.final).sum())

    assert change[0] == pytest.approx(-0.1 * table.output[0], rel=1e-9)
    for other in np.random.default_rng(1).normal(size=(200, 3)):
        other[0] = 0.0
        assert deviation(change) <= deviation(change + 0.1 * other) + 1e-12


@pytest.mark.parametrize("way", range(len(CLOSURES)))
def test_an_industry_in_two_equal_halves_loses_the_same(way: int) -> None:
    table = three()
    first = np.array([[0.5, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    sales = first @ table.sales @ first.T
    halves = table_of(sales, first @ table.final, first @ table.imports)
    one = lost(table, np.full((1, 1, 1), 7.8), way)
    two = lost(halves, np.full((1, 1, 2), 7.8), way)
    for name in ("direct", "least", "most", "spread"):
        assert getattr(two, name) == pytest.approx(getattr(one, name), rel=1e-9)
    assert two.by_industry[0, :2].sum() == pytest.approx(one.by_industry[0, 0], rel=1e-9)


def test_user_and_supplier_pinned_together_have_no_indirect_loss() -> None:
    sales = np.array([[0.0, 40.0], [0.0, 0.0]])
    table = table_of(sales, np.array([1.0, 100.0]), np.array([0.0, 10.0]))
    both = lost(table, np.full((1, 1, 2), 10.4), 0)
    assert both.most == pytest.approx(0.0, abs=1e-6)
    one = lost(table, np.full((1, 1, 1), 10.4), 0)
    assert one.most.sum() > 0


@st.composite
def economies(draw: Callable[[st.SearchStrategy[Reals]], Reals]) -> tuple[IndustryTable, Reals]:
    """Return a random economy and the weeks that its first industries lose in two years."""
    seed = draw(st.integers(0, 2**32 - 1))  # type: ignore[arg-type]
    random = np.random.default_rng(int(seed))  # type: ignore[call-overload]
    count, pinned = int(random.integers(2, 8)), int(random.integers(1, 3))
    sales = random.random((count, count)) * 10 * (random.random((count, count)) < 0.6)
    final = random.random(count) * 40 + sales.sum(0)
    imports = random.random(count) * 5
    weeks = random.random((4, 2, min(pinned, count))) * 52 * random.choice([0.02, 0.3, 1.0])
    return table_of(sales, final, imports), weeks


@FEW
@given(economies(), st.sampled_from(range(len(CLOSURES))))
def test_a_loss_never_exceeds_the_product(made: tuple[IndustryTable, Reals], way: int) -> None:
    table, weeks = made
    found = lost(table, weeks, way)
    whole = found.direct + found.most
    assert np.all(whole <= table.gdp * MILLION * (1 + 1e-9))
    assert np.all(found.by_industry <= 2 * table.value_added * MILLION * (1 + 1e-9))


def test_no_industry_loses_more_than_all_of_its_own() -> None:
    """Two industries live on each other: the quadratic programme alone would take b below nothing.

    By it b would lose 10.004 of a value added of 10.
    """
    sales = np.array([[0.0, 20.0, 5.0], [30.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
    table = table_of(sales, np.array([6.0, 3.0, 40.0]), np.array([1.0, 1.0, 1.0]))
    alone = -Closure(table, (0,)).final_uses_give_way(np.ones((1, 1)))[0]
    assert alone[1] > table.value_added[1] == pytest.approx(10.0)
    found = lost(table, np.full((1, 1, 1), 52.0), 0)
    assert found.by_industry[0, 1] == pytest.approx(table.value_added[1] * MILLION, rel=1e-12)
    assert float(found.direct.sum() + found.most.sum()) <= table.gdp * MILLION


@FEW
@given(economies(), st.sampled_from(range(len(CLOSURES))), st.floats(0, 60), st.floats(0, 1))
def test_the_parts_add_up(
    made: tuple[IndustryTable, Reals], way: int, cover: float, place: float
) -> None:
    table, weeks = made
    found = lost(table, weeks, way, cover=cover, place=place)
    total = found.direct.sum(1) + found.spread.sum(1)
    assert found.by_industry.sum(1) == pytest.approx(total, rel=1e-9, abs=1e-3)
    between = np.minimum(found.least, found.most), np.maximum(found.least, found.most)
    assert np.all(found.spread >= between[0] - 1e-3)
    assert np.all(found.spread <= between[1] + 1e-3)


def test_stocks_of_buyers_hold_a_short_cut_back_and_are_used_once() -> None:
    table = three()
    short = lost(table, np.full((1, 2, 1), 2.0), 0, cover=6.0)
    assert short.least == pytest.approx(0.0, abs=1e-9)
    assert np.all(short.most > 0)
    weeks = np.array([[[4.0], [4.0], [4.0]]])
    assert beyond_cover(weeks, np.array([6.0]))[0, :, 0].tolist() == [0.0, 2.0, 4.0]


@pytest.mark.parametrize("weeks", [52.0, 1.0])
@pytest.mark.parametrize("way", range(len(CLOSURES)))
def test_a_year_or_a_week_in_two_halves_loses_the_same(weeks: float, way: int) -> None:
    """The cut is 6 weeks of a year's output, or that part of a week's."""
    closure = Closure(three(), (0, 1))
    multiples, cut = dict.fromkeys("abc", 1.5), 6.0 * weeks / 52.0
    whole, halves = (
        losses(
            closure, multiples, np.full((1, n, 2), cut / n), drawn(1, way), np.full(n, weeks / n)
        )
        for n in (1, 2)
    )
    assert whole.direct.sum() > 0
    assert halves.direct.sum() == pytest.approx(whole.direct.sum(), rel=1e-12)
    assert halves.most.sum() == pytest.approx(whole.most.sum(), rel=1e-9)


def test_a_gain_is_kept() -> None:
    table = three()
    found = lost(table, np.full((1, 1, 1), -1.0), 0)
    assert found.direct.sum() < 0
