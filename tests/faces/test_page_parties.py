"""A party list of the reader's on the page: pasted or sent, shown with its day and digest."""

import re
from hashlib import sha256
from html import unescape

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from outlast.api.party_files import MOST_PASTED
from outlast.reading.day import local_day
from outlast.web.app import make_app

NAMES = "Lagado Micro\nBalnibarbi Optics Co., Ltd"
PARTS = "part,end user\nA40,Lagado Micro Co.\nA40,Glubb Trading"


@pytest.fixture(scope="module")
def page() -> TestClient:
    return TestClient(make_app("today", 8), base_url="http://127.0.0.1")


def send(page: TestClient, language: str = "en", **parts: tuple[str | None, str]) -> Response:
    form = {"list": (None, PARTS), "from": (None, "US"), "to": (None, "DE"), **parts}
    return page.post(f"/screen?lang={language}", files=form)


def told(reply: Response) -> str:
    """Return the line on the party list, without marks; empty where there is none."""
    found = re.search(r'id="parties-told">(.*?)</p>', reply.text, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_is_shown_with_its_day_and_digest(page: TestClient, language: str) -> None:
    line = told(send(page, language, parties=(None, NAMES)))
    assert sha256(NAMES.encode()).hexdigest()[:10] in line
    assert str(local_day().year) in line
    assert "2" in line
    assert told(send(page, language)) == ""


def test_plain_names_a_table_and_a_file_are_one_list(page: TestClient) -> None:
    table = "name;source\nLagado Micro;Own list\nBalnibarbi Optics Co., Ltd;Own list"
    pasted = send(page, parties=(None, NAMES))
    sent = send(page, "en", **{"parties-file": ("own.csv", table)})
    assert "own.csv" in told(sent)
    for reply in (pasted, sent):
        found = unescape(reply.text)
        assert "Lagado Micro" in found
        assert reply.status_code == 200
    assert "own.csv" not in told(pasted)


def test_a_listed_receiver_is_found_in_the_page_and_in_the_file(page: TestClient) -> None:
    listed = send(page, parties=(None, NAMES))
    json_of = str(listed.url).replace("/screen?", "/screen/list.json?").partition("#")[0]
    first, second = page.get(json_of).json()
    assert [each["name"] for each in first["parties"]] == ["Lagado Micro"]
    assert second["parties"] == []
    assert first["party_file"]["digest"] == sha256(NAMES.encode()).hexdigest()[:10]
    assert 'href="/screen?item=' not in listed.text.partition('id="parties-told"')[2]


def test_a_list_that_is_too_long_or_empty_is_refused(page: TestClient) -> None:
    many = "\n".join(f"Name {number}" for number in range(MOST_PASTED + 1))
    assert send(page, parties=(None, many)).status_code == 400
    faulty = "name,date\nLagado Micro,2025-02-30"
    assert send(page, parties=(None, faulty)).status_code == 400
