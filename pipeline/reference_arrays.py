"""The page of arrays: each array and each code of the engine, from its own declaration."""

import ast
import inspect
import io
import pkgutil
import sys
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Final

from outlast.engine import balance, codes, cohorts, common_start, mechanisms
from outlast.engine.arrays import AXES, Bytes, DoubleRows, Ints, Reals, Rows, Variable, variables
from outlast.engine.draw import Draw, DrawParts
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week

TYPES: Final[dict[object, str]] = {
    int: "int64",
    float: "float64",
    Ints: "int32",
    Bytes: "int8",
    Reals: "float64",
    Rows: "float",
    DoubleRows: "float64",
}
"""The element of each kind of array."""

OPENING: Final = """\
# The arrays

The contract between lowering, the engine and the results. The page is written from the engine:
`python -m pipeline.reference` renews it.

Axes are the letters below and of [the model](index.md); a digit is a size. Draw, State, Week,
Record and Series hold one value for each future in their last axis, which is not written. The type
`float` is the precision of the run: float64 for answers, float32 while a slider moves.

Names with `_ptr` begin a list by owner: the members of item `s` are `list[ptr[s] : ptr[s+1]]`. The
unit `unit` is the good's own. Where no default stands, the world states the value, or lowering
derives it. A symbol is the letter of the equations; without one they use the name.
"""

TEXTS: Final[dict[type, str]] = {
    Plan: """\
All futures share it. A threshold rule, a de-minimis rule and an entity list need no kind of their
own: lowering turns each into the share of a route's trade that is in scope.
""",
    Draw: """\
One value for each future. Priors set the draws, within their bounds; [the
priors](../reference/priors.md) of the shipped contest state its ranges. A draw *of* other numbers
comes from those below, from switches, or from chances that the world states. Weights of a step that
follow from a draw are computed once for a block of futures.
""",
    DrawParts: """\
Priors set these numbers, and lowering makes a draw of them. [The base year](base-year.md) derives
cover from its mean and spread.
""",
    State: "[The base year](base-year.md) gives the values at the common start.\n",
    Week: "Mechanisms hand these quantities on within a step.\n",
    Record: """\
One row for each future. Weeks count from the scenario's date; a time that never comes is $H + 1$.
[Balance](balance.md) sets the status.
""",
    Series: """\
One value for each step from `start`, written after first passage; no mechanism reads them. The
paired run writes the same places first. Results count the values over futures and forget them, so
that memory does not grow. Counts are of 128 equal bins, with sum, least and most beside: level and
met over [0, 1.28), $\\ln$ spot over [-3.4, 3.4), cover over [0, 128), $\\ln$ usable over [0, 25.6).
The bin is floor, clipped to the ends; a quantile is interpolated within its bin and kept between
least and most.
""",
}
"""The groups of arrays in order, each with the paragraph that opens its section."""


def page() -> str:
    """Return the page."""
    parts = [OPENING, "\n## Axes\n\n", table(("letter", "meaning"), AXES.items())]
    for group, text in TEXTS.items():
        title = "Parts of draws" if group is DrawParts else group.__name__
        parts += [f"\n## {title}\n\n{text}\n", table(heads(group), rows(group))]
    parts.append("\n## Codes\n\nSlots, kinds and codes in the arrays are named in `codes.py`.\n\n")
    parts.append(table(("group", "name", "value", "meaning"), code_rows()))
    return "".join(parts)


def table(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, tuple("--" for _ in head), *body]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def heads(group: type) -> tuple[str, ...]:
    """Return the heads of the columns of a group."""
    more = {
        Plan: ("default",),
        Draw: ("default", "bounds"),
        DrawParts: ("default", "bounds"),
        State: ("written by",),
        Week: ("written by",),
    }
    return ("name", "symbol", "axes", "type", "unit", *more.get(group, ()), "meaning")


def rows(group: type) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of a group."""
    (declaration,) = ast.parse(inspect.getsource(group)).body
    meaning = docstrings(declaration.body if isinstance(declaration, ast.ClassDef) else [])
    columns, writers = heads(group), writers_of(group.__name__.lower())
    for name, each in variables(group).items():
        cells = {
            "name": f"`{name}`",
            "symbol": f"${each.symbol}$" if each.symbol else "",
            "axes": f"[{','.join(each.axes)}]" if each.axes else "",
            "type": type_of(group, each),
            "unit": each.unit,
            "default": "" if each.default is None else f"{each.default:g}",
            "bounds": bounds_of(each),
            "written by": ", ".join(writers.get(name, ())),
            "meaning": meaning[name],
        }
        yield tuple(cells[column] for column in columns)


def type_of(group: type, variable: Variable) -> str:
    """Return the element of an array; draws have the precision of the run."""
    return "float" if group is Draw else TYPES[variable.kind]


def bounds_of(variable: Variable) -> str:
    """Return the bounds of a draw in words, or the numbers that lowering makes it of."""
    if variable.parts is not None:
        return "of " + (", ".join(f"`{part}`" for part in variable.parts) or "chances")
    return f"{variable.low:g} to {variable.high:g}"


def docstrings(body: list[ast.stmt]) -> dict[str, str]:
    """Return the docstring that follows each assignment, by name, on one line."""
    found: dict[str, str] = {}
    for statement, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
            case (ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]), _):
                found[name] = ""
            case _:
                pass
    return found


@cache
def writers_of(group: str) -> dict[str, tuple[str, ...]]:
    """Return the files of the engine that write each array of a group, but for the beginning."""
    names = [each.name for each in pkgutil.iter_modules(mechanisms.__path__)]
    prefix = f"{mechanisms.__name__}."
    modules = [*(import_module(prefix + name) for name in names), cohorts, balance]
    found: dict[str, tuple[str, ...]] = {}
    for module in [*modules, common_start]:
        title = module.__name__.rpartition(".")[2]
        for name in written(ast.parse(inspect.getsource(module)), group):
            if module is not common_start or name not in found:
                found[name] = (*found.get(name, ()), title)
    return found


def written(tree: ast.Module, group: str) -> list[str]:
    """Return the arrays of a group to whose entries a module assigns, each once."""
    names = [
        array
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and isinstance(target.value.value, ast.Name)
        and target.value.value.id == group
        for array in [target.value.attr]
    ]
    return list(dict.fromkeys(names))


def code_rows() -> Iterator[tuple[str, ...]]:
    """Yield the named numbers of `codes.py`, under the comment that stands over each group."""
    source = inspect.getsource(codes)
    comments = {
        token.start[0]: token.string.removeprefix("#").strip().rstrip(".")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.start[1] == 0
    }
    tree = ast.parse(source)
    meaning = docstrings(tree.body)
    lines = {
        each.targets[0].id: each.lineno
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    begins = sorted(comments)
    for line, until in zip(begins, [*begins[1:], sys.maxsize], strict=True):
        group = comments[line]
        for name, at in lines.items():
            value: object = getattr(codes, name)
            if line < at < until and isinstance(value, int):
                yield group, f"`{name}`", str(value), meaning[name]
                group = ""
