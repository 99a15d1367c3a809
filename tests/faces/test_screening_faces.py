"""The faces of a screening: age, later listings, owners, lists as people write them, messages."""

import csv
import io
import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import outlast as ol
from outlast.api import field_texts, library
from outlast.errors import InputError
from outlast.policy import Shipment, Timeline, readings
from outlast.policy.determination import determine
from outlast.reading.day import local_day
from outlast.scenario.shipments import Transaction, shipment_of
from outlast.web.app import make_app
from outlast.wording import NOTICE, long_day
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

DAY = ("--to", "CN", "--on", "2025-04-16")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_moves_show_the_age_of_the_record(capsys: Capture) -> None:
    code, out, _ = say(capsys, "moves")
    told = " ".join(out.split())
    assert code == 0
    assert "The record reaches to 8 October 2026" in told
    assert "The next decision that it leaves open falls on" in told
    assert NOTICE in told
    found = json.loads(say(capsys, "moves", "--json")[1])
    assert found["record_until"] == "2026-10-08"
    assert {"forks", "passed_forks", "next_fork", "settlements", "notice"} <= found.keys()


def test_the_next_fork_is_the_same_in_text_and_json(capsys: Capture) -> None:
    text = " ".join(say(capsys, "screen", "H20", *DAY)[1].split())
    faces = {
        "screen": ("screen", "H20", *DAY),
        "timeline": ("timeline", "--from", "2026-09-01"),
        "facts": ("facts", "gallium"),
        "moves": ("moves",),
    }
    for face in faces.values():
        found = json.loads(say(capsys, *face, "--json")[1])
        following = date.fromisoformat(found["next_fork"]["on"])
        assert following > local_day()
        assert f"The next decision that it leaves open falls on {long_day(following)}" in text
        assert all(each["on"] <= f"{local_day()}" for each in found["passed_forks"])
        assert [each for each in found["forks"] if each["on"] == f"{following}"]


def test_python_has_the_forks_of_the_record() -> None:
    found = ol.screen("H20", to="CN", on="2025-04-16")
    assert {"forks", "passed_forks", "next_fork", "listed_later"} <= found.keys()


def test_the_page_begins_with_passed_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outlast.web.screening.local_day", lambda: date(2026, 11, 29))
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    for address in ("/screen?scenario=today", "/screen?scenario=today&item=H20&to=CN"):
        main, _, footer = client.get(address).text.partition("<footer>")
        result = main.partition('id="result"')[2]
        told = [result.find("Passed on"), result.find("10 November 2026")]
        assert min(told) >= 0
        assert result.find("Passed on") < result.find("<h2")
        assert "Passed on" not in footer
        assert "The record reaches to" in footer


@pytest.mark.parametrize("text", ["16.04.2025", "16.4.2025", "2025/4/16", "2025年4月16日"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert field_texts.day(text) == date(2025, 4, 16)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone elsewhere")
def test_without_a_date_the_local_day_is_taken_and_said(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    for zone in ("Etc/GMT-14", "Etc/GMT+12"):  # 26 hours apart, so that their days differ
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        code, out, _ = say(capsys, "screen", "H20", "--to", "CN")
        assert code == 0
        assert f"No day was given: today, {long_day(local_day())}, is taken." in out
        said.append(out.splitlines()[0])
    monkeypatch.undo()
    time.tzset()
    assert said[0] != said[1]


@pytest.mark.parametrize("day", ["0001-01-01", "1499-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_of_which_no_record_speaks_is_refused(day: str, capsys: Capture) -> None:
    said = f"the year {day[:4]} lies beyond 1500 to 2199."
    for words in (("screen", "H20", "--to", "CN", "--on", day), ("diff", "2025-04-16", day)):
        code, _, err = say(capsys, *words)
        assert (code, said in err) == (1, True), err
    with pytest.raises(InputError) as refusal:
        ol.screen("H20", to="CN", on=day)
    assert said in str(refusal.value)
    with pytest.raises(ValueError, match=said):
        field_texts.day(day)


@pytest.mark.parametrize("text", ["04/16/2025", "16.13.2025", "31.02.2025", "16.04.25"])
def test_a_day_that_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        field_texts.day(text)


@pytest.mark.parametrize(
    ("yes", "no"), [("yes", "no"), ("Ja", "Nein"), ("是", "否"), ("wahr", "falsch")]
)
def test_yes_and_no_are_read_in_three_languages(yes: str, no: str) -> None:
    assert field_texts.truth(yes) is field_texts.attribute(yes) is True
    assert field_texts.truth(no) is field_texts.attribute(no) is False


def test_a_german_list_is_read(capsys: Capture) -> None:
    text = "Part;date;datacenter\nH20;16.04.2025;ja\nH20;16.04.2025;nein\n"
    Path("teile.csv").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "teile.csv", "--to", "CN")
    assert code == 0, err
    assert {row["verdict"] for row in rows_of(out)} <= {"licence", "unknown"}


@pytest.mark.parametrize("text", ['"H20', '"H20" x'])
def test_an_unclosed_quotation_mark_stops_no_other_row(text: str, capsys: Capture) -> None:
    Path("parts.csv").write_text(f'part,note\nA100,"a,\nb"\n{text},x\nH20,"y"\n', encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *DAY)
    assert code == 1
    assert [row["verdict"] for row in rows_of(out)] == ["licence", "", "licence"]
    assert "parts.csv:4  is not CSV" in err
    assert "quotation mark" in err


def test_a_column_of_the_reader_keeps_its_name_and_its_cells(capsys: Capture) -> None:
    Path("parts.csv").write_text("part,Verdict\nH20,mine\n", encoding="utf-8")
    code, out, _ = say(capsys, "screen", "--list", "parts.csv", *DAY)
    assert code == 0
    row = rows_of(out)[0]
    assert (row["Verdict"], row["outlast verdict"], row["part"]) == ("mine", "licence", "H20")
    Path("again.csv").write_text(out, encoding="utf-8")
    assert say(capsys, "screen", "--list", "again.csv", *DAY)[1] == out


def test_a_table_says_how_far_the_record_reaches(capsys: Capture) -> None:
    Path("parts.csv").write_text("part\nH20\n", encoding="utf-8")
    for words in (("--list", "parts.csv"), ("H20", "--csv")):
        row = rows_of(say(capsys, "screen", *words, *DAY)[1])[0]
        assert (row["record until"], row["notice"]) == ("2026-10-08", NOTICE)


def test_a_receipt_that_exists_names_its_own_option(capsys: Capture) -> None:
    Path("a.json").write_text("{}", encoding="utf-8")
    code, _, err = say(capsys, "screen", "H20", *DAY, "--receipt", "a.json")
    assert code == 1
    assert "--receipt" in err
    assert "--out" not in err


@pytest.mark.parametrize("title", ["Company", "entity", "Firmenname", "名称", "公司名称"])
def test_a_party_file_may_title_its_names_as_people_do(title: str, capsys: Capture) -> None:
    Path("p.csv").write_text(f"{title};date\nAcme Trading;16.04.2025\n", encoding="utf-8")
    words = ("screen", "H20", "--to", "CN", "--on", "2025-05-01", "--parties", "p.csv")
    code, out, err = say(capsys, *words)
    assert code == 0, err
    assert f'names from the column "{title}"' in " ".join(out.split())
    found = json.loads(say(capsys, *words, "--json")[1])
    assert found["party_file"]["name_column"] == title


def test_an_empty_party_file_asks_for_parties(capsys: Capture) -> None:
    Path("p.csv").write_text("", encoding="utf-8")
    code, _, err = say(capsys, "screen", "H20", *DAY, "--parties", "p.csv")
    assert code == 1
    assert "a row for each party" in err


def test_an_owner_has_candidates_too() -> None:
    found = ol.screen(
        "H20",
        to="CN",
        on="2025-10-01",
        end_user="Acme Trading",
        owners={"Huawei Technologies": 0.6},
    )
    assert [each for each in found["parties"] if each["role"] == "owner"]


def test_a_name_that_is_listed_later_is_named_with_its_day(capsys: Capture) -> None:
    words = ("screen", "H20", "--to", "CN", "--end-user", "Acme Trading Co., Ltd.")
    Path("p.csv").write_text("name,date\nAcme Trading,2025-09-01\n", encoding="utf-8")
    told = (*words, "--on", "2025-04-16", "--parties", "p.csv")
    code, out, _ = say(capsys, *told)
    assert code == 0
    assert "which is listed only from 2025-09-01" in " ".join(out.split())
    later = json.loads(say(capsys, *told, "--json")[1])["listed_later"]
    assert [(each["from"], each["same"]) for each in later] == [("2025-09-01", True)]
    after = (*words, "--on", "2025-09-02", "--parties", "p.csv")
    found = json.loads(say(capsys, *after, "--json")[1])
    assert (found["listed_later"], len(found["parties"])) == ([], 1)
    held = library().timeline
    measure, name, since = next(
        (each, name, min(each.entities.root))
        for each in held.measures.values()
        if each.entities and min(each.entities.root) > date(2019, 1, 1) and each.effective
        for change in each.entities.root.values()
        if change.value
        for name in change.value.names
        if change.value.role == "end-user"
    )
    early = ol.screen("H20", to="CN", on=date(2018, 1, 1), end_user=name)
    assert since.year > 2018
    assert measure.id in [each["measure"] for each in early["listed_later"]]


def test_an_item_without_a_name_is_refused(capsys: Capture) -> None:
    code, out, err = say(capsys, "screen", " ", "--to", "CN")
    assert (code, out) == (1, "") or (code == 1 and "Cannot be told" not in out)
    assert "has no name" in err
    with pytest.raises(InputError, match="has no name"):
        ol.screen("", to="CN")


def test_a_diff_of_an_unknown_item_names_the_nearest(capsys: Capture) -> None:
    days = ("diff", "2025-04-01", "2025-05-01", "--item")
    assert "known names" in say(capsys, *days, "Quark")[2]
    assert "The nearest are:" in say(capsys, *days, "H200X")[2]


@pytest.mark.parametrize(
    "words", [("timeline", "--from", "2026-09-01"), ("facts", "gallium"), ("settle",)]
)
def test_each_face_that_reads_the_law_says_that_it_is_no_advice(
    words: tuple[str, ...], capsys: Capture
) -> None:
    assert NOTICE in say(capsys, *words)[1]
    assert json.loads(say(capsys, *words, "--json")[1])["notice"] == NOTICE
    code, out, err = say(capsys, *words, "--csv")
    assert code == 0
    assert NOTICE not in out
    assert NOTICE in err


def test_a_sentence_ends_with_one_stop(capsys: Capture) -> None:
    Path("p.csv").write_text('name\n"Acme Trading Co., Ltd."\n', encoding="utf-8")
    words = ("--end-user", "Acme Tradings", "--parties", "p.csv")
    out = say(capsys, "screen", "H20", "--to", "CN", *words)[1]
    assert ".." not in out


def test_help_has_no_stray_blanks(capsys: Capture) -> None:
    lines = [line.strip() for line in say(capsys, "screen", "--help")[1].splitlines()]
    assert not [line for line in lines if line.startswith("outlast") and "  " in line]


def test_days_that_are_read_as_one_have_one_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tenth item on each third day of change: read once for alike days, and day by day."""
    known = library()
    items = list(known.items.values())[::10]
    days = known.timeline.changes[::3]

    def verdicts(record: Timeline) -> list[object]:
        found: list[object] = []
        for index, item in enumerate(items):
            user = (None, "Acme", "Huawei Technologies")[index % 3]
            for day in days:
                way = Transaction(("US", "CN")[index % 2], day, end_user=user)
                told = determine(shipment_of(item, way, record), record)
                branches = [(each.verdict, each.policy) for each in told.branches]
                rules = [each.measure.id for each in told.rules]
                missing = [each.condition for each in told.missing]
                found.append((item.item, day, told.verdict, told.policy, branches, rules, missing))
        return found

    alike = verdicts(replace(known.timeline))

    def each_day(shipment: Shipment, timeline: Timeline) -> date:
        return timeline.last_change(shipment.on)

    monkeypatch.setattr(readings, "like_day", each_day)
    assert alike == verdicts(replace(known.timeline))


@pytest.mark.parametrize(("language", "told"), [("en", "listed only from"), ("zh", "起才列入清单")])
def test_the_page_names_a_later_listing(language: str, told: str) -> None:
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    held = library().timeline.measures.values()
    name = next(
        change.value.names[0]
        for each in held
        if each.entities and each.effective and each.effective > date(2019, 1, 1)
        for change in each.entities.root.values()
        if change.value and change.value.names and change.value.role == "end-user"
    )
    asked = {"scenario": "today", "item": "H20", "to": "CN", "on": "2018-01-01"}
    text = client.get("/screen", params={**asked, "end-user": name, "lang": language}).text
    assert told in text
