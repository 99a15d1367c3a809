"""Capacity that follows need grows as the services at the end of its chains grow."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.ensemble.streams import luck
from outlast.errors import InputError
from outlast.lower import lower
from outlast.lower.draws.trend import growth_reached
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import copy, edit, lowered


def test_the_growth_that_reaches_a_process_is_a_mean_of_services() -> None:
    reach = growth_reached(lowered().plan)
    assert (reach >= 0).all()
    assert reach.sum(axis=1) == pytest.approx(1)


def test_capacity_that_follows_need_has_the_growth_of_services_between_their_ends() -> None:
    found = lower(load_scenario("april-2025"))
    draw = found.sample(np.random.default_rng(1).random((8, len(found.drawing.dimensions))))
    need, capacity = draw.growth_now.values, draw.capacity_growth_now.values
    rows = found.drawing.trends["capacity_growth_now"]
    assert rows
    for process in rows:
        served = found.drawing.reach[process] > 0
        if not served.any():  # nothing is sent yet, a project is to come
            assert (capacity[process] == 0).all()
            continue
        assert (capacity[process] <= need[served].max(axis=0) + 1e-6).all()
        assert (capacity[process] >= need[served].min(axis=0) - 1e-6).all()


def test_only_capacity_can_follow_need(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    file = next((toy / "priors").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if "draw: home_first" in each)
    edit(file, line, line.replace("draw: home_first", "draw: home_first, as: trend"))
    with pytest.raises(InputError, match="follow need"):
        lowered(tmp_path)


def test_a_plan_stated_for_an_earlier_day_enters_with_the_rest_of_its_growth() -> None:
    """The same luck at two dates: the later plan has the growth of the earlier one, decayed."""
    found: dict[str, list[Reals]] = {}
    for name in ("april-2025", "today"):
        made = lower(load_scenario(name))
        draw = made.sample(luck(made.drawing.dimensions, range(8), 1))
        rows = [n for n, line in enumerate(made.names.lines) if line.definition == "plan"]
        assert len(rows) == 6
        found[name] = [
            rows_of.values[rows]
            for rows_of in (draw.plan_growth_now, draw.plan_growth_far, draw.plan_growth_decay)
        ]
    now, far, decay = found["april-2025"]
    later = found["today"]
    years = (date(2026, 11, 23) - date(2025, 6, 30)).days / 365.25
    np.testing.assert_allclose(later[1:], [far, decay])
    np.testing.assert_allclose(later[0], far + (now - far) * np.exp(-years / decay), rtol=1e-6)
    assert (np.abs(later[0] - far) < np.abs(now - far)).all()
