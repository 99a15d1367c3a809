"""One set of bounds for a setting: terminal, Python, page and files accept the same numbers."""

from math import inf
from pathlib import Path

import pytest

from outlast.api.run import load
from outlast.errors import InputError
from outlast.facts.bounds import bounds_text, exact_text
from outlast.results import manifest
from outlast.scenario.adjust import numeric_priors, with_settings, with_values
from outlast.scenario.bounds import bounds_of
from outlast.scenario.load import Situation, load_scenario
from outlast.web.sliders import sliders
from outlast.web.state import PageState, with_settings_of

CASES = [
    # a share of the draw, without bounds of its own
    ("approval-chips", 0.5, True),
    ("approval-chips", 1, True),
    ("approval-chips", 2, False),
    ("approval-chips", -0.1, False),
    # a time
    ("licence-review", 200, True),
    ("licence-review", -1, False),
    # a multiple with bounds of its own
    ("stock-cn", 4, True),
    ("stock-cn", 4.5, False),
    # a growth, which may be negative
    ("tool-growth-denied", -0.3, True),
    # a flow, with bounds of its own
    ("smuggled-chips", 28000, True),
    ("smuggled-chips", 27999, False),
    ("licence-review", inf, False),
]


@pytest.fixture(scope="module")
def today() -> Situation:
    return load_scenario("today")


def from_terminal(situation: Situation, name: str, value: float) -> bool:
    try:
        with_settings(situation, {name: f"{value}"})
    except InputError:
        return False
    return True


def from_python(situation: Situation, name: str, value: float) -> bool:
    try:
        with_settings(situation, {name: value})
    except InputError:
        return False
    return True


def from_page(situation: Situation, name: str, value: float) -> bool:
    state = with_settings_of(PageState("today"), [(f"set.{name}", f"{value}")], situation)
    assert bool(state.notes) != bool(state.values)
    return not state.notes


def from_file(situation: Situation, name: str, value: float, folder: Path) -> bool:
    file = folder / "mine.yaml"
    number = ".inf" if value == inf else f"{value}"
    file.write_text(
        "format: outlast/scenario/2\nid: mine\ntitle: Mine\nsummary: With one number fixed.\n"
        f"from: {situation.scenario.id}\npriors:\n"
        f"  {name}: {{distribution: {{fixed: {{value: {number}}}}}, why: a test}}\n",
        encoding="utf-8",
    )
    try:
        load(str(file))
    except InputError:
        return False
    return True


@pytest.mark.parametrize(("name", "value", "accepted"), CASES)
def test_every_shell_accepts_the_same_numbers(
    today: Situation, tmp_path: Path, name: str, value: float, *, accepted: bool
) -> None:
    answers = {
        "terminal": from_terminal(today, name, value),
        "python": from_python(today, name, value),
        "page": from_page(today, name, value),
        "file": from_file(today, name, value, tmp_path),
    }
    assert answers == dict.fromkeys(answers, accepted)


def test_a_number_beyond_the_bounds_is_refused_at_its_line_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "format: outlast/scenario/2\nid: mine\ntitle: Mine\nsummary: With one number fixed.\n"
        "from: today\npriors:\n"
        "  approval-chips: {distribution: {fixed: {value: 2}}, why: a test}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refusal:
        load(str(file))
    assert "mine.yaml:7" in f"{refusal.value}"
    assert '"approval-chips" cannot be "2".' in f"{refusal.value}"
    assert "Write a number from 0 to 1." in f"{refusal.value}"


def test_a_refusal_names_the_bounds_and_the_unit(today: Situation) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(today, {"approval-chips": 2, "licence-review": "-1", "stock-cn": "much"})
    for text in (
        '"approval-chips" cannot be "2".',
        "Write a number from 0 to 1.",
        '"licence-review" cannot be "-1".',
        "Write a number from 0 to 5200 (week).",
        '"stock-cn" cannot be "much".',
        "Write a number from 0 to 4.",
    ):
        assert text in f"{refusal.value}"


def test_bounds_in_another_unit_follow_the_draw(today: Situation) -> None:
    """The draw is in years, from a thousandth of one to a hundred; the prior is in weeks."""
    prior = today.priors["need-growth-decay"]
    assert prior.unit == "week"
    assert bounds_of(prior.model_copy(update={"bounds": None})) == pytest.approx(
        (0.0521775, 5217.75)
    )
    assert bounds_of(prior) == (4, 2600)


def test_a_unit_that_does_not_fit_is_left_to_lowering(today: Situation) -> None:
    prior = today.priors["licence-review"].model_copy(update={"unit": "USD"})
    assert prior.bounds is None
    assert bounds_of(prior) == (-inf, inf)


@pytest.mark.parametrize("scenario", ["today", "lilliput"])
def test_sliders_end_within_the_bounds(scenario: str) -> None:
    situation = load_scenario(scenario)
    found = sliders(situation)
    assert found.keys() == numeric_priors(situation).keys()
    for key, slider in found.items():
        low, high = bounds_of(situation.priors[key])
        assert (low, high) == slider.bounds
        assert low <= slider.low <= slider.middle <= slider.high <= high, key
        assert slider.low < slider.high < inf, key


def test_a_setpoint_beyond_the_bounds_is_refused_at_its_prior(tmp_path: Path) -> None:
    overlay = tmp_path / "mine" / "priors"
    overlay.mkdir(parents=True)
    (overlay / "mine.yaml").write_text(
        "format: outlast/priors/1\npriors:\n  approval-others:\n"
        '    title: "Share of applications granted"\n    unit: "1"\n    kind: lever\n'
        "    distribution: {fixed: {value: 0.5}}\n"
        "    stops: [{at: 1.5, says: half as many again}]\n"
        "    basis: [{assume: a test of bounds}]\n    grade: assumed\n    published: 2025-06-30\n"
        "    sets: [{draw: approval}]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refusal:
        load_scenario("lilliput", overlays=[tmp_path / "mine"])
    assert "mine.yaml:3" in f"{refusal.value}"
    assert '"approval-others" has a setpoint at 1.5, beyond its bounds.' in f"{refusal.value}"
    assert "Write a number from 0 to 1." in f"{refusal.value}"


@pytest.mark.parametrize("value", [0.123456789012, 1 / 3, 0.1 + 0.2, 1e-7, 1.0, 28000.5])
def test_a_setting_keeps_all_its_digits(value: float) -> None:
    assert float(exact_text(value)) == value


@pytest.mark.parametrize("text", ["0.123456789012", "0.3333333333333333"])
def test_the_settings_of_a_manifest_reproduce_its_digest(text: str) -> None:
    first = load("lilliput", given={"belief": text})
    made = manifest(first, 8, 1, "float64")
    assert made.given == {"belief": text}
    again = load("lilliput", given=made.given)
    assert again.scenario == first.scenario
    assert manifest(again, 8, 1, "float64").digest == made.digest
    assert f"--set belief={text}" in made.command


def test_the_address_of_the_page_keeps_all_digits(today: Situation) -> None:
    state = PageState("today", values={"approval-chips": 0.123456789012})
    assert "set.approval-chips=0.123456789012" in state.query()
    values = {"approval-chips": 0.123456789012}
    assert with_values(today, values).given == {"approval-chips": "0.123456789012"}


def test_open_ends_have_words_of_their_own() -> None:
    assert bounds_text(-inf, inf, "1") == "Write a number."
    assert bounds_text(-inf, 3.0, "year") == "Write a number of at most 3 (year)."
