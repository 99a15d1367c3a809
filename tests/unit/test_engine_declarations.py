"""Every array is declared once and fully, and no code of the engine stands as a bare number."""

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from outlast.engine import codes
from outlast.engine.arrays import AXES, Variable, default_of, variables
from outlast.engine.draw import Draw, DrawParts, settable
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.week import Week
from outlast.engine.workspace import shape_of, sizes
from outlast.lower import lower
from outlast.lower.draws.rows import SPECS
from outlast.scenario.load import load_scenario
from pipeline.reference_arrays import code_rows, docstrings
from tests.engine.ranges import STILL, range_of

ROOT = Path(__file__).parents[2]
GROUPS = (Plan, Draw, DrawParts, State, Week, Record, Series)
CODED = {
    "act_kind", "edge_class", "essential", "line_definition", "service_class", "service_kind",
    "tally_kind",
}  # fmt: skip
"""Arrays whose values have names in `codes`."""
SLOTTED = {"now", "span"}
"""Arrays whose slots have names there."""


def declaration(group: type) -> list[ast.stmt]:
    """Return the body of a group in its source."""
    name = group.__module__.rpartition(".")[2]
    tree = ast.parse((ROOT / f"src/outlast/engine/{name}.py").read_text(encoding="utf-8"))
    (found,) = (
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == group.__name__
    )
    return found.body


@pytest.mark.parametrize("group", GROUPS)
def test_each_array_has_one_sentence_that_no_other_of_its_group_has(group: type) -> None:
    found = docstrings(declaration(group))
    assert found.keys() == variables(group).keys()
    assert len(set(found.values())) == len(found)
    for name, text in found.items():
        assert text.endswith("."), name
        assert ". " not in text, name


@pytest.mark.parametrize("group", GROUPS)
def test_each_axis_is_a_known_letter_or_a_size(group: type) -> None:
    for name, each in variables(group).items():
        assert set(each.axes) <= AXES.keys() | set("123456789"), name
        assert each.default is None or each.low <= each.default <= each.high or group is Plan, name


def test_each_letter_of_the_axes_is_used() -> None:
    used = {axis for group in GROUPS for each in variables(group).values() for axis in each.axes}
    assert used - set("123456789") == AXES.keys()


def test_the_arrays_of_a_plan_have_the_sizes_of_their_axes() -> None:
    plan = lower(load_scenario("today")).plan
    size = sizes(plan) | {"a": len(plan.act_kind), "t": len(plan.threat_measure), "w": plan.steps}
    one_more = {"F": "f", "H": "h", "I": "i", "Q": "p", "S": "s", "U": "u", "V": "r", "X": "x"}
    size |= {letter: size[of] + 1 for letter, of in one_more.items()}
    for name, each in variables(Plan).items():
        shape = np.shape(getattr(plan, name))
        assert len(shape) == len(each.axes), name
        for axis, length in zip(each.axes, shape, strict=True):
            assert axis in "NR" or length == shape_of(axis, size)[0], name


def test_priors_set_every_draw_or_the_parts_of_it() -> None:
    parts = {part for each in variables(Draw).values() for part in each.parts or ()}
    assert parts == variables(DrawParts).keys()
    built = {name for name, each in variables(Draw).items() if each.parts is not None}
    assert settable().keys() == (variables(Draw).keys() - built) | parts
    assert settable() == SPECS


def test_tests_draw_every_draw_within_its_declared_bounds() -> None:
    declared = variables(Draw)
    assert STILL - {"cover_scale"} <= declared.keys()
    for name in declared.keys() - STILL:
        low, high = range_of(declared[name])
        assert declared[name].low <= low <= high <= declared[name].high, name


def test_each_draw_declares_its_own_upper_bound() -> None:
    for group in (Draw, DrawParts):
        for name, each in variables(group).items():
            assert each.low < each.high < Variable().high, name


def test_words_stand_at_the_number_of_their_code() -> None:
    assert codes.SERVICE_KINDS[codes.RESIDUAL] == "residual"
    assert codes.SERVICE_KINDS[codes.COMPUTE] == "compute"
    assert codes.NEED_DEFINITIONS[codes.NEED_FREE] == "free"
    assert codes.NEED_DEFINITIONS[codes.NEED_FLOW] == "flow"
    assert codes.CLASS_NAMES[codes.OTHER] == "other"
    assert codes.STATUS_MEANINGS[codes.NOT_FINITE] == "not finite"
    assert len(codes.CLASS_NAMES) == codes.CLASSES
    assert len(codes.LEVEL_NAMES) == codes.LEVELS


def test_each_code_has_a_meaning() -> None:
    rows = list(code_rows())
    assert len(rows) > 60
    assert all(meaning for *_, meaning in rows)


def bare(source: str) -> Iterator[str]:
    """Yield every slot or code of a coded array that stands as a number."""
    for node in ast.walk(ast.parse(source)):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript) and named(node) in SLOTTED:
            sides = [node, node.slice]
        arrays = CODED if isinstance(node, ast.Compare) else SLOTTED
        if any(named(side) in arrays for side in sides) and any(
            isinstance(side, ast.Constant) and isinstance(side.value, int) for side in sides
        ):
            yield f"line {sides[0].lineno}: {ast.unparse(node)}"


def named(node: ast.expr) -> str:
    """Return the name of the array that an expression reads."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else ""


def test_no_slot_or_code_is_a_bare_number() -> None:
    found = [
        f"{file.relative_to(ROOT)}, {line}"
        for folder in ("src", "tests", "benchmarks", "torture")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line in bare(file.read_text(encoding="utf-8"))
        if "oracle" not in file.parts
    ]
    assert not found, "\n".join(found)


def test_a_bare_number_is_found() -> None:
    planted = "if week.now[0] == 3 or plan.service_kind[u] != 1 or plan.own[r] == 1:\n    pass\n"
    assert len(list(bare(planted))) == 2


def test_a_default_is_read_from_the_declaration_or_refused() -> None:
    assert default_of(Plan, "margin") == variables(Plan)["margin"].default
    with pytest.raises(ValueError, match=r"Plan\.price0 has no default"):
        default_of(Plan, "price0")
