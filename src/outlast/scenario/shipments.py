"""An item of the world as a shipment that rules can look at: here world and policy meet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from outlast.policy import Attribute, Codes, EndUse, Shipment, Timeline
from outlast.world import Chip, Item, Mineral


def shipped(
    item: Item,
    way: tuple[str, str],
    on: date,
    timeline: Timeline,
    end_use: EndUse = EndUse.CIVIL,
) -> Shipment:
    """Return an item on its way between two countries on a day, with what rules test of it."""
    attributes: dict[str, Attribute | None] = {
        "kind": item.kind,
        "chip": item.names,
        "maker_country": item.maker_country or None,
    }
    plain = Shipment(
        item=item.item,
        origin=way[0],
        destination=way[1],
        on=on,
        attributes=_known(attributes),
        subject_to=timeline.following(item.maker_country),
        end_use=end_use,
    )
    if isinstance(item, Mineral):
        return replace(
            plain,
            attributes=_known({**attributes, "group": item.group}),
            codes=Codes(hs=item.codes("hs"), control_codes=item.codes("control_codes")),
        )
    if isinstance(item, Chip):
        return replace(
            plain,
            attributes=_known({**attributes, **_tested(item)}),
            subject_to=item.subject_to or plain.subject_to,
        )
    return plain


def _tested(chip: Chip) -> dict[str, Attribute | None]:
    """Return what rules test of a chip."""
    return {
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
        # What trades as a stack of memory is not in one package with logic.
        "co_packaged": False if chip.kind == "memory" else None,
    }


def _known(attributes: Mapping[str, Attribute | None]) -> dict[str, Attribute]:
    return {name: value for name, value in attributes.items() if value is not None}
