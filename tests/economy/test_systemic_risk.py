"""The systemic risk index on published examples, and its laws.

The numbers of the two examples are those of the test data of two programs for the index (13 firms
of a Julia program by the Complexity Science Hub, 11 firms of GLcascade), compared with our own
writing of the published equations.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.economy.systemic import ESSENTIAL, LINEAR, SalesNetwork

SECTORS = {
    "A": 1, "X": 1, "B": 2, "C": 2, "D": 2, "E": 3, "F": 3, "G": 5, "H": 99, "I": 1, "J": 3,
    "K": 4, "L": 2,
}  # fmt: skip
LINKS = ["AX2", "BX2", "CX2", "DX2", "EX1", "FX1", "GX1", "HX0", "XI2", "XJ1", "XK2", "KL2"]
THIRTEEN = {
    "A": 0.4166666666666667, "X": 1.0, "B": 0.1369047619047619, "C": 0.1369047619047619,
    "D": 0.1369047619047619, "E": 0.12320402298850575, "F": 0.12320402298850575,
    "G": 0.12320402298850575, "H": 0.08333333333333333, "I": 0.30555555555555564,
    "J": 0.30555555555555564, "K": 0.388888888888889, "L": 0.388888888888889,
}  # fmt: skip

SECTOR_OF_ELEVEN = (1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5)
SALES_OF_ELEVEN = (
    (2, 1), (2, 3), (7, 4), (9, 5), (3, 7), (6, 7), (10, 7), (9, 10), (7, 11), (8, 11),
)  # fmt: skip
LINEAR_ELEVEN = (0.1, 11 / 30, 4 / 15, 0.35, 0.1, 1 / 6, 0.7, 0.1, 11 / 30, 4 / 15, 0.45)
ESSENTIAL_ELEVEN = (0.1, 0.5, 0.4, 0.35, 0.1, 0.3, 0.7, 0.1, 0.5, 0.4, 0.45)


def test_thirteen_firms() -> None:
    names = list(SECTORS)
    network = SalesNetwork(
        np.array(list(SECTORS.values())),
        np.array([names.index(link[0]) for link in LINKS]),
        np.array([names.index(link[1]) for link in LINKS]),
        np.ones(len(LINKS)),
        np.array([int(link[2]) for link in LINKS]),
    )
    found = network.indices(replaceable=True)
    assert found == pytest.approx(list(THIRTEEN.values()), abs=1e-9)


@pytest.mark.parametrize(("essential", "index"), [(False, LINEAR_ELEVEN), (True, ESSENTIAL_ELEVEN)])
def test_eleven_firms(essential: bool, index: tuple[float, ...]) -> None:  # noqa: FBT001
    """Without replacement; then with inputs from sectors 1 to 3 essential."""
    classes = [
        ESSENTIAL if essential and SECTOR_OF_ELEVEN[one - 1] <= 3 else LINEAR
        for one, _ in SALES_OF_ELEVEN
    ]
    assert eleven(np.array(classes)).indices() == pytest.approx(index, abs=1e-9)


def eleven(classes: np.ndarray) -> SalesNetwork:
    supplier, user = np.array(SALES_OF_ELEVEN).T - 1
    return SalesNetwork(np.array(SECTOR_OF_ELEVEN), supplier, user, np.ones(10), classes)


@given(
    st.lists(st.sampled_from([0, LINEAR, ESSENTIAL]), min_size=10, max_size=10),
    st.lists(st.floats(0.0, 1.0), min_size=11, max_size=11),
    st.booleans(),
)
def test_a_failure_leaves_no_more_than_it_found(
    classes: list[int],
    left: list[float],
    replaceable: bool,  # noqa: FBT001
) -> None:
    network, given_left = eleven(np.array(classes)), np.array(left)
    found = network.spread(given_left, replaceable=replaceable)
    for part in found:
        assert ((part >= 0) & (part <= given_left + 1e-12)).all()
    worse = network.index(given_left * 0.5, replaceable=False)
    assert worse >= network.index(given_left, replaceable=False) - 1e-12


@given(st.lists(st.sampled_from([0, LINEAR, ESSENTIAL]), min_size=10, max_size=10))
def test_replacement_loses_no_more(classes: list[int]) -> None:
    network = eleven(np.array(classes))
    assert (network.indices(replaceable=True) <= network.indices() + 1e-12).all()


def test_nothing_fails_and_all_fails() -> None:
    network = eleven(np.full(10, ESSENTIAL))
    assert network.index(np.ones(11)) == 0.0
    assert network.index(np.zeros(11)) == 1.0
