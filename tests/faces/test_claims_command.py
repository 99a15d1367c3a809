"""`outlast claims`: a list, one claim in detail, JSON, CSV, a file of one's own."""

import csv
import io
import json
from pathlib import Path

import pytest

from outlast.cli import main
from outlast.reading import DEFAULT_CONTEST

CLAIMS = DEFAULT_CONTEST / "claims"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["claims", *arguments])
    output = capsys.readouterr()
    return code, output.out, output.err


def test_the_list_names_every_claim_with_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--no-runs")
    assert code == 0
    for file in CLAIMS.glob("*.yaml"):
        assert file.stem in out
    assert "supported       US tariffs on Chinese goods could reach 245 per cent" in out


def test_one_claim_shows_its_numbers_thresholds_and_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "nvidia-china-17bn", "--no-runs")
    assert code == 0
    for words in ("17.1 (16.3 to 17.6) USD_bn", "holds if at least 15.3", "nvidia-10k-fy2025"):
        assert words in out


def test_json_holds_what_decides(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "tariff-245", "--no-runs", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["format"] == "outlast/claims-answer/1"
    (claim,) = answer["claims"]
    assert claim["verdict"] == "supported"
    reading = claim["parts"][0]["readings"][0]
    assert reading["value"] == pytest.approx(2.45)
    assert reading["evidence"][0]["source"] in answer["sources"]


def test_csv_has_a_row_for_each_claim(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--list", "counter-claims", "--no-runs", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) >= 10
    assert {row["list"] for row in rows} == {"counter-claims"}


def test_without_runs_nothing_is_run_and_what_waits_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "time-will-tell", "--no-runs")
    assert code == 0
    assert "not run" in out
    assert "a run of today" in out
    assert "record-only" not in out  # nothing ran
    assert not err


def test_a_claim_of_ones_own_is_judged(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (CLAIMS / "tariff-245.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("id: tariff-245", "id: mine"), encoding="utf-8")
    code, out, _ = run(capsys, "--file", str(file), "--no-runs")
    assert code == 0
    assert "supported" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tarif-245",), 'Did you mean "tariff-245"?'),
        (("--list", "counter"), "is not a list of claims"),
        (("--file", "nowhere.yaml"), "does not exist"),
    ],
)
def test_what_does_not_exist_is_refused_with_the_nearest(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, _, err = run(capsys, *arguments, "--no-runs")
    assert code == 1
    assert words in err


def test_a_contest_without_claims_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--contest", "lilliput", "--no-runs")
    assert code == 0
    assert out.endswith("This contest has no claims.\n")
    code, out, _ = run(capsys, "--contest", "lilliput", "--no-runs", "--json")
    assert json.loads(out)["claims"] == []


def test_a_claim_with_runs_says_that_they_draw_no_moves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "time-will-tell", "--futures", "16")
    told = " ".join(out.split())
    assert code == 0
    assert "16 futures without drawn moves" in told
    assert told.endswith("outlast run today --moves record-only --futures 16")
