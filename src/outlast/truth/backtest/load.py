"""Reading the declaration of a contest's backtest, with every problem at its line."""

from collections.abc import Mapping
from typing import Final

from outlast.errors import InputError, Problems
from outlast.facts import Ledger
from outlast.facts.units import CONTEXT, Units
from outlast.reading import (
    Finding,
    Findings,
    Layers,
    collect,
    each_unknown,
    read_placed,
    topmost,
    unknown,
)
from outlast.truth.backtest.series import A_MONTH, Backtest, ForecastSeries
from outlast.world import World

FILE_NAME: Final = "backtest.yaml"
"""The file of the declaration in the folder of a contest."""


def load_backtest(layers: Layers, ledger: Ledger, world: World) -> Backtest:
    """Return the declaration of the backtest of a contest, checked against its world.

    Args:
        layers: The folder of the contest, then the folders laid over it.
        ledger: The facts of the contest, with its units.
        world: The world of the contest.

    Raises:
        InputError: The contest declares no backtest, or all problems of its declaration.
    """
    file = topmost(layers, FILE_NAME)
    if file is None:
        raise InputError.of("This contest declares no backtest.", f"It has no file {FILE_NAME}.")
    problems = Problems(context={CONTEXT: ledger.units})
    declared = read_backtest(layers, ledger, world, problems)
    problems.stop_if_any(InputError)
    if declared is None:
        raise InputError.of(f'"{file}" cannot be read.')
    return declared


def read_backtest(
    layers: Layers, ledger: Ledger, world: World | None, problems: Problems
) -> Backtest | None:
    """Return the declaration of a backtest, or add every problem to those of a load.

    Args:
        layers: The folder of the contest, then the folders laid over it.
        ledger: The facts of the contest, with its units.
        world: The world of the contest; its names go unchecked if it could not be read.
        problems: The load.
    """
    file = topmost(layers, FILE_NAME)
    read = None if file is None else read_placed(file, "backtest", Backtest, problems)
    if read is None:
        return None
    declared, document = read
    if world is not None:
        collect(check_series(declared.series, world, ledger.units), document, problems)
    collect(check_objects(declared), document, problems)
    return declared


def check_objects(declared: Backtest) -> Findings:
    """Yield every series of an object that is not declared, or that two objects name."""
    owner: dict[str, str] = {}
    for key, each in declared.objects.items():
        place = ("objects", key, "series")
        yield from each_unknown(place, each.series, declared.series, "a series")
        for index, series in enumerate(each.series):
            if series in owner:
                what = f'"{series}" belongs to "{owner[series]}" already.'
                yield Finding((*place, index), what, "A series has one object.")
            owner[series] = key


def check_series(series: Mapping[str, ForecastSeries], world: World, units: Units) -> Findings:
    """Yield every name in series that the world does not know, and every wrong unit."""
    for key, each in series.items():
        place = ("series", key)
        if (flow := each.flow) is not None:
            at = (*place, "flow")
            yield from each_unknown((*at, "goods"), flow.goods, world.goods, "a good")
            yield from each_unknown((*at, "origins"), flow.origins, world.blocs, "a bloc")
            yield from each_unknown((*at, "destinations"), flow.destinations, world.blocs, "a bloc")
        if (price := each.price) is not None:
            yield from unknown((*place, "price", "good"), price.good, world.goods, "a good")
            yield from unknown((*place, "price", "market"), price.market, world.blocs, "a bloc")
        if (event := each.event) is not None:
            at = (*place, "event", "first_stop")
            yield from unknown(at, event.first_stop, world.services, "a service")
        if (wanted := _wanted_unit(each, world, units)) is not None:
            what = f'"{key}" has the unit {each.unit}.'
            yield Finding((*place, "unit"), what, f"Its unit must be {wanted}, or convert to it.")


def _wanted_unit(series: ForecastSeries, world: World, units: Units) -> str | None:
    """Return the unit that a series must have, or None if its unit is right."""
    if series.flow is None:
        return None
    if series.flow.per != "unit":
        wanted = "H100e" if series.flow.per == "compute" else "1"
        return None if series.unit == wanted else wanted
    goods = {world.goods[good].unit for good in series.flow.goods if good in world.goods}
    bare = series.unit.removesuffix(A_MONTH)
    wrong = [unit for unit in sorted(goods) if not units.same_dimension(bare, unit)]
    return wrong[0] if wrong else None
