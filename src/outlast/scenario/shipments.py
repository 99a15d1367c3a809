"""Shipments: an item of the world in a transaction, with the attributes that rules test."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from outlast.policy import Attribute, Codes, EndUse, Shipment, Timeline
from outlast.world import Chip, Item, Product


@dataclass(frozen=True)
class Transaction:
    """The place, day, parties and end use of one export."""

    destination: str
    """The country of destination, ISO 3166 alpha-2."""

    on: date
    """The day of export."""

    origin: str | None = None
    """The country of export; the maker's country if absent."""

    made_in: str | None = None
    """The country in which the item was made, ISO 3166 alpha-2; the maker's country if absent."""

    end_use: EndUse = EndUse.CIVIL
    """The end use of the item."""

    end_user: str | None = None
    """The receiver."""

    exporter: str | None = None
    """The sender."""

    headquarters: str | None = None
    """The country of the receiver's ultimate parent."""

    owners: Mapping[str, float] = field(default_factory=dict[str, float])
    """The owners of the receiver, each with their share."""


def shipment_of(item: Item, transaction: Transaction, timeline: Timeline) -> Shipment:
    """Return an item in a transaction, with the attributes and codes that rules test."""
    made_in = transaction.made_in or item.maker_country
    attributes: dict[str, Attribute | None] = {
        "kind": item.kind,
        "chip": item.names,
        "maker_country": made_in or None,
    }
    origin = made_in if transaction.origin is None else transaction.origin
    plain = in_transaction(item.item, origin, transaction)
    plain = replace(
        plain,
        attributes=known(attributes),
        subject_to=timeline.following(made_in, origin, item.kind),
    )
    if isinstance(item, Product):
        return replace(
            plain,
            attributes=known({**attributes, "group": item.group, "form": item.form or None}),
            codes=Codes(item.codes("hs"), item.codes("control_codes"), item.codes("eccn")),
        )
    if isinstance(item, Chip):
        return replace(
            plain,
            attributes=known({**attributes, **_tested(item)}),
            subject_to=plain.subject_to | ({item.subject_to} if item.subject_to else set()),
        )
    return plain


def in_transaction(name: str, origin: str, transaction: Transaction) -> Shipment:
    """Return a shipment of which nothing is known but its transaction."""
    return Shipment(
        item=name,
        origin=origin,
        destination=transaction.destination,
        on=transaction.on,
        end_use=transaction.end_use,
        end_user=transaction.end_user,
        exporter=transaction.exporter,
        headquarters=transaction.headquarters,
        owners=transaction.owners,
    )


def known(attributes: Mapping[str, Attribute | None]) -> dict[str, Attribute]:
    """Return the attributes whose value is known."""
    return {name: value for name, value in attributes.items() if value is not None}


def summed(one: float | None, other: float | None) -> float | None:
    """Return the sum of two numbers; None where one is not known."""
    return None if one is None or other is None else one + other


def _tested(chip: Chip) -> dict[str, Attribute | None]:
    """Return the attributes of a chip that rules test."""
    return {
        "group": (),  # lists of minerals and materials name no chip by its group
        "maker": chip.maker or None,
        "tpp": chip.tpp,
        "bit_tops_2022": chip.tpp,
        "performance_density": chip.performance_density,
        "interconnect_gb_s": chip.interconnect_gb_s,
        "memory_bandwidth_gb_s": chip.memory_bandwidth_gb_s,
        "combined_bandwidth_gb_s": summed(chip.memory_bandwidth_gb_s, chip.interconnect_gb_s),
        "memory_density_gb_s_mm2": chip.memory_density,
        "datacenter": chip.datacenter,
        "node_nm": chip.node_nm,
        "non_planar": chip.non_planar,
        # A stack of memory that is traded as such is not in one package with logic.
        "co_packaged": False if chip.kind == "memory" else None,
    }
