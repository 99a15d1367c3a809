"""The page of the house: its rooms from top to bottom, drawn from the code's imports."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SRC: Final = ROOT / "src" / "outlast"

OPENING: Final = """\
# The house

outlast is a house of rooms. A room is a folder of `src/outlast` with one idea, and its first line
describes it in one sentence. Imports point down: a room imports only rooms below it, and no
two files import each other, not even through a third. import-linter holds this as a contract, and a
test sees each contract break. The table and the tree are written from the code:
`python -m pipeline.reference` renews them.

## Rooms

From the roof to the ground.

"""

TREE: Final = """\
## The tree

Each line is a floor. Two rooms on one floor do not import each other.
"""

REST: Final = """\
## Laws of the house

- **Policy knows no world, the world knows no policy.** They first meet in `scenario`, which holds
  the one mapping from an item to a shipment.
- **The engine is arrays only.** It imports NumPy, and Numba and the private cache in
  `engine/compiled`, and nothing else.
  Mechanisms are strangers: none imports another, so that one can be read, tested or replaced alone.
- **Names end in `lower` and come back in `results`.** Between the two there are only arrays.
- **One computation for one idea.** `results/first_breaks.py` decides which side breaks first, for
  the headline, the tables, the page, the levers and the claims. `scenario/bounds.py` holds the
  bounds of a setting for the terminal, files, the page and Python. `present/registry.py` lists the
  figures for every shell.
- **Libraries stay in their rooms.** YAML is parsed in `reading`, the terminal's libraries stay in
  `cli`, the server's in `web`, the typesetter in `report`; charts are drawn in `present`.
- **Nothing about one contest stands in code.** The shipped contests are folders of data in
  `data/contests`, in the same form as a contest of your own.

## One run is a straight line

read the contest (all problems at once, each with file and line) → check the scenario → lower it to
arrays → draw the futures (each with its own luck, by name) → run the engine, block by block →
audit every future → count odds, bands and the verdict → write the run folder → build the views →
terminal, report or page.

## Lowering is a straight line

base network (`lower/network/network.py`: sites where something moves, users, edges, routes with
their detours) → rules (`lower/rules/measure_rows.py`: the acts of each version of a measure's
terms, and its force by step) → names of every axis (`lower/index.py`) → Plan, put together in
`lower/lower.py` from one typed part for each subject (sites, routes, acts, holdings, lines, …) →
drawing (`lower/draws`: the source of each row of the draw is a prior, a range of the world, or the
default of the engine).

Each step returns a value that nothing changes afterwards, and takes the values of the steps before
it. A field of the Plan belongs to exactly one part, which a test holds. Problems are yielded by
each step and raised once, all together. `lower/draws/reach.py` finds priors that reach no row which
the engine reads: such a prior is deleted, or names the mechanism that it waits for (`waiting:`).

## One screening is a straight line

name → item → attributes and codes → shipment (place, day, parties, end use) → every measure: does
its law reach the shipment, is the place meant, is the party named, which paragraphs catch the item,
does the measure bind on that day, which rule of review applies → the strictest treatment, with its
texts; once for each way in which the open switches can fall.

## Beside the house

| folder | holds |
|--|--|
| `pipeline` | one script for each dataset, from published files to facts; the reference pages |
| `tests` | one folder for each question that a test can ask |
| `benchmarks` | timings, as ratios within one run |
| `torture` | attacks on the program for a given time: faults, damage, mutants, laws, a soak |
| `setup` | the installation of the environment, and the archive that installs without a network |
| `docs` | these pages; `docs/model` is the model, written before the engine |

[Names](naming.md) lists the words of the project, [How to extend](how-to-extend.md) shows how to
add a part, and [the decisions](decisions/index.md) give the reasons.
"""


def page() -> str:
    """Return the page."""
    layers = _layers()
    return "\n".join(
        [
            OPENING + "| room | holds | imports |",
            "|--|--|--|",
            *(_row(room) for layer in layers for room in layer),
            "",
            TREE,
            "```text",
            *_tree(layers),
            "```\n",
            REST,
        ]
    )


def _row(room: str) -> str:
    """Return the row of a room."""
    imports = ", ".join(f"`{each}`" for each in _imports(room))
    return f"| `{room}` | {_sentence(SRC / room)} | {imports} |"


def _layers() -> list[list[str]]:
    """Return the rooms of each floor, from the roof, as the contract declares them."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layered = next(each for each in contracts if each["type"] == "layers")
    floors = [[name.strip() for name in each.split("|")] for each in layered["layers"]]
    return [[room for room in floor if room[0] != "_"] for floor in floors if floor != ["__main__"]]


def _tree(layers: list[list[str]]) -> Iterator[str]:
    """Yield a line for each floor, and one for each folder within a room."""
    for floor in layers:
        names = [f"{room}/" if (SRC / room).is_dir() else f"{room}.py" for room in floor]
        yield " | ".join(names)
        for room in floor:
            for inner in sorted(each.parent for each in (SRC / room).glob("*/__init__.py")):
                yield f"  {f'{room}/{inner.name}/':<20}{_sentence(inner)}"


def _sentence(room: Path) -> str:
    """Return the first line of a room."""
    file = room / "__init__.py" if room.is_dir() else room.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.partition("\n\n")[0].replace("\n", " ")


def _imports(room: str) -> list[str]:
    """Return the rooms whose files a room's files import."""
    folder = SRC / room
    files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.ImportFrom(module=str(module)) if module.startswith("outlast."):
                    found.add(module.split(".")[1])
                case ast.ImportFrom(module="outlast", names=names):
                    found.update(each.name for each in names)
                case _:
                    pass
    order = [each for floor in _layers() for each in floor]
    return [each for each in order if each in found - {room}]
