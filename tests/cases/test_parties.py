"""Parties: listed names are found under their spellings, and other names are left alone."""

import re
from pathlib import Path

import pytest

from outlast.policy.name_index import THRESHOLD
from pipeline.party_matching import Matching, labelled, lines, measured

PAGE = Path(__file__).parents[2] / "docs" / "screening.md"


def harmony(found: Matching) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * found.precision * found.recall / (found.precision + found.recall)


def test_the_set_is_large_and_without_repetition() -> None:
    found = measured()
    assert found.spellings >= 60
    assert found.others >= 60
    names = [name for name, _ in labelled()]
    assert len(set(names)) == len(names)


def test_precision_and_recall_are_those_of_the_page() -> None:
    text, found = PAGE.read_text(encoding="utf-8"), measured()
    printed = re.search(r"precision of (\d+\.\d) % and a recall of (\d+\.\d) %", text)
    assert printed is not None
    shown = [f"{100 * each:.1f}" for each in (found.precision, found.recall)]
    assert shown == list(printed.groups())
    assert f"score of {THRESHOLD:g}" in text
    assert f"{found.spellings} spellings of listed names and {found.others} other names" in text
    assert "python -m pipeline.party_matching" in text


def test_the_command_prints_the_figures_of_the_threshold_in_use() -> None:
    used = [line for line in lines() if line.endswith("in use")]
    assert used == [measured().words()]


@pytest.mark.parametrize("shift", [-12, 10])
def test_another_threshold_measures_worse(shift: float) -> None:
    assert harmony(measured(THRESHOLD + shift)) < harmony(measured())
