"""A list of parts through `outlast screen --list`: read as spreadsheets write, answered by row."""

import csv
import io
import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from outlast.api import library
from outlast.api.screening_list import screen_list
from outlast.api.screening_query import ScreeningQuery, screen_query
from outlast.reading.spreadsheet import csv_text, decimal_number, read_spreadsheet, xlsx_bytes
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


def test_other_columns_pass_through_in_their_order(capsys: Capture) -> None:
    Path("parts.csv").write_text("Quantity,Part,Bin\n5,H20,a\n1,A100,b\n", encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *DAY)
    assert code == 0
    header = (
        "Quantity,Part,Bin,verdict,policy,missing,rules,addresses,exceptions,record until,notice"
    )
    assert out.splitlines()[0] == header
    first, second = rows_of(out)
    assert (first["Quantity"], first["Part"], first["Bin"]) == ("5", "H20", "a")
    assert (first["verdict"], first["policy"]) == ("licence", "presumption-of-denial")
    assert "us-letter-h20-2025" in first["rules"]
    assert second["addresses"].startswith("https://")
    assert "2 rows: 2 licence." in err
    assert "A reading of public texts, not legal advice." in err


FORMS = {
    "Excel UTF-8": "\ufeffPart;TOPS;bits;maker\n;148,5;16;US\nH20;;;\n".encode(),
    "Excel cp1252": "Part;TOPS;bits;maker;Größe\n;148,5;16;US;ü\nH20;;;;é\n".encode("cp1252"),
    "tabs": b"Part\tTOPS\tbits\tmaker\r\n\t148,5\t16\tUS\r\nH20\t\t\t\r\n",
    "stated": b"sep=;\r\nPart;TOPS;bits;maker\r\n;148,5;16;US\r\nH20;;;\r\n",
    "UTF-16": "Part\tTOPS\tbits\tmaker\n\t148,5\t16\tUS\nH20\t\t\t\n".encode("utf-16"),
}


@pytest.mark.parametrize("form", FORMS)
def test_csv_is_read_as_spreadsheets_write_it(form: str, capsys: Capture) -> None:
    Path("parts.csv").write_bytes(FORMS[form])
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *DAY, "--json")
    assert code == 0, err
    numbers, named = json.loads(out)
    assert numbers["item"]["attributes"]["tpp"] == pytest.approx(148.5 * 16)
    assert named["item"]["names"]
    assert {each["format"] for each in (numbers, named)} == {"outlast/screening/2"}


def test_a_row_that_cannot_be_read_stops_no_other(capsys: Capture) -> None:
    text = "part,tops,bits,to,on\nH20,,,XX9,\nH20,,,,2025-02-30\n,x,8,,\nH20,,,,\nA,b,c,d,e,f\n"
    Path("parts.csv").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *DAY, "--out", "answer.csv")
    assert (code, out) == (1, "")
    for line in (2, 3, 4, 6):
        assert f"parts.csv:{line}  " in err
    assert "5 rows: 1 licence, 4 not read." in err
    written = rows_of(Path("answer.csv").read_text(encoding="utf-8-sig"))
    assert [row["verdict"] for row in written] == ["", "", "", "licence", ""]
    assert written[0]["missing"].startswith("This row was not read: ")


def test_numbers_that_no_chip_can_have_are_not_screened(capsys: Capture) -> None:
    text = "tops,bits,die,maker\n-5,8,814,US\n296,0,814,US\n296,8,0,US\n"
    Path("parts.csv").write_text(text, encoding="utf-8")
    code, out, _ = say(capsys, "screen", "--list", "parts.csv", *DAY)
    assert code == 1
    assert {row["verdict"] for row in rows_of(out)} == {""}


def test_a_row_may_state_its_own_transaction(capsys: Capture) -> None:
    text = "hs,from,to,date,owner\n8112.92,CN,United States,2024-12-04,\n"
    text += "81129290,CN,美国,2024-12-04,Acme 50 %; Other 0.2\n"
    Path("parts.csv").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "parts.csv", "--json")
    assert code == 0, err
    first, second = json.loads(out)
    assert (first["to"], first["on"], first["line"]) == ("US", "2024-12-04", 2)
    assert second["owners"] == {"Acme": 0.5, "Other": 0.2}
    assert second["row"]["hs"] == "81129290"


def test_a_part_with_numbers_is_screened_as_both() -> None:
    known = library()
    on = date(2025, 4, 16)
    apart = ScreeningQuery(item="H20", to="CN", on=on, maker="US", operations={8: 1.0})
    assert screen_query(known, apart).determination.verdict.value == "unknown"
    strange = ScreeningQuery(item="XQ 9", to="CN", on=on, maker="US", operations={8: 2e3})
    assert screen_query(known, strange).determination.verdict.caught
    assert screen_query(known, strange).title == "XQ 9"


def test_a_text_is_never_a_formula(capsys: Capture) -> None:
    text = 'part,note,number\nH20,=1+1,-3\nH20,@SUM(A1),"-3,5"\nH20,+cmd,+1\n'
    Path("parts.csv").write_text(text, encoding="utf-8")
    assert say(capsys, "screen", "--list", "parts.csv", *DAY, "--out", "a.xlsx")[0] == 0
    _, out, _ = say(capsys, "screen", "--list", "parts.csv", *DAY)
    rows = rows_of(out)
    assert [row["note"] for row in rows] == ["'=1+1", "'@SUM(A1)", "'+cmd"]
    assert [row["number"] for row in rows] == ["-3", "-3,5", "+1"]
    book = openpyxl.load_workbook("a.xlsx")
    assert book.sheetnames == ["Screening", "About"]
    cells = [cell for row in book["Screening"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]
    about = [str(row[0].value) for row in book["About"].iter_rows()]
    assert "A reading of public texts, not legal advice." in about


def test_a_workbook_is_read_and_its_answer_too(capsys: Capture) -> None:
    table = [["Part", "date"], ["H20", date(2025, 4, 16)], ["=bad", None]]
    Path("parts.xlsx").write_bytes(xlsx_bytes({"Parts": table}))
    code, _, err = say(capsys, "screen", "--list", "parts.xlsx", *DAY, "--out", "one.xlsx")
    assert code == 0, err
    code, out, _ = say(capsys, "screen", "--list", "one.xlsx", *DAY)
    assert code == 0
    added = "verdict,policy,missing,rules,addresses,exceptions,record until,notice"
    assert out.splitlines()[0] == f"Part,date,{added}"
    assert [row["verdict"] for row in rows_of(out)] == ["licence", "unknown"]


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b"", "a.csv", "is empty"),
        (b"colour,size\nred,1\n", "a.csv", "no column item, part, hs, eccn or tops"),
        (b'"part\nH20\n', "a.csv", "is not CSV from line 1 on"),
        (b"\x00\x01\x02", "a.csv", "is not CSV"),
        (b"no workbook", "a.xlsx", "is no workbook"),
        (b"part,part\nH20,H20\n", "a.csv", 'the column "part" twice'),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    raw: bytes, name: str, told: str, capsys: Capture
) -> None:
    Path(name).write_bytes(raw)
    code, out, err = say(capsys, "screen", "--list", name, *DAY, "--out", "answer.csv")
    assert (code, out) == (1, "")
    assert told in err
    assert not Path("answer.csv").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("H20",), "ITEM changes nothing"),
        (("--tops", "1", "--bits", "8"), "--tops changes nothing"),
        (("--out", "a.pdf"), "ends in no kind of list"),
        (("--out", "parts.csv"), "exists already"),
        (("--out", "b.csv", "--json"), "--json changes nothing"),
        (("--decision", "stop"), "--decision changes nothing: no receipt keeps it"),
    ],
)
def test_a_useless_option_beside_a_list_is_refused(
    words: tuple[str, ...], told: str, capsys: Capture
) -> None:
    Path("parts.csv").write_text("part\nH20\n", encoding="utf-8")
    code, out, err = say(capsys, "screen", "--list", "parts.csv", *DAY, *words)
    assert (code, out) == (1, "")
    assert told in err
    assert Path("parts.csv").read_text(encoding="utf-8") == "part\nH20\n"


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        *(("4,8", True, 4.8), ("4.8", True, 4.8), ("4,8", False, 4.8), ("1.979,5", True, 1979.5)),
        *(("1,979.5", False, 1979.5), ("1,979", True, 1.979), ("1.979", False, 1.979)),
        *(("1 979", True, 1979.0), ("1,234,567", False, 1234567.0), ("1e3", False, 1000.0)),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(
    text: str,
    comma: bool,  # noqa: FBT001  a case of a test
    value: float,
) -> None:
    assert decimal_number(text, decimal_comma=comma) == value


@pytest.mark.parametrize("text", ["1,979", "about 5", "5 GB", "nan", "inf", "1,2,3", ""])
def test_a_number_that_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"may be|is not a number"):
        decimal_number(text, decimal_comma=False)


def test_csv_comes_back_as_it_went() -> None:
    table = [["=1", 'a "b"'], ["x;y", "two\nlines"]]
    Path("t.csv").write_text(csv_text(["p", "q"], table), encoding="utf-8")
    read = read_spreadsheet(Path("t.csv"))
    assert [list(row.cells) for row in read.rows] == table
    assert [row.line for row in read.rows] == [2, 3]


def test_a_thousand_rows_add_at_most_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds of this process on a processor, the least of three; each try knows no answer yet."""
    known = library()
    names = sorted(known.items)
    lines = ["part,tops,bits,die,memory bandwidth,maker,to"]
    for index in range(1000):
        place = ("CN", "US", "DE", "VN")[index % 4]
        numbers = f",{50 + index},8,{300 + index},{500 + index},US,CN"
        lines.append(numbers if index % 3 == 0 else f"{names[index % len(names)]},,,,,,{place}")
    Path("parts.csv").write_text("\n".join(lines), encoding="utf-8")
    common = {"on": date(2025, 4, 16)}
    record, took = known.timeline, list[float]()
    for _ in range(3):
        monkeypatch.setattr(known, "timeline", replace(record))
        screen_query(known, ScreeningQuery(item="H20", to="CN", on=date(2025, 4, 16)))
        start = time.process_time()
        found = screen_list(Path("parts.csv"), known, common)
        took.append(time.process_time() - start)
        assert len(found.rows) == 1000
        assert not found.unread
    assert min(took) <= 1.0, took


def test_attributes_have_columns_of_their_own_or_share_one(capsys: Capture) -> None:
    head = "part,from,to,attribute:named_customer,attributes\n"
    rows = "germanium,CN,US,yes,\ngermanium,CN,US,,named_customer=no; node_nm=7\n"
    wrong = "germanium,CN,US,yes,named_customer=no\ngermanium,CN,US,,nonsense=1\n"
    Path("parts.csv").write_text(head + rows + wrong, encoding="utf-8")
    options = ("screen", "--list", "parts.csv", "--on", "2026-06-01", "--json")
    code, out, err = say(capsys, *options)
    assert code == 1
    first, second, *_ = json.loads(out)
    assert first["item"]["attributes"]["named_customer"] is True
    assert second["item"]["attributes"]["named_customer"] is False
    assert second["item"]["attributes"]["node_nm"] == 7
    assert 'parts.csv:4  attributes: "named_customer" is stated twice.' in err
    assert 'parts.csv:5  attributes: "nonsense" is not an attribute.' in err
    Path("parts.csv").write_text("part,attribute:named_costumer\nH20,yes\n", encoding="utf-8")
    code, _, err = say(capsys, *options[:-1])
    assert code == 1
    assert "named_customer" in err
