"""Files of parties: read at the door, matched fast, in place of lists that are held in part."""

import csv
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import outlast as ol
from outlast.api import library
from outlast.api.party_files import read_party_file, with_parties
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.errors import InputError
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

CONSOLIDATED = (
    *("_id", "source", "entity_number", "type", "programs", "name", "title", "addresses"),
    *("federal_register_notice", "start_date", "end_date", "standard_order"),
    *("license_requirement", "license_policy", "remarks", "source_list_url", "alt_names"),
)
"""Columns of the consolidated list of the United States, in its spelling."""

ENTITY = "Entity List (EL) - Bureau of Industry and Security"
ALL = "For all items subject to the EAR (See §744.11 of the EAR)"
ROWS = (
    {"source": ENTITY, "name": "Lagado Micro Co., Ltd.", "alt_names": "Lagado Systems; 拉加多微"},
    {"source": ENTITY, "name": "Balnibarbi Optics", "license_requirement": f"{ALL} except food"},
    {"source": ENTITY, "name": "Maldonada Works", "license_policy": "Case-by-case review"},
    {"source": "Denied Persons List (DPL) - Bureau of Industry and Security", "name": "Glubb Sea"},
    {"source": "Unverified List (UVL) - Bureau of Industry and Security", "name": "Luggnagg"},
    {"source": "Military End User (MEU) List - Bureau of Industry and Security", "name": "Laputa"},
    {"source": "Specially Designated Nationals (SDN) - Treasury Department", "name": "Struldbrug"},
)
SHIPMENT = ("screen", "A40", "--from", "US", "--to", "DE", "--on", "2025-06-01")
SEAT = ("--headquarters", "DE")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def written(name: str = "csl.csv", columns: tuple[str, ...] = CONSOLIDATED) -> str:
    """Write a consolidated list and return its name."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for row in ROWS:
            dated = {"start_date": "2024-03-01", "federal_register_notice": "89 FR 1"}
            full = {"license_requirement": ALL, "license_policy": "Presumption of denial"}
            own = full if row["source"] == ENTITY else {}
            table.writerow({**dated, "source_list_url": "https://example.org/el", **own, **row})
    return name


def answer(capsys: Capture, user: str, *options: str) -> dict[str, Any]:
    code, out, err = say(capsys, *SHIPMENT, *SEAT, "--end-user", user, *options, "--json")
    assert code == 0, err
    return json.loads(out)


def test_a_receiver_on_no_list_of_the_file_is_no_more_unknown(capsys: Capture) -> None:
    assert answer(capsys, "Someone Else")["verdict"] == "unknown"
    found = answer(capsys, "Someone Else", "--parties", written())
    assert found["verdict"] == "not-caught"
    file = found["party_file"]
    assert file["parties"] == len(ROWS)
    assert file["lists"][ENTITY] == "entity-list"
    assert len(file["digest"]) == 10


@pytest.mark.parametrize(
    ("user", "policy"),
    [
        ("Lagado Micro", "presumption-of-denial"),
        ("LAGADO SYSTEMS LTD", "presumption-of-denial"),
        ("拉加多微有限公司", "presumption-of-denial"),
        ("Maldonada Works", "case-by-case"),
    ],
)
def test_a_listed_receiver_needs_the_licence_of_the_list(
    user: str, policy: str, capsys: Capture
) -> None:
    found = answer(capsys, user, "--parties", written())
    assert (found["verdict"], found["policy"]) == ("licence", policy)
    rules, parties = found["rules"], found["parties"]
    assert rules[0]["address"] == "https://example.org/el"
    assert "89 FR 1; line" in rules[0]["citation"]
    assert (parties[0]["held"], parties[0]["listed"]) == (3, 3)
    assert parties[0]["since"] == "2024-03-01"


def test_goods_made_and_sent_from_abroad_are_asked_whether_they_are_subject() -> None:
    listed = with_parties(library(), Path(written()))
    asked = {"item": "l2", "to": "DE", "on": "2025-06-01", "from": "TW", "origin": "TW"}
    receiver = {"end_user": "Lagado Micro", "headquarters": "DE"}
    for made_in, verdict in (("TW", "unknown"), ("US", "licence")):
        query = ScreeningQuery.model_validate({**asked, **receiver, "origin": made_in})
        found = screen_query(listed, query).determination
        assert found.verdict.value == verdict
        asks = {each.attribute for each in found.missing}
        assert ("subject_to_law" in asks) is (made_in == "TW")


@pytest.mark.parametrize(
    "user", ["Balnibarbi Optics", "Glubb Sea", "Luggnag", "Laputa", "Struldbrug"]
)
def test_a_list_whose_rule_is_not_held_leaves_the_verdict_unknown(
    user: str, capsys: Capture
) -> None:
    found = answer(capsys, user, "--parties", written())
    assert found["verdict"] == "unknown"
    assert found["parties"]
    assert user in " ".join(area["title"] for area in found["not_checked"])


def test_a_party_counts_from_its_day(capsys: Capture) -> None:
    file = written()
    code, out, _ = say(
        capsys,
        *SHIPMENT[:-1],
        "2024-02-29",
        *SEAT,
        "--end-user",
        "Lagado Micro",
        "--parties",
        file,
        "--json",
    )
    assert code == 0
    assert json.loads(out)["parties"] == []


def test_lists_that_the_file_does_not_hold_stay_partial(capsys: Capture) -> None:
    Path("own.csv").write_text("name\nLagado Micro\n", encoding="utf-8")
    found = answer(capsys, "Someone Else", "--parties", "own.csv", "--parties-list", "entity-list")
    assert found["verdict"] == "unknown"
    titles = " ".join(area["title"] for area in found["not_checked"])
    assert "Denied Persons List" in titles
    assert "Entity List of the United States" not in titles
    listed = answer(capsys, "Lagado Micro", "--parties", "own.csv", "--parties-list", "Entity List")
    assert listed["verdict"] == "licence"
    unnamed = answer(capsys, "Lagado Micro", "--parties", "own.csv")
    assert unnamed["verdict"] == "unknown"


def test_every_fault_is_named_with_its_line(capsys: Capture) -> None:
    text = "name,list,date\nA,Entity List,2024-13-01\n,Entity List,\nB,EL,,x\n"
    Path("bad.csv").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, *SHIPMENT, "--parties", "bad.csv", "--parties-list", "nonsense")
    assert (code, out) == (1, "")
    for part in (
        "bad.csv:2",
        "bad.csv:3",
        "bad.csv:4",
        '"nonsense" is no party list',
        "column list",
    ):
        assert part in err
    for wrong in (("--parties-on", "2025-01-01"), ("--parties-list", "entity-list")):
        code, _, err = say(capsys, *SHIPMENT, *wrong)
        assert code == 1
        assert "changes nothing" in err
    code, _, err = say(capsys, *SHIPMENT, "--parties", "none.csv")
    assert (code, "does not exist" in err) == (1, True)


def test_a_list_of_parts_and_a_receipt_keep_the_file(capsys: Capture) -> None:
    Path("parts.csv").write_text("part,end user\nA40,Lagado Micro\nA40,Nobody\n", encoding="utf-8")
    options = (*SHIPMENT[2:], *SEAT, "--parties", written())
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *options, "--receipt", "r.json")
    assert code == 0
    assert [row["verdict"] for row in csv.DictReader(out.splitlines())] == ["licence", "not-caught"]
    assert "Parties: 7 names of csl.csv" in err
    receipt = json.loads(Path("r.json").read_text(encoding="utf-8"))[0]
    assert receipt["parties"]["file"] == "csl.csv"
    code, _, err = say(capsys, "screen", "--check", "r.json")
    assert code == 1
    assert "--parties FILE" in err
    code, out, _ = say(capsys, "screen", "--check", "r.json", "--parties", "csl.csv")
    assert (code, "2 receipts, 0 changed." in out) == (0, True)
    Path("csl.csv").write_text("name,list\nNobody,Entity List\n", encoding="utf-8")
    code, out, _ = say(capsys, "screen", "--check", "r.json", "--parties", "csl.csv")
    assert code == 0
    assert "because of the file of parties" in " ".join(out.split())


def test_an_owner_on_the_list_counts_where_the_rule_counts_owners() -> None:
    contest = with_parties(library(), Path(written()))
    asked = ScreeningQuery.model_validate(
        {
            "item": "A40",
            "from": "US",
            "origin": "US",
            "to": "DE",
            "on": date(2025, 10, 15),
            "headquarters": "DE",
            "end_user": "Nobody",
            "owners": {"Lagado Micro": 0.6, "Else": 0.4},
        }
    )
    found = screen_query(contest, asked).determination
    assert found.verdict.value == "licence"
    assert "us-affiliates-rule" in {rule.measure.id for rule in found.rules}


def test_twenty_thousand_names_are_matched_in_a_second() -> None:
    lines = [f"Acme{i % 977} Works{i} Trading {i % 31} Co Ltd,Entity List" for i in range(20_000)]
    Path("many.csv").write_text("name,list\n" + "\n".join(lines) + "\n", encoding="utf-8")
    plain = library()
    asked = ScreeningQuery(
        item="A40", to="DE", on=date(2025, 6, 1), end_user="Acme5 Works7 Trading"
    )
    screen_query(plain, asked)
    begin = time.process_time()
    screen_query(with_parties(plain, Path("many.csv")), asked)
    assert time.process_time() - begin < 2.5


def test_python_answers_as_the_command_does(capsys: Capture) -> None:
    file = written()
    told = answer(capsys, "Lagado Micro", "--parties", file)
    asked: dict[str, Any] = {"sent_from": "US", "headquarters": "DE", "end_user": "Lagado Micro"}
    found = ol.screen("A40", to="DE", on="2025-06-01", parties=Path(file), **asked)
    assert found == told
    with pytest.raises(InputError, match="end_user"):
        ol.screen("A40", to="DE", end_usr="Acme")


def test_the_day_of_the_file_may_be_stated() -> None:
    file = Path(written())
    assert read_party_file(file, library(), date(2026, 1, 2)).on == date(2026, 1, 2)
    with pytest.raises(InputError, match="lies in the future"):
        read_party_file(file, library(), date(2999, 1, 1))


def test_an_exception_to_one_rule_is_not_offered_where_another_binds(capsys: Capture) -> None:
    found = answer(capsys, "Lagado Micro", "--parties", written(), "--origin", "US")
    assert found["exceptions"] == []
    asked: dict[str, Any] = {"sent_from": "US", "end_user": "Huawei"}
    assert ol.screen("A40", to="CN", on="2025-06-01", **asked)["exceptions"] == []
    assert ol.screen("A40", to="CN", on="2025-06-01")["exceptions"] == ["NAC"]
