"""Checks of a scenario, of conduct and of sets: names exist, days are in order, units fit."""

from collections.abc import Mapping

from outlast.errors import nearest
from outlast.facts import Ledger, Quantity
from outlast.facts.units import COMMON_UNITS, Units
from outlast.policy import Timeline
from outlast.reading import Finding, Findings, Place, each_unknown, unknown
from outlast.scenario.bounds import bounds_of, bounds_text, exact_text, in_bounds
from outlast.scenario.conduct import Conduct, Delivery
from outlast.scenario.prior import Prior
from outlast.scenario.scenario import DRAWN, Differences, Supposition
from outlast.scenario.sets import ServiceSets
from outlast.world import Item, World

ANY = "*"
"""Every good, in the shares of countries in trade."""


def check_scenario(
    file: Differences,
    world: World,
    timeline: Timeline,
    priors: Mapping[str, Prior],
    units: Units = COMMON_UNITS,
) -> Findings:
    """Yield the problems of one file of a scenario.

    Args:
        file: The file.
        world: The world of its contest.
        timeline: The policy record of its contest.
        priors: The priors of its contest.
        units: The units of its contest.
    """
    yield from _check_days(file, world)
    for field in ("off", "expected"):
        names: tuple[str, ...] = getattr(file.measures, field)
        for index, name in enumerate(names):
            place = ("measures", field, index)
            yield from unknown(place, name, timeline.measures, "a measure")
    for name, branch in file.switches.items():
        yield from unknown(("switches", name), name, timeline.switches, "a switch")
        if name in timeline.switches and branch != DRAWN:
            branches = [*timeline.switches[name].branches, DRAWN]
            yield from unknown(("switches", name), branch, branches, f'a branch of "{name}"')
    for name in file.priors:
        yield from unknown(("priors", name), name, priors, "a prior")
        if name in priors:
            yield from _check_override(name, file, priors[name], units)
    for name, supposed in file.supposed.items():
        yield from _check_supposed(name, supposed, world, timeline)


def _check_days(file: Differences, world: World) -> Findings:
    if file.date is not None and file.date < world.start:
        what = f"its date, {file.date}, lies before the world begins, on {world.start}."
        yield Finding(("date",), what)
    if file.knows_until is not None and file.knows_until < world.start:
        what = f"it knows the record until {file.knows_until}, before the world begins."
        yield Finding(("knows_until",), what, f"The world begins on {world.start}.")


def _check_override(name: str, file: Differences, prior: Prior, units: Units) -> Findings:
    """Yield a change from a choice to a number or back, and a number beyond the prior's bounds."""
    distribution = file.priors[name].distribution
    branches, stated = distribution.choice, prior.distribution.choice
    place = ("priors", name, "distribution")
    if distribution.fixed and not in_bounds(distribution.fixed.value, prior, units):
        what = f'"{name}" cannot be {exact_text(distribution.fixed.value)}.'
        cure = bounds_text(*bounds_of(prior, units), prior.unit)
        yield Finding((*place, "fixed", "value"), what, cure)
    if set(branches or ()) != set(stated or ()):
        known = ", ".join(stated or ()) or "none: it is a number"
        yield Finding(place, f'"{name}" is given other branches.', f"Its branches are {known}.")


def _check_supposed(name: str, supposed: Supposition, world: World, timeline: Timeline) -> Findings:
    """Yield the names in a supposed rule that nobody declares."""
    place = ("supposed", name)
    yield from unknown((*place, "side"), supposed.side, timeline.sides, "a side")
    for index, good in enumerate(supposed.goods):
        yield from unknown((*place, "goods", index), good, world.goods, "a good")
    for field in ("origins", "destinations"):
        blocs: tuple[str, ...] = getattr(supposed, field)
        for index, bloc in enumerate(blocs):
            yield from unknown((*place, field, index), bloc, world.blocs, "a bloc")
    if name in timeline.measures:
        yield Finding(place, f'"{name}" is a measure of the record too.', "Give it another name.")


def check_sets(sets: ServiceSets, world: World, timeline: Timeline) -> Findings:
    """Yield services and sides that are not known, and services of the other side."""
    for name, declared in sets.sets.items():
        for side, services in declared.members.items():
            place = ("sets", name, "members", side)
            yield from unknown(place, side, timeline.sides, "a side")
            for service in services:
                at = (*place, service)
                yield from unknown(at, service, world.services, "a service")
                found = world.services.get(service)
                bloc = world.blocs.get(found.bloc) if found else None
                if bloc is not None and bloc.side != side:
                    yield Finding(at, f'"{service}" is no service of "{side}".')


def check_conduct(
    conduct: Conduct,
    world: World,
    timeline: Timeline,
    items: Mapping[str, Item],
    ledger: Ledger,
) -> Findings:
    """Yield names in the conduct that lead nowhere, and numbers in other units."""
    if conduct.reference_chip is not None:
        yield from unknown(("reference_chip",), conduct.reference_chip, items, "an item")
    yield from _check_trade(conduct, world, ledger)
    yield from _check_measures(conduct, world, timeline, ledger)
    yield from _check_ways(conduct, world, ledger)
    yield from _check_makers(conduct, world, ledger)


def _check_trade(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield the problems of the shares of countries in trade."""
    for bloc, goods in conduct.trade.items():
        yield from unknown(("trade", bloc), bloc, world.blocs, "a bloc")
        for good, countries in goods.items():
            yield from unknown(("trade", bloc, good), good, [*world.goods, ANY], "a good")
            for country, share in countries.items():
                yield from _number(("trade", bloc, good, country), share, "1", ledger)


def _check_measures(conduct: Conduct, world: World, timeline: Timeline, ledger: Ledger) -> Findings:
    """Yield the problems of the conduct's entries about measures."""
    for field in ("covers", "exempt"):
        table: dict[str, dict[str, Quantity]] = getattr(conduct, field)
        for measure, shares in table.items():
            yield from unknown((field, measure), measure, timeline.measures, "a measure")
            for good, share in shares.items():
                place = (field, measure, good)
                yield from unknown(place, good, world.goods, "a good")
                yield from _number(place, share, "1", ledger)
    for law, share in conduct.compliance.items():
        laws = {*timeline.sides, *timeline.measures}
        yield from unknown(("compliance", law), law, laws, "a side or a measure")
        yield from _number(("compliance", law), share, "1", ledger)
    for measure, goods in conduct.practices.items():
        yield from unknown(("practices", measure), measure, timeline.measures, "a measure")
        for good in goods:
            yield from unknown(("practices", measure, good), good, world.goods, "a good")
    for measure, blocs in conduct.bars.items():
        yield from unknown(("bars", measure), measure, timeline.measures, "a measure")
        for bloc, share in blocs.items():
            yield from unknown(("bars", measure, bloc), bloc, world.blocs, "a bloc")
            yield from _number(("bars", measure, bloc), share, "1", ledger)


def _check_ways(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield the problems of detours, reserves, deliveries and tallies."""
    for name, detour in conduct.detours.items():
        place = ("detours", name)
        yield from each_unknown((*place, "goods"), detour.goods, world.goods, "a good")
        yield from each_unknown((*place, "origins"), detour.origins, world.blocs, "a bloc")
        yield from each_unknown(
            (*place, "destinations"), detour.destinations, world.blocs, "a bloc"
        )
        yield from unknown((*place, "by"), detour.by, world.blocs, "a bloc")
        yield from _number((*place, "travel"), detour.travel, "week", ledger)
    for key, reserve in conduct.reserves.items():
        yield from unknown(("reserves", key), key, world.sites, "a site")
        if key in world.sites and reserve.rate is not None:
            unit = f"{world.goods[world.sites[key].good].unit}/week"
            yield from _number(("reserves", key, "rate"), reserve.rate, unit, ledger)
    for field in ("recorded_deliveries", "purchases"):
        table: dict[str, Delivery] = getattr(conduct, field)
        for name, delivery in table.items():
            place = (field, name)
            yield from unknown((*place, "site"), delivery.site, world.sites, "a site")
            if delivery.site in world.sites:
                unit = world.goods[world.sites[delivery.site].good].unit
                yield from _number((*place, "amount"), delivery.amount, unit, ledger)
    for name, tally in conduct.tallies.items():
        place = ("tallies", name)
        yield from unknown((*place, "good"), tally.good, world.goods, "a good")
        yield from each_unknown((*place, "destinations"), tally.destinations, world.blocs, "a bloc")
        yield from each_unknown((*place, "origins"), tally.origins, world.blocs, "a bloc")


def _check_makers(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield the problems of makers, launches, margins, research and experience."""
    for bloc in conduct.launches:
        yield from unknown(("launches", bloc), bloc, world.blocs, "a bloc")
    for good, bloc in conduct.makers.items():
        yield from unknown(("makers", good), good, world.goods, "a good")
        yield from unknown(("makers", good), bloc, world.blocs, "a bloc")
    for good, margin in conduct.margins.items():
        yield from unknown(("margins", good), good, world.goods, "a good")
        yield from _number(("margins", good), margin, "1", ledger)
    for bloc, spending in conduct.research.items():
        yield from unknown(("research", bloc), bloc, world.blocs, "a bloc")
        yield from _number(("research", bloc), spending, "USD_bn/year", ledger)
    for key, made in conduct.experience.items():
        yield from unknown(("experience", key), key, world.processes, "a process")
        if key in world.processes:
            unit = world.goods[world.sites[world.processes[key].site].good].unit
            yield from _number(("experience", key), made, unit, ledger)
    for key in conduct.response_projects:
        yield from unknown(("response_projects", key), key, world.projects, "a project")
    for key, parent in conduct.parents.items():
        for name in (key, parent):
            yield from unknown(("parents", key), name, world.processes, "a process")


def _number(place: Place, number: Quantity, unit: str, ledger: Ledger) -> Findings:
    """Yield a fact that is not known, or a number in a unit of another dimension."""
    if number.fact is not None and number.fact not in ledger.facts:
        cure = nearest(number.fact, list(ledger.facts))
        yield Finding(place, f'"{number.fact}" is not a fact.', cure)
    elif not ledger.units.same_dimension(ledger.unit(number), unit):
        yield Finding(place, f"is stated in {ledger.unit(number)}.", f"It is wanted in {unit}.")
