"""Checks of suppositions: a rule that a scenario supposes is held to the form of a recorded one."""

from typing import Final

from outlast.facts import Ledger
from outlast.facts.bounds import SHARE
from outlast.policy import Timeline
from outlast.policy.check import LONGEST_NOTICE, notice_fault
from outlast.reading import Finding, Findings, Place, each_unknown, unknown
from outlast.scenario.numbers import check_number
from outlast.scenario.scenario import Supposition
from outlast.world import World

RATE: Final = (0.0, 10.0)
"""The bounds of a quota as a multiple of base trade, and of a fee as a multiple of value."""


def check_supposed(
    name: str, supposed: Supposition, world: World, timeline: Timeline, ledger: Ledger
) -> Findings:
    """Yield the problems of a supposed rule: names, ends, days, and numbers with their units."""
    place = ("supposed", name)
    yield from unknown((*place, "side"), supposed.side, timeline.sides, "a side")
    yield from each_unknown((*place, "goods"), supposed.goods, world.goods, "a good")
    yield from each_unknown((*place, "origins"), supposed.origins, world.blocs, "a bloc")
    yield from each_unknown((*place, "destinations"), supposed.destinations, world.blocs, "a bloc")
    if name in timeline.measures:
        yield Finding(place, f'"{name}" is a measure of the record too.', "Give it another name.")
    yield from _check_days(place, supposed, world)
    yield from _check_ends(place, supposed, world)
    if supposed.share is not None:
        yield from check_number((*place, "share"), supposed.share, "1", ledger, SHARE)
    if supposed.rate is not None:
        yield from check_number((*place, "rate"), supposed.rate, "1", ledger, RATE)


def _check_days(place: Place, supposed: Supposition, world: World) -> Findings:
    """Yield days that are out of order, or that leave the rule without effect."""
    announced, begins, until = supposed.announced, supposed.from_, supposed.until
    if announced is not None and announced > begins:
        what = f"it is announced on {announced}, after it takes force on {begins}."
        yield Finding((*place, "announced"), what, "Mend one of the two days.")
    elif announced is not None and (begins - announced).days > LONGEST_NOTICE:
        yield Finding((*place, "announced"), *notice_fault(announced, begins))
    if until is not None and until <= world.start:
        what = f"it ends on {until}, before the world begins on {world.start}."
        yield Finding((*place, "until"), what, "It would have no effect; leave it out.")


def _check_ends(place: Place, supposed: Supposition, world: World) -> Findings:
    """Yield goods that move between none of the blocs that the rule names."""
    origins, destinations = set(supposed.origins), set(supposed.destinations)
    if not (origins <= world.blocs.keys() and destinations <= world.blocs.keys()):
        return
    moved = {
        route.good
        for route in world.routes.values()
        if route.origin in origins and route.destination in destinations
    }
    for index, good in enumerate(supposed.goods):
        if good in world.goods and good not in moved:
            ways = f"{_listed(supposed.origins)} to {_listed(supposed.destinations)}"
            what = f'no route carries "{good}" from {ways}.'
            cure = "The rule would have no effect; name the ends of a route."
            yield Finding((*place, "goods", index), what, cure)


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(f'"{name}"' for name in names)
