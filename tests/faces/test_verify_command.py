"""`outlast verify`: results in JSON, CSV and a table, refusals, and a contest without results."""

import csv
import io
import json

import pytest

from outlast.cli import main
from outlast.scenario.locate import open_contest
from outlast.truth.verify.verify import published_results


def test_json_counts_the_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "stockpile", "esri-toy", "mineral-ranking", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "outlast/verify-answer/1"
    assert answer["counts"] == {"passes": 2, "fails": 0, "cannot be run": 1}


def test_an_unknown_result_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "stockpil"]) == 1
    assert '"stockpile"' in capsys.readouterr().err


def test_a_contest_without_published_results_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--contest", "lilliput"]) == 0
    assert capsys.readouterr().out == "This contest has no published results.\n"
    assert main(["verify", "--contest", "lilliput", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == []


@pytest.mark.slow
def test_episodes_run_and_failures_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--futures", "32", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["verdict"] for row in rows} <= {"passes", "fails", "cannot be run"}
    assert len(rows) == len(published_results(open_contest()).results)
    for row in rows:
        if row["computed"] and row["low"]:
            inside = float(row["low"]) <= float(row["computed"]) <= float(row["high"])
            assert (row["verdict"] == "passes") == inside
