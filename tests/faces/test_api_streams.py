"""The streams of the page: progress that ends in the answer, frames stop by stop, refusals."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from outlast.web.app import make_app
from outlast.web.frames import PASSES, stops
from outlast.web.levers import Lever, levers
from outlast.web.work import Work

PRIOR = "review"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("lilliput", 32), base_url="http://localhost")


def told(text: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for each in text.strip().split("\n\n"):
        name, data = each.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def lever() -> Lever:
    return levers(Work().situation("lilliput"))[PRIOR]


def test_progress_ends_in_the_answer_that_is_given_at_once(client: TestClient) -> None:
    sent = told(client.get("/api/progress?seed=9").text)
    assert {name for name, _ in sent[:-1]} == {"progress"}
    assert [each["of"] for _, each in sent[:-1]] == [32] * (len(sent) - 1)
    assert sent[-1] == ("answer", client.get("/api/answer?seed=9").json())


def test_frames_come_for_every_stop_in_each_pass(client: TestClient) -> None:
    sent = told(client.get(f"/api/frames?move={PRIOR}").text)
    at = stops(lever())
    assert [frame["at"] for _, frame in sent] == at * len(PASSES)
    assert len(set(at)) == len(at)
    assert f"{PASSES[0]}" in sent[0][1]["told"]
    assert f"{PASSES[1]}" in sent[-1][1]["told"]
    assert len({json.dumps(frame["data"]) for _, frame in sent}) > 1


def test_what_cannot_be_moved_is_refused_with_the_nearest_name(client: TestClient) -> None:
    reply = client.get("/api/frames?move=reveiw")
    assert reply.status_code == 400
    assert PRIOR in reply.json()["error"]
