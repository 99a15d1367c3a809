"""A chip by its numbers: their bounds, and the gaps of the catalogue that they fill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isclose, isfinite
from typing import Final

from outlast.errors import Problem
from outlast.policy import Attribute, Codes, Shipment
from outlast.policy.attribute_values import NUMBERS, wrong_value
from outlast.scenario.shipments import known, summed
from outlast.world import Chip, Item
from outlast.world.item import performance_density, total_processing_performance

GREATEST: Final[Mapping[str, float]] = {
    "TOPS": 1e9,
    "die area": 1e5,
    "memory bandwidth": NUMBERS["memory_bandwidth_gb_s"][1],
    "interconnect": NUMBERS["interconnect_gb_s"][1],
}
"""The greatest value of each number of a chip that a screening takes; beyond it lies a mistake."""

BY_NUMBERS: Final = ("accelerator", "logic", "memory")
"""The kinds that lists describe by numbers; of all others, lists name the codes."""

BITS: Final = (1, 2, 3, 4, 6, 8, 10, 12, 16, 19, 20, 24, 32, 64, 128)
"""The bit lengths of arithmetic."""


@dataclass(frozen=True)
class Numbers:
    """A chip given by its numbers instead of its name."""

    kind: str = "accelerator"
    maker: str = ""
    """The country of its maker, ISO 3166 alpha-2."""

    maker_name: str | None = None
    operations: Mapping[int, float] = field(default_factory=dict[int, float])
    """Dense TOPS by bit length."""

    die_mm2: float | None = None
    non_planar: bool | None = None
    memory_bandwidth_gb_s: float | None = None
    interconnect_gb_s: float | None = None
    datacenter: bool | None = None
    others: Mapping[str, Attribute] = field(default_factory=dict[str, Attribute])
    """Further attributes, by name."""

    codes: Codes = field(default_factory=Codes)

    @property
    def direct(self) -> dict[str, Attribute]:
        """The stated attributes that rules test as they are."""
        given: dict[str, Attribute | None] = {
            "maker": self.maker_name,
            "maker_country": self.maker or None,
            "memory_bandwidth_gb_s": self.memory_bandwidth_gb_s,
            "interconnect_gb_s": self.interconnect_gb_s,
            "datacenter": self.datacenter,
            "non_planar": self.non_planar,
            **self.others,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def tested(self) -> dict[str, Attribute]:
        """All attributes that rules test, those that are reckoned from its numbers among them."""
        tpp = total_processing_performance(dict(self.operations))
        reckoned: dict[str, Attribute | None] = {
            "tpp": tpp,
            "bit_tops_2022": tpp,
            "performance_density": performance_density(tpp, self.die_mm2, self.non_planar),
            "combined_bandwidth_gb_s": summed(self.memory_bandwidth_gb_s, self.interconnect_gb_s),
        }
        return {**known(reckoned), **self.direct}


ROUNDED: Final = 1e-3
"""The share by which two roundings of one number may differ."""

RATES: Final[Mapping[int, str]] = {16: "tops_16", 8: "tops_8", 4: "tops_4"}
"""The field of a chip of the catalogue that holds its rate at a bit length."""


def filled(item: Item, numbers: Numbers) -> Item:
    """Return an item whose gaps are filled with stated numbers; a number that it has stays."""
    if not isinstance(item, Chip):
        return item
    stated: dict[str, object] = {
        **{RATES[bits]: rate for bits, rate in numbers.operations.items() if bits in RATES},
        "die_mm2": numbers.die_mm2,
        "maker": numbers.maker_name,
        "maker_country": numbers.maker or None,
        "memory_bandwidth_gb_s": numbers.memory_bandwidth_gb_s,
        "interconnect_gb_s": numbers.interconnect_gb_s,
        "datacenter": numbers.datacenter,
        "non_planar": numbers.non_planar,
    }
    gaps = {
        name: value
        for name, value in stated.items()
        if value is not None and getattr(item, name) in {None, ""}
    }
    return item.model_copy(update=gaps)


def with_others(shipment: Shipment, numbers: Numbers | None) -> Shipment:
    """Return a shipment with the stated attributes that its item does not have."""
    if numbers is None:
        return shipment
    return replace(shipment, attributes={**numbers.direct, **shipment.attributes})


def with_numbers(shipment: Shipment, numbers: Numbers | None) -> Shipment:
    """Return goods of which a code is known with all that is stated or reckoned of them."""
    if numbers is None:
        return shipment
    return replace(shipment, attributes={**numbers.tested, **shipment.attributes})


def contradictions(item: Item, numbers: Numbers) -> Iterator[str]:
    """Yield each stated number that differs from the one of the catalogue, in words.

    A rate at a bit length that the catalogue does not hold differs where the total processing
    performance would grow by it.
    """
    if isinstance(item, Chip):
        for bits, rate in numbers.operations.items():
            held = item.operations.get(bits)
            if held is not None and not isclose(held, rate, rel_tol=ROUNDED):
                yield f"{held:g} TOPS at {bits} bits, not {rate:g}"
            elif held is None and bits not in RATES and bits * rate > (item.tpp or 0):
                yield f"a TPP of {item.tpp or 0:g}, not {bits * rate:g}"
        if numbers.die_mm2 is not None:
            yield from _differing("die area", item.die_mm2, numbers.die_mm2)
    elif numbers.operations or numbers.die_mm2 is not None:
        yield "no numbers of a chip"
    for name, value in numbers.direct.items():
        yield from _differing(name, getattr(item, name, None), value)


def _differing(name: str, known: object, stated: Attribute) -> Iterator[str]:
    """Yield a stated value in words, where the catalogue holds another."""
    if known in {None, ""} or known == stated:
        return
    if isinstance(known, str) and isinstance(stated, str):
        same = known.casefold() == stated.casefold()
    elif isinstance(known, bool) or isinstance(stated, bool):
        same = False
    else:
        same = (
            isinstance(known, int | float)
            and isinstance(stated, int | float)
            and isclose(known, stated, rel_tol=ROUNDED)
        )
    if not same:
        yield f"{name.replace('_', ' ')} {known}, not {stated}"


def wrong_numbers(numbers: Numbers) -> list[Problem]:
    """Return a problem for each number that no chip can have."""
    wrong = [
        Problem("", 0, f"{bits} bits is not a bit length.", "Write one such as 4, 8, 16, 32 or 64.")
        for bits in numbers.operations
        if bits not in BITS
    ]
    stated = [
        *(("TOPS", rate, False) for rate in numbers.operations.values()),
        ("die area", numbers.die_mm2, False),
        ("memory bandwidth", numbers.memory_bandwidth_gb_s, True),
        ("interconnect", numbers.interconnect_gb_s, True),
    ]
    for name, value, may_be_zero in stated:
        if value is None:
            continue
        enough = value >= 0 if may_be_zero else value > 0
        if not (isfinite(value) and enough and value <= GREATEST[name]):
            above = "from 0" if may_be_zero else "above 0"
            cure = f"Write a number {above}, up to {GREATEST[name]:g}."
            wrong.append(Problem("", 0, f"{value:g} is not a possible {name}.", cure))
    values = (wrong_value(name, value) for name, value in numbers.others.items())
    return [*wrong, *filter(None, values), *_stated_twice(numbers)]


def _stated_twice(numbers: Numbers) -> Iterator[Problem]:
    """Yield a problem for each attribute that follows from other numbers, or has a field itself."""
    own: dict[str, object] = {
        "tpp": numbers.operations or None,
        "bit_tops_2022": numbers.operations or None,
        "performance_density": numbers.die_mm2 if numbers.operations else None,
        "memory_bandwidth_gb_s": numbers.memory_bandwidth_gb_s,
        "interconnect_gb_s": numbers.interconnect_gb_s,
        "datacenter": numbers.datacenter,
        "non_planar": numbers.non_planar,
        "maker": numbers.maker_name,
        "maker_country": numbers.maker or None,
    }
    for name in numbers.others:
        if own.get(name) is not None:
            what = f"{name} is stated twice: it follows from the other numbers."
            yield Problem("", 0, what, "Leave one of them out.")
