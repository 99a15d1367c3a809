"""Entities: the companies and bodies that a text names, and whether a shipment has one of them."""

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.policy.shipment import Attribute, Shipment
from outlast.reading import Frozen


class Entities(Frozen):
    """Companies and bodies that a text names."""

    names: tuple[str, ...] = ()
    """The names, as users would type them."""

    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """Other names of a named party, Chinese ones among them, by its name."""

    listed: int | None = Field(default=None, ge=1)
    """How many names the text itself lists, where that is known; absent means not known."""

    owned_at_least: FiniteFloat | None = Field(default=None, gt=0, le=1)
    """The share of ownership by the named parties from which their subsidiaries are caught too;
    without names, by the parties on any listing of the same side."""

    or_listed: bool = False
    """Whether parties on any listing of the same side count as owners beside the named."""

    role: Literal["end-user", "maker", "exporter"] = "end-user"
    """The role of the named party in the shipment."""

    @model_validator(mode="after")
    def _names_a_party(self) -> "Entities":
        if not self.names and self.owned_at_least is None:
            raise ValueError("entities name no party. | Write names:, or owned_at_least:.")
        return self

    @cached_property
    def folded(self) -> frozenset[str]:
        """The names in lower case."""
        return frozenset(name.casefold() for name in self.names)

    def name(self, shipment: Shipment, listed: Callable[[], frozenset[str]]) -> bool:
        """Return whether the shipment's party in this role is a named party or its subsidiary.

        Args:
            shipment: The shipment.
            listed: Gives every name on a listing of the same side on that day, in lower case.
        """
        party: Attribute | None = shipment.end_user
        if self.role != "end-user":
            sender = shipment.exporter if self.role == "exporter" else None
            party = sender or shipment.attributes.get("maker")
        if not isinstance(party, str) and not shipment.owners:
            return False
        named = isinstance(party, str) and party.casefold() in self.folded
        if self.owned_at_least is None or named:
            return named
        beside = self.or_listed or not self.folded
        owners = self.folded | listed() if beside else self.folded
        held = sum(share for who, share in shipment.owners.items() if who.casefold() in owners)
        return held >= self.owned_at_least
