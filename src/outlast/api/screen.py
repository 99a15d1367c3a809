"""Screening: an item of the world, joined with a place, a day and the record of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from outlast.api.library import Library
from outlast.errors import InputError, Problem, nearest
from outlast.policy import Attribute, Codes, EndUse, Shipment
from outlast.policy.classify import Screening, screen_branches
from outlast.world import Chip, Item, Mineral
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
class Way:
    """Where an item goes, when, to whom and for what."""

    destination: str
    on: date
    origin: str | None = None
    """The country of export; the maker's unless told."""

    end_use: EndUse = EndUse.CIVIL
    end_user: str | None = None
    exporter: str | None = None
    headquarters: str | None = None
    owners: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True)
class Screened:
    """What the record says of a shipment: one screening for each way undecided switches fall."""

    shipment: Shipment
    title: str
    screenings: tuple[Screening, ...]


def screen_item(library: Library, name: str, way: Way) -> Screened:
    """Return what the record says of a shipped item, found by any of its names.

    Raises:
        InputError: The item, or a country, is not known.
    """
    item = find_item(name, library.items)
    shipment = _shipment(item, way)
    if shipment.subject_to is None:
        shipment = replace(shipment, subject_to=library.timeline.following(item.maker_country))
    return _screened(library, shipment, item.title)


def screen_numbers(library: Library, numbers: Numbers, way: Way) -> Screened:
    """Return what the record says of a shipped chip that is given by its numbers."""
    tpp = total_processing_performance(dict(numbers.operations))
    attributes = _known(
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
    shipment = Shipment(
        item="the chip",
        origin=way.origin or numbers.maker,
        destination=way.destination,
        on=way.on,
        attributes=attributes,
        codes=numbers.codes,
        subject_to=library.timeline.following(numbers.maker),
        end_use=way.end_use,
        end_user=way.end_user,
        exporter=way.exporter,
        headquarters=way.headquarters,
        owners=way.owners,
    )
    return _screened(library, shipment, "A chip given by its numbers")


def maker_named(library: Library, name: str) -> tuple[str, str | None]:
    """Return the country of a maker, and the company where one was named.

    Args:
        library: The shipped data, whose items know their makers.
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
        raise InputError([Problem("", 0, f'"{name}" is no country code and no maker.', cure)])
    return chip.maker_country, chip.maker


def _screened(library: Library, shipment: Shipment, title: str) -> Screened:
    if not shipment.origin:
        raise InputError(f"{shipment.item} has no known country of export. Say where from: --from.")
    _check_countries(library, shipment)
    return Screened(shipment, title, screen_branches(shipment, library.timeline))


def _check_countries(library: Library, shipment: Shipment) -> None:
    """Refuse what is no country code, all at once."""
    known = library.countries
    wrong = [
        Problem("", 0, f'"{code}" is not a country code.', nearest(code, list(known)))
        for code in {shipment.origin, shipment.destination, shipment.seat}
        if code not in known
    ]
    if wrong:
        raise InputError(wrong)


def _shipment(item: Item, way: Way) -> Shipment:
    """Return an item on its way, with the attributes that rules test."""
    shipment = Shipment(
        item=item.item,
        origin=way.origin or item.maker_country,
        destination=way.destination,
        on=way.on,
        attributes=_known(
            {"kind": item.kind, "chip": item.names, "maker_country": item.maker_country or None}
        ),
        end_use=way.end_use,
        end_user=way.end_user,
        exporter=way.exporter,
        headquarters=way.headquarters,
        owners=way.owners,
    )
    if isinstance(item, Mineral):
        return replace(
            shipment,
            attributes={**shipment.attributes, "group": item.group},
            codes=Codes(hs=item.codes("hs"), control_codes=item.codes("control_codes")),
        )
    if isinstance(item, Chip):
        attributes = {**shipment.attributes, **_attributes(item)}
        return replace(shipment, attributes=attributes, subject_to=item.subject_to or None)
    return shipment


def _attributes(chip: Chip) -> dict[str, Attribute]:
    """Return what rules test of a chip, as far as it is known."""
    return _known(
        {
            "maker": chip.maker or None,
            "tpp": chip.tpp,
            "bit_tops_2022": chip.tpp,
            "performance_density": chip.performance_density,
            "interconnect_gb_s": chip.interconnect_gb_s,
            "memory_bandwidth_gb_s": chip.memory_bandwidth_gb_s,
            "memory_density_gb_s_mm2": chip.memory_density,
            "datacenter": chip.datacenter,
            "node_nm": chip.node_nm,
            "non_planar": chip.non_planar,
        }
    )


def _known(attributes: Mapping[str, Attribute | None]) -> dict[str, Attribute]:
    return {name: value for name, value in attributes.items() if value is not None}
