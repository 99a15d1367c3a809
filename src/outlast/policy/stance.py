"""Licence policy: how an application is reviewed, from free to prohibited."""

from enum import StrEnum
from typing import Final

from outlast.policy.scope import Condition
from outlast.reading import Frozen


class Policy(StrEnum):
    """How a shipment is treated, from free to closed; the order of the list is the order."""

    NO_LICENCE = "no-licence"
    TARIFF = "tariff"
    LICENCE_EXCEPTION = "licence-exception"
    GENERAL_LICENCE = "general-licence"
    PRESUMPTION_OF_APPROVAL = "presumption-of-approval"
    CASE_BY_CASE = "case-by-case"
    PRESUMPTION_OF_DENIAL = "presumption-of-denial"
    DENIED_IN_PRINCIPLE = "denied-in-principle"
    PROHIBITED = "prohibited"

    @property
    def strictness(self) -> int:
        """The place in the order, 0 for free."""
        return _ORDER[self]


_ORDER: Final = {policy: place for place, policy in enumerate(Policy)}
"""The place of each policy in their order."""


EXCEPTIONS: Final = frozenset({Policy.LICENCE_EXCEPTION, Policy.GENERAL_LICENCE})
"""Permissions by which a licence that is needed is not applied for."""


class Stance(Frozen):
    """One rule of review: a policy, and when it applies."""

    policy: Policy
    """How the shipment is treated."""

    exception: str | None = None
    """The licence exception that may be used, by its symbol."""

    when: Condition | None = None
    """When this rule applies; without it, always."""

    note: str | None = None
    """A remark of the text."""
