"""Scenarios that reach the page as text."""

from typing import Final

from outlast.errors import InputError, Problems
from outlast.reading import parse_yaml
from outlast.scenario.contest import Contest
from outlast.scenario.load import Situation, scenario_from_text

MOST_STEPS: Final = 1040
"""The most steps that a scenario that comes as text may run after its date, or before it."""


def read_scenario_text(text: str, contest: Contest) -> Situation:
    """Return the scenario that a text states, if the page can run it.

    Raises:
        InputError: All problems of the text, with their lines, or a scenario that is too long.
    """
    situation = scenario_from_text(text, contest)
    clock = situation.clock
    for steps, part in ((clock.start, "before its date"), (clock.horizon, "after it")):
        if steps > MOST_STEPS:
            what = f"the scenario runs over {steps:,} steps {part}."
            raise InputError.of(what, f"The page runs {MOST_STEPS:,} at most.")
    return situation


def base_of(text: str) -> str:
    """Return the scenario from which a scenario's text says that it differs; empty if none."""
    document = parse_yaml(text, "", Problems())
    return str(document.data.get("from")) if document and isinstance(document.data, dict) else ""
