"""Former names of arguments still work."""

from inspect import signature
from typing import Any

import outlast as ol
from outlast.api.former_arguments import former_arguments


@former_arguments(old="new")
def double(new: int) -> int:
    """Double a number."""
    return 2 * new


def test_both_names_are_taken_and_the_signature_shows_the_present_one() -> None:
    former: dict[str, Any] = {"old": 3}
    assert double(**former) == double(new=3) == double(3) == 6
    assert list(signature(double).parameters) == ["new"]


def test_levers_are_cancelled_by_the_former_name() -> None:
    former: dict[str, Any] = {"stop": lambda: True}
    assert ol.levers("lilliput", **former) is None
