"""The page of one's own contest: its scenarios, names and evidence, and no others."""

from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outlast.errors import InputError
from outlast.web.app import make_app
from tests.faces.own import new


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("contests") / "mine")


@pytest.fixture(scope="module")
def client(folder: Path) -> TestClient:
    return TestClient(make_app(None, 8, contest=folder), base_url="http://127.0.0.1")


def test_it_opens_with_the_default_scenario_of_the_contest(
    client: TestClient, folder: Path
) -> None:
    text = unescape(client.get("/").text)
    assert "the side of Eastland" in text
    assert "Today" not in text
    assert client.get("/?scenario=today").status_code == 404
    command = client.get("/api/answer").json()["command"]
    assert command.startswith(f"outlast run standoff --contest {folder} ")


def test_it_shows_the_evidence_that_the_contest_has(client: TestClient) -> None:
    text = client.get("/evidence").text
    assert "show=facts" in text
    assert "show=claims" in text
    assert "show=backtest" not in text
    facts = client.get("/evidence?show=facts").text
    assert "Eastland" in facts
    assert "gallium" not in facts.lower()
    assert "Eastland" in client.get("/evidence?show=claims").text


def test_a_text_may_differ_from_its_scenarios(client: TestClient) -> None:
    text = (
        "format: outlast/scenario/2\nid: mine\ntitle: Mine\nsummary: With a short horizon.\n"
        "from: standoff\nhorizon: 52\n"
    )
    headers = {"content-type": "application/yaml"}
    reply = client.post("/api/answer", content=text, headers=headers)
    assert reply.status_code == 200, reply.text
    assert "52 weeks" in reply.json()["cited"]


@pytest.mark.parametrize("name", ["stand-of", "today", "a/b.yaml"])
def test_another_scenario_is_refused_before_anything_is_served(folder: Path, name: str) -> None:
    with pytest.raises(InputError):
        make_app(name, 8, contest=folder)


def test_the_name_of_a_shipped_contest_stands_for_its_default_scenario() -> None:
    assert make_app("lilliput", 8).state.page.default.scenario == "lilliput"
    assert make_app("chips-minerals", 8).state.page.default.scenario == "today"
    assert make_app(None, 8).state.page.default.scenario == "today"
