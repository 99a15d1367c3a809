"""A process learns only from one whose good counts in the same unit, because outputs add up."""

from types import SimpleNamespace
from typing import Any, cast

from outlast.lower.network.network import Network
from outlast.lower.network.site_arrays import learning_problems
from outlast.scenario.load import Situation


def found(units: dict[str, str]) -> list[str]:
    """Return the problems of a new node that learns from an old one, their goods in some units."""
    world = SimpleNamespace(
        processes={key: SimpleNamespace(site=key) for key in units},
        sites={key: SimpleNamespace(good=key) for key in units},
        goods={key: SimpleNamespace(unit=unit) for key, unit in units.items()},
    )
    conduct = SimpleNamespace(parents={"new": "old"})
    situation: Any = SimpleNamespace(world=world, conduct=conduct)
    network: Any = SimpleNamespace(learners=tuple(units))
    problems = learning_problems(cast("Situation", situation), cast("Network", network))
    return [f"{each.what} {each.cure}" for each in problems]


def test_outputs_of_one_unit_add_up() -> None:
    assert found({"new": "wafer", "old": "wafer"}) == []


def test_outputs_of_two_units_are_refused() -> None:
    assert found({"new": "wafer", "old": "t"}) == [
        '"new" is counted in wafer and learns from "old", in t. Give both goods one unit.'
    ]
