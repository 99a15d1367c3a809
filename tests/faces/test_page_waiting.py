"""Screens whose results are not computed yet: progress in view, then the screen in its place."""

import threading
from collections.abc import Callable, Generator
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from outlast.ensemble import run_ensemble
from outlast.errors import RunError
from outlast.results import Results
from outlast.scenario.load import Situation
from outlast.web import studies
from outlast.web.app import make_app
from outlast.web.awaited_results import NEEDS
from outlast.web.kept_amounts import AWAITED
from tests.faces.conftest import WAIT, Opens, needs_browser
from tests.faces.held_work import LONG, HeldWork
from tests.faces.test_page_trying import events

OPENED = {"sec-fetch-dest": "document"}
"""The header of a browser that opens an address."""


class SlowRun(HeldWork):
    """Stands in for the ensemble: five futures are done, then a run waits for a test."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = 0
        self.passes = 0
        """The first runs that do not wait."""

    def run(
        self,
        situation: Situation,
        *,
        futures: int,
        progress: Callable[[int, int], None] | None = None,
        should_cancel: Callable[[], bool],
        **more: Any,  # noqa: ANN401  handed on
    ) -> Results:
        """Return the results as soon as a test lets it; fewer of them if cancelled."""
        self.runs += 1
        if progress:
            progress(5, futures)
        if self.runs > self.passes and not self.hold(should_cancel):
            return run_ensemble(situation, futures=1, **more)
        return run_ensemble(
            situation, futures=futures, progress=progress, should_cancel=should_cancel, **more
        )


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowRun:
    found = SlowRun()
    monkeypatch.setattr("outlast.web.work.run_ensemble", found.run)
    return found


@pytest.fixture
def client() -> Generator[TestClient, None, None]:
    app = make_app("lilliput", 8)
    yield TestClient(app, base_url="http://127.0.0.1")
    app.state.page.work.closing.set()
    for thread in threading.enumerate():
        if thread.name == studies.THREAD:
            thread.join(LONG)  # none goes on in the next test


def opened(client: TestClient, address: str) -> str:
    reply = client.get(address, headers=OPENED)
    assert reply.status_code == 200
    return unescape(reply.text)


@pytest.mark.parametrize("screen", sorted(NEEDS))
@pytest.mark.parametrize(
    ("lang", "told"), [("en", "5 of 8 futures …"), ("zh", "已计算5/8次推演……")]
)
def test_a_screen_that_waits_says_how_far_its_results_are(
    client: TestClient, slow: SlowRun, screen: str, lang: str, told: str
) -> None:
    if screen == "compare":
        told = told.replace("8", "16")
    path = "whole" if screen == "answer" else screen
    text = opened(client, f"/{path}?lang={lang}&a=lilliput&b=mine&set.review=2.5")
    assert told in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert f'data-address="/api/waiting/{screen}?scenario=lilliput' in text
    slow.go_on.set()


def test_the_address_of_the_progress_gives_it_until_the_results_are_there(
    client: TestClient, slow: SlowRun
) -> None:
    opened(client, "/why")
    threading.Timer(0.5, slow.go_on.set).start()
    got = events(client.get("/api/waiting/why").text)
    assert got[0] == ("progress", {"done": 5, "of": 8, "told": "5 of 8 futures …"})
    assert got[-1] == ("ended", {"told": "The answer has been computed."})
    for screen in ("why", "changes", "cost", "about"):
        assert 'id="waiting"' not in opened(client, f"/{screen}")
    assert slow.runs == 1


def test_a_screen_counts_the_futures_that_another_request_computes(
    client: TestClient, slow: SlowRun
) -> None:
    first = threading.Thread(target=client.get, args=("/api/answer?seed=4",))
    first.start()
    assert slow.begun.wait(LONG)
    assert "5 of 8 futures …" in opened(client, "/why?seed=4")
    slow.go_on.set()
    first.join(LONG)
    assert slow.runs == 1


def test_programs_and_scripts_receive_the_whole_screen_alone(
    client: TestClient, slow: SlowRun
) -> None:
    threading.Timer(0.5, slow.go_on.set).start()
    text = client.get("/why", headers={"sec-fetch-dest": "empty"}).text
    assert 'class="chain' in text
    assert 'id="waiting"' not in text


def test_evidence_that_needs_no_results_waits_for_none(client: TestClient, slow: SlowRun) -> None:
    assert 'id="waiting"' not in opened(client, "/evidence?show=priors")
    assert slow.runs == 0


def test_results_for_which_nobody_waits_any_more_are_dropped(
    client: TestClient, slow: SlowRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies, "UNASKED", 1.0)
    opened(client, "/why")
    assert slow.cancelled.wait(LONG)


def test_a_failure_is_an_error_page_and_the_next_visit_computes_anew(
    client: TestClient, slow: SlowRun
) -> None:
    slow.failure = RunError("the books of future 3 do not balance.")
    slow.go_on.set()
    reply = client.get("/why", headers=OPENED)
    assert reply.status_code == 500
    assert "the books of future 3 do not balance." in unescape(reply.text)
    slow.failure = None
    assert 'class="chain' in opened(client, "/why")


def test_a_comparison_keeps_its_study_when_its_first_column_is_there(
    client: TestClient, slow: SlowRun
) -> None:
    slow.passes = 1
    asked = "/compare?a=lilliput&b=mine&set.review=2.5"
    opened(client, asked)
    assert slow.begun.wait(LONG)  # the second column
    for _ in range(2):
        assert "13 of 16 futures" in opened(client, asked)
    slow.go_on.set()
    assert events(client.get(f"/api/waiting{asked}").text)[-1][0] == "ended"
    assert slow.runs == 2


def test_a_failure_reaches_a_reader_who_watches(client: TestClient, slow: SlowRun) -> None:
    slow.failure = RunError("the books of future 3 do not balance.")
    threading.Timer(0.5, slow.go_on.set).start()
    got = events(client.get("/api/waiting/why").text)
    assert got[-1] == ("failed", {"error": "the books of future 3 do not balance."})


def test_as_many_wait_beside_each_other_as_may(client: TestClient, slow: SlowRun) -> None:
    for seed in range(AWAITED):
        opened(client, f"/why?seed={seed}")
    assert "Other answers are being computed." in opened(client, f"/why?seed={AWAITED}")
    slow.go_on.set()
    assert events(client.get(f"/api/waiting/why?seed={AWAITED}").text)[-1][0] == "ended"


def test_the_whole_answer_is_computed_without_scripts(client: TestClient, slow: SlowRun) -> None:
    assert 'id="waiting"' in client.get("/whole?seed=3&lang=zh").text
    slow.go_on.set()
    assert events(client.get("/api/waiting/answer?seed=3&lang=zh").text)[-1][0] == "ended"
    reply = client.get("/whole?seed=3&lang=zh", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"] == "/?scenario=lilliput&seed=3&lang=zh&futures=8"
    assert slow.runs == 1


@needs_browser
def test_a_reader_sees_the_progress_then_the_screen(open_page: Opens, slow: SlowRun) -> None:
    page = open_page("/why?seed=61", whole=False)
    expect(page.locator("#waiting-told")).to_have_text("5 of 32 futures …", timeout=WAIT)
    assert page.locator("#waiting-bar").get_attribute("value") == "5"
    slow.go_on.set()
    expect(page.locator("#live")).to_have_text("The answer has been computed.", timeout=WAIT)
    assert page.locator(".chain").count() == 2
    assert page.locator("#waiting").count() == 0


@needs_browser
def test_without_scripts_the_page_loads_itself_until_the_screen_is_there(
    browser: Browser, address: str, slow: SlowRun
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/why?seed=62")
    assert "5 of 32 futures" in page.locator("#waiting-told").inner_text()
    slow.go_on.set()
    expect(page.locator(".chain")).to_have_count(2, timeout=WAIT)
    page.context.close()
