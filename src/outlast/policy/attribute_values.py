"""The values that an attribute of a shipment can have: numbers within bounds, yes or no, names."""

from collections.abc import Mapping
from math import isfinite
from typing import Final, cast

from outlast.errors import Problem, nearest
from outlast.policy.shipment import ATTRIBUTES

NUMBERS: Final[Mapping[str, tuple[float, float]]] = {
    "tpp": (0.0, 1e12),
    "performance_density": (0.0, 1e9),
    "bit_tops_2022": (0.0, 1e12),
    "interconnect_gb_s": (0.0, 1e7),
    "memory_bandwidth_gb_s": (0.0, 1e7),
    "combined_bandwidth_gb_s": (0.0, 2e7),
    "memory_density_gb_s_mm2": (0.0, 1e5),
    "node_nm": (0.1, 1e5),
    "transistors_bn": (1e-9, 1e6),
    "controlled_content": (0.0, 1.0),
}
"""The bounds of each number; beyond them lies a mistake."""

TRUTHS: Final = frozenset(
    {
        *("datacenter", "co_packaged", "non_planar", "packaged_by_trusted", "authorized_designer"),
        *("named_customer", "approved_receiver", "controlled_technology", "certified"),
        *("exempt_use", "listed_kind"),
        *("within_combination", "licence_renewed", "subject_to_law", "footnote_5_party"),
    }
)
"""The attributes that are yes or no."""


MEANINGS: Final = {name.replace("_", " "): meaning for name, meaning in ATTRIBUTES.items()}
"""The meaning of each attribute, by its name as conditions spell it."""


def spelled_out(condition: str) -> str:
    """Return a condition; where it is no more than the name of an attribute, its meaning.

    >>> spelled_out("not certified")
    'not: the exporter gives every certificate that the rule asks for'
    """
    name = condition.removeprefix("not ")
    if name not in MEANINGS:
        return condition
    return MEANINGS[name] if name == condition else f"not: {MEANINGS[name]}"


def wrong_value(name: str, value: object) -> Problem | None:
    """Return the problem of an attribute that no shipment can have; None where it can."""
    if name not in ATTRIBUTES:
        return Problem("", 0, f'"{name}" is not an attribute.', nearest(name, list(ATTRIBUTES)))
    if name in TRUTHS:
        if isinstance(value, bool):
            return None
        return Problem("", 0, f"{name} is yes or no, not {value}.", f"Write {name}=yes.")
    if name in NUMBERS:
        low, high = NUMBERS[name]
        fits = not isinstance(value, bool) and isinstance(value, int | float) and isfinite(value)
        if fits and low <= float(value) <= high:  # type: ignore[arg-type]  it is a number
            return None
        cure = f"Write a number from {low:g} to {high:g}."
        return Problem("", 0, f"{value} is not a possible {name}.", cure)
    return _wrong_name(name, value)


def _wrong_name(name: str, value: object) -> Problem | None:
    """Return the problem of a name that is none."""
    names = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
    if all(isinstance(each, str) and each.strip() for each in names):
        return None
    return Problem("", 0, f"{value} is no name for {name}.", "Write a word.")
