"""Checks of a scenario, of conduct and of sets: names exist, days are in order, units fit."""

from collections.abc import Iterable, Mapping
from math import isclose
from typing import Final

from outlast.facts import Ledger, Quantity
from outlast.facts.bounds import SHARE, TRAVEL
from outlast.facts.units import Units
from outlast.policy import Timeline
from outlast.reading import Finding, Findings, Place, each_unknown, unknown
from outlast.reading.document import Plain
from outlast.scenario.bounds import distribution_fault
from outlast.scenario.conduct import Conduct, Delivery
from outlast.scenario.from_date import is_from_date, levers_from_date
from outlast.scenario.numbers import check_number
from outlast.scenario.prior import Prior
from outlast.scenario.scenario import DRAWN, Differences
from outlast.scenario.sets import ServiceSets
from outlast.scenario.supposed import check_supposed
from outlast.world import Item, World

SUM_TOLERANCE: Final = 0.01
"""How far shares of one whole may sum to something else than 1, being rounded."""

WEIGHT: Final = (0.01, 100.0)
"""The bounds of the weight of a service in a set: weights are relative, and of the order of 1."""

QUORUM: Final = (1e-3, 1.0)
"""The bounds of the shortfall at which a set breaks; at none at all every set is broken."""

GAP: Final = (1e-3, 1e6)
"""The bounds of the tolerated ratio of a rival's compute to one's own."""

ANY = "*"
"""Every good, in the shares of countries in trade."""


def check_scenario(  # noqa: PLR0913  the file, and the parts of its contest
    file: Differences,
    world: World,
    timeline: Timeline,
    priors: Mapping[str, Prior],
    ledger: Ledger,
    *,
    content: Plain,
) -> Findings:
    """Yield the problems of one file of a scenario.

    Args:
        file: The file, without the entries that are not sound themselves.
        world: The world of its contest.
        timeline: The policy record of its contest.
        priors: The priors of its contest.
        ledger: The facts of its contest, with its units.
        content: The content of the file as it stands: names of unsound entries are checked too.
    """
    yield from _check_days(file, world)
    for field in ("off", "expected"):
        names: tuple[str, ...] = getattr(file.measures, field)
        for index, name in enumerate(names):
            place = ("measures", field, index)
            yield from unknown(place, name, timeline.measures, "a measure")
    for name in _stated(content, "switches"):
        yield from unknown(("switches", name), name, timeline.switches, "a switch")
    for name, branch in file.switches.items():
        if name in timeline.switches and branch != DRAWN:
            branches = [*timeline.switches[name].branches, DRAWN]
            yield from unknown(("switches", name), branch, branches, f'a branch of "{name}"')
    stated = _stated(content, "priors")
    known = _settable(stated, priors)
    for name in stated:
        yield from unknown(("priors", name), name, known, "a prior")
    for name in file.priors:
        if name in known:
            yield from _check_override(name, file, known[name], ledger.units)
    for name, supposed in file.supposed.items():
        yield from check_supposed(name, supposed, world, timeline, ledger)


def _stated(content: Plain, field: str) -> list[str]:
    """Return the names of the entries of a table that a file states, sound ones and others."""
    entries = content.get(field) if isinstance(content, dict) else None
    return [str(name) for name in entries] if isinstance(entries, dict) else []


def _settable(names: Iterable[str], priors: Mapping[str, Prior]) -> Mapping[str, Prior]:
    """Return the priors, and if a name asks for one, the levers that move from the date on."""
    return {**priors, **levers_from_date(priors)} if any(map(is_from_date, names)) else priors


def _check_days(file: Differences, world: World) -> Findings:
    if file.date is not None and file.date < world.start:
        what = f"its date, {file.date}, lies before the world begins, on {world.start}."
        yield Finding(("date",), what, "Take a later day.")
    if file.knows_until is not None and file.knows_until < world.start:
        what = f"it knows the record until {file.knows_until}, before the world begins."
        yield Finding(("knows_until",), what, f"The world begins on {world.start}.")


def _check_override(name: str, file: Differences, prior: Prior, units: Units) -> Findings:
    """Yield a change from a choice to a number or back, and a number beyond the prior's bounds."""
    distribution = file.priors[name].distribution
    branches, stated = distribution.choice, prior.distribution.choice
    place = ("priors", name, "distribution")
    if set(branches or ()) != set(stated or ()):
        known = ", ".join(stated or ()) or "none: it is a number"
        yield Finding(place, f'"{name}" is given other branches.', f"Its branches are {known}.")
    elif is_from_date(name) and distribution.fixed is None:
        what = f'"{name}" has no fixed value.'
        yield Finding(place, what, "From the date on a lever stands at one value: write fixed.")
    elif branches is None:
        fault = distribution_fault(name, distribution, prior, units)
        if fault is not None:
            at = (*place, distribution.kind, *(("value",) if distribution.fixed else ()))
            yield Finding(at, *fault)


def check_sets(sets: ServiceSets, world: World, timeline: Timeline, ledger: Ledger) -> Findings:
    """Yield unknown services and sides, services of the other side, and numbers beyond bounds."""
    if sets.gap is not None:
        yield from check_number(("gap",), sets.gap, "1", ledger, GAP)
    if not sets.sets:
        yield Finding(("sets",), "there is no set.", "Name the services that are compared.")
    for name, declared in sets.sets.items():
        members = declared.members.values()
        needed = timeline.sides if declared.matched else list(timeline.sides)[:1]
        for side in needed:
            if not declared.members.get(side) and (declared.matched or not any(members)):
                what = f'the set "{name}" names no service of "{side}".'
                yield Finding(("sets", name, "members", side), what, "Name at least one.")
        yield from check_number(("sets", name, "quorum"), declared.quorum, "1", ledger, QUORUM)
        for side, services in declared.members.items():
            place = ("sets", name, "members", side)
            yield from unknown(place, side, timeline.sides, "a side")
            for service, weight in services.items():
                at = (*place, service)
                yield from check_number(at, weight, "1", ledger, WEIGHT)
                yield from unknown(at, service, world.services, "a service")
                found = world.services.get(service)
                bloc = world.blocs.get(found.bloc) if found else None
                if bloc is not None and bloc.side != side:
                    what = f'"{service}" is no service of "{side}".'
                    yield Finding(at, what, "Name it under the side of its bloc.")


LENGTH: Final = (1.0, 2_000.0)
"""The bounds of the length of an escalation, weeks."""


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
    yield from _check_offices(conduct, world, timeline, ledger)
    yield from _check_ways(conduct, world, ledger)
    yield from _check_makers(conduct, world, ledger)
    yield from _check_lag(conduct, world, ledger)


def _check_trade(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield the problems of the shares of countries in trade."""
    for bloc, goods in conduct.trade.items():
        yield from unknown(("trade", bloc), bloc, world.blocs, "a bloc")
        for good, countries in goods.items():
            yield from unknown(("trade", bloc, good), good, [*world.goods, ANY], "a good")
            for country, share in countries.items():
                yield from check_number(("trade", bloc, good, country), share, "1", ledger, SHARE)
            yield from _check_sum(("trade", bloc, good), countries, ledger)


def _check_sum(place: Place, shares: Mapping[str, Quantity], ledger: Ledger) -> Findings:
    """Yield shares of one whole that are known and do not sum to 1."""
    known = [each for each in shares.values() if each.fact is None or each.fact in ledger.facts]
    if len(known) < len(shares) or not all(
        ledger.units.same_dimension(ledger.unit(each), "1") for each in known
    ):
        return
    total = sum(ledger.value(each, "1") for each in known)
    if shares and not isclose(total, 1, abs_tol=SUM_TOLERANCE):
        yield Finding(place, f"the shares sum to {total:g}, not to 1.", "Mend one of them.")


def _check_measures(conduct: Conduct, world: World, timeline: Timeline, ledger: Ledger) -> Findings:
    """Yield the problems of the conduct's entries about measures."""
    for field in ("covers", "exempt"):
        table: dict[str, dict[str, Quantity]] = getattr(conduct, field)
        for measure, shares in table.items():
            yield from unknown((field, measure), measure, timeline.measures, "a measure")
            for good, share in shares.items():
                place = (field, measure, good)
                yield from unknown(place, good, world.goods, "a good")
                yield from check_number(place, share, "1", ledger, SHARE)
    for law, share in conduct.compliance.items():
        laws = {*timeline.sides, *timeline.measures}
        yield from unknown(("compliance", law), law, laws, "a side or a measure")
        yield from check_number(("compliance", law), share, "1", ledger, SHARE)
    for measure, goods in conduct.practices.items():
        yield from unknown(("practices", measure), measure, timeline.measures, "a measure")
        for good in goods:
            yield from unknown(("practices", measure, good), good, world.goods, "a good")
    for measure, blocs in conduct.bars.items():
        yield from unknown(("bars", measure), measure, timeline.measures, "a measure")
        for bloc, share in blocs.items():
            yield from unknown(("bars", measure, bloc), bloc, world.blocs, "a bloc")
            yield from check_number(("bars", measure, bloc), share, "1", ledger, SHARE)


def _check_offices(conduct: Conduct, world: World, timeline: Timeline, ledger: Ledger) -> Findings:
    """Yield the problems of offices, of refusals, and of measures listed as without effect."""
    for name, office in conduct.offices.items():
        yield from unknown(("offices", name, "side"), office.side, timeline.sides, "a side")
        yield from each_unknown(("offices", name, "goods"), office.goods, world.goods, "a good")
    for name, number, unit, bounds in (
        ("escalation", conduct.escalation, "week", LENGTH),
        ("common_shock", conduct.common_shock, "1", SHARE),
    ):
        if number is not None:
            yield from check_number((name,), number, unit, ledger, bounds)
    for measure, refused in conduct.refusals.items():
        yield from unknown(("refusals", measure), measure, timeline.measures, "a measure")
        for good, refusal in refused.items():
            place = ("refusals", measure, good)
            yield from unknown(place, good, world.goods, "a good")
            for day, share in refusal.shares.items():
                at = (*place, "shares", f"{day}")
                yield from check_number(at, share, "1", ledger, SHARE)
    for measure in conduct.without_effect:
        yield from unknown(("without_effect", measure), measure, timeline.measures, "a measure")


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
        yield from check_number((*place, "travel"), detour.travel, "week", ledger, TRAVEL)
    for key, reserve in conduct.reserves.items():
        yield from unknown(("reserves", key), key, world.sites, "a site")
        if key in world.sites and reserve.rate is not None:
            unit = f"{world.goods[world.sites[key].good].unit}/week"
            yield from check_number(("reserves", key, "rate"), reserve.rate, unit, ledger)
    for field in ("recorded_deliveries", "purchases"):
        table: dict[str, Delivery] = getattr(conduct, field)
        for name, delivery in table.items():
            place = (field, name)
            yield from unknown((*place, "site"), delivery.site, world.sites, "a site")
            if delivery.site in world.sites:
                unit = world.goods[world.sites[delivery.site].good].unit
                yield from check_number((*place, "amount"), delivery.amount, unit, ledger)
    for name, tally in conduct.tallies.items():
        place = ("tallies", name)
        yield from unknown((*place, "good"), tally.good, world.goods, "a good")
        yield from each_unknown((*place, "destinations"), tally.destinations, world.blocs, "a bloc")
        yield from each_unknown((*place, "origins"), tally.origins, world.blocs, "a bloc")


def _check_lag(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield services and a fact that the lag names and that do not exist."""
    lag = conduct.lag
    if lag is None:
        return
    for field, name in (("leader", lag.leader), ("follower", lag.follower)):
        yield from unknown(("lag", field), name, world.services, "a service")
    if lag.published is not None:
        yield from unknown(("lag", "published"), lag.published, ledger.facts, "a fact")


LAG_PRIORS: Final = {"methods": "month", "copying": "1", "delay": "month"}
"""The priors that the lag names, with their units."""


def check_lag_priors(conduct: Conduct, priors: Mapping[str, Prior]) -> Findings:
    """Yield priors that the lag names and that do not exist or have another unit."""
    for field, unit in LAG_PRIORS.items() if conduct.lag else ():
        name: str = getattr(conduct.lag, field)
        yield from unknown(("lag", field), name, priors, "a prior")
        if name in priors and priors[name].unit != unit:
            what = f'"{name}" is stated in {priors[name].unit}.'
            yield Finding(("lag", field), what, f"It is wanted in {unit}.")


def _check_makers(conduct: Conduct, world: World, ledger: Ledger) -> Findings:
    """Yield the problems of makers, launches, margins, research and experience."""
    for bloc in conduct.launches:
        yield from unknown(("launches", bloc), bloc, world.blocs, "a bloc")
    for good, bloc in conduct.makers.items():
        yield from unknown(("makers", good), good, world.goods, "a good")
        yield from unknown(("makers", good), bloc, world.blocs, "a bloc")
    for good, margin in conduct.margins.items():
        yield from unknown(("margins", good), good, world.goods, "a good")
        yield from check_number(("margins", good), margin, "1", ledger, SHARE)
    for bloc, spending in conduct.research.items():
        yield from unknown(("research", bloc), bloc, world.blocs, "a bloc")
        yield from check_number(("research", bloc), spending, "USD_bn/year", ledger)
    for key, made in conduct.experience.items():
        yield from unknown(("experience", key), key, world.processes, "a process")
        if key in world.processes:
            unit = world.goods[world.sites[world.processes[key].site].good].unit
            yield from check_number(("experience", key), made, unit, ledger)
    for key in conduct.response_projects:
        yield from unknown(("response_projects", key), key, world.projects, "a project")
    for key, parent in conduct.parents.items():
        for name in (key, parent):
            yield from unknown(("parents", key), name, world.processes, "a process")
