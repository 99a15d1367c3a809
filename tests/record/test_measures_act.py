"""Every measure of the record acts on a good of the world, or is listed with the reason."""

import pytest

from outlast.lower import lower
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def silent() -> tuple[set[str], set[str]]:
    """The measures without acts in the scenario that knows all, and those that are listed."""
    situation = load_scenario("today")
    lowered = lower(situation)
    return set(lowered.measures_without_acts), set(situation.conduct.without_effect)


def test_every_measure_acts_or_is_listed(silent: tuple[set[str], set[str]]) -> None:
    without, listed = silent
    assert without <= listed, sorted(without - listed)


def test_no_measure_that_acts_is_listed(silent: tuple[set[str], set[str]]) -> None:
    without, listed = silent
    assert listed <= without, sorted(listed - without)


def test_the_buyers_state_refuses_from_its_day_on() -> None:
    names = {row.measure for row in lower(load_scenario("today")).names.measures}
    assert {"cn-h20-summons-2025", "cn-h200-customs-2026"} <= names
    before = {row.measure for row in lower(load_scenario("june-2025")).names.measures}
    assert not {"cn-h20-summons-2025", "cn-h200-customs-2026"} & before
