"""A number in a world is a fact or an assumption with its unit and its reason."""

from typing import Any

import pytest
from pydantic import ValidationError

from outlast.facts import Quantity


def test_a_fact_alone_is_enough() -> None:
    assert Quantity(fact="salt-output-2022").fact == "salt-output-2022"


def test_a_multiple_of_a_fact_gives_its_reason() -> None:
    assert Quantity(fact="salt-output-2022", times=0.5, why="half of it").times == 0.5
    with pytest.raises(ValidationError, match="needs its reason"):
        Quantity(fact="salt-output-2022", times=0.5)


def test_an_assumption_of_zero_is_an_assumption() -> None:
    assert Quantity(assume=0, unit="1", why="nothing there").assume == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "either a fact or an assumption"),
        ({"fact": "a", "assume": 1, "unit": "1", "why": "both of them"}, "either a fact or"),
        ({"assume": 1, "why": "no unit"}, "has no unit"),
        ({"assume": 1, "unit": "1"}, "has no reason"),
        ({"assume": 1, "unit": "1", "why": "so"}, "at least 5 characters"),
        ({"assume": 1, "unit": "percent", "why": "a wrong unit"}, "is not a unit"),
        ({"assume": float("nan"), "unit": "1", "why": "no number"}, "finite"),
        ({"assume": 1, "unit": "1", "why": "half a range", "low": 0}, "two ends"),
        ({"assume": 1, "unit": "1", "why": "reversed", "low": 2, "high": 0}, "is reversed"),
        ({"assume": 1, "unit": "1", "why": "beside it", "low": 2, "high": 3}, "does not surround"),
        ({"assume": 1, "unit": "1", "why": "a multiple", "times": 2}, "multiplies a fact"),
        ({"fact": "a", "unit": "kg"}, "its own unit"),
        ({"fact": "a", "low": 1, "high": 2}, "its own unit and range"),
        ({"fact": "a", "value": 3}, "Extra inputs"),
    ],
)
def test_anything_else_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Quantity(**given)
