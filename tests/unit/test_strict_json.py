"""Plain data become JSON of the standard: no NaN, no Infinity, and numbers of NumPy are numbers."""

import json
from datetime import date

import numpy as np
import pytest

from outlast.reading.writing import json_bytes
from outlast.storage.strict_json import json_text


def strict(text: str) -> object:
    """Return the content of JSON; refuse the words that the standard does not have."""

    def refuse(word: str) -> object:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -np.inf, np.float32("nan")])
def test_a_number_that_does_not_exist_is_null(value: float) -> None:
    content = {"mean": value, "rows": [{"low": value, "high": 1.5}, (value, 2)]}
    written = {"mean": None, "rows": [{"low": None, "high": 1.5}, [None, 2]]}
    assert strict(json_text(content)) == written
    assert strict(json_bytes(content).decode()) == written


def test_numbers_of_numpy_are_numbers() -> None:
    content = {"a": np.float32(0.5), "b": np.int64(3), "c": True, "d": None}
    assert strict(json_text(content)) == {"a": 0.5, "b": 3, "c": True, "d": None}


def test_anything_else_is_its_text() -> None:
    assert json_text({"day": date(2025, 4, 4), "哪": "é"}) == '{"day": "2025-04-04", "哪": "é"}'
