"""Input that is large beyond sense is refused soon, with a count, and in little memory."""

import time
from pathlib import Path

import pytest

import outlast as ol
from outlast.api.validate import validate
from outlast.errors import MOST, InputError, closest
from outlast.scenario.clock import LONGEST_RUN
from outlast.scenario.load import load_scenario
from tests.unit.lilliput import copy

SOON = 5.0
"""Seconds of processor time that a refusal may take."""

WORLD = "format: outlast/world/1\n"
FACTS = "# format: outlast/facts/1\n"
SCENARIO = """format: outlast/scenario/1
id: long
title: A long scenario
summary: It is long in one place.
from: lilliput
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("world/x.yaml", WORLD + "".join(f"key-{n:09}: 1\n" for n in range(260_000))),
        ("world/x.yaml", WORLD + "".join(f"key-{n:05}: 1\n" for n in range(28_000))),
        ("world/x.yaml", WORLD + f"families: {{fuels: [{','.join(map(str, range(29_000)))}]}}\n"),
        ("world/x.yaml", WORLD + "goods: " + "[" * 500_000),
        ("scenarios/long.yaml", SCENARIO + f"note: {'x' * 900_000}\n"),
        ("facts/x.csv", FACTS + "," * 3_900_000),
        ("facts/x.csv", FACTS + "key,title\n" + "x\n" * 900_000),
    ],
    ids=["file", "keys", "values", "brackets", "text", "columns", "rows"],
)
def test_a_large_file_is_refused_soon(tmp_path: Path, file: str, text: str) -> None:
    toy = copy(tmp_path)
    (toy / "CHECKSUMS").unlink()
    (toy / file).write_text(text, encoding="utf-8")
    begun = time.process_time()
    problems = validate(toy).problems
    assert time.process_time() - begun < SOON
    assert 0 < len(problems) <= MOST + 20


def test_a_load_lists_some_problems_of_a_file_and_counts_the_rest(tmp_path: Path) -> None:
    toy = copy(tmp_path)
    keys = "".join(f"key-{number}: 1\n" for number in range(MOST + 500))
    (toy / "world" / "x.yaml").write_text(WORLD + keys, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_scenario(None, toy)
    assert "has at least 500 more problems." in [each.what for each in refusal.value.problems]
    assert len(refusal.value.render().splitlines()) < 60


def test_the_nearest_of_many_names_is_the_nearest() -> None:
    known = [
        f"usgs-{place}-production-{year}" for place in "abcdefgh" for year in range(1900, 2025)
    ]
    assert closest("usgs-c-prodction-1987", known) == "usgs-c-production-1987"
    assert closest("x" * 100_000, known) is None


@pytest.mark.parametrize(
    "more", ["date: 2150-01-05\nhorizon: 5000\n", "step: 0.001\nhorizon: 40\n"]
)
def test_a_run_of_too_many_steps_is_refused_at_its_line(tmp_path: Path, more: str) -> None:
    file = tmp_path / "long.yaml"
    file.write_text(SCENARIO + more, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_scenario(file, "lilliput")
    (problem,) = refusal.value.problems
    assert problem.what.startswith("the run takes ")
    assert problem.line == 7


def test_a_horizon_of_too_many_steps_is_refused_by_its_name() -> None:
    with pytest.raises(InputError, match=r"horizon: the run takes .* steps"):
        ol.load("lilliput", horizon=LONGEST_RUN + 1)
