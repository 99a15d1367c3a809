"""Tied shares that a reader fixes, as `tied.SERVICE.INDUSTRY`: their names, bounds and effect."""

from collections.abc import Mapping
from typing import Final

from outlast.scenario.bridge import Bridge, TiedShare
from outlast.scenario.distribution import Triangular

PREFIX: Final = "tied."
"""The beginning of the name of a tied share, in every command that takes one."""


def tied_shares(bridge: Bridge | None) -> dict[str, TiedShare]:
    """Return the tied shares of a bridge, by the names under which a reader fixes them."""
    ties = {} if bridge is None else bridge.tied
    return {
        f"{PREFIX}{service}.{each.industry}": each
        for service, shares in ties.items()
        for each in shares
    }


def room_of(name: str, shares: Mapping[str, TiedShare]) -> float:
    """Return the most that a share may be: its industry, less the high ends of its other shares."""
    industry = shares[name].industry
    others = (
        each.share.high for key, each in shares.items() if each.industry == industry and key != name
    )
    return max(0.0, 1.0 - sum(others))


def with_shares(bridge: Bridge | None, values: Mapping[str, float]) -> Bridge | None:
    """Return a bridge with tied shares fixed at values, by name, in both readings alike."""
    if bridge is None or not values:
        return bridge
    tied = {
        service: tuple(
            each
            if (value := values.get(f"{PREFIX}{service}.{each.industry}")) is None
            else each.model_copy(update={"share": point(value)})
            for each in shares
        )
        for service, shares in bridge.tied.items()
    }
    return bridge.model_copy(update={"tied": tied})


def point(share: float) -> Triangular:
    """Return a triangle without width, which no file may state."""
    return Triangular.model_construct(low=share, mode=share, high=share)
