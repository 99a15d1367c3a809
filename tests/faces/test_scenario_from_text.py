"""A scenario that comes as text: read as strictly as a file, never evaluated, no path followed."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outlast.scenario.load import load_scenario, scenario_from_text
from outlast.web.app import make_app

YAML = {"content-type": "application/yaml"}
MINE = """format: outlast/scenario/2
id: mine
title: Mine, with few licences
summary: As the toy, with few licences.
from: lilliput
priors:
  approval-others: {distribution: {fixed: {value: 0.05}}, why: a test}
"""


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("lilliput", 32), base_url="http://127.0.0.1")


def test_a_scenario_from_text_is_answered(client: TestClient) -> None:
    found = client.post("/api/answer?seed=3", content=MINE, headers=YAML)
    assert found.status_code == 200, found.text
    shipped = client.get("/api/answer?seed=3").json()
    assert found.json()["details"] != shipped["details"]
    assert found.json()["address"] == ""
    assert "outlast run mine.yaml" in found.json()["command"]
    assert "Mine, with few licences" in found.json()["cited"]


def test_it_is_the_scenario_that_the_same_text_in_a_file_makes(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE, encoding="utf-8")
    assert scenario_from_text(MINE, "lilliput").scenario == load_scenario(f"{file}").scenario


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MINE.replace("from: lilliput", "from: ../lilliput"), "text:5"),
        (MINE.replace("from: lilliput", "from: liliput"), 'Did you mean \\"lilliput\\"?'),
        (MINE.replace("id: mine", "id: lilliput"), "text:2"),
        (f"{MINE}contest: ../..\n", "text:8"),
        (f"{MINE}horizon: 100000\n", "10,000"),
        (f"{MINE}horizon: 2000\n", "1,040"),
        (MINE.replace("approval-others", "aproval-others"), "approval-others"),
        (MINE.replace("0.05", "!!python/object:os.system 1"), "tag"),
        ("a: &x 1\nb: *x", "anchor"),
        ("", "text:1"),
    ],
)
def test_a_problem_is_reported_at_its_line(client: TestClient, text: str, expected: str) -> None:
    reply = client.post("/api/answer", content=text, headers=YAML)
    assert reply.status_code == 400
    assert expected in reply.text


def test_other_bodies_are_turned_away(client: TestClient) -> None:
    assert client.post("/api/answer", content=MINE).status_code == 415
    assert client.post("/api/answer", content=b"\xff\xfe", headers=YAML).status_code == 400
    assert client.post("/api/answer", content="x" * 70_000, headers=YAML).status_code == 413
    assert client.get("/?scenario=text+abc").status_code == 404
