"""The streams of the page: progress that ends in the answer, frames stop by stop, refusals."""

import asyncio
import json
import threading
from time import sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect

from outlast.web.app import make_app
from outlast.web.cache import Gone, Line
from outlast.web.frames import PASSES, stops
from outlast.web.guard import AT_ONCE, Gate
from outlast.web.levers import Lever, levers
from outlast.web.streams import streamed
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


def test_a_client_that_leaves_before_the_first_event_gives_its_place_back() -> None:
    gate = Gate()
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}

    async def gone() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:  # noqa: ANN401  what ASGI sends
            del message
            raise OSError

        answer = streamed(gate, "somebody", lambda _send, _stop: None)
        with pytest.raises(ClientDisconnect):
            await answer(scope, receive, send)

    for _ in range(AT_ONCE + 1):
        asyncio.run(gone())
    with gate.passing("somebody"):
        pass


def test_turns_are_taken_in_order_and_given_up_by_who_left() -> None:
    line, served, begun = Line(), list[int](), threading.Event()

    def wait(number: int, *, leaves: bool = False) -> None:
        try:
            with line.turn(lambda: leaves):
                begun.set()
                served.append(number)
                sleep(0.3 if number == 0 else 0)
        except Gone:
            served.append(-number)

    threads = [threading.Thread(target=wait, args=(0,))]
    threads[0].start()
    begun.wait()
    for number in (1, 2, 3, 4):
        threads.append(
            threading.Thread(target=wait, args=(number,), kwargs={"leaves": number == 2})
        )
        threads[-1].start()
        sleep(0.02)
    for each in threads:
        each.join()
    assert served == [0, -2, 1, 3, 4]
