"""The page shows the age of the record and the reader's settlements, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outlast.cli import main
from outlast.web import requests
from outlast.web.app import make_app
from outlast.web.words import unbroken

ADDRESS = "https://example.org/notice"


def footer(client: TestClient, language: str) -> str:
    text = client.get(f"/evidence?scenario=today&lang={language}").text
    return text.partition("<footer>")[2].partition("</footer>")[0]


def shown(*, as_recorded: bool) -> TestClient:
    app = make_app("today", 8, as_recorded=as_recorded)
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_foot_of_the_page_follows_the_settlements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTLAST_SETTLED", str(tmp_path))
    words = ("settle", "affiliates-suspension", "extended", "--source", ADDRESS)
    assert main(words) == 0
    settled, recorded = shown(as_recorded=False), shown(as_recorded=True)
    for language, reaches in (("en", "The record reaches to 8 October 2026"), ("zh", "记录截至")):
        assert reaches in footer(settled, language)
        assert ADDRESS in footer(settled, language)
        assert reaches in footer(recorded, language)
        assert ADDRESS not in footer(recorded, language)


def test_a_toy_of_the_past_has_no_age() -> None:
    client = TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")
    text = client.get("/evidence?scenario=lilliput").text
    assert "The record reaches to" not in text
    assert "no fitted process of moves" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_of_a_command_is_broken(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "local_day", lambda: date(2026, 12, 1))
    text = footer(shown(as_recorded=True), language)
    assert text.count("outlast settle") > 0
    assert text.count('<span class="word">--source</span>') == text.count("--source")
    assert unbroken("a <b> at https://example.org/x-y") == "a &lt;b&gt; at https://example.org/x-y"
