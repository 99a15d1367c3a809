"""Where no dot stands for neither, its place is drawn all the same."""

from typing import Final

from outlast.present.sharing.dot_field import CARD_SIZE, PHONE_SIZE, placed
from outlast.results.first_breaks import NEITHER, ONE, OTHER

HORIZON: Final = 312.0


def test_the_place_of_neither_is_right_of_the_axis_and_inside_the_picture() -> None:
    picked = [(ONE, 20.0), (OTHER, 40.0)]
    for size in (CARD_SIZE, PHONE_SIZE):
        field = placed(picked, size, HORIZON, already=False)
        assert field.gap is not None
        x, y = field.gap
        assert field.right + size.pitch < x < size.width - size.pitch
        assert y == 0.0


def test_a_dot_for_neither_leaves_no_gap() -> None:
    field = placed([(ONE, 20.0), (NEITHER, HORIZON + 1)], CARD_SIZE, HORIZON, already=False)
    assert field.gap is None
    assert any(dot.end == NEITHER for dot in field.dots)
