"""Reach: how many rows of the draw each prior sets or multiplies, and how many the engine reads."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outlast.errors import Problem
from outlast.lower.draws.drawing import Drawing
from outlast.lower.draws.settings import matching_rows


class PriorReach(NamedTuple):
    """The rows of the draw that one prior sets or multiplies."""

    rows: int
    """All of them."""

    read: int
    """Those that the engine reads."""


def prior_reach(drawing: Drawing) -> dict[str, PriorReach]:
    """Return the reach of every prior of a scenario, priors that set no row included."""
    rows = dict.fromkeys(drawing.situation.priors, 0)
    read = dict.fromkeys(drawing.situation.priors, 0)
    for name, sources in drawing.sources.items():
        factors = drawing.factors[name]
        for row, source, over in zip(drawing.rows[name], sources, factors, strict=True):
            for origin in {each.origin for each in (source, *over)} & rows.keys():
                rows[origin] += 1
                read[origin] += drawing.reads(row)
    return {key: PriorReach(rows[key], read[key]) for key in rows}


def unreached_priors(drawings: Sequence[Drawing]) -> Iterator[Problem]:
    """Yield every prior of a contest without effect, and every setting that matches no row at all.

    A prior has no effect if it reaches no row that the engine reads. One that is waiting for a
    mechanism is left out.

    Args:
        drawings: The drawings of all scenarios of the contest: a prior may act in one alone.
    """
    reached: dict[str, PriorReach] = {}
    places: dict[str, tuple[str, int]] = {}
    waiting: set[str] = set()
    matched: dict[tuple[str, int], bool] = {}
    for drawing in drawings:
        situation = drawing.situation
        places |= situation.places
        waiting |= {key for key, prior in situation.priors.items() if prior.waiting}
        for at, is_matched in _matched_settings(drawing).items():
            matched[at] = matched.get(at, False) or is_matched
        for key, reach in prior_reach(drawing).items():
            before = reached.get(key, PriorReach(0, 0))
            reached[key] = PriorReach(before.rows + reach.rows, before.read + reach.read)
    for key, reach in reached.items():
        if reach.read == 0 and key not in waiting:
            what = f'"{key}" sets no row that the engine reads, in no scenario of the contest.'
            cure = "Let it set a row, delete it, or name the mechanism that it waits for: waiting."
            yield Problem(*places.get(key, ("", 0)), what, cure)
    for (key, number), is_matched in matched.items():
        if is_matched or key in waiting or reached[key].read == 0:
            continue
        setting = drawings[0].situation.priors[key].sets[number]
        where = ", ".join(f"{label} {' or '.join(names)}" for label, names in setting.where.items())
        what = f'"{key}" sets "{setting.draw}" of {where or "all"}, and no scenario has such a row.'
        yield Problem(*places.get(key, ("", 0)), what, "Mend its where, or delete the setting.")


def _matched_settings(drawing: Drawing) -> dict[tuple[str, int], bool]:
    """Return for each setting of a prior, by its number, whether a row of the draw matches it."""
    return {
        (key, number): any(matching_rows(setting, drawing.rows))
        for key, prior in drawing.situation.priors.items()
        for number, setting in enumerate(prior.sets)
    }
