"""No data say that a number is remembered: one that nobody read in a source says so, assumed."""

import re

import pytest

from outlast.facts import Grade
from outlast.reading.paths import CONTESTS
from outlast.scenario.locate import open_contest

RECALLED = "recalled, no source read"
FILES = sorted(
    path for kind in ("*.csv", "*.yaml") for path in CONTESTS.rglob(kind) if path.is_file()
)
ASSUMPTION = re.compile(r"\{assume: (?P<value>[^,]+), unit: [^,]+(?P<rest>.*)\}")


def test_no_text_speaks_of_memory_or_leaves_work_open() -> None:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            said = re.sub(r"bound by memory|by memory bandwidth", "", line)
            assert not re.search(r"from memory|FROM MEMORY", said), (path.name, line)


def test_a_recalled_number_of_the_world_is_assumed_with_a_range() -> None:
    found = 0
    for path in CONTESTS.glob("*/world/*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if RECALLED not in line or "{fact:" in line:
                continue
            match = ASSUMPTION.search(line)
            assert match, (path.name, line)
            low, high = (
                float(number)
                for key in ("low", "high")
                for number in re.findall(rf"\b{key}: (-?[\d.]+)", match["rest"])
            )
            assert low < high, (path.name, line)
            assert low <= float(match["value"]) <= high
            found += 1
    assert found > 10


@pytest.mark.parametrize("name", ["chips-minerals", "lilliput"])
def test_a_recalled_fact_is_assumed_with_a_range(name: str) -> None:
    for fact in open_contest(name).ledger.facts.values():
        if RECALLED in (fact.note or "") and fact.grade is not Grade.DERIVED:
            assert fact.grade is Grade.ASSUMED, fact.key
            assert fact.low is not None
            assert fact.high is not None
            assert fact.low < fact.high, fact.key


@pytest.mark.parametrize("name", ["chips-minerals", "lilliput"])
def test_a_prior_that_rests_on_recall_alone_is_not_measured(name: str) -> None:
    for key, prior in open_contest(name).priors.items():
        if any(RECALLED in str(each) for each in prior.basis):
            assert prior.grade.value in ("judged", "assumed"), key
