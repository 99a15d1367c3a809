"""The draws of every future: the value of each uncertain input, with its unit and title."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import xarray as xr

from outlast.engine.arrays import Reals
from outlast.lower.draws.draw_source import CONSTANT
from outlast.lower.draws.drawing import Drawing
from outlast.lower.draws.move_draws import DIMENSION
from outlast.lower.draws.practice_draws import PRACTICE
from outlast.lower.draws.quantiles import EDGE, rounded
from outlast.lower.draws.rows import SPECS

LUCK: Final = "luck"
"""The unit of a draw that is the point of the unit interval itself."""


@dataclass
class _Drawn:
    """The draws of one input."""

    values: Reals
    unit: str
    branches: str = ""


def drawn_inputs(drawing: Drawing, points: Reals) -> xr.Dataset:
    """Return the draw of each input in each future: [future, input].

    A prior has its value in its own unit; a range of the world has the value of its row; a choice
    and an open question have the number of their branch, which `input_branches` names; a project
    has 1 where it comes; a loss has the luck with which it is borne; the dice of the moves of the
    states have their point. An input that nothing reads is left out.

    Args:
        drawing: The drawing.
        points: The luck of the futures: [future, dimension].
    """
    found = {**_values(drawing, points), **_events(drawing, points)}
    numbers = sorted(found)
    names = [drawing.dimensions[number] for number in numbers]
    values = np.empty((len(points), len(numbers)))
    for column, number in enumerate(numbers):
        values[:, column] = found[number].values
    branches = [found[each].branches for each in numbers]
    text = {
        "input_unit": ([found[each].unit for each in numbers], "unit of the draw"),
        "input_title": ([_title(drawing, name) for name in names], "title of the input"),
        "input_branches": (branches, "names of branches by number"),
    }
    about = {
        key: ("input", np.array(cells, np.str_), {"long_name": long})
        for key, (cells, long) in text.items()
    }
    described = {"long_name": "draw of an uncertain input", "comment": "units: see input_unit"}
    return xr.Dataset(
        {"draw": (("future", "input"), values, described)},
        coords={"input": ("input", names, {"long_name": "name of the input"}), **about},
    )


def _values(drawing: Drawing, points: Reals) -> dict[int, _Drawn]:
    """Return the values of priors and of ranges of the world, by dimension."""
    priors = drawing.situation.priors
    found: dict[int, _Drawn] = {}
    for name, sources in drawing.sources.items():
        for source, factors in zip(sources, drawing.factors[name], strict=True):
            for each in (source, *factors):
                number = each.dimension
                if number == CONSTANT or number in found:
                    continue
                drawn, prior = each.drawn(points[:, number]), priors.get(each.origin)
                if prior is None:
                    found[number] = _Drawn(each.make(drawn), SPECS[name].unit)
                else:
                    chosen = prior.distribution.choice or {}
                    found[number] = _Drawn(drawn, prior.unit, ", ".join(chosen))
    return found


def _events(drawing: Drawing, points: Reals) -> dict[int, _Drawn]:
    """Return the branches of switches, the coming of projects and the luck of losses."""
    came, situation = drawing.switch_branches(points), drawing.situation
    found: dict[int, _Drawn] = {}
    for number, name in enumerate(drawing.dimensions):
        kind, _, key = name.partition(":")
        luck = points[:, number]
        if kind == "switch" and key in came:
            branches = came[key]
            place = np.argmax([chosen for _, chosen in branches], axis=0).astype(np.float64)
            found[number] = _Drawn(place, "1", ", ".join(each for each, _ in branches))
        elif kind == "project":
            chance = situation.ledger.value(situation.world.projects[key].chance, "1")
            found[number] = _Drawn((luck < chance).astype(np.float64), "1")
        elif kind == "patience":
            borne = rounded(-np.log1p(-np.clip(luck, EDGE, 1 - EDGE)))
            found[number] = _Drawn(borne, "1")
        elif name in (DIMENSION, PRACTICE):
            found[number] = _Drawn(luck, LUCK)
    return found


def _title(drawing: Drawing, name: str) -> str:
    """Return the title of an input: that of its prior or question, else its own words."""
    situation = drawing.situation
    prior = situation.priors.get(name.partition("@")[0])
    kind, _, key = name.partition(":")
    if prior is not None:
        return prior.title
    if kind == "switch" and key in situation.timeline.switches:
        return situation.timeline.switches[key].question
    return name.replace(":", ": ").replace("-", " ").replace(".", ", ")
