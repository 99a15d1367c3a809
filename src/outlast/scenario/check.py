"""What cannot be in a scenario: names that lead nowhere, days out of order, measures on nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from outlast.errors import nearest
from outlast.facts import Ledger, Quantity
from outlast.facts.units import same_dimension
from outlast.policy import Timeline
from outlast.reading import Place
from outlast.scenario.conduct import Conduct, Delivery
from outlast.scenario.prior import Prior
from outlast.scenario.scenario import DRAWN, Differences, Supposition
from outlast.scenario.sets import Contests
from outlast.world import Item, World

Finding = tuple[Place, str, str]
"""A path within a file, what is wrong there, and what would be right."""

ANY = "*"
"""Every good, in the shares of countries in trade."""


def check_scenario(
    file: Differences,
    world: World,
    timeline: Timeline,
    priors: Mapping[str, Prior],
) -> Iterator[Finding]:
    """Yield what is wrong with what one file of a scenario says."""
    yield from _check_days(file, world)
    for field in ("off", "expected"):
        names: tuple[str, ...] = getattr(file.measures, field)
        for index, name in enumerate(names):
            place = ("measures", field, index)
            yield from _known(place, name, timeline.measures, "a measure")
    for name, branch in file.switches.items():
        yield from _known(("switches", name), name, timeline.switches, "a switch")
        if name in timeline.switches and branch != DRAWN:
            branches = [*timeline.switches[name].branches, DRAWN]
            yield from _known(("switches", name), branch, branches, f'a branch of "{name}"')
    for name in file.priors:
        yield from _known(("priors", name), name, priors, "a prior")
        if name in priors:
            yield from _check_override(name, file, priors[name])
    for name, supposed in file.supposed.items():
        yield from _check_supposed(name, supposed, world, timeline)


def _check_days(file: Differences, world: World) -> Iterator[Finding]:
    if file.date is not None and file.date < world.start:
        what = f"its date, {file.date}, lies before the world begins, on {world.start}."
        yield ("date",), what, ""
    if file.knows_until is not None and file.knows_until < world.start:
        what = f"it knows the record until {file.knows_until}, before the world begins."
        yield ("knows_until",), what, f"The world begins on {world.start}."


def _check_override(name: str, file: Differences, prior: Prior) -> Iterator[Finding]:
    """Yield a change from a choice to a number or back."""
    branches = file.priors[name].distribution.choice
    stated = prior.distribution.choice
    if set(branches or ()) != set(stated or ()):
        place = ("priors", name, "distribution")
        known = ", ".join(stated or ()) or "none: it is a number"
        yield place, f'"{name}" is given other branches.', f"Its branches are {known}."


def _check_supposed(
    name: str, supposed: Supposition, world: World, timeline: Timeline
) -> Iterator[Finding]:
    """Yield what a supposed rule names and nobody declares."""
    place = ("supposed", name)
    yield from _known((*place, "side"), supposed.side, timeline.sides, "a side")
    for index, good in enumerate(supposed.goods):
        yield from _known((*place, "goods", index), good, world.goods, "a good")
    for field in ("origins", "destinations"):
        blocs: tuple[str, ...] = getattr(supposed, field)
        for index, bloc in enumerate(blocs):
            yield from _known((*place, field, index), bloc, world.blocs, "a bloc")
    if name in timeline.measures:
        yield place, f'"{name}" is a measure of the record too.', "Give it another name."


def check_contests(contests: Contests, world: World, timeline: Timeline) -> Iterator[Finding]:
    """Yield services and sides that are not known, and services of the other side."""
    for name, contest in contests.sets.items():
        for side, services in contest.members.items():
            place = ("sets", name, "members", side)
            yield from _known(place, side, timeline.sides, "a side")
            for service in services:
                at = (*place, service)
                yield from _known(at, service, world.services, "a service")
                declared = world.services.get(service)
                bloc = world.blocs.get(declared.bloc) if declared else None
                if bloc is not None and bloc.side != side:
                    yield at, f'"{service}" is no service of "{side}".', ""


def check_conduct(
    conduct: Conduct,
    world: World,
    timeline: Timeline,
    items: Mapping[str, Item],
    ledger: Ledger,
) -> Iterator[Finding]:
    """Yield names in the conduct that lead nowhere, and numbers in other units."""
    if conduct.reference_chip is not None:
        yield from _known(("reference_chip",), conduct.reference_chip, items, "an item")
    yield from _check_trade(conduct, world, ledger)
    yield from _check_measures(conduct, world, timeline, ledger)
    yield from _check_ways(conduct, world, ledger)
    yield from _check_makers(conduct, world, ledger)


def _check_trade(conduct: Conduct, world: World, ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with shares of countries in trade."""
    for bloc, goods in conduct.trade.items():
        yield from _known(("trade", bloc), bloc, world.blocs, "a bloc")
        for good, countries in goods.items():
            yield from _known(("trade", bloc, good), good, [*world.goods, ANY], "a good")
            for country, share in countries.items():
                yield from _number(("trade", bloc, good, country), share, "1", ledger)


def _check_measures(
    conduct: Conduct, world: World, timeline: Timeline, ledger: Ledger
) -> Iterator[Finding]:
    """Yield what is wrong with what the conduct says of measures."""
    for field in ("covers", "exempt"):
        table: dict[str, dict[str, Quantity]] = getattr(conduct, field)
        for measure, shares in table.items():
            yield from _known((field, measure), measure, timeline.measures, "a measure")
            for good, share in shares.items():
                place = (field, measure, good)
                yield from _known(place, good, world.goods, "a good")
                yield from _number(place, share, "1", ledger)
    for law, share in conduct.compliance.items():
        laws = {*timeline.sides, *timeline.measures}
        yield from _known(("compliance", law), law, laws, "a side or a measure")
        yield from _number(("compliance", law), share, "1", ledger)
    for measure, goods in conduct.practices.items():
        yield from _known(("practices", measure), measure, timeline.measures, "a measure")
        for good in goods:
            yield from _known(("practices", measure, good), good, world.goods, "a good")
    for measure, blocs in conduct.bars.items():
        yield from _known(("bars", measure), measure, timeline.measures, "a measure")
        for bloc, share in blocs.items():
            yield from _known(("bars", measure, bloc), bloc, world.blocs, "a bloc")
            yield from _number(("bars", measure, bloc), share, "1", ledger)


def _check_ways(conduct: Conduct, world: World, ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with detours, reserves, deliveries and tallies."""
    for name, detour in conduct.detours.items():
        place = ("detours", name)
        yield from _each((*place, "goods"), detour.goods, world.goods, "a good")
        yield from _each((*place, "origins"), detour.origins, world.blocs, "a bloc")
        yield from _each((*place, "destinations"), detour.destinations, world.blocs, "a bloc")
        yield from _known((*place, "by"), detour.by, world.blocs, "a bloc")
        yield from _number((*place, "travel"), detour.travel, "week", ledger)
    for key, reserve in conduct.reserves.items():
        yield from _known(("reserves", key), key, world.sites, "a site")
        if key in world.sites and reserve.rate is not None:
            unit = f"{world.goods[world.sites[key].good].unit}/week"
            yield from _number(("reserves", key, "rate"), reserve.rate, unit, ledger)
    for field in ("windfalls", "purchases"):
        table: dict[str, Delivery] = getattr(conduct, field)
        for name, delivery in table.items():
            place = (field, name)
            yield from _known((*place, "site"), delivery.site, world.sites, "a site")
            if delivery.site in world.sites:
                unit = world.goods[world.sites[delivery.site].good].unit
                yield from _number((*place, "amount"), delivery.amount, unit, ledger)
    for name, tally in conduct.tallies.items():
        place = ("tallies", name)
        yield from _known((*place, "good"), tally.good, world.goods, "a good")
        yield from _each((*place, "destinations"), tally.destinations, world.blocs, "a bloc")
        yield from _each((*place, "origins"), tally.origins, world.blocs, "a bloc")


def _check_makers(conduct: Conduct, world: World, ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with makers, launches, margins, research and experience."""
    for bloc in conduct.launches:
        yield from _known(("launches", bloc), bloc, world.blocs, "a bloc")
    for good, bloc in conduct.makers.items():
        yield from _known(("makers", good), good, world.goods, "a good")
        yield from _known(("makers", good), bloc, world.blocs, "a bloc")
    for good, margin in conduct.margins.items():
        yield from _known(("margins", good), good, world.goods, "a good")
        yield from _number(("margins", good), margin, "1", ledger)
    for bloc, spending in conduct.research.items():
        yield from _known(("research", bloc), bloc, world.blocs, "a bloc")
        yield from _number(("research", bloc), spending, "USD_bn/year", ledger)
    for key, made in conduct.experience.items():
        yield from _known(("experience", key), key, world.processes, "a process")
        if key in world.processes:
            unit = world.goods[world.sites[world.processes[key].site].good].unit
            yield from _number(("experience", key), made, unit, ledger)
    for key in conduct.answers:
        yield from _known(("answers", key), key, world.projects, "a project")
    for key, parent in conduct.parents.items():
        for name in (key, parent):
            yield from _known(("parents", key), name, world.processes, "a process")


def _each(
    place: Place, names: Iterable[str], known: Collection[str], kind: str
) -> Iterator[Finding]:
    for index, name in enumerate(names):
        yield from _known((*place, index), name, known, kind)


def _known(place: Place, name: str, known: Collection[str], kind: str) -> Iterator[Finding]:
    if name not in known:
        yield place, f'"{name}" is not {kind}.', nearest(name, list(known))


def _number(place: Place, number: Quantity, unit: str, ledger: Ledger) -> Iterator[Finding]:
    """Yield a fact that is not known, or a number in a unit of another dimension."""
    if number.fact is not None and number.fact not in ledger.facts:
        cure = nearest(number.fact, list(ledger.facts))
        yield place, f'"{number.fact}" is not a fact.', cure
    elif not same_dimension(ledger.unit(number), unit):
        yield place, f"is stated in {ledger.unit(number)}.", f"It is wanted in {unit}."
