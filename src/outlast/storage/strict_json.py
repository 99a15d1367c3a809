"""Strict JSON: the one way from plain data to JSON; a number that does not exist is null."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from numbers import Integral, Real
from typing import Any, cast


def json_text(content: Any, indent: int | None = None) -> str:  # noqa: ANN401  any plain data
    """Return plain data as JSON that every reader of the standard accepts.

    >>> json_text({"mean": float("nan"), "low": 0.5})
    '{"mean": null, "low": 0.5}'

    Args:
        content: Mappings, sequences, texts and numbers; anything else is written as its text.
        indent: Blanks by which each level is indented; all stands in one line by default.
    """
    plain = _existing(content)
    return json.dumps(plain, indent=indent, ensure_ascii=False, allow_nan=False, default=str)


def _existing(content: Any) -> Any:  # noqa: ANN401  any plain data
    """Return plain data with None for each number that is infinite or none."""
    if isinstance(content, (bool, int)):
        return content
    if isinstance(content, Integral):
        return int(content)
    if isinstance(content, Real):
        return float(content) if isfinite(content) else None
    if isinstance(content, Mapping):
        entries = cast("Mapping[Any, Any]", content)
        return {key: _existing(value) for key, value in entries.items()}
    if isinstance(content, (list, tuple)):
        return [_existing(each) for each in cast("Sequence[Any]", content)]
    return content
