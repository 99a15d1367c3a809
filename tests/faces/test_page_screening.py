"""The screen of screenings over HTTP: one question, lists, files, JSON, both languages."""

import csv
import io
import json
import re
import shlex
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from outlast.cli import main
from outlast.reading.spreadsheet import xlsx_bytes
from outlast.web.app import make_app
from outlast.web.guard import MOST_BYTES
from outlast.web.kept_lists import KEPT, MOST_LIST_BYTES, MOST_LIST_ROWS
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

PARTS = "Bin;Part;TOPS;bits\na;H20;;\nb;A100;;\nc;;4,8;\nd;no such part;;\n"
ADDRESS = "https://example.org/notice"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("today", 8), base_url="http://127.0.0.1")


def shown(reply: Response) -> str:
    """Return the texts of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.text)).split())


def verdict_of(reply: Response) -> str:
    found = re.search(r'class="verdict v-([a-z-]+)"', reply.text)
    assert found is not None, shown(reply)
    return found[1]


def post(client: TestClient, text: str, query: str = "", **fields: str) -> Response:
    form = {"list": (None, text), **{key: (None, value) for key, value in fields.items()}}
    return client.post(f"/screen?{query}", files=form)


QUESTIONS: dict[str, tuple[str, ...]] = {
    "item=H20&to=CN&on=2025-04-16": ("H20", "--to", "CN", "--on", "2025-04-16"),
    "maker=NVIDIA&tops.8=296&die=814&datacenter=yes&to=China&on=2025-12-01": (
        *("--maker", "NVIDIA", "--tops", "296", "--bits", "8", "--die", "814"),
        *("--datacenter", "--to", "China", "--on", "2025-12-01"),
    ),
    "item=gallium&from=CN&to=US&on=2026-11-28&switch.clause-2-suspension=lapses": (
        *("gallium", "--from", "CN", "--to", "US", "--on", "2026-11-28"),
        *("--set", "switch.clause-2-suspension=lapses"),
    ),
    "item=H100&to=CN&end-user=Huawei+Technology&owner=Acme+50+%25&on=2025-12-01": (
        *("H100", "--to", "CN", "--end-user", "Huawei Technology", "--owner", "Acme", "0.5"),
        *("--on", "2025-12-01"),
    ),
    "item=no+such+part&to=CN&on=2025-12-01": ("no such part", "--to", "CN", "--on", "2025-12-01"),
}


@pytest.mark.parametrize("query", QUESTIONS)
def test_json_is_that_of_the_terminal(client: TestClient, query: str, capsys: Capture) -> None:
    code, out, _ = say(capsys, "screen", *QUESTIONS[query], "--json")
    assert code == 0
    reply = client.get(f"/api/screen?{query}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json() == json.loads(out)
    assert verdict_of(client.get(f"/screen?{query}")) == reply.json()["verdict"]


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_command_on_the_page_asks_the_same(
    client: TestClient, query: str, capsys: Capture
) -> None:
    reply = client.get(f"/screen?{query}")
    found = re.search(r"<code>(.+?)</code>", reply.text)
    assert found is not None
    words = shlex.split(unescape(found[1]))
    assert words[:2] == ["outlast", "screen"]
    _, out, _ = say(capsys, *words[1:], "--json")
    assert json.loads(out) == client.get(f"/api/screen?{query}").json()


def test_the_answer_has_its_texts_and_its_limits(client: TestClient) -> None:
    reply = client.get("/screen?item=H20&to=CN&on=2025-04-16")
    text = shown(reply)
    for words in (
        "Licence needed",
        "presumption of denial",
        "Letters on H20-class chips",
        "Paragraph: letter to NVIDIA",
        "Not checked",
        "A reading of public texts, not legal advice.",
        "The record reaches to",
    ):
        assert words in text
    assert 'href="https://www.sec.gov/Archives/edgar/data/1045810/' in reply.text
    assert "free" not in text.replace("“free”", "").casefold()


def test_a_verdict_never_stands_by_colour_alone(client: TestClient) -> None:
    reply = client.get("/screen")
    for slug, word in (
        ("prohibited", "Prohibited"),
        ("licence", "Licence needed"),
        ("unknown", "Cannot be told"),
        ("not-covered", "Not covered"),
        ("not-caught", "Not caught"),
    ):
        found = re.search(
            rf'class="mark v-{slug}"><svg class="shape".+?</svg>(.+?)</span>', reply.text, re.DOTALL
        )
        assert found is not None
        assert word in found[1]
    shapes = re.findall(r'<svg class="shape".+?</svg>', reply.text, re.DOTALL)
    assert len(set(shapes)) == 5
    assert "embargoes and sanctions" in shown(reply)


def test_missing_attributes_are_questions_that_can_be_answered(client: TestClient) -> None:
    query = "maker=NVIDIA&tops.8=296&to=CN&on=2026-01-20"
    reply = client.get(f"/screen?{query}")
    form = reply.text.partition('class="question-form questions"')[2].partition("</form>")[0]
    assert verdict_of(reply) == "unknown"
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert {"maker": "NVIDIA", "tops.8": "296", "to": "CN"}.items() <= hidden.items()
    asked = re.findall(r'<(?:input|select) id="ask-([^"]+)" name="([^"]+)"', form)
    assert [name for _, name in asked] == [
        *("die", "datacenter", "memory-bandwidth", "interconnect"),
        "attribute.within_combination",
    ]
    answers = "&die=814&datacenter=yes&memory-bandwidth=4000&interconnect=900"
    assert verdict_of(client.get(f"/screen?{query}{answers}")) == "licence"


def test_a_number_fills_a_gap_of_the_catalogue_and_replaces_nothing(client: TestClient) -> None:
    query = "item=A30&to=CN&on=2025-12-01"
    plain = client.get(f"/api/screen?{query}").json()
    known = plain["item"]["attributes"]
    assert "interconnect_gb_s" not in known
    filled = client.get(f"/api/screen?{query}&interconnect=64").json()
    assert filled["item"]["attributes"] == {
        **known,
        "interconnect_gb_s": 64.0,
        "combined_bandwidth_gb_s": 64.0 + known["memory_bandwidth_gb_s"],
    }
    same = f"{query}&memory-bandwidth={known['memory_bandwidth_gb_s']}"
    assert client.get(f"/api/screen?{same}").json()["verdict"] == plain["verdict"]


def test_an_open_question_of_the_record_can_be_answered(client: TestClient) -> None:
    query = "item=gallium&from=CN&to=US&on=2026-11-28"
    reply = client.get(f"/screen?{query}")
    assert '<select id="ask-switch.clause-2-suspension"' in reply.text
    assert "in principle it is not granted" in shown(reply)
    extended = client.get(f"/screen?{query}&switch.clause-2-suspension=extended")
    answer = shown(extended).rpartition("Licence needed")[2]
    assert "case-by-case" in answer
    assert "in principle it is not granted" not in answer
    selected = '<option value="extended" selected>'
    assert selected in extended.text


def test_one_name_of_several_items_asks_which(client: TestClient) -> None:
    reply = client.get("/screen?item=NdFeB&from=CN&to=US&on=2025-05-01")
    assert verdict_of(reply) == "unknown"
    found = re.search(r'<select id="ask-item" name="item">(.+?)</select>', reply.text, re.DOTALL)
    assert found is not None
    names = [name for name in re.findall(r'value="([^"]+)"', found[1]) if name]
    verdicts = {
        verdict_of(client.get(f"/screen?{urlencode({'item': name})}&from=CN&to=US&on=2025-05-01"))
        for name in names
    }
    assert verdicts == {"licence", "not-caught"}


def test_near_names_are_links(client: TestClient) -> None:
    reply = client.get("/screen?item=galium&to=US&on=2025-05-01")
    found = re.findall(r'<li><a href="(/screen\?[^"]+)#result">([^<]+)</a>', reply.text)
    names = [name for _, name in found]
    assert "Gallium metal" in names
    to = unescape(found[names.index("Gallium metal")][0])
    assert "Gallium metal" in shown(client.get(to))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("item=H20", "Name a destination."),
        ("to=CN&end-user=Acme", "Name a part"),
        ("item=H20&to=Chna", "is not a country"),
        ("item=H20&to=CN&on=2025-02-30", "is not a day"),
        ("item=H20&to=CN&on=9999-12-31", "the year 9999 lies beyond 1500 to 2199."),
        ("tops.8=-3&maker=US&to=CN", "is not a possible TOPS"),
        ("tops.7=3&maker=US&to=CN", "is not a bit length"),
        ("item=H20&to=CN&end-use=war", "is not an end use"),
        ("item=H20&to=CN&attribute.colour=red", "is not an attribute"),
        ("item=H20&to=CN&switch.clause-2-suspension=maybe", "is not an answer"),
        (f"item={'x' * 301}&to=CN", "at most"),
        ("item=H20&to=CN&owner=Acme", "states no share"),
        ("item=H20&to=CN&tops.8=1", "not by both"),
    ],
)
def test_a_wrong_field_is_refused_and_the_form_kept(
    client: TestClient, query: str, words: str
) -> None:
    reply = client.get(f"/screen?{query}")
    assert reply.status_code == 400
    assert words in shown(reply)
    assert 'role="alert"' in reply.text
    assert 'id="verdict"' not in reply.text
    refusal = client.get(f"/api/screen?{query}")
    assert refusal.status_code == 400
    assert words in refusal.json()["error"]


def test_all_problems_are_named_at_once(client: TestClient) -> None:
    reply = client.get("/screen?item=H20&to=Chna&die=-3&from=Nowhere")
    text = shown(reply)
    assert all(each in text for each in ('"Chna"', '"Nowhere"', "-3"))
    assert '<a href="#to">' in reply.text
    assert '<a href="#die">' in reply.text


def test_a_list_leads_to_its_own_address(client: TestClient) -> None:
    reply = post(client, PARTS, to="CN", on="2025-04-16")
    assert reply.status_code == 200
    assert reply.history[0].status_code == 303
    assert "list=" in f"{reply.url}"
    text = shown(reply)
    assert "4 rows" in text
    assert "no such part" in text
    assert "TOPS need their bit length" in text
    assert client.get(f"{reply.url}").text == reply.text
    link = re.search(r'<th scope="row"><a href="([^"]+)#result">H20</a>', reply.text)
    assert link is not None
    assert verdict_of(client.get(unescape(link[1]))) == "licence"


def files_of(client: TestClient, reply: Response) -> dict[str, bytes]:
    found = re.findall(r'<a download href="([^"]+)">([A-Z]+)</a>', reply.text)
    return {kind: client.get(unescape(to)).content for to, kind in found}


def test_the_files_are_those_of_the_terminal(
    client: TestClient, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("parts.csv").write_bytes(PARTS.strip().encode())
    files = files_of(client, post(client, PARTS, to="CN", on="2025-04-16"))
    assert set(files) == {"XLSX", "CSV", "JSON"}
    common = ("screen", "--list", "parts.csv", "--to", "CN", "--on", "2025-04-16", "--out")
    for name in ("out.csv", "out.json", "out.xlsx"):
        code, _, _ = say(capsys, *common, name)
        assert code == 1
    assert files["CSV"] == Path("out.csv").read_bytes()
    assert json.loads(files["JSON"]) == json.loads(Path("out.json").read_bytes())

    def cells(content: bytes) -> list[tuple[Any, ...]]:
        return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)

    assert cells(files["XLSX"]) == cells(Path("out.xlsx").read_bytes())
    rows = list(csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    assert [row["Bin"] for row in rows] == ["a", "b", "c", "d"]


def test_a_file_is_read_as_the_terminal_reads_it(client: TestClient) -> None:
    book = xlsx_bytes({"Parts": [["Part", "Menge"], ["H20", 3], ["镓", 1]]})
    form = {"file": ("Stückliste.xlsx", book), "to": (None, "US"), "on": (None, "2025-04-16")}
    reply = client.post("/screen", files=form)
    assert reply.status_code == 200
    assert "Stückliste.xlsx: 2 rows" in shown(reply)
    latin = "Part;Größe\nH20;ü\n".encode("cp1252")
    reply = client.post("/screen", files={"file": ("a.csv", latin), "to": (None, "CN")})
    assert "a.csv: 1 row" in shown(reply)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_list_that_cannot_be_read_keeps_its_text(client: TestClient, language: str) -> None:
    reply = post(client, "colour\nred <b>\n", f"lang={language}")
    assert reply.status_code == 400
    assert "has no column item" in shown(reply)
    assert "red &lt;b&gt;</textarea>" in reply.text
    assert post(client, "", f"lang={language}").status_code == 400
    gone = client.get(f"/screen?list=0123456789abcdef&lang={language}")
    assert gone.status_code == 400
    assert 'role="alert"' in gone.text


def test_a_list_has_limits_at_the_door(client: TestClient) -> None:
    many = "part\n" + "H20\n" * (MOST_LIST_ROWS + 1)
    reply = post(client, many, to="CN")
    assert reply.status_code == 400
    assert "outlast screen --list FILE" in shown(reply)
    assert post(client, "part\n" + "H20\n" * MOST_LIST_ROWS, to="CN").status_code == 200
    large = {"content-type": "text/csv", "content-length": f"{MOST_LIST_BYTES + 1}"}
    assert client.post("/api/screen?to=CN", content=b"", headers=large).status_code == 413
    small = {"content-type": "application/yaml", "content-length": f"{MOST_BYTES + 1}"}
    assert client.post("/api/answer", content=b"", headers=small).status_code == 413


def test_old_lists_give_way(client: TestClient) -> None:
    first = post(client, "part\nH20\n", to="CN").url
    for number in range(KEPT):
        assert post(client, f"part\nH20 {number}\n", to="CN").status_code == 200
    assert client.get(f"{first}").status_code == 400


def test_a_list_as_json_is_that_of_the_terminal(
    client: TestClient, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(PARTS, encoding="utf-8")
    common = ("--to", "CN", "--on", "2025-04-16", "--json")
    _, out, _ = say(capsys, "screen", "--list", str(file), *common)
    reply = client.post(
        "/api/screen?to=CN&on=2025-04-16",
        content=PARTS.encode(),
        headers={"content-type": "text/csv"},
    )
    assert reply.status_code == 200
    assert reply.json() == json.loads(out)


@pytest.mark.parametrize("path", ["/screen", "/api/screen"])
def test_another_site_can_send_nothing(client: TestClient, path: str) -> None:
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        sent = {"content-type": "text/csv", **headers}
        reply = client.post(f"{path}?to=CN", content=b"part\nH20\n", headers=sent)
        assert reply.status_code == 403
    null = {"content-type": "text/csv", "origin": "null"}
    for headers in (null, {**null, "sec-fetch-site": "cross-site"}):
        assert client.post(f"{path}?to=CN", content=b"x", headers=headers).status_code == 403
    own = {**null, "sec-fetch-site": "same-origin"}
    assert client.post(f"{path}?to=CN", content=b"x", headers=own).status_code != 403
    for media in ("text/plain", "application/x-www-form-urlencoded"):
        reply = client.post(f"{path}?to=CN", content=b"list=x", headers={"content-type": media})
        assert reply.status_code == 415


def test_hidden_signs_and_markup_of_others_do_nothing(client: TestClient) -> None:
    reply = client.get("/screen?item=%3Cscript%3Ealert(1)%3C/script%3E&to=CN&end-user=%22onx%3D1")
    assert "<script>alert" not in reply.text
    assert not re.search(r"\sonx=", reply.text.replace("&#34;onx", ""))
    listed = post(client, 'part,end user\n"<img src=x>",=cmd\n', to="CN")
    assert "<img" not in listed.text


def test_the_question_stays_while_the_reader_looks_elsewhere(client: TestClient) -> None:
    query = "item=H20&to=CN&on=2025-04-16"
    for path in ("/evidence", "/screen"):
        reply = client.get(f"{path}?{query}")
        back = re.search(r'href="(/screen\?[^"]+)"', reply.text)
        assert back is not None
        assert verdict_of(client.get(unescape(back[1]))) == "licence"
        assert "is not a key of this page" not in shown(reply)


def test_chinese_is_whole(client: TestClient) -> None:
    for query in QUESTIONS:
        reply = client.get(f"/screen?{query}&lang=zh")
        outside = re.sub(r'<(span|option) lang="en">.*?</\1>', "", reply.text)
        text = shown_without_lists(outside)
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", text), text


def shown_without_lists(page: str) -> str:
    """Return the texts of an answer without names, commands and choices."""
    answer = page.partition('id="result"')[2].partition("<footer>")[0]
    answer = re.sub(r"<code>.*?</code>", "", answer)
    answer = re.sub(r'<p class="passed">.*?</p>', "", answer)
    return unescape(re.sub(r"<[^>]+>", "|", answer))


def test_a_settlement_is_named_and_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTLAST_SETTLED", str(tmp_path))
    words = ("settle", "clause-2-suspension", "extended", "--source", ADDRESS, "--on", "2026-11-27")
    assert main(words) == 0
    settled = TestClient(make_app("today", 8, as_recorded=False), base_url="http://127.0.0.1")
    query = "item=gallium&from=CN&to=US&on=2026-11-28"
    answer = settled.get(f"/api/screen?{query}").json()
    assert answer["policy"] == "case-by-case"
    assert [each["question"] for each in answer["settlements"]] == ["clause-2-suspension"]
    for path in (f"/screen?{query}", "/evidence", "/screen", "/screen?list=new"):
        for language in ("en", "zh"):
            reply = settled.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            assert ADDRESS in reply.text.partition("<footer>")[2]
