"""A shipment as rules look at it: an item's attributes, places, day, parties and end use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeAlias

from outlast.facts.listings import bare

Attribute: TypeAlias = float | bool | str | tuple[str, ...]
"""A number, a truth value, a name, or the several names of one thing."""

ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tpp": "total processing performance: the largest of 2 x MacTOPS x bit length",
        "performance_density": "TPP over the applicable die area, TPP/mm2",
        "bit_tops_2022": "bit length x TOPS, as the text of October 2022 counts it",
        "interconnect_gb_s": "aggregate bidirectional transfer rate to other circuits, GB/s",
        "memory_bandwidth_gb_s": "total bandwidth of the memory, GB/s",
        "combined_bandwidth_gb_s": "memory bandwidth and transfer rate together, GB/s",
        "within_combination": (
            "its rates together count as those of the H20 under the letter to its maker, "
            "which states no limit"
        ),
        "memory_density_gb_s_mm2": "memory bandwidth density of a stack, GB/s per mm2",
        "datacenter": "designed or marketed for data centers",
        "co_packaged": "memory in one package with logic as the dominant function",
        "kind": "accelerator, logic, memory, tool, software, mineral, magnet, technology",
        "group": "symbol of the mineral's element, or group of materials",
        "form": "metal, oxide, compound, target, alloy, or the alloy by name, of a rare earth",
        "node_nm": "production node of the logic, nm",
        "non_planar": "uses a non-planar transistor architecture",
        "transistors_bn": "transistors, aggregated, in billions",
        "packaged_by_trusted": "packaged by an approved assembler or outside the named countries",
        "authorized_designer": "designed by an approved or authorized designer",
        "chip": "the item's names, for letters that name one",
        "maker": "the company that makes it",
        "maker_country": "the country of its maker, ISO 3166 alpha-2",
        "named_customer": "the receiver is named in the exporter's general licence",
        "licence_renewed": "the exporter's general licence was renewed and holds on the day",
        "approved_receiver": "the receiver is the state or a company that the rule approves",
        "subject_to_law": (
            "subject to the law of the rule's side, though made and sent from abroad: by its "
            "content, or as the direct product of its technology"
        ),
        "footnote_5_party": "a party to the shipment stands on the Entity List with footnote 5",
        "controlled_content": "share of the value that is the controlling side's content",
        "controlled_technology": "made with the controlling side's technology",
        "exempt_use": "the goods are for a use that the rule on duties exempts",
        "listed_kind": "it is one of the kinds that the order lists",
        "certified": "the exporter gives every certificate that the rule asks for",
    }
)
"""The attributes that a rule may test, with their meaning and unit."""


class EndUse(StrEnum):
    """The end use of the goods."""

    CIVIL = "civil"
    MILITARY = "military"
    MILITARY_USER = "military-user"
    SUPERCOMPUTER = "supercomputer"
    ADVANCED_NODE = "advanced-node"
    DATA_CENTER = "data-center"
    HUMANITARIAN = "humanitarian"


@dataclass(frozen=True)
class Codes:
    """The codes under which lists know an item."""

    hs: tuple[str, ...] = ()
    """Customs codes, digits with or without dots."""

    control_codes: tuple[str, ...] = ()
    """Codes of the exporter's own control list."""

    eccn: tuple[str, ...] = ()
    """Export Control Classification Numbers."""

    stated: bool = True
    """Whether goods without a code have none; if false, their codes are not known."""

    unlisted: bool = False
    """Whether neither a rule nor a known item bears the code of a control list."""

    near: tuple[str, ...] = ()
    """Listed lines of the exporter's tariff, without dots, on which the goods may lie although
    their customs code, perhaps of another country's tariff, does not say so."""

    def __hash__(self) -> int:
        return self.hashed

    @cached_property
    def hashed(self) -> int:
        """The hash, reckoned once: codes are looked up often."""
        lists = (self.hs, self.control_codes, self.eccn)
        return hash((lists, self.stated, self.unlisted, self.near))

    @property
    def any(self) -> bool:
        """Whether a code is known."""
        return bool(self.hs or self.control_codes or self.eccn)

    @cached_property
    def bare(self) -> tuple[tuple[str, ...], ...]:
        """The codes without dots: of the tariff, of a control list, of the ECCN."""
        return tuple(tuple(map(bare, each)) for each in (self.hs, self.control_codes, self.eccn))


@dataclass(frozen=True)
class Shipment:
    """One item on its way from one place to another on a day."""

    item: str
    """The name of the item, for messages."""

    origin: str
    """The country of export, ISO 3166 alpha-2."""

    destination: str
    """The country of destination, ISO 3166 alpha-2."""

    on: date
    """The day of export."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict[str, Attribute])
    """The known attributes of the item; an absent attribute is not known."""

    codes: Codes = field(default_factory=Codes)
    """The codes under which lists know it."""

    subject_to: frozenset[str] = frozenset()
    """The sides whose law follows the item everywhere."""

    end_use: EndUse = EndUse.CIVIL
    """Its end use."""

    end_user: str | None = None
    """The receiver."""

    exporter: str | None = None
    """The sender."""

    headquarters: str | None = None
    """The country of the receiver's ultimate parent; the destination if absent."""

    owners: Mapping[str, float] = field(default_factory=dict[str, float])
    """The owners of the receiver, each with their share."""

    @cached_property
    def traits(self) -> tuple[object, ...]:
        """All that paragraphs test: the day, the codes and the attributes of the item."""
        return self.on, self.codes, frozenset(self.attributes.items())

    @property
    def circumstances(self) -> tuple[object, ...]:
        """All that licence policies look at, but for the traits."""
        way = (self.origin, self.destination, self.seat, self.end_use)
        return *way, self.end_user, self.exporter, self.attributes.get("maker_country")

    def touches(self, countries: tuple[str, ...]) -> bool:
        """Return whether the goods were made in one of some countries, or are sent from it."""
        return self.origin in countries or self.attributes.get("maker_country") in countries

    @property
    def seat(self) -> str:
        """The country in which the receiver's ultimate parent sits."""
        return self.headquarters or self.destination
