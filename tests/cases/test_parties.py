"""Parties: listed names are found under their spellings, and other names are left alone."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from outlast.api import library
from outlast.policy.name_index import THRESHOLD
from outlast.policy.parties import candidates

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "screening.md"
DAY = date(2026, 9, 1)
with (HERE / "parties.csv").open(encoding="utf-8", newline="") as file:
    NAMES = [(row["name"], row["listed"]) for row in csv.DictReader(file)]


def found(name: str, threshold: float = THRESHOLD) -> set[str]:
    """Return the listed names that a receiver's name may stand for."""
    return {each.name for each in candidates(name, "end-user", library().timeline, DAY, threshold)}


def measured(threshold: float = THRESHOLD) -> tuple[float, float]:
    """Return the precision and the recall over the labelled names, from 0 to 1."""
    spellings = [(name, listed) for name, listed in NAMES if listed]
    others = [name for name, listed in NAMES if not listed]
    hits = sum(listed in found(name, threshold) for name, listed in spellings)
    alarms = sum(bool(found(name, threshold)) for name in others)
    return hits / (hits + alarms), hits / len(spellings)


def test_the_set_is_large_and_without_repetition() -> None:
    labels = [bool(listed) for _, listed in NAMES]
    assert labels.count(True) >= 60
    assert labels.count(False) >= 60
    assert len({name for name, _ in NAMES}) == len(NAMES)


def test_precision_and_recall_are_those_of_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    printed = re.search(r"precision of (\d+\.\d) % and a recall of (\d+\.\d) %", text)
    assert printed is not None
    assert [f"{100 * each:.1f}" for each in measured()] == list(printed.groups())
    labels = [bool(listed) for _, listed in NAMES]
    spellings, others = labels.count(True), labels.count(False)
    assert f"score of {THRESHOLD:g}" in text
    assert f"{spellings} spellings of listed names and {others} other names" in text


@pytest.mark.parametrize("shift", [-12, 10])
def test_another_threshold_measures_worse(shift: float) -> None:
    precision, recall = measured()
    other_precision, other_recall = measured(THRESHOLD + shift)
    better = 2 * precision * recall / (precision + recall)
    assert 2 * other_precision * other_recall / (other_precision + other_recall) < better
