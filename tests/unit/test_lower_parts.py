"""The Plan is put together from typed parts; a lowered scenario offers its flows and members."""

from collections import Counter
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_type_hints

import pytest

import outlast.lower as package
from outlast.engine.plan import Plan
from outlast.lower import Lowered, lower
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import lowered


@pytest.fixture(scope="module", params=["lilliput", "today"])
def scenario(request: pytest.FixtureRequest) -> Lowered:
    return lower(load_scenario(request.param))


def parts() -> list[Any]:
    """Return every part of the Plan that a module of lowering declares."""
    modules = [
        import_module(each.name) for each in walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [
        value
        for module in modules
        for name, value in vars(module).items()
        if name.endswith(("Arrays", "Lists", "Fields")) and value.__module__ == module.__name__
    ]


def test_every_field_of_the_plan_belongs_to_one_part() -> None:
    counts = Counter(name for part in parts() for name in part._fields)
    assert counts == dict.fromkeys(Plan._fields, 1)


def test_a_field_has_the_type_of_the_plan() -> None:
    plan = get_type_hints(Plan)
    for part in parts():
        for name, hint in get_type_hints(part).items():
            assert hint == plan[name], (part.__name__, name)


def test_base_flows_are_those_of_the_page_of_the_toy() -> None:
    flows = {flow.route: flow for flow in lowered().base_flows()}
    eggs = flows["eggs-blefuscu-lilliput"]
    assert (eggs.good, eggs.origin, eggs.destination) == ("eggs", "blefuscu-eggs", "lilliput-eggs")
    assert (eggs.origin_bloc, eggs.destination_bloc) == ("blefuscu", "lilliput")
    assert eggs.units_a_week == pytest.approx(7)
    assert not [name for name in flows if "round" in name]


def test_base_flows_add_up_to_the_inflow_of_their_destination(scenario: Lowered) -> None:
    flows, plan = scenario.base_flows(), scenario.plan
    assert len(flows) == plan.bases
    for site, inflow in zip(scenario.names.sites, plan.site_inflow0, strict=True):
        came = [flow.units_a_week for flow in flows if flow.destination == site]
        assert sum(came) == pytest.approx(inflow, rel=1e-9, abs=1e-12)


def test_members_of_a_set_are_lines_of_its_side(scenario: Lowered) -> None:
    situation, names = scenario.drawing.situation, scenario.names
    assert names.sets
    for row, side in enumerate(names.sets):
        lines = [names.lines[line] for line in scenario.members(row)]
        declared = situation.sets[side.service_set].members[side.side]
        assert [line.service for line in lines] == list(declared)
        assert {line.definition for line in lines} <= {"flow", side.definition}


def test_edges_of_a_service_are_its_own(scenario: Lowered) -> None:
    names = scenario.names
    listed = [edge for service in names.services for edge in scenario.edges_of(service)]
    assert listed == [n for n, edge in enumerate(names.edges) if not edge.of_process]
    for service in names.services:
        assert {names.edges[edge].user for edge in scenario.edges_of(service)} <= {service}
    with pytest.raises(ValueError, match="not in tuple"):
        scenario.edges_of("no-service")


def test_what_is_lowered_cannot_be_changed(scenario: Lowered) -> None:
    for thing, field in ((scenario.names, "sites"), (scenario.drawing.network, "routes")):
        with pytest.raises(AttributeError):
            setattr(thing, field, ())
