"""Uncertain inputs: the name, the title and the grade of each dimension of luck."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from outlast.facts import Grade, Quantity
from outlast.lower.draws.drawing import Drawing
from outlast.lower.draws.move_draws import DIMENSION
from outlast.lower.draws.practice_draws import PRACTICE
from outlast.scenario.load import Situation
from outlast.scenario.prior import Role

UNORDERED: Final = frozenset({"choice"})
"""Kinds of distribution whose values have no order."""


@dataclass(frozen=True)
class UncertainInput:
    """One uncertain number, or an open question, with the dimensions of luck that it takes."""

    name: str
    title: str
    grade: str
    role: str
    dimensions: tuple[int, ...]
    ordered: bool = True
    """Whether a larger draw means more of it."""


def acting_inputs(drawing: Drawing) -> tuple[UncertainInput, ...]:
    """Return the inputs that reach the engine, in the order of their first dimension."""
    by_name: dict[str, list[int]] = {}
    for dimension in sorted(_dimensions(drawing)):
        name = drawing.dimensions[dimension].split("@", maxsplit=1)[0]
        by_name.setdefault(name, []).append(dimension)
    return tuple(_input(drawing, name, tuple(numbers)) for name, numbers in by_name.items())


def moves_input(drawing: Drawing) -> tuple[UncertainInput, ...]:
    """Return the dice of moves and of practice as inputs of their own; none where none is drawn.

    All moves of a future come from one point by counter, so that its effect has no order: shares
    of single inputs cannot see it, and only an exchange of the whole point can.
    """
    titles = {DIMENSION: "Moves of the states", PRACTICE: "Practice of licences in time"}
    grade, role = Grade.ASSUMED.value, Role.ASSUMPTION.value
    return tuple(
        UncertainInput(name, title, grade, role, (drawing.dimensions.index(name),), ordered=False)
        for name, title in titles.items()
        if name in drawing.dimensions
    )


def _dimensions(drawing: Drawing) -> set[int]:
    """Return the dimensions behind rows that the engine reads, switches, projects and patience."""
    found: set[int] = set()
    for name, sources in drawing.sources.items():
        factors = drawing.factors[name]
        for row, source, over in zip(drawing.rows[name], sources, factors, strict=True):
            if drawing.reads(row):
                found |= {each.dimension for each in (source, *over)}
    found |= {
        number
        for number, name in enumerate(drawing.dimensions)
        if name.startswith(("switch:", "project:", "patience:"))
    }
    return found - {-1}


def _input(drawing: Drawing, name: str, dimensions: tuple[int, ...]) -> UncertainInput:
    """Return an input by the name of its dimension."""
    situation = drawing.situation
    kind, _, key = name.partition(":")
    assumption = Role.ASSUMPTION.value
    if not key:
        prior = situation.priors[name]
        ordered = not UNORDERED & prior.distribution.model_fields_set
        grade, role = prior.grade.value, prior.kind.value
        return UncertainInput(name, prior.title, grade, role, dimensions, ordered)
    match kind:
        case "switch":
            switch = situation.timeline.switches[key]
            grade = _weakest(situation, switch.branches.values())
            role = Role.SWITCH.value
            return UncertainInput(name, switch.question, grade, role, dimensions, ordered=False)
        case "project":
            grade = _weakest(situation, [situation.world.projects[key].chance])
            title = f"Whether the project comes: {_words(key)}"
            return UncertainInput(name, title, grade, assumption, dimensions, ordered=False)
        case "patience":
            title = f"Luck in how long a loss is borne: {_user(drawing, key)}"
            return UncertainInput(name, title, Grade.ASSUMED.value, assumption, dimensions)
        case _:
            title, quantity = _world_range(drawing, key.split("."))
            grade = _weakest(situation, [quantity] if quantity else [])
            return UncertainInput(name, title, grade, assumption, dimensions)


def _weakest(situation: Situation, quantities: Iterable[Quantity]) -> str:
    """Return the grade of the least known of some quantities; without any it is assumed."""
    order = list(Grade)
    grades = [situation.ledger.grade(each) for each in quantities]
    return max(grades, key=order.index, default=Grade.ASSUMED).value


def _world_range(drawing: Drawing, place: list[str]) -> tuple[str, Quantity | None]:
    """Return the title of a range of the world, and the quantity that states it."""
    world = drawing.situation.world
    match place:
        case ["services", key, "growth"]:
            return f"Growth of need: {_user(drawing, key)}", world.services[key].growth
        case ["services", key, "elasticity"]:
            return f"Elasticity of need: {_user(drawing, key)}", world.services[key].elasticity
        case ["sites", key, "elasticity"]:
            site = world.sites[key]
            where = f"{world.goods[site.good].title}, {world.blocs[site.bloc].title}"
            return f"Elasticity of other uses: {where}", site.elasticity
        case ["processes", key, "yield_best"]:
            return f"Best yield: {_user(drawing, key)}", world.processes[key].yield_best
        case ["compute", bloc, "ageing"]:
            return f"Ageing of compute: {world.blocs[bloc].title}", world.compute[bloc].ageing
        case ["compute", bloc, source]:
            held = world.compute[bloc]
            title = f"Compute at the start, {source}: {world.blocs[bloc].title}"
            return title, held.owned.get(source, held.rented)
        case ["cover_mean" | "cover_spread" as what, user, good]:
            word = "Users' stock" if what == "cover_mean" else "Spread of users' stocks"
            declared = next(
                (
                    each
                    for edge, each in drawing.network.inputs.items()
                    if (edge.user, edge.good) == (user, good)
                ),
                None,
            )
            quantity = declared and (declared.cover if what == "cover_mean" else declared.spread)
            return f"{word}: {world.goods[good].title}, {_user(drawing, user)}", quantity
        case _:
            return _words(".".join(place)), None


def _user(drawing: Drawing, key: str) -> str:
    """Return the title of a process or a service, with its bloc where it has a title."""
    world = drawing.situation.world
    service, process = world.services.get(key), world.processes.get(key)
    if service is not None:
        return f"{service.title}, {world.blocs[service.bloc].title}"
    if process is not None and process.title and process.site in world.sites:
        return f"{process.title}, {world.blocs[world.sites[process.site].bloc].title}"
    return _words(key)


def _words(key: str) -> str:
    return key.replace("-", " ")
