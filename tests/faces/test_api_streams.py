"""The event streams of the page: progress, then the answer; frames value by value; refusals."""

import asyncio
import json
import threading
from time import sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect

from outlast.web.app import make_app
from outlast.web.cache import ClientGone, FifoLock
from outlast.web.frames import PASSES, frame_values
from outlast.web.guard import OPEN_PER_PAGE, RequestLimiter
from outlast.web.sliders import Slider, sliders
from outlast.web.streams import stream_events
from outlast.web.work import Work

PRIOR = "review"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app("lilliput", 32), base_url="http://localhost")


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for each in text.strip().split("\n\n"):
        name, data = each.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def slider() -> Slider:
    return sliders(Work().situation("lilliput"))[PRIOR]


def test_progress_ends_in_the_same_answer_as_without_it(client: TestClient) -> None:
    sent = events_of(client.get("/api/progress?seed=9").text)
    assert {name for name, _ in sent[:-1]} == {"progress"}
    assert [each["of"] for _, each in sent[:-1]] == [32] * (len(sent) - 1)
    assert sent[-1] == ("answer", client.get("/api/answer?seed=9").json())


def test_each_pass_sends_a_frame_for_every_value(client: TestClient) -> None:
    sent = events_of(client.get(f"/api/frames?move={PRIOR}").text)
    at = frame_values(slider())
    assert [frame["at"] for _, frame in sent] == at * len(PASSES)
    assert len(set(at)) == len(at)
    assert f"{PASSES[0]}" in sent[0][1]["told"]
    assert f"{PASSES[1]}" in sent[-1][1]["told"]
    assert len({json.dumps(frame["data"]) for _, frame in sent}) > 1


def test_a_prior_without_a_slider_is_refused_with_the_nearest_name(client: TestClient) -> None:
    reply = client.get("/api/frames?move=reveiw")
    assert reply.status_code == 400
    assert PRIOR in reply.json()["error"]


def test_a_client_that_leaves_before_the_first_event_ends_its_admission() -> None:
    limiter = RequestLimiter()
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}

    async def gone() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:  # noqa: ANN401  what ASGI sends
            del message
            raise OSError

        answer = stream_events(limiter, "somebody", lambda _send, _stop: None)
        with pytest.raises(ClientDisconnect):
            await answer(scope, receive, send)

    for _ in range(OPEN_PER_PAGE + 1):
        asyncio.run(gone())
    with limiter.admit("somebody"):
        pass


def test_turns_come_in_order_and_a_client_that_left_loses_its_turn() -> None:
    line, served, begun = FifoLock(), list[int](), threading.Event()

    def wait(number: int, *, leaves: bool = False) -> None:
        try:
            with line.turn(lambda: leaves):
                begun.set()
                served.append(number)
                sleep(0.3 if number == 0 else 0)
        except ClientGone:
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
