"""The shipped world's compute after its date: plans without denial, and Chinese make to 2032."""

from datetime import date

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_compiled
from outlast.engine.draw import Draw
from outlast.ensemble.prepare import prepare
from outlast.lower import Lowered
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import Situation, load_scenario

FUTURES = 128
SEED = 20250630
FEW = 0.03
"""Share of futures in which a break without denial is taken for the form's own."""


@pytest.fixture(scope="module")
def today() -> tuple[Situation, Lowered, Draw]:
    """The scenario of today, its plans anchored, with its draws."""
    situation = without_moves(load_scenario("today"))
    lowered = prepare(situation)
    dice = np.random.default_rng(SEED).random((FUTURES, len(lowered.drawing.dimensions)))
    return situation, lowered, lowered.sample(dice)


def stood(today: tuple[Situation, Lowered, Draw], day: date, *, memory: bool = True) -> Reals:
    """Return the compute of Chinese make on a day, in each future."""
    situation, lowered, draw = today
    plan, names = lowered.plan, lowered.names
    step = int(situation.clock.weeks(day) / situation.clock.step)
    size = plan.project_size.copy()
    size[names.projects.index("cxmt-hbm")] *= float(memory)
    cut = plan._replace(start=step, horizon=plan.steps - step, paired=0, project_size=size)
    record = run_compiled(cut, draw).record
    holding = names.holdings.index(("CN", "domestic"))
    return record.installed_date.values[holding, names.profiles.index(1.0)]


def test_without_denial_no_compute_service_breaks_under_plan_keep_or_free(
    today: tuple[Situation, Lowered, Draw],
) -> None:
    """The gap is left out: a rival may be ahead with no denial at all (MODEL.md 1.8)."""
    _, lowered, draw = today
    record = run_compiled(lowered.plan, draw).record
    end = lowered.plan.horizon * lowered.plan.step
    for row, line in enumerate(lowered.names.lines):
        if line.definition in ("plan", "keep", "free"):
            assert np.mean(record.first_free.values[row] <= end) <= FEW, line
    # The plan still tells denial: China's breaks in a good part of futures.
    china = lowered.names.lines.index(
        next(
            x for x in lowered.names.lines if (x.service, x.definition) == ("cn-inference", "plan")
        )
    )
    assert np.mean(record.first.values[china] <= end) > 0.1


def test_chinese_make_goes_on_after_the_foreign_stacks(
    today: tuple[Situation, Lowered, Draw],
) -> None:
    """Chinese memory carries it on: without it the stock of 2032 is what ageing leaves."""
    before, after = stood(today, date(2029, 7, 2)), stood(today, date(2032, 7, 5))
    assert np.median(after) > 1.1 * np.median(before)
    without = stood(today, date(2032, 7, 5), memory=False)
    assert np.median(without) < 0.7 * np.median(after)
