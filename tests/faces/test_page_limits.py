"""The limits of the page: places, waiting, clients that leave, and files that are built once."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from outlast.web.app import make_app
from outlast.web.cache import Cache, ClientGone
from outlast.web.evidence import EvidenceKind, evidence_part
from outlast.web.limiter import (
    MOST_WAITING,
    OPEN_PER_PAGE,
    RETRY_AFTER,
    RequestLimiter,
    TooManyRequests,
)
from outlast.web.scenario_text import MOST_STEPS
from outlast.web.state import PageState
from outlast.web.static_files import StaticFile, static_files
from outlast.web.work import Work

YAML = {"content-type": "application/yaml"}
CLIENT = "testclient"
TEXT = """format: outlast/scenario/2
id: mine
title: Mine
summary: With another clock.
from: lilliput
"""


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return make_app("lilliput", 8)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def full(limiter: RequestLimiter, client: str = CLIENT) -> Callable[[], None]:
    """Take every place of a client; return the function that gives them back."""
    places = [limiter.admit(client) for _ in range(OPEN_PER_PAGE)]
    for each in places:
        each.__enter__()

    def give_back() -> None:
        for each in places:
            each.__exit__(None, None, None)

    return give_back


@pytest.mark.parametrize("path", ["/", "/api/answer", "/api/progress", "/figure/dots.csv"])
def test_a_request_waits_for_its_turn(app: FastAPI, client: TestClient, path: str) -> None:
    threading.Timer(0.3, full(app.state.page.jobs.limiter)).start()
    assert client.get(path).status_code == 200
    assert app.state.page.jobs.limiter.in_progress(CLIENT) == 0


@pytest.mark.parametrize("path", ["/", "/api/answer", "/api/progress"])
def test_a_refusal_names_the_limit_and_the_wait(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("outlast.web.limiter.WAIT_LIMIT", 0.1)
    give_back = full(app.state.page.jobs.limiter)
    reply = client.get(path)
    assert reply.status_code == 429
    assert reply.headers["retry-after"] == f"{RETRY_AFTER}"
    for number in (OPEN_PER_PAGE, MOST_WAITING, RETRY_AFTER):
        assert f" {number} " in reply.text
    give_back()
    assert client.get(path).status_code == 200


def test_an_ordinary_reader_never_meets_the_limit(client: TestClient) -> None:
    """Four screens in two languages, reloaded, and every figure on them, all at once."""
    paths = [
        f"{path}?lang={lang}"
        for lang in ("en", "zh")
        for path in ("/", "/why", "/compare", "/evidence", "/figure/paths.svg", "/api/answer")
        for _ in range(2)
    ]
    with ThreadPoolExecutor(len(paths)) as pool:
        asked = [pool.submit(client.get, path) for path in paths]
    assert {each.result().status_code for each in asked} == {200}


def test_requests_come_to_their_turn_in_order_and_one_that_left_is_passed_over() -> None:
    limiter, served = RequestLimiter(), list[int]()

    async def ask(number: int) -> None:
        async def is_gone() -> bool:
            return number == 2

        try:
            async with limiter.wait(CLIENT, is_gone):
                served.append(number)
        except ClientGone:
            served.append(-number)

    async def all_of_them() -> None:
        give_back = full(limiter)
        asked = [asyncio.create_task(ask(number)) for number in (1, 2, 3)]
        await asyncio.sleep(0.2)
        assert served == [-2]
        give_back()
        await asyncio.gather(*asked)

    asyncio.run(all_of_them())
    assert served == [-2, 1, 3]
    assert limiter.in_progress(CLIENT) == 0


def test_no_more_wait_than_may() -> None:
    async def crowd() -> None:
        limiter = RequestLimiter()
        give_back = full(limiter)

        async def ask() -> bool:
            try:
                async with limiter.wait(CLIENT):
                    return True
            except TooManyRequests:
                return False

        asked = [asyncio.create_task(ask()) for _ in range(MOST_WAITING + 3)]
        await asyncio.sleep(0.2)
        give_back()
        assert sum(await asyncio.gather(*asked)) == MOST_WAITING

    asyncio.run(crowd())


def test_a_client_that_waits_for_the_work_of_another_may_leave() -> None:
    cache, release = Cache[int](2), threading.Event()

    def make() -> int:
        release.wait(20)
        return 1

    maker = threading.Thread(target=cache.get, args=("key", make))
    maker.start()
    sleep(0.05)
    begun = monotonic()
    with pytest.raises(ClientGone):
        cache.get("key", make, lambda: True)
    assert monotonic() - begun < 5
    release.set()
    maker.join()
    assert cache.get("key", lambda: 2) == 1


def test_work_that_one_client_gave_up_is_taken_over_by_the_next() -> None:
    cache, begun = Cache[int](2), threading.Event()
    found: list[int] = []

    def leave() -> int:
        begun.set()
        sleep(0.1)
        raise ClientGone

    def first() -> None:
        with pytest.raises(ClientGone):
            cache.get("key", leave)

    threads = [
        threading.Thread(target=first),
        threading.Thread(target=lambda: found.append(cache.get("key", lambda: 7))),
    ]
    threads[0].start()
    begun.wait(20)
    threads[1].start()
    for each in threads:
        each.join()
    assert found == [7]


def test_a_static_file_is_built_once_though_many_ask_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []

    def build() -> str:
        sleep(0.05)
        built.append(1)
        return "text"

    static = StaticFile(build)
    with ThreadPoolExecutor(8) as pool:
        found = {each.result() for each in [pool.submit(static.content) for _ in range(8)]}
    assert (found, built) == ({b"text"}, [1])
    before = client.get("/static/page.js").content
    monkeypatch.setattr("outlast.web.static_files.files", None)
    assert client.get("/static/page.js").content == before
    names = ("every", "page", "live", "story", "settings", "screen", "waiting")
    scripts = {f"{name}.js" for name in names}
    assert set(static_files()) == scripts | {"page.css", "first.css"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("date: 9999-01-01\nhorizon: 1\n", "9999"),
        ("date: 2150-01-01\nhorizon: 1\n", f"{MOST_STEPS:,}"),
        (f"horizon: {MOST_STEPS + 1}\n", f"{MOST_STEPS:,}"),
        ("horizon: 100000\n", "10,000"),
        ("date: 2026-01-01\nknows_until: 2025-01-01\nhorizon: 1000000000000\n", "10,000"),
    ],
)
def test_an_endless_scenario_is_refused_before_any_work(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, change: str, problem: str
) -> None:
    monkeypatch.setattr("outlast.web.work.prepare", None)
    begun = monotonic()
    reply = client.post("/api/answer", content=f"{TEXT}{change}", headers=YAML)
    assert reply.status_code == 400
    assert problem in reply.text
    assert monotonic() - begun < 10


def test_a_body_that_comes_too_slowly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outlast.web.answers.BODY_LIMIT", 0.05)
    app, sent = make_app("lilliput", 8), list[int]()

    async def receive() -> dict[str, object]:
        await asyncio.sleep(30)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        await asyncio.sleep(0)
        if message["type"] == "http.response.start":
            sent.append(int(f"{message['status']}"))

    headers = {"host": "127.0.0.1", "content-length": "9", **YAML}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/answer",
        "query_string": b"",
        "headers": [(key.encode(), text.encode()) for key, text in headers.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 9),
        "http_version": "1.1",
        "root_path": "",
        "asgi": {"version": "3.0"},
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  a minimal server
    assert sent == [408]


@pytest.mark.parametrize(
    "kind",
    [EvidenceKind.CLAIMS, pytest.param(EvidenceKind.BACKTEST, marks=pytest.mark.slow)],
)
def test_evidence_whose_reader_left_is_not_computed(app: FastAPI, kind: EvidenceKind) -> None:
    state, work = PageState("today", runs=True), Work()
    with pytest.raises(ClientGone):
        evidence_part(work, state, app.state.page.voice(state), kind, lambda: True)
    assert work.evidence.find((kind, work.contest("today").folder, True, "en")) is None
