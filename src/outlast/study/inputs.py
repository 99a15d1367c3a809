"""Inputs: what each dimension of luck is to a reader, and how well it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from outlast.facts import Grade, Quantity
from outlast.lower.draws.sampler import Drawing
from outlast.scenario.load import Situation
from outlast.scenario.prior import Role

ORDERLESS: Final = frozenset({"choice"})
"""Kinds of distribution of which there is no more and no less."""


@dataclass(frozen=True)
class Input:
    """One uncertain number, or an open question, with the dimensions of luck that it takes."""

    name: str
    title: str
    grade: str
    role: str
    dimensions: tuple[int, ...]
    ordered: bool = True
    """Whether more luck is more of it."""


def acting(drawing: Drawing) -> tuple[Input, ...]:
    """Return the inputs that reach the engine, in the order of their first dimension."""
    found: dict[str, list[int]] = {}
    for dimension in sorted(_dimensions(drawing)):
        name = drawing.dimensions[dimension].split("@", maxsplit=1)[0]
        found.setdefault(name, []).append(dimension)
    return tuple(_input(drawing, name, tuple(dimensions)) for name, dimensions in found.items())


def _dimensions(drawing: Drawing) -> set[int]:
    """Return the dimensions behind rows that the engine reads, switches, projects and patience."""
    found: set[int] = set()
    for name, sources in drawing.sources.items():
        gates = drawing.gates.get(name, [[] for _ in sources])
        for row, source, over in zip(drawing.rows[name], sources, gates, strict=True):
            if row.acts:
                found |= {each.dimension for each in (source, *over)}
    found |= {
        number
        for number, name in enumerate(drawing.dimensions)
        if name.startswith(("switch:", "project:", "patience:"))
    }
    return found - {-1}


def _input(drawing: Drawing, name: str, dimensions: tuple[int, ...]) -> Input:
    """Return an input by the name of its dimension."""
    situation = drawing.situation
    kind, _, key = name.partition(":")
    assumption = Role.ASSUMPTION.value
    if not key:
        prior = situation.priors[name]
        ordered = not ORDERLESS & prior.distribution.model_fields_set
        return Input(name, prior.title, prior.grade.value, prior.kind.value, dimensions, ordered)
    match kind:
        case "switch":
            switch = situation.timeline.switches[key]
            grade = _weakest(situation, switch.branches.values())
            return Input(name, switch.question, grade, Role.SWITCH.value, dimensions, ordered=False)
        case "project":
            grade = _weakest(situation, [situation.world.projects[key].chance])
            title = f"Whether the project comes: {_words(key)}"
            return Input(name, title, grade, assumption, dimensions, ordered=False)
        case "patience":
            title = f"Luck in how long a loss is borne: {_user(drawing, key)}"
            return Input(name, title, Grade.ASSUMED.value, assumption, dimensions)
        case _:
            title, quantity = _stated(drawing, key.split("."))
            grade = _weakest(situation, [quantity] if quantity else [])
            return Input(name, title, grade, assumption, dimensions)


def _weakest(situation: Situation, quantities: Iterable[Quantity]) -> str:
    """Return the grade of the least known of some quantities; what has none is assumed."""
    order = list(Grade)
    given = [situation.ledger.grade(each) for each in quantities]
    return max(given, key=order.index, default=Grade.ASSUMED).value


def _stated(drawing: Drawing, place: list[str]) -> tuple[str, Quantity | None]:
    """Return what a range of the world is called, and the quantity that states it."""
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
            taken = next(
                (
                    taken
                    for edge, taken in drawing.built.inputs.items()
                    if (edge.user, edge.good) == (user, good)
                ),
                None,
            )
            quantity = taken and (taken.cover if what == "cover_mean" else taken.spread)
            return f"{word}: {world.goods[good].title}, {_user(drawing, user)}", quantity
        case _:
            return _words(".".join(place)), None


def _user(drawing: Drawing, key: str) -> str:
    """Return what readers call a process or a service, with its bloc where it has a title."""
    world = drawing.situation.world
    service, process = world.services.get(key), world.processes.get(key)
    if service is not None:
        return f"{service.title}, {world.blocs[service.bloc].title}"
    if process is not None and process.title and process.site in world.sites:
        return f"{process.title}, {world.blocs[world.sites[process.site].bloc].title}"
    return _words(key)


def _words(key: str) -> str:
    return key.replace("-", " ")
