"""`outlast diff`: the rules and the verdicts that change between two days."""

import csv
import io
import json

import pytest

from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

YEAR = ("2025-04-01", "2025-12-01")


def test_the_h20_comes_under_a_letter_in_2025(capsys: Capture) -> None:
    code, out, _ = say(capsys, "diff", *YEAR, "--item", "H20", "--to", "CN", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["format"] == "outlast/record-diff/1"
    assert found["notice"] == "A reading of public texts, not legal advice."
    letter = [each for each in found["rules"] if each["measure"] == "us-letter-h20-2025"]
    assert letter[0]["change"] == "came"
    assert letter[0]["citation"]
    assert {each["change"] for each in letter[1:]} == {"amended"}
    (change,) = found["verdicts"]
    assert change["before"]["verdict"] == "not-caught"
    assert (change["after"]["verdict"], change["after"]["policy"]) == ("licence", "case-by-case")
    assert "us-letter-h20-2025" in change["after"]["rules"]
    assert not [each for each in found["rules"] if "rare-earth" in each["measure"]]


def test_a_suspension_is_named_with_its_text(capsys: Capture) -> None:
    way = ("--item", "gallium", "--to", "US", "--json")
    _, out, _ = say(capsys, "diff", "2024-12-04", "2025-12-01", *way)
    found = json.loads(out)
    suspended = [each for each in found["rules"] if each["change"] == "suspended"]
    assert "No. 72 of 2025" in suspended[0]["citation"]
    (change,) = found["verdicts"]
    policies = (change["before"]["policy"], change["after"]["policy"])
    assert policies == ("denied-in-principle", "case-by-case")


def test_a_day_without_changes_says_so(capsys: Capture) -> None:
    code, out, _ = say(capsys, "diff", "2022-01-01", "2022-01-02", "--item", "H20")
    assert code == 0
    assert "No rule changed." in out
    assert "0 changes of rules; 0 verdicts of" in out


def test_csv_has_a_row_a_rule_and_a_row_a_verdict(capsys: Capture) -> None:
    code, out, err = say(capsys, "diff", *YEAR, "--item", "H20", "--to", "CN", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["policy_after"] for row in rows if row["change"] == "verdict"] == ["case-by-case"]
    assert any(row["change"] == "came" and row["citation"] for row in rows)
    assert "not legal advice" in err


def test_the_terminal_shows_both_tables(capsys: Capture) -> None:
    code, out, _ = say(capsys, "diff", *YEAR, "--item", "H20", "--to", "CN")
    assert code == 0
    assert "not-caught" in out
    assert "licence, case-by-case" in out
    assert "1 verdict of 1 shipment changed." in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2025-12-01", "2025-04-01"), "does not lie after"),
        (("2025-04-01", "2025-04-01"), "does not lie after"),
        ((*YEAR, "--item", "Nonsense X9"), "is not an item of this record"),
        ((*YEAR, "--to", "Atlantis"), '"Atlantis" is not a country'),
        (("2025-04-31", "2025-12-01"), "2025-04-31"),
    ],
)
def test_a_wrong_call_is_refused(words: tuple[str, ...], told: str, capsys: Capture) -> None:
    code, out, err = say(capsys, "diff", *words)
    assert (code, out) == (1, "")
    assert told in err
