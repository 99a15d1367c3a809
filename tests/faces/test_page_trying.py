"""Every lever tried on the page: progress, one study for all, the end when everybody has left."""

import json
import threading
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from outlast.errors import RunError
from outlast.lower import Lowered
from outlast.scenario.load import Situation
from outlast.study.lever_effects import LeverEffects, lever_effects
from outlast.web import studies
from outlast.web.app import make_app
from tests.faces.conftest import WAIT, Opens, needs_browser
from tests.faces.held_work import LONG, HeldWork


class SlowStudy(HeldWork):
    """Stands in for the study: three of nine stops, then it waits until a test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.from_date: list[bool] = []
        """For each call, whether the levers move on the date."""

    def try_levers(  # noqa: PLR0913  as the study itself
        self,
        situation: Situation,
        *,
        progress: Callable[[int, int], None],
        should_cancel: Callable[[], bool],
        from_date: bool,
        seed: int,
        prepared: Lowered,
        **_: object,
    ) -> LeverEffects | None:
        """Return the effect of every lever as soon as a test lets it."""
        self.from_date.append(from_date)
        progress(3, 9)
        if not self.hold(should_cancel):
            return None
        return lever_effects(situation, seed=seed, prepared=prepared, from_date=from_date)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowStudy:
    found = SlowStudy()
    monkeypatch.setattr("outlast.web.work.lever_effects", found.try_levers)
    return found


@pytest.fixture
def client() -> TestClient:
    return TestClient(make_app("lilliput", 8), base_url="http://127.0.0.1")


def changes(client: TestClient, query: str) -> str:
    reply = client.get(f"/changes?{query}")
    assert reply.status_code == 200
    return unescape(reply.text)


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (event.split("\n")[0].removeprefix("event: "), json.loads(event.split("data: ")[1]))
        for event in text.split("\n\n")
        if event
    ]


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "3 of 9 setpoints tried."), ("zh", "已试验9个设定点中的3个。")]
)
def test_the_page_says_how_far_the_study_is_and_how_to_stop_it(
    client: TestClient, slow: SlowStudy, lang: str, told: str
) -> None:
    text = changes(client, f"levers=1&lang={lang}")
    assert told in text
    assert '<progress id="waiting-bar" aria-labelledby="waiting-title" max="9" value="3">' in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    stop = text.split('class="waiting"')[1].split('class="actions"')[1].split('href="')[1]
    assert stop.startswith("/changes?scenario=lilliput&")
    assert "levers" not in stop.split('"')[0]
    assert 'id="figure-' in text  # the rest of the screen is there
    slow.go_on.set()


def test_a_second_click_joins_the_first_and_another_study_waits(
    client: TestClient, slow: SlowStudy
) -> None:
    changes(client, "levers=1")
    assert "3 of 9" in changes(client, "levers=1&lang=en")
    assert "Another study of levers is running." in changes(client, "levers=from-date")
    assert len(slow.from_date) == 1
    threading.Timer(0.5, slow.go_on.set).start()
    got = events(client.get("/api/levers?levers=1").text)
    assert got[0] == ("progress", {"done": 3, "of": 9, "told": "3 of 9 setpoints tried."})
    assert got[-1] == ("ended", {"told": "Every lever has been tried."})
    assert "No lever at any of its setpoints" in changes(client, "levers=1")
    assert len(slow.from_date) == 1
    got = events(client.get("/api/levers?levers=from-date").text)
    assert got[-1][0] == "ended"
    assert slow.from_date == [False, True]


def test_a_study_ends_when_nobody_asks_for_it(
    client: TestClient, slow: SlowStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies, "UNASKED", 1.0)
    changes(client, "levers=1")
    assert slow.cancelled.wait(LONG)
    slow.go_on.set()
    assert events(client.get("/api/levers").text)[-1][0] == "ended"
    assert "No lever at any of its setpoints" in changes(client, "levers=1")


def test_a_study_that_is_asked_for_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "UNASKED", 0.0)
    left, watched = (studies.Study(threading.Event()) for _ in range(2))
    with watched.watched(), watched.watched():
        assert not watched.is_left
    assert watched.is_left
    assert left.is_left
    monkeypatch.setattr(studies, "UNASKED", LONG)
    left.ask()
    assert not left.is_left


def test_the_end_of_the_server_ends_the_study(client: TestClient, slow: SlowStudy) -> None:
    changes(client, "levers=1")
    client.app.state.page.jobs.closing.set()  # type: ignore[attr-defined]
    assert slow.cancelled.wait(LONG)


def test_a_failure_is_told_once_and_the_next_click_begins_anew(
    client: TestClient, slow: SlowStudy
) -> None:
    slow.failure = RunError("the books of future 3 do not balance.")
    slow.go_on.set()
    got = events(client.get("/api/levers").text)
    assert got[-1] == ("failed", {"error": "the books of future 3 do not balance."})
    slow.failure = None
    assert events(client.get("/api/levers").text)[-1][0] == "ended"
    assert "No lever at any of its setpoints" in changes(client, "levers=1")
    assert len(slow.from_date) == 2


def test_a_mistake_of_ours_ends_the_study() -> None:
    def fail(*_: object) -> None:
        raise KeyError("lever")

    study = studies.Study(threading.Event())
    with pytest.raises(KeyError):
        study.run(fail)
    assert study.ended.is_set()
    assert "our mistake" in f"{study.failure[0]}"


@needs_browser
def test_a_reader_sees_the_progress_then_the_result_and_can_stop(
    open_page: Opens, slow: SlowStudy
) -> None:
    page = open_page("/changes?levers=1&seed=31", whole=False)
    told, bar = page.locator("#waiting-told"), page.locator("#waiting-bar")
    expect(told).to_have_text("3 of 9 setpoints tried.", timeout=WAIT)
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("3", "9")
    page.get_by_role("link", name="Stop").click()
    page.wait_for_url(lambda url: "levers" not in url)
    assert page.locator("#waiting").count() == 0
    page.go_back()
    slow.go_on.set()
    expect(page.locator("#live")).to_have_text("Every lever has been tried.", timeout=WAIT)
    expect(page.locator("section.whole")).to_contain_text("No lever at any of its setpoints")
    assert page.locator("#waiting").count() == 0


@needs_browser
def test_without_scripts_the_page_loads_itself_until_all_is_tried(
    browser: Browser, address: str, slow: SlowStudy
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/changes?levers=1&seed=32")
    assert "3 of 9 setpoints tried." in page.locator("#waiting-told").inner_text()
    assert "loads itself again every 5 seconds" in page.locator("#waiting").inner_text()
    slow.go_on.set()
    expect(page.locator("section.whole")).to_contain_text(
        "No lever at any of its setpoints", timeout=WAIT
    )
    page.context.close()
