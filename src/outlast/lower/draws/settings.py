"""Settings of priors: which rows of the draw each prior sets or multiplies, and faulty ones."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from outlast.engine.codes import CLASS_NAMES
from outlast.errors import Problem, nearest
from outlast.facts.units import Units
from outlast.lower.draws.rows import SPECS, DrawRow
from outlast.lower.index import AxisNames
from outlast.scenario.load import Situation
from outlast.scenario.prior import Prior, Setting

TREND: Final = ("capacity_growth_now", "capacity_growth_far")
"""The draws that can follow the growth of need, now and far alike."""

MULTIPLIERS: Final = ("gate", "factor")
"""The settings that multiply the value of a row instead of setting it."""

CONVERTED: Final = ("log", "base-trade", "trend")
"""The settings that turn a number into one of another unit."""

DrawRows: TypeAlias = Mapping[str, list[DrawRow]]
"""All rows of every draw, in the order of the arrays."""


class RowSetting(NamedTuple):
    """One row of a draw that one prior sets or multiplies."""

    prior: str
    setting: Setting
    row: DrawRow
    number: int
    """The number of the row among those of its draw."""

    @property
    def multiplies(self) -> bool:
        """Whether the prior multiplies the value of the row instead of setting it."""
        return self.setting.as_ in MULTIPLIERS


def row_settings(situation: Situation, rows: DrawRows) -> tuple[RowSetting, ...]:
    """Return every row that a prior sets or multiplies, prior by prior."""
    found: list[RowSetting] = []
    for key, prior in situation.priors.items():
        for setting in prior.sets:
            wanted = _wanted(setting)
            for number, row in enumerate(rows.get(setting.draw, ())):
                if _matches(row, wanted):
                    found.append(RowSetting(key, setting, row, number))
    return tuple(found)


def matching_rows(setting: Setting, rows: DrawRows) -> Iterator[DrawRow]:
    """Yield the rows of a draw that a setting reaches."""
    wanted = _wanted(setting)
    return (row for row in rows.get(setting.draw, ()) if _matches(row, wanted))


def _wanted(setting: Setting) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the names that a setting asks for, by label."""
    return tuple((label, frozenset(names)) for label, names in setting.where.items())


def _matches(row: DrawRow, wanted: tuple[tuple[str, frozenset[str]], ...]) -> bool:
    """Return whether a row has one of the names of every label."""
    labels = row.labels
    for label, names in wanted:
        has = labels.get(label)
        if has is None or names.isdisjoint(has):
            return False
    return True


def setting_problems(
    situation: Situation, names: AxisNames, rows: DrawRows, settings: tuple[RowSetting, ...]
) -> Iterator[Problem]:
    """Yield every setting that cannot be applied, and every row that two priors set."""
    known, units = _known_names(situation, names), situation.ledger.units
    for key, prior in situation.priors.items():
        file, line = situation.places.get(key, ("", 0))
        for setting in prior.sets:
            for what, cure in _faults(key, setting, rows, known):
                yield Problem(file, line, what, cure)
            if not _has_fitting_unit(prior, setting, units):
                unit = SPECS[setting.draw].unit
                what = f'"{key}" is stated in {prior.unit}, and "{setting.draw}" in {unit}.'
                yield Problem(file, line, what)
    first: dict[tuple[str, int], str] = {}
    for each in settings:
        at = (each.row.draw, each.number)
        if each.multiplies:
            continue
        if at in first:
            file, line = situation.places.get(each.prior, ("", 0))
            what = f'"{each.prior}" sets {each.row.words}, which "{first[at]}" sets too.'
            yield Problem(file, line, what, "Narrow one of the two: a row has one prior.")
        first.setdefault(at, each.prior)


def _faults(
    key: str, setting: Setting, rows: DrawRows, known: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the faults of one setting, each with its cure."""
    name = setting.draw
    if name not in SPECS:
        yield f'"{key}" sets "{name}", which is not a draw.', nearest(name, list(SPECS))
        return
    yield from _label_faults(key, setting, rows[name], known)
    if setting.as_ == "trend" and name not in TREND:
        what = f'"{key}" makes "{name}" follow need, which it cannot do.'
        yield what, f"The draws that can follow need are: {', '.join(TREND)}."


def _has_fitting_unit(prior: Prior, setting: Setting, units: Units) -> bool:
    """Return whether the number of a prior converts to the unit of the draw, where it must."""
    converts = setting.as_ not in (*MULTIPLIERS, *CONVERTED) and setting.values is None
    spec = SPECS.get(setting.draw)
    return not converts or spec is None or units.same_dimension(prior.unit, spec.unit)


def _label_faults(
    key: str, setting: Setting, rows: list[DrawRow], known: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield labels that rows of the draw do not have, and names that nothing has."""
    labels = {label for row in rows for label in row.labels}
    for label, names in setting.where.items():
        if rows and label not in labels:
            what = f'"{key}" looks for "{label}", a label that rows of "{setting.draw}" lack.'
            yield what, nearest(label, sorted(labels))
        for name in names:
            if label in known and name not in known[label]:
                what = f'"{key}" sets "{setting.draw}" of "{name}", which is not a {label}.'
                yield what, nearest(name, sorted(known[label]))


def _known_names(situation: Situation, names: AxisNames) -> dict[str, set[str]]:
    """Return the names that each label can have: all that the world and the record declare."""
    world = situation.world
    blocs, services = set(world.blocs), set(world.services) | set(names.services)
    return {
        "good": set(world.goods),
        "bloc": blocs,
        "origin": blocs,
        "destination": blocs,
        "by": blocs,
        "service": services,
        "process": set(world.processes),
        "user": services | set(world.processes),
        "measure": set(situation.timeline.measures)
        | set(situation.scenario.supposed)
        | set(situation.known_measures),
        "class": set(CLASS_NAMES),
    }
