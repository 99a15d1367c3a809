"""Screening: an item in a transaction, held against the record of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from outlast.api.library import Library
from outlast.errors import InputError, Problem, nearest
from outlast.policy import Attribute, Codes, Shipment
from outlast.policy.classify import Screening, screen_branches
from outlast.scenario.shipments import Transaction, in_transaction, known, shipment_of
from outlast.world import Chip
from outlast.world.item import performance_density, total_processing_performance
from outlast.world.items import find_item


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


@dataclass(frozen=True)
class Screened:
    """The record's answer on a shipment: one screening for each branch of the open switches."""

    shipment: Shipment
    title: str
    screenings: tuple[Screening, ...]


def screen_item(library: Library, name: str, transaction: Transaction) -> Screened:
    """Return the record's answer on an item, found by any of its names.

    Raises:
        InputError: The item, or a country, is not known.
    """
    item = find_item(name, library.items)
    return _screened(library, shipment_of(item, transaction, library.timeline), item.title)


def screen_numbers(library: Library, numbers: Numbers, transaction: Transaction) -> Screened:
    """Return the record's answer on a chip that is given by its numbers."""
    tpp = total_processing_performance(dict(numbers.operations))
    attributes = known(
        {
            "kind": numbers.kind,
            "chip": (),
            "maker": numbers.maker_name,
            "maker_country": numbers.maker or None,
            "tpp": tpp,
            "bit_tops_2022": tpp,
            "performance_density": performance_density(tpp, numbers.die_mm2, numbers.non_planar),
            "memory_bandwidth_gb_s": numbers.memory_bandwidth_gb_s,
            "interconnect_gb_s": numbers.interconnect_gb_s,
            "datacenter": numbers.datacenter,
            "non_planar": numbers.non_planar,
            **numbers.others,
        }
    )
    shipment = replace(
        in_transaction("the chip", transaction.origin or numbers.maker, transaction),
        attributes=attributes,
        codes=numbers.codes,
        subject_to=library.timeline.following(numbers.maker),
    )
    return _screened(library, shipment, "A chip given by its numbers")


def maker_named(library: Library, name: str) -> tuple[str, str | None]:
    """Return the country of a maker, and the company if one was named.

    Args:
        library: The contest, whose items name their makers.
        name: A country code (US), or a company that makes one of the items (NVIDIA).

    Raises:
        InputError: It is neither; the nearest known company is named.
    """
    if name.upper() in library.countries:
        return name.upper(), None
    chips = [item for item in library.items.values() if isinstance(item, Chip) and item.maker]
    makers = {chip.maker.casefold(): chip for chip in chips}
    chip = makers.get(name.casefold())
    if chip is None:
        cure = nearest(name, sorted({chip.maker for chip in chips}))
        raise InputError.of(f'"{name}" is no country code and no maker.', cure)
    return chip.maker_country, chip.maker


def _screened(library: Library, shipment: Shipment, title: str) -> Screened:
    if not shipment.origin:
        raise InputError(f"{shipment.item} has no known country of export. Say where from: --from.")
    _check_countries(library, shipment)
    return Screened(shipment, title, screen_branches(shipment, library.timeline))


def _check_countries(library: Library, shipment: Shipment) -> None:
    """Refuse every wrong country code at once."""
    known = library.countries
    wrong = [
        Problem("", 0, f'"{code}" is not a country code.', nearest(code, list(known)))
        for code in {shipment.origin, shipment.destination, shipment.seat}
        if code not in known
    ]
    if wrong:
        raise InputError(wrong)
