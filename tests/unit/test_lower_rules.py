"""Rules lower by their terms: an empty scope has no act, order and names of sides mean nothing."""

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from outlast.lower import Lowered, lower
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import copy, edit, lowered


def shares(toy: Lowered) -> dict[tuple[str, str, int], float]:
    """Return the acts of a lowered scenario by route, measure and kind."""
    plan, names = toy.plan, toy.names
    return {
        (
            names.routes[route].name,
            names.measures[plan.act_measure[act]].measure,
            int(plan.act_kind[act]),
        ): float(plan.act_share[act])
        for route in range(len(names.routes))
        for act in range(plan.act_ptr[route], plan.act_ptr[route + 1])
    }


def test_a_measure_with_an_empty_scope_yields_no_act(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    edit(toy / "policy" / "big" / "egg-ban.yaml", '["0407"]', '["9999"]')
    found = lowered(tmp_path)
    assert found.measures_without_acts == ("egg-ban",)
    assert "egg-ban" not in {row.measure for row in found.names.measures}
    kept = {key: share for key, share in shares(lowered()).items() if key[1] != "egg-ban"}
    assert shares(found) == kept


def test_a_measure_that_is_switched_off_has_no_row(tmp_path: Path) -> None:
    file = tmp_path / "off.yaml"
    file.write_text(
        "format: outlast/scenario/1\nid: off\ntitle: Off\nsummary: Without the ban on eggs.\n"
        "from: lilliput\nmeasures: {off: [egg-ban]}\n",
        encoding="utf-8",
    )
    found = lower(load_scenario(str(file)))
    assert "egg-ban" not in {row.measure for row in found.names.measures}


def test_a_supposed_rule_acts_between_its_blocs(tmp_path: Path) -> None:
    file = tmp_path / "more.yaml"
    file.write_text(
        "format: outlast/scenario/1\nid: more\ntitle: More\nsummary: Salt is closed too.\n"
        "from: lilliput\nsupposed:\n  no-salt: {side: little, kind: deny, goods: [salt],"
        " origins: [lilliput], destinations: [blefuscu], from: 2023-03-06, why: a test}\n",
        encoding="utf-8",
    )
    found = lower(load_scenario(str(file)))
    assert shares(found)["salt-lilliput-blefuscu", "no-salt", 0] == 1
    row = [each.measure for each in found.names.measures].index("no-salt")
    assert np.flatnonzero(found.plan.on[row])[0] == 9


def test_swapping_the_names_of_the_sides_changes_nothing_else(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    (toy / "policy" / "big").rename(toy / "policy" / "aside")
    (toy / "policy" / "little").rename(toy / "policy" / "big")
    (toy / "policy" / "aside").rename(toy / "policy" / "little")
    for file in toy.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in (("side: big", "side: aside"), ("side: little", "side: big")):
            text = text.replace(old, new)
        text = text.replace("side: aside", "side: little")
        if file.name == "sets.yaml":
            text = text.replace("big: {fleet", "aside: {fleet").replace("little: {br", "big: {br")
            text = text.replace("aside: {fleet", "little: {fleet")
        file.write_text(text, encoding="utf-8")
    swapped, straight = lowered(tmp_path), lowered()
    assert shares(swapped) == shares(straight)
    assert sorted(swapped.plan.threat_weight) == pytest.approx(sorted(straight.plan.threat_weight))
    sides = [each.side for each in swapped.names.sets]
    assert sides == ["big", "little"]
    assert [each.side for each in straight.names.sets] == ["little", "big"]


def reverse(file: Path) -> None:
    """Reverse the declarations of a file of a world."""
    yaml = YAML()
    content = yaml.load(file.read_text(encoding="utf-8"))
    for section in ("blocs", "goods", "sites", "processes", "routes", "services"):
        if section in content:
            content[section] = dict(reversed(list(content[section].items())))
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(content, stream)


def test_reordering_declarations_changes_nothing_but_order(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    for file in (toy / "world").glob("*.yaml"):
        reverse(file)
    turned, straight = lowered(tmp_path), lowered()
    assert turned.names.processes != straight.names.processes
    assert shares(turned) == shares(straight)
    for names, arrays in (
        ("sites", ("site_inflow0", "site_output0", "reserve0", "site_finished")),
        ("processes", ("output0", "capacity0")),
        ("services", ("demand0", "service_kind", "service_class")),
        ("edges", ("requirement0", "essential", "cost_share", "edge_class")),
        ("routes", ("flow0", "slots", "share0", "own", "licit")),
    ):
        for array in arrays:
            first, second = (
                dict(
                    zip(getattr(each.names, names), getattr(each.plan, array).tolist(), strict=True)
                )
                for each in (turned, straight)
            )
            assert first == second, array
    points = np.full((1, len(straight.drawing.dimensions)), 0.5)
    covers = [
        dict(zip(each.names.edges, each.sample(points).cover.values[:, :, 0].tolist(), strict=True))
        for each in (turned, straight)
    ]
    assert covers[0] == covers[1]


def test_branches_of_a_switch_are_rows_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(
        "format: outlast/scenario/1\nid: late\ntitle: Late\nsummary: The truce is known.\n"
        "from: lilliput\nknows_until: 2025-06-30\n",
        encoding="utf-8",
    )
    found = lower(load_scenario(str(file)))
    rows = [row for row in found.names.measures if row.measure == "egg-ban"]
    assert [row.branches for row in rows] == [(("truce", "holds"),), (("truce", "none"),)]
    points = np.full((4, len(found.drawing.dimensions)), 0.9)
    points[:2, found.drawing.switches["truce"]] = 0.1
    gate = found.sample(points).gate.values
    at = [number for number, row in enumerate(found.names.measures) if row.measure == "egg-ban"]
    assert gate[at].tolist() == [[1, 1, 0, 0], [0, 0, 1, 1]]
    assert gate.min(axis=1).tolist().count(1) == len(found.names.measures) - 2
    ends = [np.flatnonzero(found.plan.on[row])[-1] for row in at]
    assert ends == [129, 155]


def test_half_a_step_keeps_dates_and_travel(tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    file.write_text(
        "format: outlast/scenario/1\nid: half\ntitle: Half\nsummary: Half a week a step.\n"
        "from: lilliput\nstep: 0.5\n",
        encoding="utf-8",
    )
    half, whole = lower(load_scenario(str(file))), lowered()
    assert half.plan.slots.tolist() == [2 * slots for slots in whole.plan.slots]
    assert half.plan.window.tolist() == [8, 8]
    pairs = half.plan.force.reshape(len(half.plan.force), -1, 2).mean(axis=2)
    assert pairs == pytest.approx(whole.plan.force)
