"""The question of a screening as plain data, which lists, receipts and the command share."""

from datetime import date
from typing import Any, Final

from pydantic import ConfigDict, Field

from outlast.api.chip_numbers import Numbers, contradictions
from outlast.api.library import Library
from outlast.api.screen import Screened, is_coded, maker_named, screen_item, screen_numbers
from outlast.errors import InputError
from outlast.policy import EndUse
from outlast.policy.determination import together
from outlast.reading import Day, Frozen
from outlast.scenario.shipments import Transaction
from outlast.world.items import find_items

NUMBERS: Final = (
    *("maker", "operations", "die_mm2", "non_planar", "memory_bandwidth_gb_s"),
    *("interconnect_gb_s", "datacenter", "attributes"),
)
"""The fields that state a chip by its numbers."""


class ScreeningQuery(Frozen):
    """One question: an item, its numbers or both, in a transaction."""

    model_config = ConfigDict(populate_by_name=True)

    item: str | None = None
    """A name, a customs code or a code of a control list."""

    to: str
    """The country of destination."""

    on: Day
    """The day of export."""

    sent_from: str | None = Field(default=None, alias="from")
    """The country of export."""

    made_in: str | None = Field(default=None, alias="origin")
    """The country in which the item was made."""

    end_use: EndUse = EndUse.CIVIL
    """The end use."""

    end_user: str | None = None
    """The receiver."""

    exporter: str | None = None
    """The sender."""

    headquarters: str | None = None
    """The country of the receiver's ultimate parent."""

    owners: dict[str, float] = Field(default_factory=dict[str, float])
    """The owners of the receiver, each with their share."""

    maker: str | None = None
    """The maker, or its country."""

    operations: dict[int, float] = Field(default_factory=dict[int, float])
    """Dense TOPS by bit length."""

    die_mm2: float | None = None
    """Applicable die area, mm2."""

    non_planar: bool | None = None
    """Whether it uses a non-planar transistor architecture."""

    memory_bandwidth_gb_s: float | None = None
    """Memory bandwidth, GB/s."""

    interconnect_gb_s: float | None = None
    """Rate to other circuits, GB/s."""

    datacenter: bool | None = None
    """Whether it is meant for data centers."""

    attributes: dict[str, bool | float | str] = Field(default_factory=dict[str, bool | float | str])
    """Any other attribute that a rule tests."""

    settings: dict[str, str] = Field(default_factory=dict[str, str], alias="set")
    """The answers that the reader gives to open questions."""

    @property
    def states_numbers(self) -> bool:
        """Whether it states any number of a chip."""
        return bool(self.model_fields_set & set(NUMBERS)) and any(
            getattr(self, name) not in (None, {}) for name in NUMBERS
        )

    @property
    def transaction(self) -> Transaction:
        """Place, day, parties and end use."""
        return Transaction(
            destination=self.to,
            on=self.on,
            origin=self.sent_from,
            made_in=self.made_in,
            end_use=self.end_use,
            end_user=self.end_user,
            exporter=self.exporter,
            headquarters=self.headquarters,
            owners=self.owners,
        )

    def numbers(self, library: Library) -> Numbers:
        """Return the chip by its numbers, with the country of its maker.

        Raises:
            InputError: No such maker or country is known.
        """
        country, company = maker_named(library, self.maker) if self.maker else ("", None)
        return Numbers(
            maker=country,
            maker_name=company,
            operations=self.operations,
            die_mm2=self.die_mm2,
            non_planar=self.non_planar,
            memory_bandwidth_gb_s=self.memory_bandwidth_gb_s,
            interconnect_gb_s=self.interconnect_gb_s,
            datacenter=self.datacenter,
            others=self.attributes,
        )

    def content(self) -> dict[str, Any]:
        """Return the stated fields as plain data."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def on_day(self, day: date) -> "ScreeningQuery":
        """Return the same question about another day."""
        return self.model_copy(update={"on": day})


def screen_query(library: Library, query: ScreeningQuery) -> Screened:
    """Return the record's answer on a question.

    Numbers that are stated of a named item fill the gaps of the catalogue. Where they differ from
    it, the item is screened as both, and is unknown where the answers differ. Where nobody knows
    the name, the numbers alone decide. Of goods under a code they leave out the items that differ.

    Raises:
        InputError: The question states no item, or something in it is impossible.
    """
    if query.item is None and not query.states_numbers:
        raise InputError(
            "name an item, or give a chip's numbers: --tops 296 --bits 8 --die 814 --maker US."
        )
    if query.item is not None and not query.item.strip():
        raise InputError.of("the item has no name.", "Write a name or a code: H20, 8112.92.")
    chosen = query.settings
    numbers = query.numbers(library) if query.states_numbers else None
    if query.item is None:
        return screen_numbers(library, numbers or Numbers(), query.transaction, chosen)
    named = screen_item(library, query.item, query.transaction, chosen, numbers)
    if numbers is None or is_coded(library, query.item):
        return named
    if named.items and not differences(library, query):
        return named
    counted = screen_numbers(library, numbers, query.transaction, chosen)
    if not named.items:
        return Screened(query.item, (), query.item, counted.determination)
    both = {
        f"the item is {named.title}": named.determination,
        "its numbers are as stated": counted.determination,
    }
    return Screened(query.item, named.items, named.title, together(both, "item"))


def differences(library: Library, query: ScreeningQuery) -> tuple[str, ...]:
    """Return the stated numbers that differ from those of the catalogue, in words."""
    if query.item is None or not query.states_numbers or is_coded(library, query.item):
        return ()
    numbers = query.numbers(library)
    found = find_items(query.item, library.items)
    return tuple(dict.fromkeys(each for item in found for each in contradictions(item, numbers)))


def refuse_differences(library: Library, query: ScreeningQuery) -> None:
    """Refuse numbers that differ from those of the named item.

    Raises:
        InputError: They do; the numbers of the catalogue are named.
    """
    others = differences(library, query)
    if others:
        what = f'this record gives "{query.item}" other numbers: {"; ".join(others)}.'
        raise InputError.of(what, "Give a chip by its name or by its numbers, not by both.")
