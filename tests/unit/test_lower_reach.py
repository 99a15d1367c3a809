"""Each prior reaches rows that the engine reads, or names the mechanism that it waits for."""

from pathlib import Path

import numpy as np
import pytest

from outlast.engine.compiled.run import run_compiled
from outlast.errors import InputError
from outlast.lower import Lowered, lower
from outlast.lower.draws.reach import prior_reach, unreached_priors
from outlast.lower.draws.redraw import RedrawnDraws
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import copy, edit, lowered

SETS = "sets: [{draw: hoarding}]"


SHIPPED = ("today", "april-2025", "cutoff", "lapse", "truce")


def changed(folder: Path, sets: str) -> Lowered:
    """Return the toy with other settings of the prior of hoarding."""
    toy = copy(folder)
    edit(toy / "priors" / "draws.yaml", SETS, sets)
    return lowered(folder)


def test_every_prior_of_the_toy_reaches_rows_that_the_engine_reads() -> None:
    toy = lowered()
    assert not list(unreached_priors([toy.drawing]))
    assert all(reach.read for reach in prior_reach(toy.drawing).values())


@pytest.mark.parametrize(
    "sets",
    [
        "sets: []\n    note: it acts nowhere",
        "sets: [{draw: research_loss}, {draw: research_beta}]",
    ],
    ids=["no row", "rows that multiply 0"],
)
def test_a_prior_without_effect_is_a_problem_at_its_line(sets: str, tmp_path: Path) -> None:
    toy = changed(tmp_path, sets)
    assert prior_reach(toy.drawing)["hoarding"].read == 0
    (problem,) = unreached_priors([toy.drawing])
    assert '"hoarding" sets no row that the engine reads' in problem.what
    text = (tmp_path / "lilliput" / "priors" / "draws.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[problem.line - 1].strip() == "hoarding:"


def test_a_prior_that_reaches_one_row_of_several_is_no_problem(tmp_path: Path) -> None:
    toy = changed(tmp_path, "sets: [{draw: hoarding}, {draw: research_loss}]")
    reach = prior_reach(toy.drawing)["hoarding"]
    assert (reach.rows, reach.read) == (1 + len(toy.names.blocs), 1)
    assert not list(unreached_priors([toy.drawing]))


def test_a_prior_that_acts_in_one_scenario_of_several_is_no_problem(tmp_path: Path) -> None:
    without = changed(tmp_path, "sets: []\n    note: it acts nowhere")
    assert not list(unreached_priors([without.drawing, lowered().drawing]))


def test_a_prior_that_waits_for_a_mechanism_is_no_problem(tmp_path: Path) -> None:
    toy = changed(tmp_path, "sets: []\n    waiting: a mechanism of hoarding")
    assert not list(unreached_priors([toy.drawing]))


def test_a_prior_cannot_wait_and_set_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not waiting for a mechanism"):
        changed(tmp_path, f"{SETS}\n    waiting: a mechanism of hoarding")


def test_every_prior_of_the_shipped_contest_acts_or_waits() -> None:
    drawings = [lower(load_scenario(name)).drawing for name in SHIPPED]
    assert not list(unreached_priors(drawings))
    research = {"rd-listing-response", "rd-output-elasticity", "rd-sender-loss"}
    assert all(prior_reach(drawings[0])[key].read for key in research)
    priors = drawings[0].situation.priors
    assert {"copying-share", "copying-delay"} <= {
        key for key, prior in priors.items() if prior.waiting
    }
    assert all(prior.sets or prior.waiting for prior in priors.values())


@pytest.mark.slow
def test_the_engine_does_not_read_the_rows_that_count_as_unread() -> None:
    """Each unread row at a very different value leaves every array of the run as it was."""
    today = lower(load_scenario("today"))
    points = np.full((4, len(today.drawing.dimensions)), 0.3)
    draw = today.sample(points)
    before = run_compiled(today.plan, draw).record
    unread = {
        (row.draw, row.index)
        for rows in today.drawing.rows.values()
        for row in rows
        if not today.drawing.reads(row)
    }
    names = {name for name, _ in unread}
    assert {"carry", "research_beta", "detour_share", "elasticity", "idle_share"} <= names
    for name, index in unread:
        if hasattr(draw, name):
            getattr(draw, name).values[index] += 0.37
    after = run_compiled(today.plan, draw).record
    for name, first, second in zip(before._fields, before, after, strict=True):
        assert np.array_equal(first.values, second.values, equal_nan=True), name


def test_redrawn_draws_know_which_draws_a_prior_touches() -> None:
    toy = lowered()
    redrawn = RedrawnDraws(toy.drawing, np.full((2, len(toy.drawing.dimensions)), 0.5))
    assert redrawn.draws_of["hoarding"] == ["hoarding"]
