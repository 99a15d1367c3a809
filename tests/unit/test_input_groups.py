"""Groups of inputs: every prior and every acting input stands in exactly one of them."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from outlast.ensemble.given_points import run_points
from outlast.ensemble.prepare import prepare
from outlast.errors import InputError
from outlast.lower import Lowered
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.load import Situation, load_scenario
from outlast.study import input_groups
from outlast.study.input_groups import InputGroups, grouped, load_groups
from outlast.study.inputs import UncertainInput, acting_inputs, moves_input
from outlast.study.sensitivity import samples

RULES = ("_by_name", "_by_role", "_by_rule")


@cache
def situation() -> Situation:
    return load_scenario("today")


@cache
def prepared() -> Lowered:
    return prepare(situation())


@cache
def inputs() -> tuple[UncertainInput, ...]:
    drawing = prepared().drawing
    return (*acting_inputs(drawing), *moves_input(drawing))


@cache
def declared() -> InputGroups:
    found = load_groups((DEFAULT_CONTEST,))
    assert found is not None
    return found


def owners(name: str) -> list[str]:
    """Return the groups that claim an input by the first rule that claims it."""
    prior = situation().priors.get(name)
    file = Path(situation().places[name][0]).stem if name in situation().places else ""
    for rule in RULES:
        matches = getattr(input_groups, rule)
        found = [k for k, g in declared().groups.items() if matches(g, name, prior, file)]
        if found:
            return found
    return []


def test_every_prior_has_exactly_one_declared_group() -> None:
    wrong = {key: found for key in situation().priors if len(found := owners(key)) != 1}
    assert not wrong


def test_every_acting_input_has_exactly_one_declared_group() -> None:
    wrong = {each.name: found for each in inputs() if len(found := owners(each.name)) != 1}
    assert not wrong


def test_the_groups_part_the_dimensions() -> None:
    groups = grouped(situation(), inputs(), declared())
    numbers = [number for group in groups for number in group.dimensions]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {number for each in inputs() for number in each.dimensions}
    assert {group.key for group in groups} <= set(declared().groups)


def test_nothing_of_a_future_is_left_when_every_group_is_exchanged() -> None:
    lowered, seed = prepared(), 3
    one, other = samples(lowered.drawing.dimensions, 8, seed)
    exchanged = one.copy()
    for group in grouped(situation(), inputs(), declared()):
        columns = list(group.dimensions)
        exchanged[:, columns] = other[:, columns]
    runs = [run_points(situation(), lowered, points, seed) for points in (exchanged, other)]
    here, there = (found.record for found in runs if found)
    for name in there:
        np.testing.assert_array_equal(here[name], there[name], err_msg=name)


def test_without_a_declaration_each_file_and_kind_is_a_group() -> None:
    groups = {group.key: group for group in grouped(situation(), inputs(), None)}
    assert {"licences", "minerals-stocks", "switch", "project", "world"} <= set(groups)
    assert "approval-chips" in groups["licences"].inputs


def test_a_rule_that_two_groups_state_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "priors").mkdir()
    (tmp_path / "priors" / "licences.yaml").touch()
    file = tmp_path / "sensitivity.yaml"
    file.write_text(
        "format: outlast/sensitivity/1\ngroups:\n"
        "  one: {title: one of two, why: a reason of words, files: [licences]}\n"
        "  two: {title: two of two, why: a reason of words, files: [licences]}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match='"licences" belongs to "one" already') as refusal:
        load_groups((tmp_path,))
    assert refusal.value.problems[0].line == 4


def test_a_file_of_priors_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sensitivity.yaml"
    file.write_text(
        "format: outlast/sensitivity/1\ngroups:\n"
        "  one: {title: one of two, why: a reason of words, files: [licenses]}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match='"licenses" is not a file of priors'):
        load_groups((tmp_path,))
