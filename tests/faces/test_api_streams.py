"""The event streams of the page: progress, then the answer; frames value by value; refusals."""

import asyncio
import json
import threading
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from outlast.errors import InputError
from outlast.web.answers import AnswerOut, choice_frames
from outlast.web.app import make_app
from outlast.web.cache import ClientGone, Cores, Foreground, ShouldCancel
from outlast.web.frames import PASSES, frame_values
from outlast.web.jobs import Jobs
from outlast.web.requests import Page
from outlast.web.sliders import Slider, sliders
from outlast.web.streams import SendEvent
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
    assert len({json.dumps(frame["sight"]) for _, frame in sent}) > 1


def test_a_prior_without_a_slider_is_refused_with_the_nearest_name(client: TestClient) -> None:
    reply = client.get("/api/frames?move=reveiw")
    assert reply.status_code == 400
    assert PRIOR in reply.json()["error"]


def test_a_client_that_leaves_ends_its_job_and_gives_its_place_back() -> None:
    ended = threading.Event()

    async def leave() -> int:
        jobs = Jobs()

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(_: Any) -> None:  # noqa: ANN401  what ASGI sends
            return

        def work(_: SendEvent, should_cancel: ShouldCancel) -> None:
            while not should_cancel():
                sleep(0.01)
            ended.set()
            raise ClientGone

        request = Request({"type": "http", "headers": [], "client": ("somebody", 1)}, receive)
        limiter = jobs.limiter
        assert not limiter.in_progress("somebody")
        answer = await jobs.stream(request, work)
        assert limiter.in_progress("somebody") == 1
        await answer({}, receive, send)
        return limiter.in_progress("somebody")

    assert asyncio.run(leave()) == 0
    assert ended.is_set()


def test_a_server_that_closes_ends_its_jobs() -> None:
    async def close() -> None:
        jobs = Jobs()

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        def work(should_cancel: ShouldCancel) -> bool:
            while not should_cancel():
                sleep(0.01)
            return True

        request = Request({"type": "http", "headers": [], "client": ("somebody", 1)}, receive)
        asyncio.get_running_loop().call_later(0.1, jobs.closing.set)
        assert await jobs.run(request, work)

    asyncio.run(close())


def test_a_fault_in_a_job_reaches_the_client_as_an_event(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outlast.web.answers.answer_state", None)
    with pytest.raises(TypeError):
        client.get("/api/progress?seed=10")


def test_turns_come_in_order_and_a_client_that_left_loses_its_turn() -> None:
    line, served, begun = Cores(2), list[int](), threading.Event()

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


def test_narrow_runs_share_the_cores_and_none_overtakes_a_wide_one() -> None:
    cores, order, held = Cores(2), list[str](), threading.Event()
    both = threading.Barrier(2, timeout=10)

    def narrow(name: str, *, meets: bool) -> None:
        with cores.turn(lambda: False, 1):
            if meets:
                both.wait()  # breaks unless the two hold a core each at the same time
                held.set()
                sleep(0.2)
            order.append(name)

    def wide() -> None:
        with cores.turn(lambda: False):
            order.append("wide")

    jobs = [threading.Thread(target=narrow, args=(name,), kwargs={"meets": True}) for name in "ab"]
    for job in jobs:
        job.start()
    assert held.wait(10)
    jobs += [threading.Thread(target=wide)]
    jobs[-1].start()
    sleep(0.05)
    jobs += [threading.Thread(target=narrow, args=("late",), kwargs={"meets": False})]
    jobs[-1].start()
    for job in jobs:
        job.join()
    assert sorted(order[:2]) == ["a", "b"]
    assert order[2:] == ["wide", "late"]


def test_choices_wait_while_a_slider_is_dragged(monkeypatch: pytest.MonkeyPatch) -> None:
    lever = SimpleNamespace(name="lever")

    def two(*_: object) -> list[tuple[object, str]]:
        return [(lever, "one"), (lever, "other")]

    def shown(*_: object, **__: object) -> str:
        return "screen"

    monkeypatch.setattr("outlast.web.answers.choice_states", two)
    monkeypatch.setattr("outlast.web.answers.choice_sight", shown)
    page = make_app("lilliput", 32).state.page
    begun, found = threading.Event(), list[object]()

    def choose() -> None:
        begun.set()
        found.extend(choice_frames(page, page.default, lambda: False))

    with page.work.foreground.request():
        job = threading.Thread(target=choose)
        job.start()
        assert begun.wait(10)
        job.join(0.5)
        assert not found
    job.join(60)
    assert found == [("lever", "one", "screen"), ("lever", "other", "screen")]


def test_a_choice_whose_reader_left_during_a_drag_is_given_up() -> None:
    foreground = Foreground()
    with foreground.request(), pytest.raises(ClientGone):
        foreground.wait_for_none(lambda: True)
    foreground.wait_for_none(lambda: True)  # nobody waits: nothing to wait for


def test_choices_stand_back_for_a_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    app, stood_back = make_app("lilliput", 32), list[bool]()

    def answer(page: Page, *_: object) -> AnswerOut:
        with pytest.raises(ClientGone):
            page.work.foreground.wait_for_none(lambda: True)
        stood_back.append(True)
        raise InputError("no answer")

    monkeypatch.setattr("outlast.web.answers.answer_state", answer)
    TestClient(app, base_url="http://localhost").get("/api/progress?seed=11")
    assert stood_back == [True]
    app.state.page.work.foreground.wait_for_none(lambda: True)  # it waits no more
