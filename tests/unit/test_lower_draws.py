"""Draws are a pure function of points, follow their distributions, and have one prior a row."""

from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from outlast.errors import InputError
from outlast.lower import Lowered, lower
from outlast.lower.draws import quantiles as quantile
from outlast.scenario.distribution import Bounds, Distribution
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import copy, edit, lowered

stats = cast("Any", import_module("scipy.stats"))  # SciPy ships no types
POINTS = np.random.default_rng(3).random(4000)


@pytest.fixture(scope="module")
def shipped() -> Lowered:
    return lower(load_scenario("today"))


def test_normal_quantiles() -> None:
    assert quantile.normal(POINTS) == pytest.approx(stats.norm.ppf(POINTS), rel=1e-13, abs=1e-14)
    far = np.array([1e-12, 1e-6, 0.5, 1 - 1e-6])
    assert quantile.normal(far) == pytest.approx(stats.norm.ppf(far), rel=1e-12)


@pytest.mark.parametrize(("mean", "sd"), [(0.25, 0.1), (0.6, 0.2), (0.93, 0.05), (0.02, 0.02)])
def test_beta_quantiles(mean: float, sd: float) -> None:
    size = mean * (1 - mean) / sd**2 - 1
    drawn = quantile.beta(POINTS, mean, sd)
    assert stats.beta(mean * size, (1 - mean) * size).cdf(drawn) == pytest.approx(POINTS, abs=1e-7)


def test_triangular_lognormal_and_ranged_quantiles() -> None:
    triangle = stats.triang(c=0.25, loc=1, scale=4).ppf(POINTS)
    assert quantile.triangular(POINTS, 1, 2, 5) == pytest.approx(triangle)
    log = stats.lognorm(s=np.log(1.7), scale=3).ppf(POINTS)
    assert quantile.lognormal(POINTS, 3, 1.7) == pytest.approx(log)
    ends = quantile.ranged(np.array([0.05, 0.5, 0.95]), 8, 3, 16)
    assert ends == pytest.approx([3, 8, 16])
    assert quantile.ranged(np.array([0.05, 0.5, 0.95]), 1, 0, 3) == pytest.approx([0, 1, 3])


def test_bounds_hold_and_a_fixed_value_is_exact() -> None:
    wide = Distribution.model_validate({"lognormal": {"median": 1, "spread": 9}})
    drawn = quantile.draws(wide, POINTS, Bounds(low=0.5, high=2))
    assert (drawn.min(), drawn.max()) == (0.5, 2)
    fixed = Distribution.model_validate({"fixed": {"value": 0.7}})
    assert set(quantile.draws(fixed, POINTS, None)) == {0.7}


def test_quantile_means_of_cohorts_average_one() -> None:
    weights = np.array([0.05, 0.15, 0.3, 0.3, 0.2])
    found = quantile_means(weights, np.array([[2.0, 2.5]]))
    assert (weights[None, :, None] * found).sum(axis=1) == pytest.approx(np.ones((1, 2)))
    assert np.all(np.diff(found[0, :, 0]) > 0)


def quantile_means(weights: np.ndarray, spread: np.ndarray) -> np.ndarray:
    from outlast.lower.draws.quantiles import quantile_means as means  # noqa: PLC0415

    return means(weights, spread)


def test_a_future_does_not_depend_on_its_neighbours(shipped: Lowered) -> None:
    points = np.random.default_rng(5).random((40, len(shipped.drawing.dimensions)))
    together, alone = shipped.sample(points), shipped.sample(points[17:18])
    for first, second in zip(together, alone, strict=True):
        whole = np.asarray(getattr(first, "values", first))[..., 17]
        assert np.array_equal(whole, np.asarray(getattr(second, "values", second))[..., 0])


def test_switches_fall_as_often_as_their_priors_say(shipped: Lowered) -> None:
    points = np.random.default_rng(6).random((4000, len(shipped.drawing.dimensions)))
    gate = shipped.sample(points).gate.values
    for row, measure in enumerate(shipped.names.measures):
        if measure.branches == (("clause-2-suspension", "lapses"),):
            assert gate[row].mean() == pytest.approx(0.4, abs=0.03)
            return
    pytest.fail("no measure hangs on the clause's suspension")


def test_two_priors_on_one_row_are_an_input_error(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    edit(toy / "priors" / "draws.yaml", "sets: [{draw: fear_down}]", "sets: [{draw: fear_up}]")
    with pytest.raises(InputError, match='"fear-down" sets fear_up, which "fear-up" sets too'):
        lowered(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("draw: fear_up}", "draw: fear_upp}", 'sets "fear_upp", which is not a draw'),
        ("process: [small-hens]", "process: [small-hen]", '"small-hen", which is not a process'),
        ("process: [small-hens]", "proces: [small-hens]", 'looks for "proces"'),
        ("sets: [{draw: review}]", "sets: [{draw: ceiling}]", "stated in week"),
    ],
)
def test_a_prior_that_names_unknown_rows_is_refused(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    toy = copy(tmp_path)
    edit(toy / "priors" / "draws.yaml", old, new)
    with pytest.raises(InputError) as refusal:
        lowered(tmp_path)
    assert any(says in each.what and each.line for each in refusal.value.problems)


def test_thrift_and_elasticity_on_one_edge_are_refused(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    file = toy / "priors" / "draws.yaml"
    where = "{draw: thrift_floor, where: {user: [breakfast], good: [eggs]}}"
    edit(file, "sets: [{draw: belief}]", f"sets: [{{draw: belief}}, {where}]")
    with pytest.raises(InputError, match="one short-run channel of substitution"):
        lowered(tmp_path)


def test_rows_without_a_prior_are_listed_with_their_value() -> None:
    rows = {each.row.draw: each for each in lowered().drawing.rows_without_prior()}
    assert "hoarding" not in rows
    assert (rows["thrift_time"].value, rows["thrift_time"].origin) == (130, "default")
    assert rows["elasticity"].origin == "world"
