"""The age of the record on every face of the terminal, and help that reads nothing."""

import json
import subprocess
import sys
from datetime import date

import pytest

import outlast as ol
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

FACES = {
    "facts": ("facts", "gallium"),
    "gaps": ("facts", "--gaps"),
    "claims": ("claims", "tariff-245", "--no-runs"),
    "diff": ("diff", "2025-04-01", "2025-05-01", "--item", "H20", "--to", "CN"),
    "timeline": ("timeline", "--from", "2026-09-01"),
    "screen": ("screen", "H20", "--to", "CN"),
}


@pytest.mark.parametrize("face", FACES)
def test_a_face_shows_how_far_the_record_reaches(face: str, capsys: Capture) -> None:
    code, out, _ = say(capsys, *FACES[face])
    assert code == 0
    told = " ".join(out.split())
    assert "The record reaches to 8 October 2026" in told
    assert "The next decision that it leaves open falls on" in told


@pytest.mark.parametrize("face", ["facts", "claims", "diff", "timeline"])
def test_programs_read_the_end_of_the_record(face: str, capsys: Capture) -> None:
    code, out, _ = say(capsys, *FACES[face], "--json")
    assert code == 0
    found = json.loads(out)
    assert found["record_until"] == "2026-10-08"
    assert found["forks"]


@pytest.mark.parametrize("face", ["facts", "claims", "diff", "timeline"])
def test_a_table_for_programs_has_the_age_beside_it(face: str, capsys: Capture) -> None:
    code, out, err = say(capsys, *FACES[face], "--csv")
    assert code == 0
    assert "The record reaches to" not in out
    assert "The record reaches to 8 October 2026" in err


def test_moves_carry_the_age_for_programs_as_on_the_terminal(capsys: Capture) -> None:
    found = ol.moves("june-2025", futures=16).age
    code, out, _ = say(capsys, "moves", "june-2025", "--json")
    assert code == 0
    told = json.loads(out)
    assert "age" not in told
    assert f"{found.until}" == told["record_until"]
    assert found.days == (found.today - date(2026, 10, 8)).days
    assert [each.switch for each in found.passed] == [
        each["switch"] for each in told["passed_forks"]
    ]
    assert (found.next.switch if found.next else None) == (told["next_fork"] or {}).get("switch")


HELP = """
import sys
from outlast.cli.main import main
try:
    main([{name!r}, "--help"])
except SystemExit:
    pass
print("LOADED", sorted({{"pydantic", "rich", "numpy"}} & set(sys.modules)))
"""


@pytest.mark.parametrize("name", ["screen", "facts", "timeline", "diff", "claims"])
def test_help_loads_no_reader_of_files(name: str) -> None:
    made = subprocess.run(
        [sys.executable, "-c", HELP.format(name=name)], capture_output=True, text=True, check=True
    )
    assert "LOADED []" in made.stdout, made.stdout[-300:]
