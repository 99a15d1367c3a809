"""The text on the terminal: answers, exit codes, errors that name the cure."""

import csv
import io
import json
import subprocess
import sys

import pytest

from outlast.api import library
from tests.faces.own import command as say

COMMANDS = (
    *("run", "compare", "page", "report", "screen", "timeline", "facts", "claims", "backtest"),
    *("verify", "cite"),
)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "--help")
    assert code == 0
    for command in COMMANDS:
        assert f"  {command} " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_stand_on_lines_of_their_own(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = say(capsys, command, "--help")
    assert code == 0
    examples = [line for line in out.splitlines() if line.startswith(f"    outlast {command}")]
    assert examples
    assert "\\b" not in out


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from outlast.cli import main; main(['--help']); "
        "sys.exit(sum(name in sys.modules for name in ('pydantic', 'rich', 'ruamel', 'numpy')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_help_of_no_command_imports_arrays_charts_or_matchers() -> None:
    program = (
        "import sys; from outlast.cli.main import COMMANDS, main\n"
        "for command in COMMANDS: main([command, '--help'])\n"
        "heavy = ('numpy', 'numba', 'pandas', 'altair', 'rapidfuzz', 'openpyxl', 'fastapi')\n"
        "found = [name for name in heavy if name in sys.modules]\n"
        "sys.exit(', '.join(found) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr


def test_reading_commands_import_no_arrays() -> None:
    program = (
        "import sys; from outlast.cli import main\n"
        "main(['screen', 'H20', '--to', 'CN', '--on', '2025-04-16'])\n"
        "main(['facts', 'gallium']); main(['timeline'])\n"
        "sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_h20_is_held_by_a_letter_on_16_april_2025(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "screen", "H20", "--to", "CN", "--on", "2025-04-16", "--json")
    assert code == 0
    answer = json.loads(out)
    assert answer["format"] == "outlast/screening/2"
    assert (answer["verdict"], answer["policy"]) == ("licence", "presumption-of-denial")
    assert "us-letter-h20-2025" in {rule["id"] for rule in answer["rules"]}
    assert answer["item"]["attributes"]["tpp"] == pytest.approx(2368)
    assert answer["notice"] == "A reading of public texts, not legal advice."


def test_a_chip_given_by_its_numbers_is_screened(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = (
        "--maker NVIDIA --tops 296 --bits 8 --die 814 --memory-bandwidth 4000 --interconnect 900"
    )
    way = "--datacenter --to CN --on 2025-04-16 --json"
    code, out, _ = say(capsys, "screen", *numbers.split(), *way.split())
    assert code == 0
    answer = json.loads(out)
    assert answer["item"]["attributes"]["tpp"] == pytest.approx(2368)
    assert answer["policy"] == "presumption-of-denial"


def test_a_letter_binds_its_addressee_alone(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = "--maker US --tops 296 --bits 8 --die 814 --memory-bandwidth 4000 --interconnect 900"
    way = "--datacenter --to CN --on 2025-04-16 --json"
    _, out, _ = say(capsys, "screen", *numbers.split(), *way.split())
    answer = json.loads(out)
    assert answer["verdict"] == "unknown"
    assert {each["attribute"] for each in answer["missing"]} == {"maker", "within_combination"}
    free = [each["supposing"] for each in answer["branches"] if each["verdict"] == "not-caught"]
    assert free[0]
    assert not any(free[0].values())


def test_gallium_to_the_united_states_is_denied_in_principle_from_3_december_2024(
    capsys: pytest.CaptureFixture[str],
) -> None:
    policies = []
    for day in ("2024-12-02", "2024-12-03"):
        way = ("--from", "CN", "--to", "US", "--on", day, "--json")
        _, out, _ = say(capsys, "screen", "gallium", *way)
        policies.append(json.loads(out)["policy"])
    assert policies == ["case-by-case", "denied-in-principle"]


def test_a_day_after_the_record_shows_every_branch(capsys: pytest.CaptureFixture[str]) -> None:
    way = ("--from", "CN", "--to", "US", "--on", "2026-11-28", "--json")
    _, out, _ = say(capsys, "screen", "gallium", *way)
    answer = json.loads(out)
    by_answer: dict[str, set[str]] = {}
    for each in answer["branches"]:
        by_answer.setdefault(each["switches"]["clause-2-suspension"], set()).add(each["policy"])
    assert by_answer == {"extended": {"case-by-case"}, "lapses": {"denied-in-principle"}}
    assert (answer["verdict"], answer["policy"]) == ("licence", "denied-in-principle")


def test_the_terminal_cites_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "screen", "a100-sxm4-80gb", "--to", "CN", "--on", "2023-11-17")
    assert code == 0
    assert "3A090.a.1" in out
    assert "Supplement" in out
    assert "presumption of denial" in out


def test_an_unknown_item_is_unknown_and_the_nearest_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = say(capsys, "screen", "h2o", "--to", "CN", "--json")
    assert code == 0
    answer = json.loads(out)
    assert (answer["verdict"], answer["missing"][0]["attribute"]) == ("unknown", "item")
    assert any("H20" in title for title in answer["nearest"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("screen", "H20", "--to", "Chinna"), '"Chinna" is not a country'),
        (("screen", "H20", "--to", "CN", "--on", "2025-02-30"), "2025-02-30"),
        (("screen", "--to", "CN"), "name an item"),
        (("screen", "--to", "CN", "--tops", "1", "--maker", "US"), "--bits"),
        (("screen", "H20", "--to", "CN", "--tops", "1", "--bits", "8"), "not by both"),
        (("screen", "--maker", "NVIDEA", "--tops", "1", "--bits", "8", "--to", "CN"), '"NVIDIA"'),
        (("timeline", "--side", "cm"), '"cm" is not a side'),
        (("timeline", "--measure", "us-hbn"), 'Did you mean "us-hbm"?'),
        (("facts", "unobtainium"), "no fact contains"),
        (("facts", "galium", "price"), 'Did you mean "gallium price"?'),
        (("facts", "--gaps", "galium"), 'Did you mean "gallium"?'),
        (("facts", "--gaps", "unobtainium"), 'no gap contains "unobtainium"'),
        (("facts", "--source", "usgs-mcs-2062"), "is not a source"),
        (("timelime",), 'Did you mean "timeline"?'),
    ],
)
def test_a_wrong_call_exits_1_and_names_the_cure(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = say(capsys, *arguments)
    assert code == 1
    assert says in err
    assert not out


def test_the_timeline_keeps_to_its_side_and_dates(capsys: pytest.CaptureFixture[str]) -> None:
    window = ("--from", "2025-01-01", "--to", "2025-12-31")
    _, out, _ = say(capsys, "timeline", *window, "--side", "cn", "--json")
    events = json.loads(out)["events"]
    assert events
    assert {event["side"] for event in events} == {"cn"}
    assert all("2025-01-01" <= event["day"] <= "2025-12-31" for event in events)
    assert all(event["citation"] and event["locator"] for event in events)


def test_the_timeline_writes_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(capsys, "timeline", "--good", "gallium", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"day", "measure", "citation"} <= set(rows[0])


def test_facts_come_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(capsys, "facts", "gallium", "--json")
    answer = json.loads(out)
    assert len(answer["facts"]) > 20
    assert all(fact["source"] in answer["sources"] for fact in answer["facts"])


def test_gaps_say_what_stands_in(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = say(capsys, "facts", "--gaps", "--json")
    gaps = json.loads(out)["gaps"]
    assert len(gaps) > 30
    assert all(gap["stand_in"] and gap["searched"] for gap in gaps)


def test_the_ledger_passes_its_audit(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(capsys, "facts", "--check")
    assert (code, err) == (0, "")
    assert "The ledger is sound" in out


def test_coverage_gives_each_area_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "screen", "--coverage")
    assert code == 0
    shown = " ".join(out.split())
    for area in library().timeline.coverage.areas.values():
        assert f"{' '.join(area.title.split())}: {area.extent.value}" in shown
        assert " ".join(area.why.split()) in shown


def test_a_screening_without_a_party_loads_no_matcher_of_names() -> None:
    code = (
        "import sys; from outlast.cli import main; "
        "main(['screen', 'H20', '--to', 'CN', '--on', '2025-04-16']); "
        "sys.exit('rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_item_is_shown_without_a_country_of_export(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = say(capsys, "screen", "galium", "--to", "China", "--on", "2025-04-16")
    assert "galium, to China, country of export not known" in out
    assert "The nearest names are: Gallium" in " ".join(out.split())
