"""Numbers of files beyond sense are refused at their line, in every form of a contest."""

from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.scenario.contest import Contest
from outlast.scenario.load import load_scenario, scenario_from_text
from outlast.scenario.locate import open_contest
from tests.unit.lilliput import copy, edit

SCENARIO = """format: outlast/scenario/2
id: mine
title: Mine
summary: With one distribution changed.
from: lilliput
priors:
  {prior}:
    why: a test
    distribution: {{{distribution}}}
"""

DISTRIBUTIONS = [
    ("belief", "fixed: {value: 60}", 'cannot be "60".', "Write 0.6 for 60%."),
    ("belief", "fixed: {value: -0.1}", 'cannot be "-0.1".', "from 0 to 1."),
    ("belief", "uniform: {low: 0, high: 4}", "is drawn from 0 to 4, beyond its bounds.", "to 1."),
    ("belief", "uniform: {low: 0.6, high: 0.4}", "is reversed or empty.", ""),
    ("belief", "uniform: {low: 60, high: 80}", "beyond its bounds.", "Write 0.8 for 80%."),
    ("belief", "triangular: {low: -1, mode: 0, high: 1}", "beyond its bounds.", "from 0 to 1."),
    ("belief", "normal: {mean: 0.5, sd: 5}", "has its 90 % range from", "from 0 to 1."),
    ("belief", "lognormal: {median: 1, spread: 2}", "has its 90 % range from", "from 0 to 1."),
    ("belief", "lognormal: {median: 1, spread: 0.6}", '"spread" should be greater than 1', ""),
    ("belief", "lognormal: {median: 1, spread: 0}", '"spread" should be greater than 1', ""),
    ("belief", "lognormal: {median: -1, spread: 2}", '"median" should be greater than 0', ""),
    ("belief", "beta: {mean: 50, sd: 0.1}", '"mean" should be less than 1', ""),
    ("belief", "beta: {mean: 0.5, sd: 0}", '"sd" should be greater than 0', ""),
    ("belief", "fixed: {value: .inf}", "is not a finite number", ""),
    ("belief", "fixed: {value: true}", '"value" must be a number', ""),
    ("review", "beta: {mean: 0.5, sd: 0.2}", "", ""),
    ("price-cap", "beta: {mean: 0.5, sd: 0.2}", "has its 90 % range", "from 1.000001 to 100."),
    ("finished-time", "fixed: {value: 0}", 'cannot be "0".', "from 0.05 to 5200 (week)."),
    ("finished-time", "fixed: {value: 1e300}", 'cannot be "1e+300".', "to 5200 (week)."),
]


@pytest.fixture(scope="module")
def toy() -> Contest:
    return open_contest("lilliput")


@pytest.mark.parametrize(("prior", "distribution", "what", "cure"), DISTRIBUTIONS)
def test_a_distribution_of_a_scenario_stays_within_bounds(
    toy: Contest, prior: str, distribution: str, what: str, cure: str
) -> None:
    text = SCENARIO.format(prior=prior, distribution=distribution)
    if not what:
        assert scenario_from_text(text, toy).priors[prior].distribution.kind in distribution
        return
    with pytest.raises(InputError) as refusal:
        scenario_from_text(text, toy)
    (only,) = refusal.value.problems
    assert only.line == 9
    assert what in only.what
    assert cure in only.cure


@pytest.mark.parametrize(
    ("weights", "what"),
    [
        ("{on: 1.5, off: -0.5}", "should be less than or equal to 1"),
        ("{on: 90, off: 10}", "should be less than or equal to 1"),
        ("{on: 0.5, off: 0.4}", "the weights sum to 0.9, not to 1."),
    ],
)
def test_a_choice_has_shares_that_sum_to_one(weights: str, what: str) -> None:
    text = SCENARIO.format(prior="hoarding-on", distribution=f"choice: {weights}")
    with pytest.raises(InputError, match=what) as refusal:
        scenario_from_text(text.replace("lilliput", "today"), "chips-minerals")
    assert {each.line for each in refusal.value.problems} == {9}


PRIOR = """format: outlast/priors/1
priors:
  belief:
    title: "belief"
    unit: "1"
    kind: lever
    basis: [{assume: a test of bounds}]
    grade: assumed
    published: 2023-01-02
"""

PRIORS = [
    (
        "distribution: {fixed: {value: 60}}\n    sets: [{draw: belief}]",
        '"belief" cannot be "60".',
        "Write 0.6 for 60%.",
    ),
    (
        "distribution: {uniform: {low: 0, high: 4}}\n    sets: [{draw: belief}]",
        '"belief" is drawn from 0 to 4, beyond its bounds.',
        "Write a number from 0 to 1.",
    ),
    (
        (
            "distribution: {fixed: {value: 0.5}}\n    bounds: {low: 0.9, high: 0.1}\n"
            "    sets: [{draw: belief}]"
        ),
        "the bounds 0.9 to 0.1 are reversed or empty.",
        "",
    ),
    (
        (
            "distribution: {fixed: {value: 0.5}}\n    bounds: {low: 0, high: 50}\n"
            "    sets: [{draw: belief}]"
        ),
        'the bounds of "belief" go beyond those of its draw.',
        "Write a number from 0 to 1.",
    ),
    (
        (
            "distribution: {fixed: {value: 0.5}}\n    bounds: {low: 0.6, high: 0.9}\n"
            "    sets: [{draw: belief}]"
        ),
        '"belief" cannot be "0.5".',
        "Write a number from 0.6 to 0.9.",
    ),
    (
        (
            "distribution: {fixed: {value: 0.5}}\n    stops: [{at: 30, says: a third}]\n"
            "    sets: [{draw: belief}]"
        ),
        '"belief" has a setpoint at 30, beyond its bounds.',
        "Write 0.3 for 30%.",
    ),
    (
        (
            "distribution: {choice: {much: 0.5, little: 0.5}}\n"
            "    sets: [{draw: belief, values: {much: 60, little: 0.1}}]"
        ),
        '"belief" gives "belief" 60 in "much".',
        "Write 0.6 for 60%.",
    ),
    (
        "distribution: {fixed: {value: 500}}\n    sets: [{draw: cover_mean, as: factor}]",
        '"belief" cannot be "500".',
        "Write a number from 0 to 100.",
    ),
    (
        (
            "distribution: {fixed: {value: 5}}\n    sets: [{draw: detour_cap, as: base-trade, "
            "where: {kind: [detour]}}]"
        ),
        '"belief" is a flow and declares no upper bound.',
        "Write bounds: {low: …, high: …}.",
    ),
]


@pytest.mark.parametrize(("body", "what", "cure"), PRIORS)
def test_the_numbers_of_a_prior_stay_within_bounds(
    tmp_path: Path, body: str, what: str, cure: str
) -> None:
    folder = tmp_path / "priors"
    folder.mkdir()
    (folder / "mine.yaml").write_text(f"{PRIOR}    {body}\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_scenario("lilliput", overlays=[tmp_path])
    found = {(each.what, each.cure) for each in refusal.value.problems if each.what == what}
    assert len(found) == 1
    assert cure in found.pop()[1]
    assert all(each.file.endswith("mine.yaml") and each.line for each in refusal.value.problems)


EDITS = [
    ("sets.yaml", "quorum: {assume: 0.2,", "quorum: {assume: 20,", '"quorum" is more than 1.'),
    ("sets.yaml", "quorum: {assume: 0.2,", "quorum: {assume: -0.2,", '"quorum" is negative.'),
    (
        "sets.yaml",
        "{breakfast: {assume: 1,",
        "{breakfast: {assume: -1,",
        '"breakfast" is negative.',
    ),
    (
        "sets.yaml",
        "{breakfast: {assume: 1,",
        "{breakfast: {assume: 0,",
        '"breakfast" cannot be "0".',
    ),
    (
        "sets.yaml",
        "{breakfast: {assume: 1,",
        "{breakfast: {assume: 1e-9,",
        '"breakfast" cannot be "1e-09".',
    ),
    (
        "sets.yaml",
        "sets:\n",
        'gap: {assume: 0, unit: "1", why: a test of bounds}\nsets:\n',
        '"gap" cannot be "0".',
    ),
    ("conduct.yaml", "travel: {assume: 4,", "travel: {assume: 2e9,", '"travel" cannot be'),
    ("conduct.yaml", "travel: {assume: 4,", "travel: {assume: -4,", '"travel" is negative.'),
    (
        "conduct.yaml",
        "rate: {assume: 2, unit: egg",
        "rate: {assume: -2, unit: egg",
        '"rate" is negative.',
    ),
    (
        "conduct.yaml",
        "detours:\n",
        (
            "trade:\n  lilliput:\n    eggs:\n"
            '      XL: {assume: 1e-9, unit: "1", why: a test of scale}\ndetours:\n'
        ),
        "the shares sum to 1e-09, not to 1.",
    ),
    (
        "conduct.yaml",
        "detours:\n",
        (
            "trade:\n  lilliput:\n    eggs:\n"
            '      XL: {assume: 100, unit: "1", why: a test of scale}\ndetours:\n'
        ),
        '"XL" is more than 1.',
    ),
    (
        "conduct.yaml",
        "detours:\n",
        'compliance:\n  big: {assume: 50, unit: "1", why: a test of bounds}\ndetours:\n',
        '"big" is more than 1.',
    ),
    (
        "conduct.yaml",
        "detours:\n",
        'covers:\n  egg-ban:\n    eggs: {assume: -1, unit: "1", why: a test of bounds}\ndetours:\n',
        '"eggs" is negative.',
    ),
    ("world/eggs.yaml", "spread: {assume: 2,", "spread: {assume: 0,", '"spread" cannot be "0".'),
    (
        "world/eggs.yaml",
        "spread: {assume: 2,",
        "spread: {assume: 0.5,",
        '"spread" cannot be "0.5".',
    ),
    ("world/eggs.yaml", "cover: {assume: 1,", "cover: {assume: 1e6,", '"cover" cannot be'),
    ("world/eggs.yaml", "price: {assume: 1,", "price: {assume: 1e300,", '"price" cannot be'),
    ("world/eggs.yaml", "travel: {assume: 2,", "travel: {assume: 2e9,", '"travel" cannot be'),
    ("world/world.yaml", "growth: {assume: 0,", "growth: {assume: 60,", '"growth" cannot be "60".'),
    ("world/world.yaml", "growth: {assume: 0,", "growth: {assume: -1,", '"growth" cannot be "-1".'),
    ("world/world.yaml", "threshold: {assume: 0.9,", "threshold: {assume: 90,", "is more than 1."),
    ("world/world.yaml", "window: {assume: 4,", "window: {assume: 1e6,", '"window" cannot be'),
    (
        "world/world.yaml",
        "elasticity: {assume: 0.5,",
        "elasticity: {assume: 50,",
        '"elasticity" cannot',
    ),
    (
        "world/world.yaml",
        "threshold: {assume: 0.9,",
        "threshold: {assume: 0.9, low: 0.5, high: 90,",
        '"threshold" is more than 1.',
    ),
    (
        "contest.yaml",
        "{measures: eggs}",
        "{measures: eggs, size: 1e-300}",
        "should be greater than",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "what"), EDITS)
def test_numbers_of_a_contest_stay_within_bounds(
    tmp_path: Path, file: str, old: str, new: str, what: str
) -> None:
    folder = copy(tmp_path)
    path = folder / file
    edit(path, old, new)
    with pytest.raises(InputError) as refusal:
        open_contest(folder)
    found = [each for each in refusal.value.problems if what in each.what]
    assert found, refusal.value
    assert all(each.file.endswith(path.name) and each.line for each in found)


def test_a_multiple_of_a_fact_is_no_zero(tmp_path: Path) -> None:
    """A factor of 0 once counted as 1."""
    folder = copy(tmp_path)
    fact = '{fact: some-eggs, times: 0, why: "a test of a factor"}'
    edit(
        folder / "world" / "eggs.yaml",
        "{assume: 7, unit: egg/week, why: a toy's round number}",
        fact,
    )
    with pytest.raises(InputError, match='"times" should be greater than 0'):
        open_contest(folder)
