"""The declaration of a lever: a theme, and setpoints in order within its bounds."""

from typing import Any

import pytest
from pydantic import ValidationError

from outlast.scenario.prior import Prior

LEVER: dict[str, Any] = {
    "title": "A multiple",
    "unit": "1",
    "kind": "lever",
    "theme": "stock",
    "distribution": {"fixed": {"value": 1}},
    "bounds": {"low": 0, "high": 2},
    "stops": [{"at": 0, "says": "none"}, {"at": 1, "says": "as drawn"}],
    "basis": [{"assume": "a test"}],
    "grade": "assumed",
    "published": "2025-06-30",
    "sets": [{"draw": "hoarding", "as": "factor"}],
}


def test_a_lever_has_a_theme_and_stops() -> None:
    lever = Prior.model_validate(LEVER)
    assert [stop.at for stop in lever.stops] == [0, 1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": "assumption"}, "the theme of a lever"),
        ({"stops": list(reversed(LEVER["stops"]))}, "not in order"),
        ({"stops": [LEVER["stops"][0], LEVER["stops"][0]]}, "not in order"),
        ({"stops": [{"at": 3, "says": "more"}]}, "beyond the bounds"),
        ({"theme": "weather"}, "theme"),
    ],
)
def test_what_is_no_lever_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Prior.model_validate({**LEVER, **changed})
