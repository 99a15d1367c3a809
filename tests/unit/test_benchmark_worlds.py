"""Benchmarks: a generated world runs without a fault, and aims are met or missed by their ratio."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import sections
from benchmarks.earlier import Aim
from benchmarks.growth import exponent, world
from outlast.engine.codes import COLLAPSED
from outlast.engine.compiled.run import run_compiled


def test_a_generated_world_is_sound_and_as_large_as_it_says() -> None:
    plan, draw = world(100, 40, 4)
    assert len(plan.site_bloc) == 100
    assert len(plan.origin) == 300
    assert plan.paired == 1
    record = run_compiled(plan, draw).record
    assert (record.status.values[0] <= COLLAPSED).all()
    assert np.isfinite(record.cost.values).all()


def test_a_line_through_equal_growth_has_the_exponent_of_its_power() -> None:
    sizes = (10, 100, 1000)
    assert exponent(sizes, [3.0 * size for size in sizes]) == pytest.approx(1.0)
    assert exponent(sizes, [float(size) ** 2 for size in sizes]) == pytest.approx(2.0)


def test_a_section_holds_its_table_between_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: made by make bench -->\nold\n<!-- end of x -->\nb\n", "utf-8")
    monkeypatch.setattr(sections, "PAGE", page)
    assert sections.write_section("x", sections.table(("task", "ms"), [("run", "1"), ("none",)]))
    text = page.read_text(encoding="utf-8")
    assert "| task | ms |\n| -- | -- |\n| run | 1 |\n| none |  |" in text
    assert "old" not in text
    assert text.startswith("a\n")
    assert text.endswith("b\n")
    assert not sections.write_section("y", "nothing")


def test_an_aim_is_met_or_missed_by_its_median() -> None:
    assert Aim("work", 0.5, [0.4, 0.5, 0.9]).row[-1] == "met"
    assert Aim("work", 0.5, [0.6, 0.75, 0.4]).row[-1] == "missed by 1.20"
