"""Every number of the shipped contests and of the template has two bounds and lies within them."""

from math import isfinite
from pathlib import Path
from typing import Final

import numpy as np
import pytest

import outlast
from outlast.lower.draws.quantiles import EDGE, draws
from outlast.scenario.bounds import bounds_of, distribution_fault
from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest, shipped_contests
from outlast.scenario.prior import Prior

TEMPLATE: Final = Path(outlast.__file__).parent / "data" / "template"
CUT: Final = 0.06
"""The most of a distribution that bounds may cut at each end: those futures stand at the bound."""

POINTS: Final = np.array([EDGE, CUT, 0.5, 1 - CUT, 1 - EDGE])
"""Points of a distribution: its ends, the edges of its inner nine tenths or so, and its middle."""


@pytest.fixture(
    scope="module", params=[*shipped_contests().values(), TEMPLATE], ids=lambda p: p.name
)
def contest(request: pytest.FixtureRequest) -> Contest:
    return open_contest(request.param)


def numbers(contest: Contest) -> dict[str, Prior]:
    """Return the priors of a contest that are numbers, not choices."""
    return {key: each for key, each in contest.priors.items() if each.distribution.choice is None}


def test_each_prior_has_two_finite_bounds(contest: Contest) -> None:
    open_ended = {
        key: bounds
        for key, prior in numbers(contest).items()
        if not all(map(isfinite, bounds := bounds_of(prior, contest.ledger.units)))
    }
    assert open_ended == {}


def test_each_prior_may_take_more_than_one_value(contest: Contest) -> None:
    for key, prior in numbers(contest).items():
        low, high = bounds_of(prior, contest.ledger.units)
        assert low < high, key


def test_each_distribution_lies_within_its_bounds(contest: Contest) -> None:
    """One with ends lies there whole; of one with tails, bounds cut a few hundredths at an end."""
    for key, prior in numbers(contest).items():
        low, high = bounds_of(prior, contest.ledger.units)
        least, below, middle, above, most = draws(prior.distribution, POINTS, None)
        assert low <= below <= middle <= above <= high, key
        if not prior.distribution.has_tails:
            assert low <= least <= most <= high, key


def test_no_distribution_is_at_fault(contest: Contest) -> None:
    units = contest.ledger.units
    for key, prior in numbers(contest).items():
        assert distribution_fault(key, prior.distribution, prior, units) is None, key
        for setpoint in prior.stops:
            assert bounds_of(prior, units)[0] <= setpoint.at <= bounds_of(prior, units)[1], key


def test_bounds_of_the_draw_cut_no_shipped_distribution(contest: Contest) -> None:
    """Where a prior declares no bounds, those of the draw keep all but a few in a million."""
    points = np.array([4e-6, 1 - 4e-6])
    for key, prior in numbers(contest).items():
        if prior.bounds is not None:
            continue
        low, high = bounds_of(prior, contest.ledger.units)
        least, most = draws(prior.distribution, points, None)
        assert low <= least <= most <= high, key
